from odoo import api, fields, models


class CrmImportRun(models.Model):
    """What a person reads about an import, in his language."""

    # one file for each purpose
    _inherit = "crm.import.run"  # pylint: disable=consider-merging-classes-inherited

    failure_text = fields.Char(compute="_compute_failure_text", export_string_translation=False)
    template_help = fields.Char(compute="_compute_template_help", export_string_translation=False)
    summary_text = fields.Char(compute="_compute_summary_text", export_string_translation=False)

    @api.depends("template", "file_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        titles = dict(self._fields["template"]._description_selection(self.env))
        for run in self:
            parts = (titles.get(run.template), run.file_name)
            run.display_name = " · ".join(filter(None, parts)) or self.env._("New import")

    @api.depends("failure")
    @api.depends_context("lang")
    def _compute_failure_text(self):
        for run in self:
            failure = run.failure
            run.failure_text = bool(failure) and run._get_template()._word_problem(
                failure["code"], "", failure["args"]
            )

    @api.depends("template")
    @api.depends_context("lang")
    def _compute_template_help(self):
        for run in self:
            columns = run._get_template()._get_columns() if run.template else []
            names = [f"{each.words[0]}{' *' if each.required else ''}" for each in columns]
            run.template_help = ", ".join(names)

    @api.depends("state", "row_count", "rejected_count", "error_ids")
    @api.depends_context("lang")
    def _compute_summary_text(self):
        worders = {
            "checked": self._summarize_check,
            "queued": self._summarize_wait,
            "running": self._summarize_wait,
            "done": self._summarize_result,
        }
        for run in self:
            worder = worders.get(run.state)
            run.summary_text = worder(run) if worder else False

    @api.model
    def _summarize_check(self, run):
        if not run.error_ids:
            return self.env._("No errors: the file can be imported.")
        if not run.good_count:
            return self.env._("Nothing can be imported as the file is: see below what to correct.")
        return self.env._(
            "Lines with errors: %(bad)s of %(count)s. Correct the file and choose it again, or "
            "import the good lines alone.",
            bad=run.rejected_count,
            count=run.row_count,
        )

    @api.model
    def _summarize_wait(self, _run):
        return self.env._(
            "The file is imported in the background. You can leave this page; a notification "
            "tells when it is done."
        )

    @api.model
    def _summarize_result(self, run):
        if not run.rejected_count:
            return self.env._("Everything in the file is imported.")
        return self.env._(
            "Lines imported: %(good)s; left out because of errors: %(bad)s. Download the lines to "
            "correct, mend them and import them as a new file.",
            good=run.good_count,
            bad=run.rejected_count,
        )

    def _get_notification(self):
        """:return: map with ``title``, ``message`` and ``type``, in the reader's language"""
        titles = dict(self._fields["template"]._description_selection(self.env))
        title = titles.get(self.template)
        if self.state == "failed":
            return {"title": title, "message": self.failure_text, "type": "danger"}
        message = self.env._(
            "New: %(new)s, changed: %(changed)s, as they were: %(same)s, with errors: %(bad)s.",
            new=self.created_count,
            changed=self.updated_count,
            same=self.unchanged_count,
            bad=self.rejected_count,
        )
        kind = "warning" if self.rejected_count else "success"
        return {"title": title, "message": message, "type": kind}
