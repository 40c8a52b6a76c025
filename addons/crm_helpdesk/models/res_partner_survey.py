from odoo import api, models
from odoo.fields import Domain

from odoo.addons.crm_actions.rows import RowQuery

from ..engine.satisfaction import SCALES
from .crm_helpdesk_survey_answer import tone_of

_READERS = "crm_helpdesk.group_helpdesk_supervisor,crm_helpdesk.group_helpdesk_quality"


class ResPartner(models.Model):
    """What a customer has answered by name: on its page."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    # -- the page of the customer --------------------------------------------------------------

    def _crm360_sections(self):
        answers = {
            "key": "satisfaction",
            "title": self.env._("Satisfaction"),
            "sequence": 66,
            "groups": _READERS,
            "method": "_crm360_load_satisfaction",
            "collapsed": True,
        }
        questionnaires = {
            "key": "questionnaires",
            "title": self.env._("Questionnaires"),
            "sequence": 67,
            "groups": "survey.group_survey_user",
            "method": "_crm360_load_questionnaires",
            "collapsed": True,
        }
        return super()._crm360_sections() + [answers, questionnaires]

    def _crm360_load_satisfaction(self):
        """Answers by name, the latest first; anonymous ones are nobody's."""
        domain = Domain("commercial_partner_id", "=", self._crm360_customer().id)
        answers = self.env["crm.helpdesk.survey.answer"]
        query = RowQuery(answers, domain, limit=5)
        query.add(
            id="id", kind="kind", score="score", comment="comment", at="answered_at",
            number="ticket_id.number", about="ticket_id.name", campaign="campaign_id.name",
            contact="partner_id.name",
        )  # fmt: skip
        rows = query.add_total().fetch()
        return self._crm360_list(
            rows,
            [self._crm360_show_answer(row) for row in rows],
            empty=self.env._("Nothing answered yet."),
            action=self._crm360_open_list(
                self.env._("Satisfaction"), "crm.helpdesk.survey.answer", domain
            ),
        )

    def _crm360_show_answer(self, row):
        kind, score = row["kind"], row["score"]
        about = row["campaign"] or f"{row['number'] or ''} {row['about'] or ''}".strip()
        label = self._crm360_label("crm.helpdesk.survey.answer", "kind", kind)
        return {
            "id": row["id"],
            "title": about or label,
            "text": " · ".join(filter(None, (row["contact"], row["comment"]))),
            "date": str(row["at"]) if row["at"] else "",
            "badge": {"label": f"{score} / {SCALES[kind][1]}", "tone": tone_of(kind, score)},
            "model": "crm.helpdesk.survey.answer",
            "res_id": row["id"],
        }

    def _crm360_load_questionnaires(self):
        """Questionnaires that the customer has finished, and how far they would recommend us."""
        domain = Domain("state", "=", "done") & Domain("test_entry", "=", False)
        domain &= Domain("partner_id.commercial_partner_id", "=", self._crm360_customer().id)
        query = RowQuery(self.env["survey.user_input"], domain, limit=5)
        query.add(id="id", title="survey_id.title", contact="partner_id.name", at="end_datetime")
        rows = query.add_total().fetch()
        scores = self._crm360_read_scales([row["id"] for row in rows])
        return self._crm360_list(
            rows,
            [
                {
                    "id": row["id"],
                    "title": row["title"],
                    "text": row["contact"] or "",
                    "date": str(row["at"]) if row["at"] else "",
                    "model": "survey.user_input",
                    "res_id": row["id"],
                    **({"badge": scores[row["id"]]} if row["id"] in scores else {}),
                }
                for row in rows
            ],
            empty=self.env._("No questionnaire finished yet."),
            action=self._crm360_open_list(
                self.env._("Questionnaires"), "survey.user_input", domain
            ),
        )

    @api.model
    def _crm360_read_scales(self, input_ids):
        """The answer to the question from 0 to 10 of each: ``{id: badge}``."""
        lines = self.env["survey.user_input.line"].search(
            [
                ("user_input_id", "in", input_ids),
                ("question_id.question_type", "=", "scale"),
                ("question_id.scale_min", "=", 0),
                ("question_id.scale_max", "=", 10),
                ("skipped", "=", False),
            ]
        )
        return {
            line.user_input_id.id: {
                "label": f"{line.value_scale} / 10",
                "tone": tone_of("nps", line.value_scale),
            }
            for line in lines
        }  # fmt: skip
