from markupsafe import Markup

from odoo import models

EACH_BY_ITSELF = 5
LISTED = 20


class CrmAction(models.Model):
    """What a rep is told when work is given to him."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    def _message_auto_subscribe_notify(self, partner_ids, template):
        """One notice for many actions: fifty would bury what matters."""
        if len(self) <= EACH_BY_ITSELF:
            return super()._message_auto_subscribe_notify(partner_ids, template)
        if self.env.context.get("mail_auto_subscribe_no_notify"):
            return None
        items = Markup().join(
            Markup("<li>%s</li>") % action.display_name for action in self[:LISTED]
        )
        if len(self) > LISTED:
            items += Markup("<li>…</li>")
        self.env["mail.thread"].message_notify(
            subject=self.env._("%(count)d actions were assigned to you", count=len(self)),
            body=Markup("<ul>%s</ul>") % items,
            partner_ids=partner_ids,
            email_layout_xmlid="mail.mail_notification_layout",
        )
        return None
