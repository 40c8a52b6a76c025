from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common_portal import PortalCase

MODEL = "crm.helpdesk.ticket"


class _Taken(Exception):
    """The step was allowed: take it back."""


class MatrixCase(PortalCase):
    """Lorea wrote a request to Soporte; Bittor of the same customer sees all of it.

    Jon works in Soporte, Ane supervises, Nerea is of quality. Unai works in Calidad. The public
    has nothing, the link of a mail, or the link with the signature of Lorea. Mix in to an HttpCase.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bittor.partner_id.helpdesk_scope = "company"
        cls.unai = cls._make_user("unai", "crm_helpdesk.group_helpdesk_agent", cls.quality)
        cls.gorka = cls._make_user("gorka", "crm_helpdesk.group_helpdesk_user")
        cls.ticket = cls._make(cls.contact)
        cls.ticket.user_id = cls.agent
        cls.own = cls._make(cls.bittor.partner_id)
        cls.foreign = cls._make(cls.sara.partner_id)
        cls.elsewhere = cls.env[MODEL].create(
            {
                "name": "Elsewhere",
                "team_id": cls.env["crm.helpdesk.team"]
                .create(
                    {
                        "name": "Norte",
                        "company_id": cls.other_company.id,
                        "calendar_id": cls.other_company.resource_calendar_id.id,
                    }
                )
                .id,
                "partner_id": cls.pilar.partner_id.id,
            }
        )
        cls.secret = cls.ticket.message_post(
            body="Between us", subtype_xmlid="mail.mt_note", attachments=[("plan.txt", b"x")]
        ).attachment_ids
        cls.token = cls.ticket._portal_ensure_token()
        cls.signed = {"pid": cls.contact.id, "hash": cls.ticket._sign_token(cls.contact.id)}

    @classmethod
    def _make(cls, partner):
        return cls.env[MODEL].create(
            {"name": "Broken", "team_id": cls.support.id, "partner_id": partner.id}
        )

    # -- ways to try -----------------------------------------------------------------------------

    def reads(self, ticket, user):
        return ticket.with_user(user).has_access("read")

    def opens(self, ticket, user, query=""):
        return self.visit(f"/my/requests/{ticket.id}{query}", user).status_code == 200

    @mute_logger("odoo.http")
    def posts_by_page(self, ticket, user, **keys):
        """Whether a visitor's message is taken, and is then the customer's."""
        self.authenticate(user and user.login, user and user.login)
        before = self.said(ticket)
        answer = self.url_open(
            "/mail/message/post",
            json={
                "params": {
                    "thread_model": MODEL,
                    "thread_id": ticket.id,
                    "post_data": {
                        "body": "Hello",
                        "message_type": "comment",
                        "subtype_xmlid": "mail.mt_comment",
                    },
                    **keys,
                }
            },
        )
        self.env.invalidate_all()
        self.assertEqual("error" in answer.json(), self.said(ticket) == before)
        return self.said(ticket) > before

    def said(self, ticket):
        return self.env["mail.message"].search_count(
            [("model", "=", MODEL), ("res_id", "=", ticket.id), ("body", "ilike", "Hello")]
        )

    def may(self, user, step, ticket=None):
        """Whether one of us may take a step; what it does is taken back."""
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                step((ticket or self.ticket).with_user(user))
                self.env.flush_all()
                raise _Taken
        except _Taken:
            return True
        except AccessError:
            return False
        finally:
            self.env.invalidate_all()
