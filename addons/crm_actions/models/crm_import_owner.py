from odoo import api, models
from odoo.fields import Domain

from ..engine.import_cells import DATE, REFERENCE, Column, normal
from ..engine.portfolio import Span, settle


class CrmImportOwner(models.AbstractModel):
    """Who has which customer from when to when."""

    _name = "crm.import.owner"
    _inherit = ["crm.import.template"]
    _description = "Import of Owners"
    _import_target = "crm.portfolio.assignment"
    _import_sequence = 30

    @api.model
    def _get_title(self):
        return self.env._("Owners of customers")

    @api.model
    def _get_columns(self):
        return [
            self._get_key_column(),
            self._get_customer_column(required=True),
            Column(
                "user_id",
                (self.env._("Salesperson"),),
                REFERENCE,
                required=True,
                help=self.env._("Login or e-mail of a user of this company."),
                example="nuria@example.com",
            ),
            Column(
                "date_from",
                (self.env._("From"),),
                DATE,
                required=True,
                help=self.env._("First day of the salesperson with this customer."),
                example="2026-01-01",
            ),
            Column(
                "date_to",
                (self.env._("Until"),),
                DATE,
                help=self.env._(
                    "Last day, included. Empty: until further notice, or until the next one."
                ),
            ),
        ]

    @api.model
    def _get_lookups(self):
        return {"partner_id": self._look_up_customers, "user_id": self._look_up_users}

    @api.model
    def _get_order(self, row):
        # the whole history of a customer at once: each owner ends the one before
        return normal(row.texts["partner_id"]), row.values["date_from"]

    @api.model
    def _read_spans(self, work):
        """All that is written about the owners of these customers.

        sudo: an owner of another team stands in the way, too; one query for all.
        """
        partner_ids = [work.found[row.line, "partner_id"] for row in work.good()]
        meant = list(work.records.values())
        of_these = Domain("partner_id", "in", partner_ids) | Domain("id", "in", meant)
        return self.env[self._import_target].sudo().search(of_these)

    @api.model
    def _match_by_nature(self, work):
        """One customer has one owner who begins on a day."""
        known = {(each.partner_id.id, each.date_from): each.id for each in self._read_spans(work)}
        matched = {
            row.line: known.get((work.found[row.line, "partner_id"], row.values["date_from"]))
            for row in work.good()
        }
        return {line: record_id for line, record_id in matched.items() if record_id}

    @api.model
    def _check_rows(self, work):
        self._check_customers(work)
        for row in work.good():
            if row.values.get("date_to") and row.values["date_to"] < row.values["date_from"]:
                work.refuse(row, "date_to", "ends_before")
        rows = {row.line: row for row in work.good()}
        spans = self._read_spans(work)
        meant = set(work.records.values())
        others = {}
        for span in spans.filtered(lambda each: each.id not in meant):
            others.setdefault(span.partner_id.id, []).append(span._to_span())
        asked = {}
        known = spans.grouped("id")
        for line, row in rows.items():
            partner_id = work.found[line, "partner_id"]
            asked.setdefault(partner_id, []).append(self._to_span(row, work, known))
        for partner_id, own in asked.items():
            settled, clashes = settle(own, others.get(partner_id, ()))
            work.found.update({(span.key, "date_to"): span.last for span in settled})
            for clash in clashes:
                self._refuse_clash(work, rows[clash.span.key], clash, known)

    @api.model
    def _to_span(self, row, work, known):
        last = row.values.get("date_to")
        if "date_to" not in row.values and (record_id := work.records.get(row.line)):
            last = known[record_id].date_to  # a file without that column leaves it alone
        user_id = work.found[row.line, "user_id"]
        return Span(user_id, row.values["date_from"], last or None, row.line)

    @api.model
    def _refuse_clash(self, work, row, clash, known):
        other = clash.other
        if clash.asked:
            work.refuse(row, "date_from", "same_days", first=other.key)
            return
        # the sentence names the other owner, or nobody knew whom to ask
        work.refuse(
            row,
            "date_from",
            "days_taken",
            owner=known[other.key].user_id.name,
            first=other.first.isoformat(),
            last=other.last.isoformat() if other.last else None,
        )

    @api.model
    def _prepare_values(self, row, work):
        return {
            "partner_id": work.found[row.line, "partner_id"],
            "user_id": work.found[row.line, "user_id"],
            "date_from": row.values["date_from"],
            "date_to": work.found[row.line, "date_to"] or False,
        }

    @api.model
    def _write_records(self, changes):
        """All spans of a customer at once: on the way two may share a day."""
        target = self._get_target()
        records = target.browse([change.record for change in changes])
        former = records.partner_id
        with records._past_settled(), target._overlap_checked_at_end():
            for change in changes:
                target._by_portfolio().browse(change.record).write(dict(change.values))
            records._check_overlap()
        records._sync_salesperson(former)
