import base64

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


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAACQAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34"
    "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5"
    "uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
    "AAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAA"
    "AAAAAAEAAQWBAgMFhAAAACxtZGF0AAAAICgBrxOA9SeBP//gpUf/utZ4fg8NOcI5AX/597Jmk4+A"
)
"""What an iPhone sends: 64 by 48 pixels, the left half red, the right half green."""
