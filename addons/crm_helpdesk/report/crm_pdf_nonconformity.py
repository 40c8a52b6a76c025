from functools import partial

from odoo import api, models

from odoo.addons.crm_actions.engine.pdf.parts import Column, Muted, Signature, Strong, Total

_FACTS = ("what", "who", "where", "when", "why_bad", "how", "how_many")


class CrmPdfNonconformity(models.AbstractModel):
    """A nonconformity on paper, in the order of the eight disciplines."""

    _name = "crm.pdf.nonconformity"
    _inherit = ["crm.pdf.document"]
    _description = "8D Report (PDF)"
    _pdf_models = ("crm.helpdesk.nonconformity",)
    _pdf_code = "8d"

    @api.model
    def _get_title(self, record):
        return self.env._("8D report %(number)s", number=record.number)

    @api.model
    def _get_file_title(self, record):
        return f"{self._get_title(record)} {record.name}"

    @api.model
    def _compose(self, kit, record):
        kit.title(self._get_title(record), record.name)
        kit.information(self._get_facts(record))
        self._compose_problem(kit, record)
        self._compose_actions(kit, record, "containment", self.env._("D3 Containment"))
        self._compose_causes(kit, record)
        self._compose_actions(kit, record, "corrective", self.env._("D5, D6 Corrective actions"))
        self._compose_actions(kit, record, "preventive", self.env._("D7 Preventive actions"))
        self._compose_costs(kit, record)
        self._compose_end(kit, record)

    # -- D1, D2 ----------------------------------------------------------------------------------

    @api.model
    def _get_facts(self, record):
        label = partial(self._get_label, record)
        return [
            (self.env._("Status"), label("state")),
            (self.env._("Cycle"), str(record.cycle)),
            (self.env._("Severity"), label("severity")),
            (self.env._("Detected on"), self._format_day(record.detected_on, "long")),
            (self.env._("D1 Owner"), record.owner_id.name),
            (self.env._("Department"), record.team_id.name or ""),
            (self.env._("Category"), record.category_id.name or ""),
            (self.env._("Product"), record.product_id.display_name or ""),
            (self.env._("Customer"), record.partner_id.name or ""),
            (self.env._("Requests"), str(record.ticket_count)),
        ]

    @api.model
    def _get_label(self, record, name):
        choices = dict(record._fields[name]._description_selection(self.env))
        return choices.get(record[name], "")

    @api.model
    def _compose_problem(self, kit, record):
        known = [name for name in _FACTS if record[name]]
        rows = [
            [Strong(record._fields[name]._description_string(self.env)), record[name]]
            for name in known
        ]
        columns = [Column(self.env._("Question"), 1), Column(self.env._("Answer"), 4)]
        if rows:
            kit.table(columns, rows, self.env._("D2 What is wrong"))

    # -- D3 to D7 --------------------------------------------------------------------------------

    @api.model
    def _compose_actions(self, kit, record, kind, heading):
        actions = record.capa_ids.filtered(
            lambda action: action.kind == kind and action.state != "cancelled"
        ).sorted("id")
        if not actions:
            kit.heading(heading)
            kit.paragraph(self.env._("None."), "muted")
            return
        columns = [
            Column(self.env._("Cycle"), 0.7, "right"),
            Column(self.env._("What is done"), 3.4),
            Column(self.env._("Owner"), 1.6),
            Column(self.env._("Due on"), 1.2),
            Column(self.env._("Status"), 1.8),
        ]
        kit.table(columns, [self._get_row(action) for action in actions], heading)

    @api.model
    def _get_row(self, action):
        state = [self._get_label(action, "state")]
        if action.done_at:
            state.append(Muted(self._format_day(action.done_at, "short")))
        if action.verdict:
            state.append(Strong(self._get_label(action, "verdict")))
            state.append(Muted(action._get_verdict_words()))
        evidence = ", ".join(action.evidence_ids.mapped("name"))
        about = [action.name, Muted(action.result or ""), Muted(evidence)]
        return [
            str(action.cycle),
            [each for each in about if each == action.name or each.text],
            [action.owner_id.name, Muted(action.team_id.name or "")],
            self._format_day(action.due_date, "short"),
            [each for each in state if isinstance(each, str) or each.text],
        ]

    @api.model
    def _compose_causes(self, kit, record):
        columns = [
            Column(self.env._("Cycle"), 0.7, "right"),
            Column(self.env._("Why?"), 0.7, "right"),
            Column(self.env._("Because"), 6),
        ]
        rows = []
        for cycle, whys in (
            record.why_ids.sorted(lambda why: (why.cycle, why.sequence)).grouped("cycle").items()
        ):
            rows += [[str(cycle), str(number), why.name] for number, why in enumerate(whys, 1)]
        if rows:
            kit.table(columns, rows, self.env._("D4 Root cause"))
        if record.cause_id:
            kit.paragraph(
                self.env._("Family of causes: %(family)s", family=record.cause_id.name), "muted"
            )

    # -- costs, D8 -------------------------------------------------------------------------------

    @api.model
    def _compose_costs(self, kit, record):
        if not record.cost:
            return
        money = partial(self._format_money, currency=record.currency_id)
        kit.totals(
            [
                Total(self.env._("Cost of requests"), money(record.ticket_cost)),
                Total(self.env._("Other costs"), money(record.extra_cost)),
                Total(self.env._("Cost of non-quality"), money(record.cost), "total"),
            ]
        )

    @api.model
    def _compose_end(self, kit, record):
        kit.heading(self.env._("D8 Verified and closed"))
        if record.state != "closed":
            kit.paragraph(self.env._("Not yet."), "muted")
        day = self._format_day(record.verified_at, "short")
        kit.signatures(
            [
                Signature(self.env._("Owner"), record.owner_id.name),
                Signature(self.env._("Verified by"), record.verified_by_id.name or "", date=day),
            ]
        )
