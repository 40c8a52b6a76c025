from functools import cache

from odoo import api, models
from odoo.tools import SQL, split_every

from ..engine import portfolio
from ..portfolio import BULK, BY_PORTFOLIO

BATCH = 1000
"""Customers whose salesperson the nightly job writes in one transaction."""


class CrmPortfolioAssignment(models.Model):
    """The dated owner and core's salesperson, kept in agreement; all by sets, none by record."""

    # one file for each purpose
    _inherit = "crm.portfolio.assignment"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _by_portfolio(self):
        return self.with_context(crm_portfolio=BY_PORTFOLIO)

    @api.model
    def _is_by_portfolio(self):
        return self.env.context.get("crm_portfolio") is BY_PORTFOLIO

    # -- from the salesperson to the owner ---------------------------------------------------

    @api.model
    def _assign(self, partners, user, day=None, former=None):
        """From ``day`` on the customers are ``user``'s; without a user, nobody's.

        Who had them before keeps the days until then, and what is arranged for later stays. Can be
        called twice. The caller has checked the rights.

        :param partners: customers (commercial entities)
        :param user: record of ``res.users``, may be empty
        :param day: first day; default: today of each customer's company, else of the user's
        :param former: map of a customer to its salesperson until now, where that has just been
            overwritten
        """
        # sudo: see above; rows of all teams and companies count
        assignments, partners, user = self.sudo(), partners.sudo(), user.sudo()
        former = former or {partner: partner.user_id for partner in partners}
        rows = assignments.search([("partner_id", "in", partners.ids)])
        spans = rows.grouped("partner_id")
        today = cache(lambda company: company._crm_today())
        plans = {}
        for partner in partners:
            had = former[partner]
            company = partner.company_id or (user or had).company_id or self.env.company
            first = day or today(company)
            old = [row._to_span() for row in spans.get(partner, ())]
            old = portfolio.with_former(old, had.id or None, partner._crm_since(), first)
            plans[partner] = portfolio.assign(old, user.id or None, first)
        assignments._replace_spans(rows, plans)

    @api.model
    def _hand_over(self, partners, former, user, day):
        """What is ``former``'s from ``day`` on becomes ``user``'s; what others have stays.

        The caller has checked the rights.

        :param partners: customers (commercial entities)
        :param day: first day, today or later
        """
        # sudo: see above; rows of all teams and companies count
        assignments, partners = self.sudo(), partners.sudo()
        rows = assignments.search([("partner_id", "in", partners.ids)])
        spans = rows.grouped("partner_id")
        plans = {}
        for partner in partners:
            old = [row._to_span() for row in spans.get(partner, ())]
            if not old and partner.user_id == former:
                since = min(partner._crm_since(), day)
                old = [portfolio.Span(former.id, since)]
            plans[partner] = portfolio.hand_over(old, former.id, user.id, day)
        assignments._replace_spans(rows, plans)

    def _replace_spans(self, rows, plans):
        """Make the rows of some customers say what their new spans say.

        :param rows: all rows of these customers
        :param plans: map of a customer to its list of :class:`Span`
        """
        writer = self._by_portfolio()
        by_id = {row.id: row for row in rows}
        kept = {span.key for spans in plans.values() for span in spans if span.key}
        changes, created = {}, []
        for partner, spans in plans.items():
            for span in spans:
                values = self._prepare_values(partner, span)
                if not span.key:
                    created.append(values)
                elif changed := by_id[span.key]._get_changes(values):
                    # what changes alike is written at once
                    changes.setdefault(tuple(changed.items()), []).append(span.key)
        with self._overlap_checked_at_end():
            writer.browse([row.id for row in rows if row.id not in kept]).unlink()
            for values, ids in changes.items():
                writer.browse(ids).write(dict(values))
            writer.create(created)
        self._sync_salesperson(self.env["res.partner"].union(*plans))

    # -- from the owner to the salesperson ---------------------------------------------------

    def _sync_salesperson(self, partners=None):
        """Give customers the salesperson that today's assignment says.

        A customer whose assignments have all ended has none; one of whom nothing was written for
        today or before keeps core's.

        :param partners: more customers than those of these assignments
        """
        if self._is_by_portfolio():
            return
        partners = self.partner_id | (partners or self.env["res.partner"])
        if partners:
            self._write_salespeople(self._find_differing(partners))

    @api.model
    def _write_salespeople(self, users):
        """:param users: map of a customer's id to the id of its salesperson or None"""
        groups = {}
        for partner_id, user_id in users.items():
            groups.setdefault(user_id, []).append(partner_id)
        # sudo: whoever may assign the customer thereby changes its salesperson; without core's mail
        # for each customer, which would cost more than all the rest and drown what matters
        writer = (
            self.env["res.partner"]
            .sudo()
            .with_context(crm_portfolio=BY_PORTFOLIO, mail_auto_subscribe_no_notify=True)
        )
        if len(users) > BULK:
            writer = writer.with_context(mail_notrack=True)
        for user_id, partner_ids in groups.items():
            writer.browse(partner_ids).write({"user_id": user_id or False})

    @api.model
    def _find_differing(self, partners=None):
        """Customers whose salesperson is not who today's assignment says.

        :return: map of a customer's id to the id of who should be its salesperson, or None
        """
        self.flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id", "user_id"])
        # sudo: the day of each company, whoever asks; there are few
        companies = self.env["res.company"].sudo().search([])  # pylint: disable=no-search-all
        todays = SQL(", ").join(
            SQL("(%s, %s::date)", company.id, company._crm_today()) for company in companies
        )
        chosen = SQL("TRUE") if partners is None else SQL("partner.id = ANY(%s)", partners.ids)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner.id,
                       MAX(assignment.user_id) FILTER (
                           WHERE assignment.date_to IS NULL OR assignment.date_to >= today.day)
                  FROM crm_portfolio_assignment assignment
                  JOIN res_partner partner ON partner.id = assignment.partner_id
                  JOIN res_users owner ON owner.id = assignment.user_id
                  JOIN (VALUES %(todays)s) AS today (company_id, day)
                    ON today.company_id = COALESCE(partner.company_id, owner.company_id)
                 WHERE assignment.date_from <= today.day AND %(chosen)s
                   -- of a contact, whose company has the owner, only days of the past are written
                   AND partner.commercial_partner_id = partner.id
              GROUP BY partner.id
                HAVING MAX(assignment.user_id) FILTER (
                           WHERE assignment.date_to IS NULL OR assignment.date_to >= today.day)
                       IS DISTINCT FROM partner.user_id
                """,
                todays=todays,
                chosen=chosen,
            )
        )
        return dict(rows)

    @api.model
    def _cron_sync_salespeople(self):
        """What was arranged for today becomes true; run again it finds nothing left.

        It runs each hour, for midnight comes to each company at its own.
        """
        cron = self.env["ir.cron"]
        differing = self._find_differing()
        cron._commit_progress(remaining=len(differing))
        for partner_ids in split_every(BATCH, sorted(differing)):
            self._write_salespeople({each: differing[each] for each in partner_ids})
            if not cron._commit_progress(len(partner_ids)):
                break
