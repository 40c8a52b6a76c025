"""How tests make pictures and read PDF files."""

from io import BytesIO

from PIL import Image

from odoo.tools.pdf import PdfReader


def picture(width=40, height=30, colour="teal", kind="JPEG", **options):
    """Bytes of a picture of one colour."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind, **options)
    return buffer.getvalue()


def read(content):
    return PdfReader(BytesIO(content))


def pages(content):
    """The text of each page."""
    return [page.extract_text() for page in read(content).pages]


def font_files(content):
    """Whether each font, by its name, is in the file."""
    found = {}
    for page in read(content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descriptor = font.get_object().get("/FontDescriptor", {})
            found[font.get_object()["/BaseFont"]] = "/FontFile2" in descriptor
    return found


def pictures(content):
    """Width and height in pixels of the pictures of all pages."""
    return [
        (image.image.width, image.image.height)
        for page in read(content).pages
        for image in page.images
    ]


class PdfMixin:
    """For test cases that render documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("en_US", "es_ES"):
            cls.env["res.lang"]._activate_lang(code)
        cls.customer.lang = "en_US"

    def _render(self, record, code=None, user=None):
        """The file of a record, as a user gets it; in English for nobody in particular."""
        env = self.env(user=user) if user else self.env(context={"lang": "en_US"})
        documents = env["crm.pdf.document"]
        document, record = documents._get_document(record._name, record.id, code)
        return document._render(record)

    def _pages(self, record, code=None, user=None):
        return pages(self._render(record, code, user))
