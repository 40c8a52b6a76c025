from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import formatLang

from odoo.addons.crm_actions.hours import word_length

from ..engine import figures

SIDES = ("new", "current", "naive")


class CrmRoutePlan(models.Model):
    """What a plan comes to, beside the agenda as it is and a list made by hand."""

    # one file for each purpose
    _inherit = "crm.route.plan"  # pylint: disable=consider-merging-classes-inherited

    figures = fields.Json(compute="_compute_figures", export_string_translation=False)
    figures_html = fields.Html(string="In figures", compute="_compute_figures_html", sanitize=False)
    load_html = fields.Html(string="Load", compute="_compute_figures_html", sanitize=False)
    rep_text = fields.Char(string="Reps planned", compute="_compute_rep_text")
    visit_count = fields.Integer(string="Visits", compute="_compute_figures")
    km = fields.Float(string="Kilometres", compute="_compute_figures", digits=(10, 0))
    left_out_count = fields.Integer(string="Customers left out", compute="_compute_figures")
    problem_text = fields.Text(string="Problem", compute="_compute_problem_text")

    @api.depends("job_ids.figures")
    def _compute_figures(self):
        left_out = dict(
            self.env["crm.route.left.out"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            jobs = plan.job_ids._filtered_access("read")
            told = [job.figures for job in jobs if job.figures]
            plan.figures = (
                {side: figures.added([each[side] for each in told]) for side in SIDES}
                if told
                else False
            )
            new = plan.figures["new"] if told else {}
            plan.visit_count = new.get("visits", 0)
            plan.km = new.get("metres", 0) / 1000
            plan.left_out_count = left_out.get(plan._origin, 0)

    @api.depends("rep_ids")
    @api.depends_context("uid")
    def _compute_rep_text(self):
        """Whom the reader may know of: a leader the own reps."""
        for plan in self:
            # sudo: names of colleagues, as on every board
            users = plan.rep_ids._filtered_access("read").user_id.sudo()
            plan.rep_text = ", ".join(users.mapped("name"))

    @api.depends("job_ids.problem")
    @api.depends_context("lang")
    def _compute_problem_text(self):
        for plan in self:
            lines = [
                f"{job.display_name}: {job.problem_text}"
                for job in plan.job_ids._filtered_access("read")
                if job.problem
            ]
            plan.problem_text = "\n".join(lines) or False

    @api.depends("job_ids.figures")
    @api.depends_context("lang")
    def _compute_figures_html(self):
        for plan in self:
            told = plan.figures
            plan.figures_html = plan._render_figures(told) if told else False
            plan.load_html = plan._render_load(told["new"]["load"]) if told else False

    def _render_figures(self, told):
        heads = [
            "",
            self.env._("This plan"),
            self.env._("Agenda as it is"),
            self.env._("A list by hand"),
        ]
        sides = [told[side] for side in SIDES]
        rows = [
            [self.env._("Visits"), *(str(each["visits"]) for each in sides)],
            [self.env._("Kilometres"), *(self._word_km(each["metres"]) for each in sides)],
            [self.env._("Kilometres a visit"), *map(self._word_km_a_visit, sides)],
            [
                self.env._("Hours on the road"),
                *(word_length(each["driving"] / 60) for each in sides),
            ],
        ]
        segments = self.env["crm.segment"].browse(
            int(key) for key in told["new"]["coverage"] if key.isdigit()
        )
        names = {str(each.id): each.name for each in segments.sorted("sequence")}
        for key in [*names, "False"]:
            if key in told["new"]["coverage"]:
                name = names.get(key) or self.env._("Without a segment")
                label = self.env._("%(segment)s: visits of those due", segment=name)
                rows.append([label, *(_share(each["coverage"].get(key)) for each in sides)])
        return _table(heads, rows)

    def _render_load(self, load):
        # reps who share a territory are one search, and not all may be of the reader's team
        readable = self.with_context(active_test=False).rep_ids._filtered_access("read").user_id
        # sudo: names of colleagues, as on every board
        users = (self.env["res.users"].browse(map(int, load)) & readable).sudo().sorted("name")
        heads = [
            self.env._("Rep"),
            self.env._("Visits"),
            self.env._("Kilometres"),
            self.env._("Hours"),
            self.env._("Of the working time"),
        ]
        rows = []
        for user in users:
            own = load[str(user.id)]
            share = own["worked"] / own["available"] if own["available"] else 0
            rows.append(
                [
                    user.name,
                    str(own["visits"]),
                    self._word_km(own["metres"]),
                    word_length(own["worked"] / 60),
                    f"{100 * share:.0f} %",
                ]
            )
        return _table(heads, rows)

    def _word_km(self, metres):
        return formatLang(self.env, metres / 1000, digits=0)

    def _word_km_a_visit(self, side):
        if not side["visits"]:
            return "–"
        return formatLang(self.env, side["metres"] / 1000 / side["visits"], digits=1)


def _share(pair):
    return f"{pair[0]} / {pair[1]}" if pair else "–"


def _table(heads, rows):
    head = Markup().join(
        Markup('<th scope="col" class="%s">%s</th>') % ("text-end" if place else "", text)
        for place, text in enumerate(heads)
    )
    body = Markup().join(
        Markup("<tr>%s</tr>")
        % Markup().join(
            Markup('<td class="text-end">%s</td>') % text
            if place
            else Markup('<th scope="row" class="fw-normal">%s</th>') % text
            for place, text in enumerate(row)
        )
        for row in rows
    )
    return Markup(
        '<div class="table-responsive"><table class="table table-sm mb-0">'
        "<thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>"
    ) % (head, body)
