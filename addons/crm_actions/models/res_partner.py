from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "crm.action.mixin"]

    crm_action_ids = fields.One2many(
        "crm.action",
        "partner_id",
        string="Commercial actions",
        groups="sales_team.group_sale_salesman",
    )

    def _get_action_domain(self):
        return ["|", ("partner_id", "in", self.ids), ("commercial_partner_id", "in", self.ids)]

    def _read_action_groups(self, domain, aggregate):
        """A company's actions include those with its addresses and contacts."""
        companies = self.filtered(lambda partner: partner.commercial_partner_id == partner)
        groups = {}
        for field, partners in (
            ("commercial_partner_id", companies),
            ("partner_id", self - companies),
        ):
            if partners:
                own = Domain(field, "in", partners.ids)
                groups.update(
                    self.env["crm.action"]._read_group(own & Domain(domain), [field], [aggregate])
                )
        return groups

    def _get_touch_defaults(self):
        return {"partner_id": self.id}

    def _read_inbound(self):
        """A company has heard from its customer when one of its contacts wrote."""
        inbound = super()._read_inbound()
        companies = self.filtered("is_company")
        groups = self._read_group(
            [("commercial_partner_id", "in", companies.ids), ("last_inbound_at", "!=", False)],
            ["commercial_partner_id"],
            ["last_inbound_at:max"],
        )
        return {**inbound, **dict(groups)}

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        self._log_message_touch(message, recipients)
        return recipients

    def _message_mail_after_hook(self, mails):
        result = super()._message_mail_after_hook(mails)
        self._log_mass_mails(mails)
        return result

    def _get_touch_customer(self):
        return self, self.email_normalized
