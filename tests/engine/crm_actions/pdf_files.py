"""How tests make pictures and read PDF files."""

from io import BytesIO

from PIL import Image
from pypdf import PdfReader


def picture(width=40, height=30, colour="teal", kind="PNG", **options):
    """Bytes of a picture of one colour."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind, **options)
    return buffer.getvalue()


def read(content):
    return PdfReader(BytesIO(content))


def pages(content):
    """The text of each page."""
    return [page.extract_text() for page in read(content).pages]


def fonts(content):
    """Descriptors of the fonts of all pages."""
    found = {}
    for page in read(content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found[font.get_object()["/BaseFont"]] = font.get_object().get("/FontDescriptor")
    return found
