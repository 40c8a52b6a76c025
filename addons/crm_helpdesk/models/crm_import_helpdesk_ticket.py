from odoo import api, fields, models

from odoo.addons.crm_actions.engine.import_cells import (
    CHOICE,
    DATE,
    REFERENCE,
    BadValueError,
    Column,
    normal,
)

_PLAIN = ("name", "kind", "priority", "partner_email", "partner_phone")


class CrmImportHelpdeskTicket(models.AbstractModel):
    """Requests that are open where a company comes from, with the days on which they came in.

    A line is known again by its key alone: one customer may well ask for the same twice.
    """

    _name = "crm.import.helpdesk.ticket"
    _inherit = ["crm.import.template"]
    _description = "Import of Open Requests"
    _import_target = "crm.helpdesk.ticket"
    _import_sequence = 70

    @api.model
    def _get_title(self):
        return self.env._("Open requests of customers")

    @api.model
    def _get_columns(self):
        return [
            self._get_key_column(required=True),
            Column(
                "name",
                (self.env._("Subject"),),
                required=True,
                example=self.env._("Two boxes of tomato arrived broken"),
            ),
            self._get_customer_column(),
            Column("partner_email", (self.env._("E-mail"),), example="ana@example.com"),
            Column("partner_phone", (self.env._("Phone"),)),
            self._get_named_column("team_id", self.env._("Department"), self.env._("Support")),
            self._get_named_column("category_id", self.env._("Category")),
            self._get_choice_column("kind", self.env._("Kind")),
            self._get_choice_column("priority", self.env._("Priority")),
            Column(
                "user_id",
                (self.env._("Agent"),),
                REFERENCE,
                help=self.env._("Login or e-mail. Empty puts it into the queue."),
                example="jon@example.com",
            ),
            Column(
                "came_in",
                (self.env._("Came in on"),),
                DATE,
                help=self.env._("Since then its time runs; it is due by the promises of today."),
                example="2026-10-01",
            ),
            Column("description", (self.env._("Description"),)),
        ]

    @api.model
    def _get_named_column(self, name, word, example=""):
        wording = self.env._("By its name, in any language of the database.")
        return Column(name, (word,), REFERENCE, help=wording, example=example)

    @api.model
    def _get_choice_column(self, name, word):
        return Column(name, (word,), CHOICE, choices=self._get_selection_words(name))

    @api.model
    def _get_lookups(self):
        return {
            "partner_id": self._look_up_customers,
            "user_id": self._look_up_users,
            "team_id": lambda texts: self._look_up_by_name("crm.helpdesk.team", texts),
            "category_id": lambda texts: self._look_up_by_name("crm.helpdesk.category", texts),
        }

    @api.model
    def _look_up_by_name(self, model, texts):
        """Departments or categories of the company, in whatever language; there are few of them."""
        domain = [("company_id", "in", [False, self.env.company.id])]
        words = {}
        for language, _name in self.env["res.lang"].get_installed():
            for record in self.env[model].with_context(lang=language).search(domain):
                words.setdefault(normal(record.name), record.id)
        return {text: words.get(normal(text)) or BadValueError("no_name") for text in texts}

    @api.model
    def _check_rows(self, work):
        today = fields.Date.context_today(self)
        default = self.env["crm.helpdesk.ticket"]._default_team_id()
        for row in work.good():
            new = row.line not in work.records
            if row.values.get("came_in") and row.values["came_in"] > today:
                work.refuse(row, "came_in", "in_future")
            elif new and not (default or (row.line, "team_id") in work.found):
                work.refuse(row, "team_id", "required")

    # -- rows ------------------------------------------------------------------------------------

    @api.model
    def _prepare_values(self, row, work):
        known = row.line in work.records
        values = {name: row.values[name] for name in _PLAIN if row.values.get(name)}
        names = ("partner_id", "category_id", "user_id", *(() if known else ("team_id",)))
        values.update(
            {name: work.found[row.line, name] for name in names if (row.line, name) in work.found}
        )
        if not known:
            # what a record has afterwards is not asked of one that is there: its clocks run
            values["came_in"] = row.values.get("came_in")
            values["description"] = row.values.get("description")
        return values

    @api.model
    def _create_records(self, vals_list):
        """Whoever wrote hears nothing of the move; each runs since the day on which it came."""
        days = [vals.pop("came_in", None) for vals in vals_list]
        tickets = super()._create_records(vals_list)
        for day in set(days) - {None}:
            numbers = [number for number, came in enumerate(days) if came == day]
            tickets.browse([tickets[number].id for number in numbers])._begin_on(day)
        return tickets

    # -- words -----------------------------------------------------------------------------------

    def _word_no_name(self, _value, args):
        return self.env._(
            "There is none of this name in %(company)s.", company=self.env.company.name
        )

    def _word_in_future(self, _value, _args):
        return self.env._("A request that is open has come in already.")
