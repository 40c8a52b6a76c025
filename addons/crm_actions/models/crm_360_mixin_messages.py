from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from ..rows import RowQuery

_PREVIEW = 160
_CHUNK = 200
_LETTERS = ("email", "comment", "email_outgoing")
_WHERE = ("res.partner", "crm.lead", "sale.order", "crm.action")
"""Models whose conversations are told."""


class Crm360Mixin(models.AbstractModel):
    """Mails and notes of the timeline, those that the reader may read."""

    # one file for each purpose
    _inherit = "crm.360.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _crm360_past_messages(self, before, limit):
        """Mails and notes of customer, opportunities, orders and actions.

        Core judges each message after it was found, so it is looked for in chunks until there are
        enough: a chunk of which nothing may be read is not the end.
        """
        found, place = [], before
        while len(found) < limit:
            chunk = self._crm360_find_messages(place, max(_CHUNK, limit))
            allowed = set(
                self.env["mail.message"].search([("id", "in", [row["id"] for row in chunk])]).ids
            )
            found += [row for row in chunk if row["id"] in allowed]
            if len(chunk) < max(_CHUNK, limit):
                break
            place = (chunk[-1]["date"], "message", chunk[-1]["id"])
        return [self._crm360_tell_message(row) for row in found[:limit]]

    def _crm360_find_messages(self, before, limit):
        """Messages on the documents that the reader may see; whether they may be read is open."""
        where = [
            Domain("model", "=", model)
            & Domain(
                "res_id",
                "in",
                self.env[model].with_context(active_test=False)._search(self._crm360_scope(model)),
            )
            for model in _WHERE
            if self.env[model].has_access("read")
        ]
        domain = Domain.OR(where) & Domain("message_type", "in", _LETTERS)
        domain &= self._crm360_older("mail.message", "date", "message", before)
        # sudo: core's search of messages would count the limit before it judges; that is done by
        # whoever calls, before anything of them is shown
        query = RowQuery(
            self.env["mail.message"].sudo(),
            domain,
            order=self._crm360_newest("mail.message", "date"),
            limit=limit,
        )
        query.add(
            id="id", date="date", subject="subject", body="body", type="message_type",
            author="author_id.name", sender="email_from", model="model", res_id="res_id",
        )  # fmt: skip
        note = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        query.add_sql(is_note=SQL("COALESCE(mail_message.subtype_id = %s, TRUE)", note))
        return query.fetch()

    def _crm360_tell_message(self, row):
        text = " ".join(html2plaintext(row["body"] or "").split())
        is_note = row["is_note"] and row["type"] == "comment"
        word = self.env._("Note") if is_note else self.env._("Message")
        return {
            **self._crm360_place(row, "message"),
            "kind": "messages",
            "icon": "note" if is_note else "email",
            "title": row["subject"] or word,
            "text": " · ".join(filter(None, (row["author"] or row["sender"], text[:_PREVIEW]))),
            "model": row["model"],
            "res_id": row["res_id"],
        }
