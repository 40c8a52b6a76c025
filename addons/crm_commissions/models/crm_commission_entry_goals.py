from odoo import models


class CrmCommissionEntry(models.Model):
    """An entry of weighted goals in words: each goal, and what they make together."""

    # one file for each purpose
    _inherit = "crm.commission.entry"  # pylint: disable=consider-merging-classes-inherited

    def _word_goals(self, explain):
        """
        :param explain: of the engine, see `goal_pay.pay`
        """
        # sudo: what a goal is called, also after the plan was retired
        goals = self.sudo().plan_id.goal_ids.grouped("id")
        words = [self._word_goal(each, goals) for each in explain["goals"]]
        pay = self._format_money(explain["pay"])
        if explain["failed"] is not None:
            failed = explain["goals"][int(explain["failed"])]
            words.append(
                self.env._(
                    "below the %(gate)s %% of %(goal)s nothing is paid",
                    gate=self._format_figure(failed["gate"]),
                    goal=self._get_goal_name(failed, goals),
                )
            )
            return "; ".join([*words, f"{pay} × {self._format_figure(0)} %"])
        if explain["payout"] != explain["percent"]:
            words.append(
                self.env._(
                    "together %(percent)s %%, which pays %(payout)s %%",
                    percent=self._format_figure(explain["percent"]),
                    payout=self._format_figure(explain["payout"]),
                )
            )
        else:
            words.append(self.env._("together %s %%", self._format_figure(explain["percent"])))
        return "; ".join([*words, f"{pay} × {self._format_figure(explain['payout'])} %"])

    def _get_goal_name(self, goal, goals):
        return goals[int(goal["key"])].display_name if int(goal["key"]) in goals else "?"

    def _word_goal(self, goal, goals):
        name = self._get_goal_name(goal, goals)
        if goal["target"] is None:
            return self.env._("%s has no target", name)
        parts = {
            "goal": name,
            "value": self._format_figure(goal["value"]),
            "target": self._format_figure(goal["target"]),
            "attainment": self._format_figure(goal["attainment"]),
            "weight": self._format_figure(goal["weight"]),
        }
        if goal["cap"] is not None and float(goal["attainment"]) > float(goal["cap"]):
            return self.env._(
                "%(goal)s: %(value)s of %(target)s are %(attainment)s %%, of which %(cap)s %% "
                "count, with a weight of %(weight)s %%",
                cap=self._format_figure(goal["cap"]),
                **parts,
            )
        return self.env._(
            "%(goal)s: %(value)s of %(target)s are %(attainment)s %%, with a weight of "
            "%(weight)s %%",
            **parts,
        )
