from odoo import api, fields, models
from odoo.tools import SQL

from ..engine import days
from ..portfolio import BULK, BY_PORTFOLIO


class ResPartner(models.Model):
    """Who owns a customer, today and on any other day."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    crm_assignment_ids = fields.One2many(
        "crm.portfolio.assignment",
        "partner_id",
        string="Owners",
        copy=False,
        groups="sales_team.group_sale_salesman",
    )
    crm_assignment_count = fields.Integer(
        string="Number of owners",
        compute="_compute_crm_assignment_count",
        groups="sales_team.group_sale_salesman",
    )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("crm_assignment_ids")
    def _compute_crm_assignment_count(self):
        groups = self.env["crm.portfolio.assignment"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.crm_assignment_count = counts.get(partner._origin.id, 0)

    def write(self, vals):
        """A new salesperson is the customer's owner from today on."""
        if "user_id" not in vals or self.env.context.get("crm_portfolio") is BY_PORTFOLIO:
            return super().write(vals)
        # sudo: the history is kept whoever changes the salesperson
        former = {partner: partner.user_id for partner in self.sudo()}
        # core mails the new salesperson for each customer: right for one, not for a portfolio
        silent = self.with_context(mail_auto_subscribe_no_notify=True) if len(self) > 1 else self
        if len(self) > BULK:
            quiet = silent.with_context(mail_notrack=True)
            super(ResPartner, quiet).write({"user_id": vals["user_id"]})
            vals = {name: value for name, value in vals.items() if name != "user_id"}
        result = super(ResPartner, silent).write(vals) if vals else True
        groups = {}
        for partner, had in former.items():
            if partner.commercial_partner_id == partner and partner.user_id != had:
                groups.setdefault(partner.user_id, []).append(partner)
        for user, partners in groups.items():
            customers = self.env["res.partner"].concat(*partners)
            self.env["crm.portfolio.assignment"]._assign(customers, user, former=former)
        return result

    def _crm_since(self):
        """The day since when there is this customer."""
        self.ensure_one()
        company = self.company_id or self.env.company
        created = self.create_date or fields.Datetime.now()
        return days.to_wall(created, company._crm_tz()).date()

    def _crm_owner_at(self, date):
        """Who had this customer on a day.

        :param date: a date; of a contact or an address its company's owner is meant
        :return: record of ``res.users``, empty if nobody; see :meth:`_crm_owners_at`
        """
        self.ensure_one()
        return self._crm_owners_at(date)[self]

    def _crm_owners_at(self, date):
        """Who had these customers on a day, by one query.

        Of customers of whom nothing is written for today or before, core's salesperson of the
        commercial entity answers: most have never had another, and nobody writes down what never
        changed. Of the others a day that no assignment covers was nobody's.

        :param date: a date
        :return: map of each partner to a record of ``res.users``, empty if nobody
        """
        self.env["res.partner"].flush_model(["commercial_partner_id", "user_id"])
        self.env["crm.portfolio.assignment"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner.id, COALESCE(assignment.user_id, customer.user_id)
                  FROM res_partner partner
             LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
                   AND NOT EXISTS (SELECT FROM crm_portfolio_assignment written
                                    WHERE written.partner_id = customer.id
                                      AND written.date_from <= %(today)s)
             LEFT JOIN crm_portfolio_assignment assignment
                    ON assignment.partner_id = partner.commercial_partner_id
                   AND assignment.date_from <= %(day)s
                   AND (assignment.date_to IS NULL OR assignment.date_to >= %(day)s)
                 WHERE partner.id = ANY(%(ids)s)
                """,
                day=fields.Date.to_date(date),
                today=self.env.company._crm_today(),
                ids=self.ids,
            )
        )
        users = self.env["res.users"]
        owners = {partner_id: user_id for partner_id, user_id in rows if user_id}
        everybody = users.browse(set(owners.values()))
        return {
            partner: users.browse(owners.get(partner._origin.id)).with_prefetch(everybody.ids)
            for partner in self
        }

    def _crm_hand_over_customers(self, former, user, date):
        """From a day on these customers are another's; see ``res.users._crm_handover_items``.

        Of contacts and addresses, which have no dated owner, the salesperson changes at once.
        """
        customers = self.filtered(lambda partner: partner.commercial_partner_id == partner)
        self.env["crm.portfolio.assignment"]._hand_over(customers, former, user, date)
        contacts = self - customers
        # sudo: the right to hand over was checked, and it does not depend on each contact
        contacts.sudo().with_context(crm_portfolio=BY_PORTFOLIO).write({"user_id": user.id})

    def action_view_crm_assignments(self):
        """Open the owners of this customer, past, present and to come."""
        self.ensure_one()
        customer = self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_actions.crm_portfolio_assignment_action"
        )
        return {
            **action,
            "display_name": self.env._("Owners of %(customer)s", customer=customer.display_name),
            "domain": [("partner_id", "=", customer.id)],
            "context": {"default_partner_id": customer.id},
        }
