from odoo import api, models

from odoo.addons.crm_actions.engine.import_cells import REFERENCE, Column
from odoo.addons.crm_actions.engine.import_rows import find_repeated

from ..reading import window_days

_MODEL = "crm.sales.target"
_ABOUT = ("user_id", "team_id", "categ_id", "zone_id")


class CrmImportSalesTarget(models.AbstractModel):
    """Targets: a line for each metric, people, products and period.

    A line is known again by its key, or by all of these.
    """

    _name = "crm.import.sales.target"
    _inherit = ["crm.import.commission"]
    _description = "Import of Sales Targets"
    _import_target = _MODEL
    _import_sequence = 63

    @api.model
    def _get_title(self):
        return self.env._("Sales targets")

    @api.model
    def _get_columns(self):
        def column(field, **options):
            return self._get_field_column(_MODEL, field, **options)

        return [
            self._get_key_column(),
            Column(
                "metric_id",
                (self.env._("Metric"),),
                REFERENCE,
                required=True,
                help=self.env._("Code or name of a sales metric."),
                example="sales_invoiced",
            ),
            column(
                "user_id",
                help=self.env._(
                    "Login or e-mail. Without person and team it is the company's target."
                ),
                example="nora@example.com",
            ),
            column("team_id", help=self.env._("Name of a sales team.")),
            column(
                "categ_id",
                help=self.env._("Name of a category of products, with the families in it."),
            ),
            column("zone_id", help=self.env._("Code of a zone of customers.")),
            column("period_type", default="month"),
            column(
                "date_from",
                required=True,
                help=self.env._("Any day of the month, quarter or year."),
                example="2026-01-01",
            ),
            column("amount", required=True, minimum=0, example="12500"),
            column("weight", default=1.0, minimum=0),
        ]

    @api.model
    def _get_lookups(self):
        return {
            "metric_id": self._look_up_metrics,
            "user_id": self._look_up_users,
            "team_id": self._look_up_teams,
            "categ_id": self._look_up_categories,
            "zone_id": self._look_up_zones,
        }

    @api.model
    def _get_period(self, row):
        """Kind and first day of the period: any day of it stands for it."""
        kind = row.values.get("period_type", "month")
        return kind, window_days(kind, row.values["date_from"])[0]

    @api.model
    def _get_identity(self, row, work):
        about = (work.found.get((row.line, name), False) for name in _ABOUT)
        return work.found[row.line, "metric_id"], *self._get_period(row), *about

    @api.model
    def _match_by_nature(self, work):
        rows = work.good()
        places = {row.line: self._get_identity(row, work) for row in rows}
        targets = self._get_target().search(
            [
                ("company_id", "=", self.env.company.id),
                ("metric_id", "in", list({place[0] for place in places.values()})),
                ("date_from", "in", list({place[2] for place in places.values()})),
            ]
        )
        known = {
            (each.metric_id.id, each.period_type, each.date_from,
             *(each[name].id for name in _ABOUT)): each.id
            for each in targets
        }  # fmt: skip
        return {line: known[place] for line, place in places.items() if place in known}

    @api.model
    def _check_rows(self, work):
        metrics = self.env["crm.sales.metric"].browse(
            {work.found[row.line, "metric_id"] for row in work.good()}
        )
        whole = {each.id: each.name for each in metrics if not each._get_rows_method()}
        for row in work.good():
            metric_id = work.found[row.line, "metric_id"]
            if not row.values["amount"]:
                work.refuse(row, "amount", "no_amount")
            elif metric_id in whole and (row.values.get("categ_id") or row.values.get("zone_id")):
                work.refuse(row, "metric_id", "metric_whole", metric=whole[metric_id])
        work.refuse_all(
            find_repeated(work.good(), lambda row: self._get_identity(row, work), "metric_id")
        )

    @api.model
    def _prepare_values(self, row, work):
        kind, first = self._get_period(row)
        values = {
            "metric_id": work.found[row.line, "metric_id"],
            "period_type": kind,
            "date_from": first,
            "amount": row.values["amount"],
        }
        for name in _ABOUT:
            if name in row.values:
                values[name] = work.found.get((row.line, name), False)
        if "weight" in row.values:
            values["weight"] = row.values["weight"]
        return values

    @api.model
    def _write_records(self, changes):
        """Figures of a thousand targets are counted as those of one."""
        self._get_target()._write_each(list(self._group_by_values(changes)))

    # -- words -----------------------------------------------------------------------------------

    def _word_no_amount(self, _value, _args):
        return self.env._("A target is above 0.")
