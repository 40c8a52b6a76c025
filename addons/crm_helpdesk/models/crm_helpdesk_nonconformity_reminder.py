from odoo import fields, models

from .crm_helpdesk_capa import QUALITY

_PLAN = "crm_helpdesk.mail_activity_plan_8d"
_CONTAIN = "crm_helpdesk.mail_activity_type_contain"
_ANALYSE = "crm_helpdesk.mail_activity_type_analyse"
_ACT = "crm_helpdesk.mail_activity_type_plan"
_VERIFY = "crm_helpdesk.mail_activity_type_verify"
_ENDS = {
    "analysis": (_CONTAIN,),
    "plan": (_CONTAIN, _ANALYSE),
    "execution": (_CONTAIN, _ANALYSE, _ACT),
    "verification": (_CONTAIN, _ANALYSE, _ACT),
    "closed": (_CONTAIN, _ANALYSE, _ACT, _VERIFY),
    "ineffective": (_CONTAIN, _ANALYSE, _ACT, _VERIFY),
}
"""Which reminders are answered by being there."""


class CrmHelpdeskNonconformity(models.Model):
    """Whoever owns a nonconformity is reminded of its steps, by a plan that may be changed."""

    # one file for each purpose
    _inherit = "crm.helpdesk.nonconformity"  # pylint: disable=consider-merging-classes-inherited

    def _launch_plan(self):
        """The activities of the plan, for the owner where the plan names nobody."""
        # sudo: the plan holds for whoever opens one
        plan = self.env.ref(_PLAN, raise_if_not_found=False)
        templates = plan.sudo().template_ids if plan and plan.sudo().active else []
        model = self.env["ir.model"]._get_id(self._name)
        self.env["mail.activity"].sudo().create(
            [
                {
                    "res_model_id": model,
                    "res_id": each.id,
                    "activity_type_id": template.activity_type_id.id,
                    "automated": True,
                    "summary": template.summary,
                    "note": template.note,
                    "user_id": (template.responsible_id or each.owner_id).id,
                    "date_deadline": template._get_date_deadline(each.company_id._crm_today()),
                }
                for each in self
                for template in templates
            ]
        )

    def _after_step(self):
        """Reminders of what was done with go."""
        for state, found in self.sudo().grouped("state").items():  # sudo: of whoever had them
            found.activity_feedback(list(_ENDS.get(state, ())))

    def _follow_verdicts(self):
        """What the figures say has consequences: a new cycle, or somebody who looks at it."""
        for each in self:
            judged = each._get_judged()
            failed = judged.filtered(lambda capa: capa.verdict == "ineffective")
            if failed:
                each._fail(failed.recurrence_ids)
            elif each.state == "verification" and all(
                capa.verdict == "effective" for capa in judged
            ):
                each._ask_verifier()

    def _ask_verifier(self):
        """Somebody who owns none of it is asked to close it, once."""
        if self.activity_search([_VERIFY]):
            return
        verifier = self.verifier_id or self._find_verifier()
        if verifier:
            self.activity_schedule(
                _VERIFY,
                date_deadline=self.company_id._crm_today(),
                user_id=verifier.id,
                summary=self.with_context(lang=verifier.lang or self.env.lang).env._(
                    "%(number)s worked, say the figures: verify and close it.", number=self.number
                ),
            )

    def _find_verifier(self):
        """The first of the quality department who owns none of it; nobody if there is none."""
        people = self.env.ref(QUALITY).sudo().all_user_ids  # sudo: who belongs to it
        return people.filtered(
            lambda user: (
                user.active
                and self.company_id in user.company_ids
                and user not in self._get_owners()
            )
        ).sorted("id")[:1]

    def _tell_failed(self, recurred):
        """The owner is to analyse it again; whoever follows it reads why."""
        own = self.sudo()  # sudo: told to all who follow it, whoever has found out
        words = own.with_context(lang=own.owner_id.lang or self.env.lang).env._
        text = words(
            "It came back: %(requests)s. Cycle %(cycle)s begins: analyse it again.",
            requests=", ".join(recurred.sudo().mapped("number")),
            cycle=own.cycle,
        )
        own.message_post(body=text, subtype_xmlid="mail.mt_note")
        own.activity_schedule(
            _ANALYSE,
            date_deadline=fields.Date.add(own.company_id._crm_today(), days=5),
            user_id=own.owner_id.id,
            summary=text,
        )
