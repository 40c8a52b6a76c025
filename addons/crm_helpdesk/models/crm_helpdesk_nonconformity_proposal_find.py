from datetime import timedelta

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from odoo.addons.crm_actions.engine import days

from ..engine.recurrence import Proposal, Trigger, propose


class CrmHelpdeskNonconformityProposal(models.Model):
    """How proposals are found: from the requests of some days, by the engine."""

    # one file for each purpose
    _inherit = "crm.helpdesk.nonconformity.proposal"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_find(self):
        """Each night, all companies: what was found at once is found again, and changes nothing.

        It finds what nobody touched: days go by, and settings change.
        """
        # sudo: those of all users
        companies = self.env["res.company"].sudo().search([])  # pylint: disable=no-search-all
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            self._find(company)
            if not cron._commit_progress(1):
                break

    @api.model
    def _find(self, company, domain=Domain.TRUE):
        """Propose what calls for a nonconformity in a company today.

        :param domain: which requests to look at
        :return: the proposals that are open now and were found
        """
        today = company._crm_today()
        trigger = Trigger(company.helpdesk_capa_n, company.helpdesk_capa_days)
        since = today - timedelta(days=trigger.days)
        first, _next = days.day_span(since, company._crm_tz())
        tickets = self.env["crm.helpdesk.ticket"].sudo()  # sudo: of all departments
        tickets = tickets.search(
            Domain("company_id", "=", company.id)
            & Domain("create_date", ">=", first)
            & Domain("nonconformity_id", "=", False)
            & tickets._get_case_domain()
            & domain
        )
        found = propose(tickets._to_cases(), today, trigger)
        return self._keep(company, found, trigger)

    @api.model
    def _keep(self, company, found, trigger):
        """Keep what the engine proposes, unless it was kept or dismissed before.

        :param found: list of :class:`~..engine.recurrence.Proposal`
        """
        families = {_family_of(each): each for each in found}
        # sudo: what was decided before, by whomever
        known = self.sudo().search(
            [("company_id", "=", company.id), ("family", "in", list(families))]
        )
        kept = self.browse()
        for family, each in families.items():
            own = known.filtered(lambda row, family=family: row.family == family)
            waiting = own.filtered(lambda row: row.state == "open")
            # what was dismissed counts no more, nor what was opened and let go of again
            new = set(each.keys) - set((own - waiting).ticket_ids.ids)
            if waiting:
                kept |= waiting._update(each, new)
            elif len(new) >= (trigger.count if each.why == "recurrence" else 1):
                kept |= self._insert(company, family, each, new, trigger)
        return kept

    @api.model
    def _keep_alone(self, company, tickets, why):
        """Propose one for each request by itself.

        :param why: a value of the field of that name
        """
        today = company._crm_today()
        found = [
            Proposal(why, (one.id,), one.category_id.id or None, "case", one.id, today, today)
            for one in tickets
        ]
        return self._keep(company, found, Trigger(1, 0))

    def _update(self, found, new):
        if new - set(self.ticket_ids.ids):
            tickets = [Command.link(key) for key in new]
            self._by_flow().write({"ticket_ids": tickets, "until": found.until})
        return self

    @api.model
    def _insert(self, company, family, found, new, trigger):
        """A new proposal; nothing if somebody else has just made it.

        The unique index decides, and the request that both have written stays written: so the
        statement has a savepoint of its own and no error of it reaches the log.
        """
        values = {
            "company_id": company.id,
            "family": family,
            "why": found.why,
            "category_id": found.category or None,
            "cause_id": found.value if found.by == "cause" else None,
            "product_id": found.value if found.by == "product" else None,
            "days": trigger.days,
            "since": found.since,
            "until": found.until,
            "state": "open",
        }
        query = SQL(
            "INSERT INTO %s (%s, create_uid, create_date, write_uid, write_date)"
            " VALUES %s RETURNING id",
            SQL.identifier(self._table),
            SQL(", ").join(map(SQL.identifier, values)),
            (*values.values(), self.env.uid, self.env.cr.now(), self.env.uid, self.env.cr.now()),
        )
        try:
            with self.env.cr.savepoint():
                self.env.cr.execute(query, log_exceptions=False)
                [number] = self.env.cr.fetchone()
        except (UniqueViolation, SerializationFailure):
            return self.browse()
        made = self.browse(number)
        made._by_flow().write({"ticket_ids": [Command.set(sorted(new))]})
        return made


def _family_of(found):
    """What the cases of a proposal have in common, as a key; a case by itself is one anywhere."""
    if found.by == "case":
        return f"{found.why}|case|{found.value}"
    return "|".join(map(str, (found.why, found.category or 0, found.by, found.value)))
