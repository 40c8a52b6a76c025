import base64
import re

from lxml import html

from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import HelpdeskCase

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one point."""


class PortalCase(HelpdeskCase):
    """Two customers with people on the portal, and another company; mix in to an HttpCase.

    Peña Blanca: Lorea and Bittor, who both see their own requests alone. Bodega Larrea: Sara.
    Ormaza Norte is another company of ours, with the customer Hotel Sur and its Pilar.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")  # what the pages say is read in English
        cls.support.sequence = 1
        cls.lorea = cls._make_visitor("lorea", cls.contact)
        cls.bittor = cls._make_visitor("bittor", cls._make_contact("Bittor Ruiz", cls.customer))
        cls.cellar = cls.env["res.partner"].create({"name": "Bodega Larrea", "is_company": True})
        cls.sara = cls._make_visitor("sara", cls._make_contact("Sara Larrea", cls.cellar))
        cls.other_company = cls.env["res.company"].create({"name": "Ormaza Norte"})
        cls.env.user.company_ids |= cls.other_company
        cls.hotel = cls.env["res.partner"].create({"name": "Hotel Sur", "is_company": True})
        cls.pilar = cls._make_visitor(
            "pilar", cls._make_contact("Pilar Sanz", cls.hotel), cls.other_company
        )

    @classmethod
    def _make_contact(cls, name, parent):
        first = name.split()[0].lower()
        return cls.env["res.partner"].create(
            {"name": name, "parent_id": parent.id, "email": f"{first}@example.com"}
        )

    @classmethod
    def _make_visitor(cls, login, partner, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            f"portal_{login}",
            "base.group_portal",
            partner_id=partner.id,
            name=partner.name,
            email=partner.email,
            lang="en_US",
            tz="Europe/Madrid",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def visit(self, path, user=None, **values):
        """Open a page of the portal as somebody, or as nobody (False)."""
        user = self.lorea if user is None else user
        uid = user.id if user else None
        if getattr(self.session, "uid", None) != uid:
            self.authenticate(user and user.login, user and user.login)
        self.env.flush_all()
        with mute_logger("odoo.http"):
            answer = self.url_open(path, **values)
        self.env.invalidate_all()
        return answer

    def send(self, path, user=None, page=None, files=(), **values):
        """As a form of a page sends it."""
        found = self.visit(page or path.rpartition("/")[0], user)
        token = re.findall(r'name="csrf_token" value="([^"]+)"', found.text)
        data = {"csrf_token": token[0] if token else "", **values}
        return self.visit(path, user, data=data, files=files or None)

    def words(self, answer):
        """The text of a page, in one line."""
        [main] = html.fromstring(answer.content).xpath("//main")
        return re.sub(r"\s+", " ", main.text_content())

    def note_with_file(self, ticket, name="plan.txt"):
        """A note of ours with a file; the file."""
        return ticket.message_post(
            body="Between us: the pallet fell.",
            subtype_xmlid="mail.mt_note",
            attachments=[(name, b"internal")],
        ).attachment_ids
