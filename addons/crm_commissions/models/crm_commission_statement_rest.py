from odoo import api, fields, models
from odoo.exceptions import UserError

from .crm_commission_statement import LIVE
from .crm_commission_statement_flow import ACCOUNTANT, MANAGER


class CrmCommissionStatement(models.Model):
    """How a statement goes on after a dispute, and the rest of one that is not decided."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    def _after_dispute(self):
        """With the last decision it is sent again; its figures may be others.

        Called with all rights.
        """
        for statement in self:
            if statement.state != "disputed" or statement._has_open_disputes():
                continue
            if statement._find_problem():
                statement._by_flow().write(statement._get_draft_values())
                continue
            statement._by_flow().write(
                {
                    **statement._get_draft_values(),
                    "state": "sent",
                    "sent_at": fields.Datetime.now(),
                }
            )
            statement._tell_payee()

    def action_send(self):
        """What is disputed since the month before stays so."""
        result = super().action_send()
        waiting = self.filtered(lambda statement: statement._has_open_disputes())
        waiting._by_flow().write({"state": "disputed"})
        return result

    def action_acknowledge(self):
        """Who agrees to the figures agrees to what was decided."""
        result = super().action_acknowledge()
        self.sudo().dispute_ids._close_decided()  # sudo: by the step of the payee
        return result

    def action_approve(self):
        result = super().action_approve()
        self.sudo().dispute_ids._close_decided()  # sudo: by the step of the manager
        return result

    def action_approve_rest(self):
        """Approve what is not disputed; the rest goes on the next statement.

        :raise AccessError: it is the own one, or not a manager's step
        :raise UserError: nothing is disputed, or an earlier statement comes first
        """
        self._check_four_eyes()
        self._check_step("disputed", before_others=True)
        self._split_disputed()
        self.action_approve()

    def _split_disputed(self):
        """Put what is disputed on the payee's next statement, so that the rest can be paid.

        No amount changes: what the two statements come to is what they came to before.

        :return: the entries that went
        :raise AccessError: it is not a step of a manager or an accountant
        :raise UserError: the statement is approved already
        """
        self._check_group(MANAGER, ACCOUNTANT)
        moved = self.env["crm.commission.entry"]
        waiting = self.filtered(lambda statement: statement._has_open_disputes())
        for statement in waiting:
            if statement.state not in LIVE:
                raise UserError(
                    self.env._(
                        "%s is approved with something disputed on it: take it back first.",
                        statement.display_name,
                    )
                )
            moved |= statement.sudo()._move_disputed()  # sudo: entries are linked by steps alone
        for company in waiting.company_id:
            self.sudo()._refresh(company)  # sudo: figures follow, whoever moves
        # sudo: see above
        waiting.sudo().filtered(lambda each: each.state == "disputed")._after_dispute()
        return moved.sudo(False)

    def _move_disputed(self):
        disputes = self._get_open_disputes()
        entries = disputes.entry_id.browse()
        for dispute in disputes:
            entries |= dispute._get_disputed_entries()
        goal = self._find_next()
        entries._by_flow().write({"statement_id": goal.id})
        disputes._by_flow().write({"statement_id": goal.id, "period_id": goal.period_id.id})
        self.invalidate_recordset(["dispute_ids", "entry_ids"])
        self.message_post(
            body=self.env._(
                "What is disputed goes on the statement of %(month)s: %(count)s.",
                month=goal._get_month(),
                count=len(disputes),
            )
        )
        return entries

    def _find_next(self):
        """The payee's first later statement that still follows the ledger."""
        periods = self.env["crm.commission.period"].search(
            [("company_id", "=", self.company_id.id)], order="date_from"
        )
        later = periods.filtered(lambda period: period.date_from > self.date_from)
        period = later[:1] or self._make_next_period(self.company_id, periods)
        group = self.payee_id.id, self.currency_id.id, period.id
        return self._by_flow()._find_goals(self.company_id, [group])[group]

    @api.readonly
    def get_drill(self):
        """With what is disputed, and whether the reader may dispute more."""
        drill = super().get_drill()
        disputes = self.sudo().dispute_ids  # sudo: who may read a statement may read them
        reasons = disputes._fields["reason"]._description_selection(self.env)
        return {
            **drill,
            "can_dispute": self.can_dispute,
            "reasons": reasons,
            "disputes": [dispute._get_drill_values() for dispute in disputes],
        }
