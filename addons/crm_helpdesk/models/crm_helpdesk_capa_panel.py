from odoo import models
from odoo.tools import format_date


class CrmHelpdeskCapa(models.Model):
    """An action in a line, for the panel of a request and for paper."""

    # one file for each purpose
    _inherit = "crm.helpdesk.capa"  # pylint: disable=consider-merging-classes-inherited

    def _get_label(self, name):
        """The word for a choice, in the reader's language."""
        choices = dict(self._fields[name]._description_selection(self.env))
        return choices.get(self[name], "")

    def _get_row(self):
        """
        :return: ``{id, name, note, state, label}``; ``state`` also ``late``, or the verdict
        """
        state, label = self.state, self._get_label("state")
        when = ""
        if self.verdict:
            state, label = self.verdict, self._get_label("verdict")
            when = self._get_verdict_words()
        elif self.state not in ("done", "cancelled"):
            day = format_date(self.env, self.due_date)
            when = self.env._("due on %(day)s", day=day)
            if self.is_late:
                state, label = "late", self.env._("Late")
        parts = (self._get_label("kind"), self.team_id.name or self.owner_id.name, when)
        return {
            "id": self.id,
            "name": self.name,
            "note": " · ".join(filter(None, parts)),
            "state": state,
            "label": label,
        }

    def _get_verdict_words(self):
        """ "until 12/09/2026", "came back on 12/01/2026", or nothing."""
        if self.exceeded_on:
            return self.env._("came back on %(day)s", day=format_date(self.env, self.exceeded_on))
        if self.verdict == "pending":
            return self.env._("until %(day)s", day=format_date(self.env, self.verify_on))
        return ""
