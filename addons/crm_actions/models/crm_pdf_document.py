from pathlib import Path

from odoo import api, models
from odoo.exceptions import MissingError
from odoo.modules import get_module_path
from odoo.tools import format_date, formatLang, get_lang

from ..engine.pdf.kit import Kit
from ..engine.pdf.parts import Words
from ..engine.pdf.text import clean, clip
from ..hours import word_hour


class CrmPdfDocument(models.AbstractModel):
    """A document on paper that a record can be printed as.

    A document is an abstract model of its own that inherits this one, names the models that it
    prints, and composes its pages with the kit in ``engine/pdf``. It is then found under
    ``/crm/pdf/<model>/<id>`` by whoever may read the record.
    """

    _name = "crm.pdf.document"
    _description = "PDF Document"

    # names of the models whose records can be printed as this document
    _pdf_models = ()
    # what ``?document=`` calls it where a model has several
    _pdf_code = ""
    # the lowest is what a model is printed as if nobody asks for another
    _pdf_sequence = 10

    # -- what a document says -----------------------------------------------------------------

    @api.model
    def _get_title(self, record):
        """Title of the document, of the file and of its pages."""
        raise NotImplementedError

    @api.model
    def _compose(self, kit, record):
        """Set the pages.

        :param kit: a fresh :class:`Kit` with letterhead
        :param record: what is printed, in the language of the document and with the rights of the
            reader: what he may not read is not on the page
        """
        raise NotImplementedError

    @api.model
    def _get_reader(self, record):
        """The contact in whose language it is written; none for the user's own."""
        return self.env["res.partner"]

    @api.model
    def _get_company(self, record):
        """The company on whose paper it is printed."""
        company = record.company_id if "company_id" in record._fields else None
        return company or self.env.company

    @api.model
    def _get_file_title(self, record):
        """What the file is called, without its ending."""
        return self._get_title(record)

    @api.model
    def _get_filename(self, record):
        """Name of the file, in the language of the document; no name leads out of a folder."""
        document, record = self._in_language(record)
        title = clip(document._get_file_title(record), 120)
        return "".join("-" if char in '\n/\\:*?"<>|' else char for char in title) + ".pdf"

    # -- from a request to a file -----------------------------------------------------------------

    @api.model
    def _get_documents(self):
        """All documents of the installed addons, each as an empty recordset of its model."""
        names = self.env.registry.descendants([CrmPdfDocument._name], "_inherit")
        documents = [self.env[name] for name in names if self.env[name]._pdf_models]
        return sorted(documents, key=lambda each: (each._pdf_sequence, each._name))

    @api.model
    def _find_document(self, model, code=None):
        """The document that records of a model are printed as.

        :param model: name of a model; only those that a document names are known
        :param code: the document's ``_pdf_code``, the first one if empty
        :raise MissingError: there is none
        """
        for document in self._get_documents():
            if model in document._pdf_models and code in (None, "", document._pdf_code):
                return document
        raise MissingError(self.env._("There is no such document."))

    @api.model
    def _get_document(self, model, record_id, code=None, **credentials):
        """The document and the record that a request asks for, if the user may have them.

        :param credentials: for documents that are also open to others, see :meth:`_authorize`
        :return: a document and the record to render it for
        :raise MissingError: no such document or record
        :raise AccessError: the user may not read the record
        """
        document = self._find_document(model, code)
        record = self.env[model].browse(record_id).exists()
        if not record:
            raise MissingError(self.env._("There is no such document."))
        return document, document._authorize(record, **credentials)

    @api.model
    def _authorize(self, record, **credentials):
        """The record with the rights to print it.

        An addon that opens its document by a token checks the token and returns the record with
        the rights that it gives.

        :raise AccessError: the record may not be read
        """
        record.check_access("read")
        return record

    @api.model
    def _render(self, record):
        """The document of a record as the bytes of a PDF file; the same data give the same bytes.

        Nothing is written, so it may run on a read-only cursor.
        """
        record.ensure_one()
        document, record = self._in_language(record)
        company = document._get_company(record)
        kit = Kit(
            company.with_context(lang=document.env.lang)._crm_get_letterhead(),
            document._get_title(record),
            words=document._get_words(),
            language=(document.env.lang or "en").split("@")[0].replace("_", "-"),
            fonts=Path(get_module_path("web")) / "static" / "fonts",
        )
        document._compose(kit, record)
        return document._seal(kit.render(), record)

    @api.model
    def _in_language(self, record):
        """This document and the record, in the language of the reader."""
        reader = self._get_reader(record)
        wanted = reader.lang or self.env.context.get("lang") or self.env.user.lang
        lang = get_lang(self.env, wanted).code
        return self.with_context(lang=lang), record.with_context(lang=lang)

    @api.model
    def _seal(self, content, record):
        """The file as it is given away; an addon with a certificate signs it here."""
        return content

    @api.model
    def _get_words(self):
        return Words(
            page=self.env._("Page %(page)s of %(pages)s"),
            no_picture=self.env._("This picture cannot be shown."),
            signature=self.env._("Signature"),
            name=self.env._("Name"),
            place=self.env._("Place"),
            date=self.env._("Date"),
        )

    # -- words and figures in the language of the document --

    @api.model
    def _format_day(self, day, style="full"):
        """A date in words, as a line begins."""
        text = format_date(self.env, day, date_format=style) if day else ""
        return text[:1].upper() + text[1:]

    @api.model
    def _format_hour(self, instant):
        """Hour of an instant (UTC) on the user's clock."""
        if not instant:
            return ""
        return word_hour(self.env, instant, tz=str(self.env.tz))

    @api.model
    def _format_money(self, amount, currency):
        """An amount with its currency."""
        return clean(formatLang(self.env, amount, currency_obj=currency))

    @api.model
    def _format_number(self, number, digits=2):
        """A number with that many decimals."""
        return clean(formatLang(self.env, number, digits=digits))
