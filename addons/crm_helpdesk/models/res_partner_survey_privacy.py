from odoo import api, models

_EXPORTED = (
    "answer_day", "kind", "score", "comment", "partner_id", "ticket_id", "campaign_id",
    "reopened_after",
)  # fmt: skip
_EXPORTED_LINES = ("survey_id", "question_id", "display_name", "create_date")
_WRITTEN = ("value_char_box", "value_text_box")


class ResPartner(models.Model):
    """What customers have answered, when contacts are merged and when one is forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    # -- merge ---------------------------------------------------------------------------------

    def _crm_before_merge(self, destination):
        """A campaign that has asked both has asked the contact that stays once."""
        self.env["crm.helpdesk.survey.request"]._fold(self, destination)
        return super()._crm_before_merge(destination)

    def _crm_after_merge(self):
        result = super()._crm_after_merge()
        answers = self.env["crm.helpdesk.survey.answer"].sudo()  # sudo: a merge concerns all
        found = answers.search([("partner_id", "in", self.ids)])
        self.env.add_to_compute(answers._fields["commercial_partner_id"], found)
        return result

    # -- erasure and access request ------------------------------------------------------------

    def _crm_get_their_answers(self):
        """sudo: see ``_crm_get_people``."""
        answers = self.env["crm.helpdesk.survey.answer"].sudo().with_context(tracking_disable=True)
        return answers.search([("partner_id", "in", self.ids)])

    def _crm_get_their_questionnaires(self):
        """sudo: see ``_crm_get_people``."""
        inputs = self.env["survey.user_input"].sudo().with_context(tracking_disable=True)
        return inputs.search([("partner_id", "in", self.ids)])

    @api.model
    def _crm_get_erasure_labels(self):
        return {
            **super()._crm_get_erasure_labels(),
            "answers": self.env._("comments on how we did"),
            "questionnaires": self.env._("questionnaires"),
        }

    def _crm_erase(self):
        """Scores stay, without what was said; whoever is not asked yet is not asked."""
        people = self._crm_get_people()
        answers = people._crm_get_their_answers()
        inputs = people._crm_get_their_questionnaires()
        counts = super()._crm_erase()
        told = answers.filtered("comment")
        told.write({"comment": False})
        counts.update({"answers": len(told), **self._crm_erase_talk(answers)})
        counts.update(self._crm_erase_questionnaires(inputs))
        # sudo: see _crm_get_people
        requests = self.env["crm.helpdesk.survey.request"].sudo()
        waiting = [("partner_id", "in", people.ids), ("state", "in", ("queued", "sent"))]
        requests.search(waiting).filtered(lambda request: not request.is_spent)._forget()
        return counts

    @api.model
    def _crm_erase_questionnaires(self, inputs):
        """Numbers and choices stay; names, addresses and what was written go."""
        lines = inputs.user_input_line_ids.filtered(
            lambda line: any(line[name] for name in _WRITTEN)
        )
        named = inputs.filtered(lambda each: each.email or each.nickname)
        touched = named | lines.user_input_id
        # a line of text without text is one that was passed over
        lines.write({**dict.fromkeys(_WRITTEN, False), "skipped": True, "answer_type": False})
        named.write({"email": False, "nickname": False})
        return {"questionnaires": len(touched), **self._crm_erase_talk(inputs)}

    @api.model
    def _crm_get_places(self):
        return {
            **super()._crm_get_places(),
            "crm.helpdesk.survey.answer": ("comment",),
            "survey.user_input.line": _WRITTEN,
        }

    def _crm_export(self):
        sections = super()._crm_export()
        people = self._crm_get_people()
        lines = people._crm_get_their_questionnaires().user_input_line_ids
        return {
            **sections,
            "answers": self._crm_to_plain(people._crm_get_their_answers(), _EXPORTED),
            "questionnaires": self._crm_to_plain(lines, _EXPORTED_LINES),
        }
