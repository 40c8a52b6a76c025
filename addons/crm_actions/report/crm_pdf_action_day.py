from odoo import api, models
from odoo.tools import groupby

from ..engine.pdf.parts import Column, Lines, Muted, Strong


class CrmPdfActionDay(models.AbstractModel):
    """What a rep takes along: the agenda of a day or a week, with room to write."""

    _name = "crm.pdf.action.day"
    _inherit = ["crm.pdf.document"]
    _description = "Day Sheet (PDF)"
    _pdf_models = ("crm.day.sheet.wizard", "crm.action")
    _pdf_code = "day"
    _pdf_sequence = 20

    @api.model
    def _get_title(self, record):
        sheet = self._get_sheet(record)
        first, last = sheet._get_days()
        if first == last:
            return self.env._("Day sheet")
        return self.env._("Agenda") if sheet.action_ids else self.env._("Week sheet")

    @api.model
    def _get_file_title(self, record):
        sheet = self._get_sheet(record)
        reps = ", ".join(sheet._get_reps().mapped("name"))
        return f"{self._get_title(record)} {sheet._get_days()[0]} {reps}"

    @api.model
    def _get_company(self, record):
        companies = self._get_sheet(record)._get_actions().company_id
        return companies if len(companies) == 1 else self.env.company

    @api.model
    def _get_sheet(self, record):
        """The sheet that is printed; of a single action, that of its rep and day."""
        if record._name == "crm.action":
            return record._prepare_day_sheet()
        return record

    @api.model
    def _compose(self, kit, record):
        sheet = self._get_sheet(record)
        actions = sheet._get_actions()
        kit.title(self._get_title(record), self._get_subtitle(sheet))
        if not actions:
            kit.paragraph(self.env._("Nothing is planned."))
            self._compose_room(kit)
            return
        first, last = sheet._get_days()
        for place, own in groupby(actions, sheet._get_place):
            # a single day stands in the title already
            alone = first == last and len(sheet._get_reps()) == 1
            self._compose_day(kit, own, "" if alone else self._get_heading(sheet, *place))

    @api.model
    def _get_subtitle(self, sheet):
        first, last = sheet._get_days()
        span = self._format_day(first)
        if first != last:
            span = f"{self._format_day(first, 'long')} – {self._format_day(last, 'long')}"
        return " · ".join([*sheet._get_reps().mapped("name"), span])

    @api.model
    def _get_heading(self, sheet, day, rep):
        heading = self._format_day(day)
        return f"{heading} · {rep.name}" if len(sheet._get_reps()) > 1 else heading

    @api.model
    def _compose_day(self, kit, actions, heading):
        columns = [
            Column(self.env._("Hour"), 0.85),
            Column(self.env._("Customer"), 2.2),
            Column(self.env._("Objective"), 1.8),
            Column(self.env._("Notes"), 2.2),
        ]
        kit.table(columns, [self._get_row(action) for action in actions], heading)

    @api.model
    def _get_row(self, action):
        customer = action._prepare_printed_customer()
        hour = [Strong(self._format_hour(action.start)), Muted(self._format_hour(action.stop))]
        if action.allday:
            hour = [Strong(self.env._("All day"))]
        states = dict(action._fields["state"]._description_selection(self.env))
        return [
            hour,
            [
                Strong(customer["name"]),
                Muted("\n".join(customer["address"])),
                Muted(customer["phone"]),
            ],
            [
                Strong(action.type_id.name),
                action.summary or "",
                Muted(states[action.state] if action.state != "planned" else ""),
            ],
            Lines(3),
        ]

    @api.model
    def _compose_room(self, kit):
        kit.space(4)
        kit.heading(self.env._("Notes"))
        kit.lines(12)
