import json

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from .crm_lead_followup import serialise

BATCH = 1000
FACTS = (
    "type", "won_status", "active", "company_id", "stage_id", "create_date", "date_open",
    "date_deadline", "date_last_stage_update", "snooze_until", "last_touch_at", "next_step_at",
)  # fmt: skip
JUDGEMENT = ("followup_score", "followup_state", "followup_reason_data", "followup_on")


class CrmLead(models.Model):
    """Follow-up is judged again where no event does so: days pass, and settings change."""

    # one file for each purpose
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_refresh_followup(self):
        """Judge again what was last judged on another day; asks each company's clock.

        It goes on where it stopped: the day of the judgement is kept with it.
        """
        # sudo: a company is only asked for its day
        companies = self.env["res.company"].sudo().search(Domain.TRUE, order="id")
        self._refresh_stale_followup(companies)
        self._take_snapshots(companies)

    @api.model
    def _refresh_stale_followup(self, companies):
        stale = self.search(self._get_stale_domain(companies), order="company_id.id, id").ids
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(stale))
        for ids in split_every(BATCH, stale):
            # what somebody is changing right now is judged by that change
            leads = self.browse(ids).try_lock_for_update()
            leads._refresh_followup()
            if not commit(len(ids)):
                break
            self.env.invalidate_all()

    @api.model
    def _take_snapshots(self, companies):
        """The week's figures of those companies where everything is judged as of today."""
        first = self._get_first_company()
        stale = self._read_group(self._get_stale_domain(companies), ["company_id"])
        waiting = {company or first for (company,) in stale}
        for company in companies:
            if company not in waiting:
                self.env["crm.followup.snapshot"]._take(company)

    @api.model
    def _get_stale_domain(self, companies):
        """Open opportunities that were not judged on today's date of their company."""
        return self._get_open_domain() & Domain.OR(
            self._get_judged_domain(company) & ~Domain("followup_on", "=", company._crm_today())
            for company in companies
        )

    @api.model
    def _get_judged_domain(self, companies):
        """What is judged by the calendars of these companies."""
        owned = Domain("company_id", "in", companies.ids)
        if self._get_first_company() in companies:
            owned |= Domain("company_id", "=", False)
        return owned

    @api.model
    def _expire_followup(self, domain):
        """Have these opportunities judged anew by the job: what they are judged by has changed.

        sudo: whoever changes a calendar or an outcome, the verdicts are everybody's.
        """
        leads = self.sudo()
        leads.flush_model(["followup_on"])
        judged = self._get_open_domain() & Domain("followup_on", "!=", False)
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET followup_on = NULL WHERE id IN %s",
                leads._search(judged & Domain(domain)).subselect(),
            )
        )
        expired = self.env.cr.rowcount
        leads.invalidate_model(["followup_on"])
        # the job comes after the opportunities when the addon is installed
        job = self.env.ref("crm_actions.ir_cron_refresh_followup", raise_if_not_found=False)
        if expired and job:
            job.sudo()._trigger()

    def _reread_touches(self):
        """Dates of touches and steps of what was expired: another clock or outcome moves them.

        What was never judged, as on the day of installation, has its dates already.
        """
        self.fetch(["followup_on", "followup_state", "last_touch_at", "next_step_at"])
        expired = self.filtered(lambda lead: lead.followup_state and not lead.followup_on)
        touches = expired._read_last_touches(Domain.TRUE)
        steps = expired._read_next_steps(Domain.TRUE)
        moved = [
            SQL("(%s, %s::timestamp, %s::timestamp)", lead.id, touches.get(lead), steps.get(lead))
            for lead in expired
            if (lead.last_touch_at or None) != touches.get(lead)
            or (lead.next_step_at or None) != steps.get(lead)
        ]
        if moved:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE crm_lead SET last_touch_at = known.touch, next_step_at = known.step
                      FROM (VALUES %s) AS known(id, touch, step) WHERE crm_lead.id = known.id
                    """,
                    SQL(", ").join(moved),
                )
            )
            self.invalidate_recordset(["last_touch_at", "next_step_at"])

    def _refresh_followup(self):
        """Judge these opportunities again and store what changed.

        By SQL: passing time is no change by a person, so neither the date of the last change nor
        the history of the opportunity moves.

        :return: number of opportunities whose verdict changed
        """
        self.env.flush_all()
        self._reread_touches()
        stored = self._read_stored_followup()
        self.fetch(FACTS)
        changed, same = [], {}
        for lead, today, verdict in self._assess_followup():
            reasons = serialise(verdict)
            if stored.get(lead.id) == (verdict.score, verdict.state, reasons):
                same.setdefault(today, []).append(lead.id)
            else:
                row = (lead.id, verdict.score, verdict.state, json.dumps(reasons), today)
                changed.append(SQL("(%s, %s, %s, %s::jsonb, %s::date)", *row))
        self._store_followup(changed, same)
        if changed:
            self._announce_followup()
        return len(changed)

    def _read_stored_followup(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT id, followup_score, followup_state, followup_reason_data FROM crm_lead "
                "WHERE id = ANY(%s)",
                self.ids,
            )
        )
        return {lead_id: (score, state, reasons) for lead_id, score, state, reasons in rows}

    def _store_followup(self, changed, same):
        for today, ids in same.items():
            self.env.cr.execute(
                SQL("UPDATE crm_lead SET followup_on = %s WHERE id = ANY(%s)", today, ids)
            )
        if changed:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE crm_lead
                       SET followup_score = verdict.score, followup_state = verdict.state,
                           followup_reason_data = verdict.reasons, followup_on = verdict.today
                      FROM (VALUES %s) AS verdict(id, score, state, reasons, today)
                     WHERE crm_lead.id = verdict.id
                    """,
                    SQL(", ").join(changed),
                )
            )
        self.invalidate_recordset(JUDGEMENT)
