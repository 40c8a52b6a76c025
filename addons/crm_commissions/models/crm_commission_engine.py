import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL

from ..collector import old_objects_frozen
from ..scope import ALL

_logger = logging.getLogger(__name__)

_MANY = 1000  # rows of which the planner of the database has to know, by these columns
_OF_CREDITS = (
    "id",
    "plan_id",
    "participant_id",
    "source_model",
    "source_id",
    "move_id",
    "order_id",
    "share",
)
_OF_FACTS = ("credit_id", "participant_id", "origin_date", "event_date")
_AHEAD = timedelta(days=366)  # what lies further off is a typo until its month has come


class CrmCommissionEngine(models.AbstractModel):
    """Works out what is owed from the documents as they are now, and books what the ledger lacks.

    From facts to credits, from credits to earnings, from earnings to entries: steps are in the
    files ``crm_commission_engine_*.py``. It works with all rights, since what somebody is owed does
    not depend on who asks, and always for one company.
    """

    _name = "crm.commission.engine"
    _description = "Commission Engine"

    @api.model
    def _run(self, company, plans=None):
        """Book what is owed and not booked yet. A second run books nothing.

        :param company: one company
        :param plans: those of which everything is looked at, in any revision; None: only what has
            changed since the last run
        :return: how many entries were booked
        :raise UserError: another run is on
        """
        engine = self._as_company(company)
        engine.env.flush_all()
        roots = engine._lock(company)
        if not roots:
            engine.env["crm.commission.dirty"]._take(company)
            return 0
        with old_objects_frozen():
            booked = engine._work(company, roots, plans)
            engine._after_run(company)
        return booked

    @api.model
    def _as_company(self, company):
        """With all rights, archived records too, and the days of the company.

        sudo: what is owed depends on all documents, whoever starts the run.
        """
        context = {"active_test": False, "tz": company._crm_tz()}
        return self.sudo().with_context(**context, allowed_company_ids=company.ids)

    @api.model
    def _lock(self, company):
        """The first revisions of all plans that are or were in force, locked.

        A run that books writes the number of the run on them. So a run that waited, and whose
        picture of the database is older, fails and is repeated instead of booking twice.
        """
        roots = (
            self.env["crm.commission.plan"]
            .search([("company_id", "=", company.id), ("state", "!=", "draft")])
            .root_id
        )
        try:
            roots.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Commissions of %s are being worked out already: try again in a minute.",
                    company.name,
                )
            ) from error
        return roots

    def _work(self, company, roots, plans):
        revisions = self.env["crm.commission.plan"].search(
            [("root_id", "in", roots.ids), ("state", "!=", "draft")], order="root_id, revision"
        )
        self._ensure_periods(company, min(revisions.mapped("date_from")))
        scope, whole = self._take_scope(company, revisions)
        if plans:
            whole |= plans.root_id & roots
        run_id = self._next_run()
        booked = 0
        for some, looked_at in ((whole, ALL), (roots - whole, scope)):
            if some and (looked_at.is_all or looked_at.moves or looked_at.orders):
                of_these = revisions.filtered(lambda plan, some=some: plan.root_id in some)
                booked += self._book_all(company, of_these, looked_at, run_id)
        booked += self._book_limits(company, revisions, run_id)
        if booked:
            self._sign(roots, run_id)
        return booked

    def _book_all(self, company, revisions, scope, run_id):
        credits = self._update_credits(company, revisions, scope)
        self._tell_planner("crm_commission_credit", _OF_CREDITS, len(credits))
        facts = self._update_facts(company, revisions, scope, run_id)
        self._tell_planner("crm_commission_fact", _OF_FACTS, len(facts))
        changed = credits, facts
        self._ensure_periods_of_facts(company, run_id)
        return sum(self._book(company, plan, scope, changed, run_id) for plan in revisions)

    @api.model
    def _ensure_periods(self, company, first):
        """From the first day that anything is paid for until today, so that each day has one."""
        today = company._crm_today()
        self.env["crm.commission.period"]._ensure_periods(company, min(first, today), today)

    def _tell_planner(self, table, columns, rows):
        """Of tables that were just filled the database still believes that they are empty: what it
        plans by that takes hours instead of a second. What nothing is looked up by can wait."""
        if rows >= _MANY:
            names = SQL(", ").join(map(SQL.identifier, columns))
            self.env.cr.execute(SQL("ANALYZE %s (%s)", SQL.identifier(table), names))

    def _ensure_periods_of_facts(self, company, run_id):
        """Invoices may be of a day to come, but not of any: each run reads all months."""
        today = company._crm_today()
        [(last,)] = self.env.execute_query(
            SQL(
                "SELECT MAX(GREATEST(origin_date, event_date)) FROM crm_commission_fact "
                "WHERE run_id = %s AND GREATEST(origin_date, event_date) <= %s",
                run_id,
                today + _AHEAD,
            )
        )
        if last and last > today:
            self.env["crm.commission.period"]._ensure_periods(company, last, last)

    @api.model
    def _next_run(self):
        """A number that no run had: one out of the sequence of the entries, which only grows."""
        [(run_id,)] = self.env.execute_query(
            SQL("SELECT nextval(pg_get_serial_sequence('crm_commission_entry', 'id'))")
        )
        return run_id

    def _sign(self, roots, run_id):
        self.env.cr.execute(
            SQL(
                "UPDATE crm_commission_plan SET last_run_id = %s WHERE id = ANY(%s)",
                run_id,
                roots.ids,
            )
        )
        roots.invalidate_recordset(["last_run_id"])

    @api.model
    def _after_run(self, company):
        """Hook: what depends on the ledger is brought up to date."""

    # -- by itself -------------------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        """Every hour: book what has changed."""
        waiting = self.env["crm.commission.dirty"].sudo()._read_group([], ["company_id"])
        self._for_each([company for (company,) in waiting], self._run)

    @api.model
    def _cron_sweep(self):
        """Every night: have everything looked at, so that nothing depends on single marks.

        It is done by the job of every hour, which takes a company off its list when that is done:
        so a large one keeps no other waiting, and a server that is stopped goes on where it was.
        """
        self.env["crm.commission.dirty"]._mark_plans()
        self.env.ref("crm_commissions.ir_cron_run_commissions")._trigger()

    @api.model
    def _cron_watch(self):
        """Every night, when what was missing has been booked: look whether all of it holds."""
        plans = self.env["crm.commission.plan"].sudo()
        in_force = plans._read_group([("state", "!=", "draft")], ["company_id"])
        self._for_each([company for (company,) in in_force], self._watch)

    @api.model
    def _watch(self, company):
        self._as_company(company).env["crm.commission.period"]._watch(company)

    @api.model
    def _sweep(self, company):
        """Look at everything of one company, at once.

        :return: how many entries were booked
        """
        engine = self._as_company(company)
        plans = engine.env["crm.commission.plan"].search([("company_id", "=", company.id)])
        return engine._run(company, plans=plans)

    def _for_each(self, companies, work):
        """A piece of work for one company after another, each kept as soon as it is done."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                work(company)
            except (OperationalError, UserError) as error:
                self.env.cr.rollback()
                _logger.info("Commissions of %s are left to the next run: %s", company.name, error)
            except Exception:
                # what is wrong with one company must not keep the others from being paid
                self.env.cr.rollback()
                _logger.exception("Commissions of %s could not be booked", company.name)
            if not cron._commit_progress(1):
                break
