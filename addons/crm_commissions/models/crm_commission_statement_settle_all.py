from odoo import models

from .crm_commission_statement_flow import ACCOUNTANT

_SHOWN = 5  # reasons in a notice


class CrmCommissionStatement(models.Model):
    """Settling many at once: what can be settled is, and of the rest it is said why not."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    def action_settle_all(self):
        """Settle those of these statements that can be settled.

        :return: a notice of what was done, and what was not and why
        """
        self._check_group(ACCOUNTANT)
        waiting = self._take_to_settle()
        waiting._split_disputed()
        problems = {}
        for statement in waiting:
            problem = statement._find_settle_problem()
            if problem:
                problems[statement] = problem
        done = waiting.filtered(lambda statement: statement not in problems)
        done._settle()
        return self._tell_settled(done, problems)

    def _tell_settled(self, done, problems):
        sentences = done._count_settled()
        reasons = list(dict.fromkeys(problems.values()))
        sentences += reasons[:_SHOWN]
        if len(reasons) > _SHOWN:
            sentences.append(self.env._("And %s more.", len(reasons) - _SHOWN))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if problems else "success",
                "title": self.env._(
                    "Settled: %(done)s of %(all)s", done=len(done), all=len(done) + len(problems)
                ),
                "message": " ".join(sentences),
                "sticky": bool(problems),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _count_settled(self):
        """What came of these statements, in a sentence."""
        if not self:
            return [self.env._("There was nothing to settle.")]
        words = {
            "bill": lambda count: self.env._("Bills: %s.", count),
            "entry": lambda count: self.env._("Entries: %s.", count),
            "payroll": lambda count: self.env._("By payroll: %s.", count),
            "nothing": lambda count: self.env._("Nothing to pay: %s.", count),
        }
        counts = {}
        for settlement in self.sudo().settlement_ids.filtered("is_live"):
            counts[settlement.kind] = counts.get(settlement.kind, 0) + 1
        sentences = [word(counts[kind]) for kind, word in words.items() if kind in counts]
        if {"bill", "entry"}.intersection(counts):
            sentences.append(self.env._("They are drafts: look at them and post them."))
        return sentences
