from odoo import api, fields, models

from ..engine import satisfaction
from ..engine.satisfaction import SCALES

_REACHED = ("sent", "answered", "expired")


class CrmHelpdeskSurveyCampaign(models.Model):
    """What came of a campaign: how many were asked and have answered, and what they say."""

    # one file for each purpose
    _inherit = "crm.helpdesk.survey.campaign"  # pylint: disable=consider-merging-classes-inherited

    figures = fields.Json(compute="_compute_figures", help="Counts of those who were chosen.")
    progress = fields.Float(string="Sent of those chosen", compute="_compute_figures")
    sent_count = fields.Integer(string="Questions sent", compute="_compute_figures")
    answer_count = fields.Integer(string="Answers", compute="_compute_figures")
    result = fields.Json(string="Results", compute="_compute_result")
    result_text = fields.Char(string="Result", compute="_compute_result")

    @api.depends("request_ids.state", "state")
    def _compute_figures(self):
        groups = self.env["crm.helpdesk.survey.request"]._read_group(
            [("campaign_id", "in", self.ids)], ["campaign_id", "state"], ["__count"]
        )
        counts = {}
        for campaign, state, count in groups:
            counts.setdefault(campaign.id, {})[state] = count
        answered = self._count_answers()
        for campaign in self:
            states = counts.get(campaign.id, {})
            chosen = sum(states.values())
            sent = sum(states.get(state, 0) for state in _REACHED) + states.get("bounced", 0)
            campaign.figures = {
                "chosen": chosen,
                "sent": sent,
                "waiting": states.get("queued", 0),
                "left": states.get("cancelled", 0),
                "bounced": states.get("bounced", 0),
                "answered": answered.get(campaign.id, 0),
            }
            campaign.progress = 100 * (chosen - states.get("queued", 0)) / chosen if chosen else 0
            campaign.sent_count = sent
            campaign.answer_count = answered.get(campaign.id, 0)

    def _count_answers(self):
        """How many have answered each of these; a number tells nothing of any of them."""
        # sudo: anonymous answers, which nobody reads, are counted
        answers = self.env["crm.helpdesk.survey.answer"].sudo()
        groups = answers._read_group(
            [("campaign_id", "in", self.ids)], ["campaign_id"], ["__count"]
        )
        counts = {campaign.id: count for campaign, count in groups}
        done = self.env["crm.helpdesk.survey.request"]._read_group(
            [("campaign_id", "in", self.ids), ("kind", "=", "questionnaire"),
             ("state", "=", "answered")], ["campaign_id"], ["__count"],
        )  # fmt: skip
        return counts | {campaign.id: count for campaign, count in done}

    @api.depends("figures", "kind", "anonymous", "state")
    def _compute_result(self):
        for campaign in self:
            campaign.result = result = campaign._get_result()
            campaign.result_text = result["figure"]["text"]

    def _get_result(self):
        """What the results page shows.

        :return: ``{'figure', 'response', 'bars', 'groups', 'comments', 'least'}``: a figure is
            ``{'text', 'n', 'hidden'}``, bars are ``{'score', 'count', 'percent'}``, groups are
            ``{'name', 'figure'}`` by segment, comments are texts
        """
        overview = self.env["crm.helpdesk.survey.overview"]
        kind = "nps" if self.kind == "questionnaire" else self.kind
        cells, comments = self._read_cells()
        least = self.company_id.helpdesk_anon_min_n if self.anonymous else 1
        shown = satisfaction.publish(cells, least)
        figures = self.figures or {}
        return {
            "figure": overview._show_figure(
                kind, shown.total, sum(map(len, cells.values())), least
            ),
            "response": overview._show_response(
                figures.get("sent", 0), figures.get("bounced", 0), figures.get("answered", 0)
            ),
            "bars": _bars_of(kind, shown.total or []),
            "groups": self._show_groups(kind, cells, shown, least),
            # in no order that tells who wrote first
            "comments": sorted(comments) if shown.total else [],
            "least": least,
        }

    def _show_groups(self, kind, cells, shown, least):
        overview = self.env["crm.helpdesk.survey.overview"]
        segments = self.env["crm.segment"].browse([key for key in cells if key])
        names = {segment.id: segment.name for segment in segments}
        return [
            {
                "name": names.get(key) or self.env._("No segment"),
                "figure": overview._show_figure(kind, shown.cells[key], len(scores), least),
            }
            for key, scores in sorted(cells.items(), key=lambda cell: names.get(cell[0]) or "~")
        ]

    def _read_cells(self):
        """Scores by segment, and comments.

        :return: ``{id of the segment or False: [score]}``, ``[text]``
        """
        if not self.ids:
            return {}, []
        if self.kind == "questionnaire":
            scores = self._read_scales()
            return ({False: scores} if scores else {}), []
        # sudo: see _count_answers; what is shown of them is decided by publish
        answers = self.env["crm.helpdesk.survey.answer"].sudo()
        rows = answers.search_fetch(
            [("campaign_id", "in", self.ids)], ["segment_id", "score", "comment"]
        )
        cells = {}
        for row in rows:
            cells.setdefault(row.segment_id.id, []).append(row.score)
        return cells, [row.comment for row in rows if row.comment]

    def _read_scales(self):
        """Answers to the questions from 0 to 10 of a questionnaire: they read as a recommendation.

        sudo: supervisors see the figure without a right to questionnaires.
        """
        lines = self.env["survey.user_input.line"].sudo()
        inputs = self.request_ids.sudo().user_input_id.filtered(lambda each: each.state == "done")
        rows = lines.search(
            [
                ("user_input_id", "in", inputs.ids),
                ("question_id.question_type", "=", "scale"),
                ("question_id.scale_min", "=", 0),
                ("question_id.scale_max", "=", 10),
                ("skipped", "=", False),
            ]
        )
        return rows.mapped("value_scale")

    # -- opening -----------------------------------------------------------------------------

    def action_open_requests(self):
        """Who was asked, and who was not and why."""
        return self._open("crm_helpdesk.crm_helpdesk_survey_request_action")

    def action_open_answers(self):
        """The answers of a nominal campaign, or the results of a questionnaire."""
        self.ensure_one()
        if self.kind == "questionnaire":
            return self.survey_id.action_survey_user_input_completed()
        return self._open("crm_helpdesk.crm_helpdesk_survey_answer_action")

    def _open(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("campaign_id", "=", self.id)], "context": {}}


def _bars_of(kind, scores):
    low, high = SCALES[kind]
    counts = {score: scores.count(score) for score in range(low, high + 1)}
    most = max(counts.values(), default=0) or 1
    return [
        {"score": score, "count": count, "percent": round(100 * count / most)}
        for score, count in counts.items()
    ]
