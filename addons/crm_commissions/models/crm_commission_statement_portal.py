from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

SHOWN = ("sent", "acknowledged", "disputed", "approved", "settled", "paid")
"""States in which a payee from outside sees a statement: never a draft."""
_TONES = {"disputed": "warning", "approved": "success", "settled": "success", "paid": "success"}


class CrmCommissionStatement(models.Model):
    """The statement on the portal: plain values, so that a page can show nothing else."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_portal_domain(self):
        """Own statements that were sent, also of a manager who opens the portal."""
        user = self.env.user
        partners = user.partner_id | user.partner_id.commercial_partner_id
        own = Domain("payee_id", "in", partners.ids) | Domain("user_id", "=", user.id)
        return own & Domain("state", "in", SHOWN)

    def _get_portal_row(self):
        """What the list of the portal says of a statement."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        month = format_date(self.env, self.date_from, date_format="MMMM y")
        return {
            "id": self.id,
            "month": month[:1].upper() + month[1:],
            "state": self.state,
            "label": states[self.state],
            "tone": _TONES.get(self.state, "info"),
            "payable": format_amount(self.env, self.amount_payable, self.currency_id),
            "due": format_date(self.env, self.due_date),
        }

    def _get_portal_page(self, opened=""):
        """What the page of a statement says.

        :param opened: key of the group whose sales are shown, as in a link of the page
        """
        drill = self.get_drill()
        keys = {group["key"] for plan in drill["plans"] for group in plan["groups"]}
        # sudo: the currency of a statement that may be read
        currency = self.sudo().currency_id

        def money(amount):
            return format_amount(self.env, amount, currency).replace("-", "\N{MINUS SIGN}")

        disputed = {key for each in drill["disputes"] if each["is_open"] for key in each["keys"]}
        rows = self.get_drill_rows(opened) if opened in keys else None
        return {
            **self._get_portal_row(),
            "figures": [(each["label"], money(each["amount"])) for each in drill["figures"]],
            "wrong": drill["wrong"],
            "verdict": drill["verdict"],
            "can_acknowledge": self.can_acknowledge and self.is_own,
            "can_dispute": drill["can_dispute"],
            "plans": [
                self._get_portal_plan(plan, opened, disputed, money) for plan in drill["plans"]
            ],
            "rows": rows and self._get_portal_rows(rows, opened, disputed, money),
            "disputes": [self._get_portal_dispute(each) for each in drill["disputes"]],
        }

    def _get_portal_plan(self, plan, opened, disputed, money):
        return {
            "title": plan["title"],
            "note": plan["note"],
            "amount": money(plan["amount"]),
            "groups": [
                {
                    "key": group["key"],
                    "title": group["title"],
                    "note": group["note"],
                    "amount": money(group["amount"]),
                    "disputed": group["key"] in disputed,
                    "opened": group["key"] == opened,
                }
                for group in plan["groups"]
            ],
        }

    def _get_portal_rows(self, found, opened, disputed, money):
        """The sales behind a group, each with the key by which it is disputed."""
        of_sales = any(row["key"].startswith("entry-") for row in found["rows"])
        return {
            "sentences": found["sentences"],
            "more": found["more"],
            "of_sales": of_sales,
            "rows": [
                {
                    "key": row["key"] if of_sales else f"{row['key']}-{opened}",
                    "document": row["document"],
                    "partner": row["partner"],
                    "product": row["product"],
                    "note": row["note"],
                    "amount": row.get("figure") or money(row["amount"]),
                    "disputed": row["key"] in disputed,
                }
                for row in found["rows"]
            ],
        }

    def _get_portal_dispute(self, dispute):
        return {
            "subject": dispute["subject"],
            "note": dispute["note"] or "",
            "answer": dispute["answer"],
            "label": dispute["label"],
            "until": format_date(self.env, dispute["until"]) if dispute["is_open"] else "",
        }

    def _get_portal_subject(self, key):
        """What a dispute from the page would be about.

        :raise UserError: there is no such row
        """
        entry, move = self.sudo()._find_disputed(key)  # sudo: of an own statement
        return " · ".join(filter(None, (entry._get_title(), move.name)))

    # -- how an agent hears of it ----------------------------------------------------------------

    def _get_told_partners(self):
        """An agent without a user of the company is told by the users on the portal."""
        partners = super()._get_told_partners()
        if partners:
            return partners
        # sudo: the users of a payee may be known to whoever takes a step
        return self.sudo().payee_id.user_ids.filtered("share").partner_id

    def _get_access_action(self, access_uid=None, force_website=False):
        """Whoever is from outside reads it on the portal."""
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        # sudo: whether a user is from outside is no secret
        if user.sudo().share or force_website:
            return {
                "type": "ir.actions.act_url",
                "url": f"/my/commissions/{self.id}",
                "target": "self",
                "res_id": self.id,
            }
        return super()._get_access_action(access_uid=access_uid, force_website=force_website)

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals)
        for name, _match, data in groups:
            if name == "portal":
                # a draft is not on the portal: its page would be said not to be there
                data.update(active=True, has_button_access=self.state in SHOWN)
        return groups
