from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..engine.portfolio import Span, with_former

ONE_DAY = timedelta(days=1)
SPAN_FIELDS = {"partner_id", "user_id", "date_from", "date_to"}


class CrmPortfolioAssignment(models.Model):
    """Who owns a customer from when to when.

    One owner a customer at a time, as core has one salesperson; days are those of the customer's
    company, or else of the owner's. What follows from a change is in
    ``crm_portfolio_assignment_change.py``; the arithmetic is in ``engine/portfolio.py``.
    """

    _name = "crm.portfolio.assignment"
    _description = "Owner of a Customer"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="set null",
        help="The team of the salesperson; of an owner whose time is over, the one of those days.",
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    crm_segment_id = fields.Many2one(related="partner_id.crm_segment_id")
    crm_zone_id = fields.Many2one(related="partner_id.crm_zone_id")
    partner_city = fields.Char(related="partner_id.city", string="City")
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self.env.company._crm_today()
    )
    date_to = fields.Date(
        string="Until", help="The last day, included. Empty: until further notice."
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The last day of an owner cannot come before the first.",
    )
    # A customer is a range of one number, so that no extension of the database is needed. It can
    # be deferred, so that spans may pass a day to each other and people read who is in the way.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(partner_id, partner_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&) DEFERRABLE INITIALLY IMMEDIATE",
        "This customer already has an owner on some of these days: one customer, one owner a day. "
        "Shorten the other one first.",
    )

    @api.depends("user_id")
    def _compute_team_id(self):
        for assignment in self:
            # sudo: whoever sees the assignment may see the team of its owner
            assignment.team_id = assignment.user_id.sudo().sale_team_id

    @api.depends("partner_id", "user_id")
    def _compute_display_name(self):
        for assignment in self:
            # sudo: an owner may have been archived or belong to another company since
            known = assignment.sudo()
            names = (known.partner_id.display_name, known.user_id.name)
            assignment.display_name = " · ".join(filter(None, names))

    @api.constrains("partner_id")
    def _check_customer(self):
        for partner in self.partner_id:
            if partner.commercial_partner_id != partner:
                raise ValidationError(
                    self.env._(
                        "%(contact)s belongs to %(customer)s: assign an owner to %(customer)s.",
                        contact=partner.display_name,
                        customer=partner.commercial_partner_id.display_name,
                    )
                )

    @api.constrains("partner_id", "user_id", "date_from", "date_to")
    def _check_overlap(self):
        """Say who has the customer when; the database only says that somebody has."""
        if self._is_by_portfolio():
            return  # halfway two spans may share a day; the database looks at the end
        if clash := self._find_clash():
            one, other = clash
            raise ValidationError(
                self.env._(
                    "%(customer)s already belongs to %(owner)s from %(first)s until %(last)s. "
                    "One customer, one owner a day: shorten that first.",
                    customer=one.partner_id.display_name,
                    owner=other.user_id.name,
                    first=format_date(self.env, other.date_from),
                    last=format_date(self.env, other.date_to) or self.env._("further notice"),
                )
            )

    def _find_clash(self):
        """The first of these assignments that shares a day with another, and that other."""
        self.flush_model(["partner_id", "date_from", "date_to"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT one.id, other.id
                  FROM crm_portfolio_assignment one
                  JOIN crm_portfolio_assignment other
                    ON other.partner_id = one.partner_id
                   AND other.id != one.id
                   AND daterange(one.date_from, one.date_to, '[]')
                       && daterange(other.date_from, other.date_to, '[]')
                 WHERE one.id = ANY(%s)
                 LIMIT 1
                """,
                self.ids,
            )
        )
        # sudo: the sentence names the other owner, or nobody knew whom to ask
        return tuple(self.sudo().browse(rows[0])) if rows else None

    @contextmanager
    def _overlap_checked_at_end(self):
        """The database looks for shared days when the block ends, not at each row."""
        name = SQL.identifier(f"{self._table}_no_overlap")
        self.env.cr.execute(SQL("SET CONSTRAINTS %s DEFERRED", name))
        yield
        self.flush_model()
        self.env.cr.execute(SQL("SET CONSTRAINTS %s IMMEDIATE", name))

    @api.model_create_multi
    def create(self, vals_list):
        """An open end gives way: whoever is assigned later ends it the day before."""
        vals_list = [self._without_foreign_team(vals) for vals in vals_list]
        if "default_team_id" in self.env.context and not self._chooses_team():
            context = {
                key: value for key, value in self.env.context.items() if key != "default_team_id"
            }
            self = self.with_context(context)  # noqa: PLW0642 pylint: disable=context-overridden
        if self._is_by_portfolio():
            return super().create(vals_list)
        with self._overlap_checked_at_end():
            self._make_room(vals_list)
            assignments = super().create(vals_list)
        assignments._sync_salesperson()
        return assignments

    def write(self, vals):
        if "team_id" in vals and not self._chooses_team():
            raise UserError(
                self.env._("The sales team of an owner is his or her own; a manager may change it.")
            )
        if self._is_by_portfolio() or not SPAN_FIELDS.intersection(vals):
            return super().write(vals)
        former = self.partner_id
        if {"partner_id", "date_from"}.intersection(vals):
            self._check_may_take_by(vals)
        with self._overlap_checked_at_end():
            result = super().write(vals)
            # nobody gives a customer to people whom he does not lead
            self.check_access("write")
        self._sync_salesperson(former)
        return result

    def unlink(self):
        partners = self.partner_id
        result = super().unlink()
        self.browse()._sync_salesperson(partners)
        return result

    @api.model
    def _chooses_team(self):
        user = self.env.user
        return self.env.su or user.has_group("sales_team.group_sale_salesman_all_leads")

    @api.model
    def _without_foreign_team(self, vals):
        """The team decides which leader sees the row: it is computed from the salesperson."""
        if self._chooses_team():
            return vals
        return {name: value for name, value in vals.items() if name != "team_id"}

    @api.model
    def _make_room(self, vals_list):
        """End what was open, and write down who had the customers of whom nothing was written."""
        firsts = {}
        for vals in vals_list:
            first = fields.Date.to_date(vals.get("date_from")) or self.env.company._crm_today()
            partner_id = vals.get("partner_id")
            firsts[partner_id] = min(first, firsts.get(partner_id, first))
        partners = self.env["res.partner"].browse(filter(None, firsts))
        # sudo: to know whether anything is written, whoever wrote it
        known = self.sudo().search([("partner_id", "in", partners.ids)])
        self._check_may_take(partners, known, firsts)
        for first, group in partners.grouped(lambda partner: firsts[partner.id]).items():
            earlier = Domain("date_to", "=", False) & Domain("date_from", "<", first)
            # with the user's own rights: a leader ends no owner of another team
            ending = self.search(earlier & Domain("partner_id", "in", group.ids))
            ending._by_portfolio().write({"date_to": first - ONE_DAY})
        owners = {vals.get("partner_id"): vals.get("user_id") for vals in vals_list}
        unwritten = (partners - known.partner_id).filtered(
            lambda partner: partner.sudo().user_id.id != owners[partner.id]
        )
        former = []
        for partner in unwritten.sudo():
            first = firsts[partner.id]
            spans = with_former([], partner.user_id.id or None, partner._crm_since(), first)
            former += [self._prepare_values(partner, span) for span in spans]
        # sudo: what was is written down whoever changes it
        self.sudo()._by_portfolio().create(former)

    @api.model
    def _check_may_take(self, partners, known, firsts):
        """Where nothing is written yet the salesperson has the customer, as if by an open row."""
        if self.env.su or self._chooses_team():
            return
        begun = {row.partner_id for row in known if row.date_from <= firsts[row.partner_id.id]}
        # sudo: who has the customer is told, or nobody knew whom to ask
        owners = {partner: partner.sudo().user_id for partner in partners if partner not in begun}
        mine = self.env.user._crm_get_in_charge_of(self.env["res.users"].union(*owners.values()))
        for partner, owner in owners.items():
            if owner and owner not in mine:
                raise UserError(
                    self.env._(
                        "%(customer)s belongs to %(owner)s, whose team you do not lead. Ask a "
                        "sales manager.",
                        customer=partner.display_name,
                        owner=owner.name,
                    )
                )

    def _check_may_take_by(self, vals):
        """Likewise where a row is given another customer or begins on another day."""
        partners = self.partner_id.browse(vals.get("partner_id")) or self.partner_id
        first = fields.Date.to_date(vals.get("date_from"))
        firsts = {partner.id: first or min(self.mapped("date_from")) for partner in partners}
        # sudo: as in _make_room
        others = self.sudo().search(
            [("partner_id", "in", partners.ids), ("id", "not in", self.ids)]
        )
        self._check_may_take(partners, others, firsts)

    @api.model
    def _prepare_values(self, partner, span):
        return {
            "partner_id": partner.id,
            "user_id": span.owner,
            "date_from": span.first,
            "date_to": span.last,
        }

    def _get_changes(self, values):
        """Those of these values that the row does not have yet."""
        known = self._prepare_values(self.partner_id, self._to_span())
        return {name: value for name, value in values.items() if value != known[name]}

    def _to_span(self):
        return Span(self.user_id.id, self.date_from, self.date_to or None, self.id)
