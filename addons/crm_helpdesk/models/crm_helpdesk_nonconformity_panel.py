from odoo import api, fields, models
from odoo.tools import format_date

_PATH = ("containment", "analysis", "plan", "execution", "verification")
_BEGINNING = ("draft", "ineffective")


class CrmHelpdeskNonconformity(models.Model):
    """How far it is, as the stepper of its own screen and of its requests shows it."""

    # one file for each purpose
    _inherit = "crm.helpdesk.nonconformity"  # pylint: disable=consider-merging-classes-inherited

    progress = fields.Json(compute="_compute_progress")

    @api.depends("state", "cycle", "contained_at")
    @api.depends_context("lang")
    def _compute_progress(self):
        for each in self:
            each.progress = each._get_progress()

    def _get_progress(self):
        """
        :return: ``{state, label, cycle, steps: [{key, label, status}]}``; a status is ``done``,
            ``now`` or ``later``
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        reached = _PATH.index(self.state) if self.state in _PATH else -1
        if self.state == "closed":
            reached = len(_PATH)
        steps = [
            {
                "key": key,
                "label": labels[key],
                "status": self._get_status(place, reached),
            }
            for place, key in enumerate(_PATH)
        ]
        return {
            "state": self.state,
            "label": labels[self.state],
            "cycle": self.cycle,
            "steps": steps,
        }

    def _get_status(self, place, reached):
        if place == reached:
            return "now"
        # containment may have been done before its turn, and is not skipped unseen
        if place == 0:
            return "done" if self.contained_at else ("later" if reached < 0 else "skipped")
        return "done" if place < reached else "later"

    def _get_panel(self):
        """What whoever works on one of its requests is told of it.

        :return: ``{id, number, name, count, progress, actions: [{name, note, state, label}],
            alert: {text, tone}}``
        """
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "sentence": self.env._(
                "%(what)s: %(count)s requests", what=self.name, count=self.ticket_count
            )
            if self.ticket_count > 1
            else self.name,
            "progress": self._get_progress(),
            "actions": [action._get_row() for action in self._get_actions()],
        }

    def _get_alert(self):
        """When its requests may be resolved and closed.

        :return: ``{text, tone}``
        """
        if self.state == "closed":
            text = self.env._(
                "Verified on %(day)s: you may resolve and close the request.",
                day=format_date(self.env, self.verified_at),
            )
            return {"text": text, "tone": "success"}
        if not self.contained_at:
            text = self.env._("The request is resolved once a containment action is done.")
            return {"text": text, "tone": "warning"}
        return {"text": self._get_closing_words(), "tone": "info"}

    def _get_closing_words(self):
        judged = self._get_judged()
        if not judged:
            return self.env._(
                "You may resolve the request now. It is closed once a corrective action is "
                "verified."
            )
        return self.env._(
            "You may resolve the request now. It is closed once the corrective action is "
            "verified: %(days)s days without coming back.",
            days=max(judged.mapped("window_days")),
        )
