from odoo import api, models
from odoo.exceptions import AccessError

_MOST = 4


class CrmHelpdeskTicket(models.Model):
    """What stands beside a request: who the customer is, and what else that customer asked."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.readonly
    def get_side(self):
        """The customer of the request, for the panel beside it.

        :return: ``{'partner_id', 'header', 'currency_id', 'facts', 'others', 'more'}``:
            ``header`` is the head of the customer's page, False without a customer or for whoever
            may not see it; ``facts`` as :meth:`_get_side_facts`; ``others`` are dicts with ``id``,
            ``number``, ``title``, ``light`` and ``stage``; ``more`` says how many there are beyond
        :raise AccessError: the reader may not see the request
        """
        self.ensure_one()
        self.check_access("read")
        others, total = self._show_other_requests()
        return {
            "partner_id": self.partner_id.id,
            "header": self._get_customer_header(),
            "currency_id": self.env.company.currency_id.id,
            "facts": self._get_side_facts(),
            "others": others,
            "more": total - len(others),
        }

    def _get_side_facts(self):
        """Lines below the customer; heirs add to what ``super()`` gives.

        :return: list of dicts: ``key``, ``label``, ``value`` (worded) and ``tone`` of danger,
            warning, success, info or neutral
        """
        return []

    def _get_customer_header(self):
        """As on the customer's page, with the rights of the reader."""
        if not self.partner_id:
            return False
        try:
            page = self.partner_id.crm360_load(keys=["header"])
        except AccessError:
            return False
        return next((section.get("data", False) for section in page["sections"]), False)

    def _get_others_domain(self):
        return [
            ("commercial_partner_id", "=", self.commercial_partner_id.id),
            ("id", "!=", self.id),
        ]

    def _show_other_requests(self):
        """The newest requests of the same customer that the reader may see, and how many."""
        if not self.commercial_partner_id:
            return [], 0
        domain = self._get_others_domain()
        others = self.search(domain, order="create_date desc, id desc", limit=_MOST)
        total = len(others) if len(others) < _MOST else self.search_count(domain)
        return [
            {
                "id": other.id,
                "number": other.number,
                "title": other.name,
                "light": other.sla_light,
                "stage": other.stage_id.name,
            }
            for other in others
        ], total

    def action_open_others(self):
        """All requests of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_ticket_action"
        )
        return {
            **action,
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.partner_id.id},
        }
