import re

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.crm_actions.engine.import_cells import (
    BOOLEAN,
    CHOICE,
    DATE,
    DECIMAL,
    INTEGER,
    REFERENCE,
    TEXT,
    BadValueError,
    Column,
    normal,
)

_KINDS = {
    "boolean": BOOLEAN,
    "date": DATE,
    "float": DECIMAL,
    "integer": INTEGER,
    "many2many": REFERENCE,
    "many2one": REFERENCE,
    "monetary": DECIMAL,
    "selection": CHOICE,
}
_SEVERAL = re.compile(r"[;\n]")


class CrmImportCommission(models.AbstractModel):
    """What the files of plans, participants, shares and targets have in common.

    Their columns are called as the fields of the forms, and what their cells refer to is looked up
    by sets, as ``crm.import.template`` does.
    """

    _name = "crm.import.commission"
    _inherit = ["crm.import.template"]
    _description = "Import of What Commissions Need"

    # -- columns ---------------------------------------------------------------------------------

    @api.model
    def _get_field_column(self, model, field, name=None, header="%s", **options):
        """A column for a field of a model: its label, its help and its choices.

        :param name: of the column, that of the field if None
        :param header: what stands around the label, in the reader's language
        :param options: of :class:`Column`, before those of the field
        """
        description = self.env[model]._fields[field]
        kind = _KINDS.get(description.type, TEXT)
        options.setdefault("help", description._description_help(self.env) or "")
        if kind == CHOICE:
            words = description._description_selection(self.env)
            options["choices"] = {code: (word,) for code, word in words}
        label = description._description_string(self.env)
        return Column(name or field, (header.replace("%s", label),), kind, **options)

    @api.model
    def _get_payee_column(self, **options):
        return Column(
            "payee_id",
            (self.env._("Payee"),),
            REFERENCE,
            required=True,
            help=self.env._(
                "Login or e-mail of a user; of an agent from outside external identifier, "
                "reference, tax number, e-mail or exact name, looked for in this order."
            ),
            example="nora@example.com",
            **options,
        )

    # -- what cells refer to ---------------------------------------------------------------------

    @api.model
    def _look_up_plans(self, texts):
        """Plans by the code of their import or by name: the first revision of each."""
        plans = self.env["crm.commission.plan"]
        by_code = self.env["crm.import.commission.plan"]._find_by_keys(texts)
        named = plans.search_fetch(
            [("company_id", "=", self.env.company.id), ("name", "in", list(texts))],
            ["name", "root_id"],
        ).grouped("name")
        coded = {each.id: each.root_id for each in plans.browse(by_code.values())}
        return {
            text: coded[by_code[text]].id
            if text in by_code
            else self._choose(named.get(text, plans).root_id, "no_plan")
            for text in texts
        }

    @api.model
    def _choose(self, records, missing):
        """The id of the only one; else what is wrong.

        :param missing: the code that says that there is none
        """
        if len(records) == 1:
            return records.id
        return BadValueError("several_named", count=len(records)) if records else BadValueError(
            missing
        )  # fmt: skip

    @api.model
    def _look_up_payees(self, texts):
        """The contacts who are paid: of users first, then as customers are looked for."""
        users = self._look_up_users(texts)
        ids = [found for found in users.values() if not isinstance(found, BadValueError)]
        contacts = {user.id: user.partner_id.id for user in self.env["res.users"].browse(ids)}
        results = {text: contacts.get(found, found) for text, found in users.items()
                   if not isinstance(found, BadValueError) or found.code != "no_user"}  # fmt: skip
        rest = texts - results.keys()
        for text, found in (self._look_up_customers(rest) if rest else {}).items():
            results[text] = found
            if isinstance(found, BadValueError) and found.code == "no_customer":
                results[text] = BadValueError("no_payee")
        return results

    @api.model
    def _look_up_metrics(self, texts):
        """Metrics by code, or by name in any language of the database; there are few of them."""
        metrics = self.env["crm.sales.metric"].search([("code", "!=", False)])
        words = {normal(metric.code): metric.id for metric in metrics}
        for language, _name in self.env["res.lang"].get_installed():
            for metric in metrics.with_context(lang=language):
                words.setdefault(normal(metric.name), metric.id)
        return {text: words.get(normal(text)) or BadValueError("no_metric") for text in texts}

    @api.model
    def _look_up_zones(self, texts):
        return self._look_up_codes("crm.zone", texts)

    @api.model
    def _look_up_teams(self, texts):
        return self._look_up_names("crm.team", "no_team", texts)

    @api.model
    def _look_up_names(self, model, missing, texts):
        """What has a name and, it may be, a company.

        :param missing: the code that says that there is none
        """
        domain = Domain("name", "in", list(texts))
        if "company_id" in self.env[model]._fields:
            domain &= Domain("company_id", "in", [False, self.env.company.id])
        records = self.env[model].search_fetch(domain, ["name"])
        named = records.grouped("name")
        return {text: self._choose(named.get(text, ()), missing) for text in texts}

    @api.model
    def _several(self, look_up):
        """A look-up for cells that name several records, parted by semicolons or lines.

        :param look_up: the look-up for cells that name one
        :return: the like, which gives lists of ids
        """

        def look_up_all(texts):
            parts = {
                text: [part.strip() for part in _SEVERAL.split(text) if part.strip()]
                for text in texts
            }
            every = {part for each in parts.values() for part in each}
            found = look_up(every) if every else {}
            return {text: _join([found[part] for part in each]) for text, each in parts.items()}

        return look_up_all

    # -- words -----------------------------------------------------------------------------------

    def _word_no_plan(self, _value, _args):
        return self.env._("No commission plan has this code or name. Import the plans first.")

    def _word_several_named(self, _value, args):
        return self.env._("%(count)s are called so: rename one of them first.", count=args["count"])

    def _word_no_payee(self, _value, _args):
        return self.env._(
            "No user has this login or e-mail, and no contact this identifier, reference, tax "
            "number, e-mail or name."
        )

    def _word_no_metric(self, _value, _args):
        return self.env._("No sales metric has this code or name.")

    def _word_no_team(self, _value, _args):
        return self.env._("No sales team has this name.")

    def _word_metric_whole(self, _value, args):
        return self.env._(
            "%(metric)s is not counted by product family or zone: leave both empty.",
            metric=args["metric"],
        )


def _join(found):
    """Ids in a list, or the first thing that is wrong."""
    wrong = next((each for each in found if isinstance(each, BadValueError)), None)
    return wrong or list(dict.fromkeys(found))
