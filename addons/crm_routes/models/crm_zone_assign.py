import json
from collections import Counter, defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..engine import areas
from ..origins import BY_RULE

BATCH = 1000


class CrmZone(models.Model):
    """Customers come into the zones in which they lie; what a person chose stays."""

    # one file for each purpose
    _inherit = "crm.zone"  # pylint: disable=consider-merging-classes-inherited

    def action_assign_customers(self):
        """Put all customers into the zones in which they lie, and say what was done."""
        self.check_access("write")
        counts = self._assign_customers()
        message = self.env._(
            "Customers that came into another zone: %(moved)d. In several zones: %(several)d. "
            "Without a zone: %(without)d.",
            moved=counts["moved"],
            several=counts["several"],
            without=self.env["res.partner"].search_count(
                self.env["res.partner"]._crm_get_customer_domain()
                & Domain("crm_zone_id", "=", False)
            ),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_assign_customers(self):
        """Nightly: new customers, and those that have moved. Each batch is a transaction."""
        ids = self._get_to_assign().ids
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(ids))
        zones = self._get_filling()
        for batch in split_every(BATCH, ids):
            partners = self.env["res.partner"].browse(batch).exists()
            self._assign(partners, zones)
            if not cron._commit_progress(len(batch)):
                break

    @api.model
    def _assign_customers(self):
        """:return: ``Counter`` of customers ``moved``, and of those that lie in ``several`` zones

        sudo: where a customer lies follows from its address, whoever may write it.
        """
        counts = Counter()
        zones = self.sudo()._get_filling()
        for batch in split_every(BATCH, self.sudo()._get_to_assign().ids):
            partners = self.env["res.partner"].sudo().browse(batch)
            counts.update(self.sudo()._assign(partners, zones))
        return counts

    @api.model
    def _get_filling(self):
        """The zones that say of what they are made, in their order, as records and plain values."""
        zones = self.search([("has_area", "=", True)])
        return [(zone, zone._to_engine()) for zone in zones]

    @api.model
    def _get_to_assign(self):
        """The customers whose zone no person has chosen, if any zone says what it is made of."""
        if not self.search_count([("has_area", "=", True)], limit=1):
            used = Domain("zone_by_rule", "=", True)
        else:
            used = Domain("crm_zone_id", "=", False) | Domain("zone_by_rule", "=", True)
        partners = self.env["res.partner"]
        return partners.search(partners._crm_get_customer_domain() & used, order="id")

    @api.model
    def _assign(self, partners, zones):
        none, changes, counts = self.env["res.company"], defaultdict(list), Counter()
        for partner in partners:
            match = areas.assign(
                partner._crm_get_place(),
                [plain for zone, plain in zones if zone.company_id in (none, partner.company_id)],
            )
            zone_id = match.zone if match else False
            counts["several"] += bool(match and match.others)
            reason = {"code": match.why, "others": list(match.others)} if match else False
            if (partner.crm_zone_id.id, partner.zone_reason or False) != (zone_id, reason):
                counts["moved"] += partner.crm_zone_id.id != zone_id
                changes[zone_id, json.dumps(reason)].append(partner.id)
        for (zone_id, reason), ids in changes.items():
            # no message for each of thousands
            found = (
                self.env["res.partner"]
                .browse(ids)
                .with_context(crm_zone_origin=BY_RULE, tracking_disable=True)
            )
            found.write(
                {
                    "crm_zone_id": zone_id,
                    "zone_by_rule": bool(zone_id),
                    "zone_reason": json.loads(reason),
                }
            )
        return counts
