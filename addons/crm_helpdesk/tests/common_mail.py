from email.message import EmailMessage
from itertools import count

from .common import HelpdeskCase

DESK = "soporte@ormaza.example"
_COUNTER = count(1)
LOREA = "Lorea Saiz <lorea@example.com>"


class HelpdeskMailCase(HelpdeskCase):
    """Mails as bytes through the real gateway; mix in to a TransactionCase.

    Soporte has the address soporte@ormaza.example, Calidad calidad@ormaza.example.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {"name": "ormaza.example", "company_ids": [(4, cls.company.id)]}
        )
        for team, name in ((cls.support, "soporte"), (cls.quality, "calidad")):
            team.write({"alias_domain_id": cls.domain.id, "alias_name": name})
        cls.intake = cls.env["crm.helpdesk.intake"]

    def setUp(self):
        super().setUp()
        # what writes in a transaction of its own writes in that of the test
        self.registry_enter_test_mode()

    def run_cron(self, name):
        """The real job, once; the registry of the test is in its mode already."""
        self.env.flush_all()
        self.env.ref(f"crm_helpdesk.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def mail(self, sender=LOREA, to=DESK, body="Two are broken.", **more):
        """A mail, as an object that one can go on with.

        :param more: headers, with underscores for hyphens; ``files``, ``{name: bytes}``
        """
        files = more.pop("files", {})
        message = EmailMessage()
        message["From"], message["To"] = sender, to
        message["Subject"] = more.pop("Subject", "Broken boxes")
        message["Message-Id"] = more.pop(
            "Message_Id", f"<{self.id()}.{next(_COUNTER)}@example.com>"
        )
        for name, value in more.items():
            message[name.replace("_", "-")] = value
        message.set_content(body)
        for name, content in files.items():
            message.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        return message

    def receive(self, mail=None, **more):
        """The gateway gets a mail.

        :return: its row in the ledger
        """
        raw = mail if isinstance(mail, bytes) else (mail or self.mail(**more)).as_bytes()
        last = self.intake.search([], limit=1, order="id desc").id or 0
        self.env["mail.thread"].message_process(False, raw)
        self.env.invalidate_all()
        return self.intake.search([("id", ">", last)], limit=1)

    def respond(self, ticket, body="Any news?", sender=LOREA, **more):
        """A mail that answers the last message of a request that went out.

        :return: its row in the ledger
        """
        last = ticket.message_ids.filtered(lambda each: each.subtype_id == self.comment())[:1]
        return self.receive(sender=sender, body=body, In_Reply_To=last.message_id, **more)

    def comment(self):
        return self.env.ref("mail.mt_comment")

    def balance(self):
        """The page that says whether all is accounted for."""
        return self.env["crm.helpdesk.intake.balance"].create(
            {"company_id": self.company.id, "date_from": "2026-01-01", "date_to": "2027-12-31"}
        )

    def assert_balanced(self, **parts):
        """Nothing is lost, and the parts are these."""
        page = self.balance()
        self.assertNotEqual(page.light, "red", page.read()[0])
        self.assertEqual({name: page[name] for name in parts}, parts)
        self.assertEqual(
            page.received,
            page.ticketed + page.appended + page.quarantined + page.failed + page.discarded,
        )
