from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine import demand
from ..engine.patterns import Demand

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CRITERIA = {
    "segment_ids": "crm_segment_id",
    "zone_ids": "crm_zone_id",
    "category_ids": "category_id",
}
WISHES = [("preferred", "Preferred"), ("forbidden", "Never")]
KM = 1000


class CrmVisitPolicy(models.Model):
    """How often customers are visited, for how long and on which days.

    Of several policies for a customer the most specific one holds; ``crm_visit_policy_resolve.py``
    finds it, ``crm_visit_policy_words.py`` says it in a sentence.
    """

    _name = "crm.visit.policy"
    _description = "Visit Policy"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="Of two policies with as many conditions the first one holds."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # for whom
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="For this customer alone. An address or a contact with a policy of its own is visited "
        "apart from its company.",
    )
    segment_ids = fields.Many2many("crm.segment", string="Segments")
    zone_ids = fields.Many2many("crm.zone", string="Zones")
    category_ids = fields.Many2many("res.partner.category", string="Tags")
    domain = fields.Char(string="Also", default="[]", help="Further conditions for the customers.")
    # how often
    frequency = fields.Selection(
        [
            (demand.WEEK, "Times a week"),
            (demand.WEEKS, "Every … weeks"),
            (demand.MONTH, "Times in four weeks"),
        ],
        required=True,
        default=demand.WEEKS,
    )
    number = fields.Integer(default=1, required=True)
    spacing_days = fields.Integer(
        string="Least days between visits",
        help="Between two visits of a week; 0: spread evenly.",
    )
    minutes = fields.Integer(string="Duration (minutes)", default=20, required=True)
    mon = fields.Selection(WISHES, string="Monday")
    tue = fields.Selection(WISHES, string="Tuesday")
    wed = fields.Selection(WISHES, string="Wednesday")
    thu = fields.Selection(WISHES, string="Thursday")
    fri = fields.Selection(WISHES, string="Friday")
    sat = fields.Selection(WISHES, string="Saturday")
    sun = fields.Selection(WISHES, string="Sunday")
    # what it is worth
    value_km = fields.Integer(
        string="Worth (km)",
        default=150,
        required=True,
        help="The detour that a visit is worth. Where a day is too short for all, those worth "
        "least are left out.",
    )
    growth_percent = fields.Integer(
        string="More when overdue (%)",
        default=25,
        help="For each visit that is overdue, the next one is worth this much more.",
    )
    # what has to be known
    needs_hours = fields.Boolean(
        string="Only with opening hours",
        help="Customers whose opening hours nobody has written down are not planned. Otherwise "
        "they count as open while the rep works.",
    )
    takes_approximate = fields.Boolean(
        string="City centre will do",
        help="Customers of whom only the city is located are planned as if they were in its "
        "centre.",
    )

    _number_range = models.Constraint(
        "CHECK (number BETWEEN 1 AND 52 AND (frequency != 'week' OR number <= 7)"
        " AND (frequency != 'month' OR number <= 28))",
        "Visits come 1 to 7 times a week, every 1 to 52 weeks, or 1 to 28 times in four weeks.",
    )
    _spacing_range = models.Constraint(
        "CHECK (COALESCE(spacing_days, 0) BETWEEN 0 AND 6)",
        "Between visits of a week there are 0 to 6 days.",
    )
    _minutes_range = models.Constraint(
        "CHECK (minutes BETWEEN 1 AND 1440)", "A visit takes from 1 minute to 1440 (one day)."
    )
    _value_range = models.Constraint(
        "CHECK (value_km BETWEEN 0 AND 10000)", "A visit is worth from 0 to 10,000 km."
    )
    _growth_range = models.Constraint(
        "CHECK (COALESCE(growth_percent, 0) BETWEEN 0 AND 1000)",
        "What is overdue is worth from 0 to 1,000 percent more.",
    )

    @api.constrains(*WEEKDAYS)
    def _check_weekdays(self):
        for policy in self:
            if all(policy[day] == "forbidden" for day in WEEKDAYS):
                raise ValidationError(self.env._("Leave at least one weekday for the visits."))

    @api.constrains("domain")
    def _check_domain(self):
        for policy in self._of_each_domain():
            try:
                self.env["res.partner"].search(policy._read_domain(), limit=1)
            except ValueError as error:
                raise ValidationError(policy._word_bad_domain(error)) from error

    def _read_domain(self):
        """The further conditions as a domain.

        :raise ValidationError: text that is no domain
        """
        try:
            return Domain(literal_eval(self.domain or "[]"))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
            raise ValidationError(self._word_bad_domain(error)) from error

    def _word_bad_domain(self, error):
        return self.env._(
            "The conditions for the customers cannot be read: %(problem)s", problem=error
        )

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._check_author()
        self._wake_list()
        return policies

    def write(self, vals):
        result = super().write(vals)
        if "domain" in vals:
            self._check_author()
        self._wake_list()
        return result

    def unlink(self):
        result = super().unlink()
        self._wake_list()
        return result

    @api.model
    def _wake_list(self):
        """Have the customers to visit worked out in the background.

        sudo: whoever writes policies need not be allowed to run jobs.
        """
        job = self.env.ref("crm_routes.ir_cron_refresh_demand", raise_if_not_found=False)
        if job:  # it may be going with the addon
            job.sudo()._trigger()

    def _check_author(self):
        """Whoever may not read a field may not find customers by it either.

        Constraints run with full rights; this does not.
        """
        for policy in self._of_each_domain():
            self.env["res.partner"].search(policy._read_domain(), limit=1)

    def _of_each_domain(self):
        """One policy of each further condition: thousands that say none are not asked."""
        told = self.filtered(lambda each: (each.domain or "[]").strip() != "[]")
        return self.browse(policies[:1].id for policies in told.grouped("domain").values())

    # -- what the planner takes ------------------------------------------------------------------

    def _to_demand(self, last_visit=None):
        """What the policy asks for, as the engine takes it."""
        self.ensure_one()
        visits, weeks = demand.rhythm(self.frequency, self.number)
        days = {wish: frozenset(n for n, day in enumerate(WEEKDAYS) if self[day] == wish)
                for wish in ("preferred", "forbidden")}  # fmt: skip
        return Demand(
            visits,
            weeks,
            frozenset(range(7)) - days["forbidden"],
            self.spacing_days or None,
            days["preferred"],
            last_visit=last_visit,
            value=self.value_km * KM,
        )

    def action_view_customers(self):
        """Open the customers for whom this policy holds."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_routes.crm_visit_demand_action")
        self.env["crm.visit.demand"]._refresh(self.company_id)
        return {
            **action,
            "display_name": self.display_name,
            "domain": [("policy_id", "=", self.id)],
            "context": {},
        }
