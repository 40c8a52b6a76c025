from odoo import api, models
from odoo.tools import format_date

from odoo.addons.crm_actions.hours import word_minutes

from ..engine import checker

TIMEOUT = "timeout"


class CrmRoutePlanJob(models.Model):
    """Why there is no plan, in the reader's language; what is kept of it are codes and figures."""

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _word_problem(self, problem):
        code, text = problem["code"], problem.get("text", "")
        day = format_date(self.env, problem["day"]) if problem.get("day") else ""
        partner = self.env["res.partner"].sudo()  # sudo: the name alone
        names = partner.browse(problem.get("customers", ())).exists().mapped("display_name")
        if code == "violation":
            return self._word_violation(" / ".join(names), day, problem)
        words = {
            "told": text,
            "search": self._word_search(text),
            "error": self.env._("An unexpected error; the server's log has it."),
            "killed": self.env._(
                "The server was stopped %(count)d times while it worked on it.",
                count=problem.get("count", 0),
            ),
            "conflict": self.env._(
                "%(customers)s were promised hours on %(day)s that one rep cannot keep. Move one "
                "of the visits, then plan again.",
                customers=" / ".join(names),
                day=day,
            ),
        }
        return words[code]

    @api.model
    def _word_search(self, text):
        if text == TIMEOUT:
            return self.env._(
                "The search did not end in time: the server has too much to do. Plan again later."
            )
        return self.env._("The search ended without a result: %(text)s.", text=text)

    @api.model
    def _word_violation(self, names, day, problem):
        """The rule that a plan breaks, where it breaks it, and by how much."""
        rule = self._word_rule(problem.get("kind"), problem.get("figures") or {})
        where = ", ".join(filter(None, (names, day)))
        if not where:
            return self.env._("The plan breaks a rule and is not kept: %(rule)s.", rule=rule)
        return self.env._(
            "The plan breaks a rule and is not kept. %(where)s: %(rule)s.", where=where, rule=rule
        )

    @api.model
    def _word_rule(self, kind, figures):
        if kind == checker.LIMIT:
            return self._word_limit(figures)
        hours = {
            name: word_minutes(self.env, figures[name] / 60)
            for name in ("begin", "end", "promised")
            if name in figures
        }
        if kind == checker.HOURS and hours:
            return self.env._("it is not open from %(begin)s to %(end)s", **hours)
        if kind == checker.PROMISE and hours:
            return self.env._(
                "promised for %(promised)s, and the visit would begin at %(begin)s", **hours
            )
        words = {
            checker.UNKNOWN: self.env._("a visit that nobody asked for"),
            checker.SHIFT: self.env._("the day begins or ends outside of the working hours"),
            checker.BOOKED_TWICE: self.env._("two visits to one customer on one day"),
            checker.TRAVEL: self.env._("the way takes longer than there is time for it"),
            checker.HOURS: self.env._("a visit outside of the opening hours"),
            checker.LUNCH: self.env._("a visit over lunch"),
            checker.METRES: self.env._("the kilometres of the day do not add up"),
            checker.PATTERN: self.env._("not the days that the visit policy asks for"),
            checker.PROMISE: self.env._("what was promised is not kept"),
            checker.REP: self.env._("the customer is another rep's"),
            checker.LEFT_OUT: self.env._("the customer is neither visited nor left out"),
        }
        return words.get(kind) or self.env._("the server's log says which")

    @api.model
    def _word_limit(self, figures):
        amount, most = figures.get("amount", 0), figures.get("most", 0)
        if figures.get("of") == "stops":
            return self.env._("%(count)d visits, and %(most)d at most", count=amount, most=most)
        if figures.get("of") == "metres":
            return self.env._(
                "%(km)d km, and %(most)d at most", km=round(amount / 1000), most=round(most / 1000)
            )
        return self.env._("more than the rep can carry")
