from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.crm_actions.engine import days

from ..engine.recurrence import Case, Check, Scope, verdict

_BATCH = 50  # nonconformities of a transaction
_WATCHED = ("execution", "verification")


class CrmHelpdeskCapa(models.Model):
    """What the figures say of an action: whether its cause came back more often than allowed."""

    # one file for each purpose
    _inherit = "crm.helpdesk.capa"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_judge(self):
        """Each night: what is known of the actions that are being watched.

        It may run twice or die in the middle: the verdict follows from the requests alone.
        """
        # sudo: the figures are those of all departments
        watched = self.sudo().search(
            [("verdict", "=", "pending"), ("nonconformity_id.state", "in", _WATCHED)]
        )
        parents = watched.nonconformity_id
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(parents))
        for start in range(0, len(parents), _BATCH):
            batch = parents[start : start + _BATCH].try_lock_for_update()
            batch._get_judged()._judge()
            if not cron._commit_progress(len(parents[start : start + _BATCH])):
                break

    def _judge(self):
        """Read the verdict of these actions as of today, and what follows from it.

        Actions that were judged effective are judged again: something may have come since.
        """
        # sudo: see _cron_judge
        watched = self.sudo().filtered(
            lambda each: (
                each.verdict in ("pending", "effective") and each.nonconformity_id.state in _WATCHED
            )
        )
        cases = watched._get_cases()
        for each in watched:
            each._note_verdict(cases[each.company_id])
        watched.nonconformity_id._follow_verdicts()

    def _get_cases(self):
        """Requests that may be recurrences, as the engine reads them.

        :return: ``{company: [Case]}``
        """
        parents = self.nonconformity_id
        first = min(self.mapped("done_at"), default=None)
        tickets = self.env["crm.helpdesk.ticket"]
        if first:
            domain = Domain("company_id", "in", self.company_id.ids)
            domain &= Domain("create_date", ">=", first) & tickets._get_case_domain()
            domain &= Domain("cause_id", "in", parents.cause_id.ids) | (
                Domain("cause_id", "=", False)
                & Domain("category_id", "in", parents.category_id.ids)
            )
            tickets = tickets.search(domain)
        return {
            company: tickets.filtered(lambda one, own=company: one.company_id == own)._to_cases()
            for company in self.company_id
        }

    def _to_check(self):
        """This action as the engine judges it."""
        parent = self.nonconformity_id
        scope = Scope(
            parent.cause_id.id,
            product=parent.product_id.id if self.by_product else None,
            customer=parent.partner_id.commercial_partner_id.id if self.by_customer else None,
            category=parent.category_id.id or None,
        )
        return Check(
            scope, self._get_done_day(), self.window_days, self.max_allowed, max(self.cycle, 1)
        )

    def _note_verdict(self, cases):
        found = verdict(self._to_check(), cases, self.company_id._crm_today())
        values = {
            "verdict": found.state,
            "exceeded_on": found.exceeded_on or False,
            "recurrence_ids": [fields.Command.set(found.keys)],
        }
        if found.state != self.verdict:
            values["verdict_at"] = fields.Datetime.now() if found.state != "pending" else False
        if (
            found.state != self.verdict
            or set(found.keys) != set(self.recurrence_ids.ids)
            or values["exceeded_on"] != self.exceeded_on
        ):
            self._by_flow().write(values)


def case_of(ticket, tz):
    """A request as the engine reads it.

    :param tz: of the company, on whose clock days are counted
    """
    return Case(
        ticket.id,
        days.to_wall(ticket.create_date, tz).date(),
        category=ticket.category_id.id or None,
        cause=ticket.cause_id.id or None,
        product=ticket.product_id.id or None,
        customer=ticket.commercial_partner_id.id or None,
        is_complaint=ticket.kind == "complaint",
        is_severe=ticket.priority in ("2", "3"),
        is_handled=bool(ticket.nonconformity_id),
    )
