from odoo import api, models

from ..engine.pdf.parts import Picture, Signature


class CrmPdfActionVisit(models.AbstractModel):
    """What an action came to, as a paper that can be handed to the customer."""

    _name = "crm.pdf.action.visit"
    _inherit = ["crm.pdf.document"]
    _description = "Visit Report (PDF)"
    _pdf_models = ("crm.action",)
    _pdf_code = "report"

    @api.model
    def _get_title(self, record):
        if record.type_code == "visit":
            return self.env._("Visit report")
        return self.env._("Activity report")

    @api.model
    def _get_file_title(self, record):
        customer = record._prepare_printed_customer()["name"]
        return f"{self._get_title(record)} {record._get_printed_day()} {customer}"

    @api.model
    def _get_reader(self, record):
        return record.partner_id

    @api.model
    def _compose(self, kit, record):
        customer = record._prepare_printed_customer()
        kit.title(self._get_title(record), record.summary or "")
        kit.recipient(
            [customer["name"], *customer["address"], customer["phone"]], self.env._("Customer")
        )
        kit.information(self._get_facts(record))
        self._compose_note(kit, record)
        self._compose_photos(kit, record)
        self._compose_next_step(kit, record)
        kit.signatures(
            [
                Signature(self.env._("For the customer")),
                Signature(
                    self.env._("For %(company)s", company=record.company_id.name),
                    name=record.user_id.name,
                ),
            ]
        )

    @api.model
    def _get_facts(self, record):
        """Pairs of a label and what is known: when, who, how it went."""
        began, ended = record._get_printed_span()
        hours = " – ".join(filter(None, map(self._format_hour, (began, ended))))
        verdicts = dict(record._fields["checkin_verdict"]._description_selection(self.env))
        return [
            (self.env._("Day"), self._format_day(record._get_printed_day(), "long")),
            (self.env._("Hour"), self.env._("All day") if record.allday else hours),
            (self.env._("Kind"), record.type_id.name),
            (self.env._("Rep"), record.user_id.name),
            # the verdict alone: where a rep was is nobody's but the company's
            (self.env._("Presence"), verdicts.get(record.checkin_verdict, "")),
            (self.env._("Outcome"), record.outcome_id.name or ""),
        ]

    @api.model
    def _compose_note(self, kit, record):
        kit.heading(self.env._("Note"))
        if not kit.rich(record.note):
            kit.paragraph(self.env._("Nothing was noted."), "muted")
        kit.space(4)

    @api.model
    def _compose_photos(self, kit, record):
        photos = record.photo_ids._filtered_access("read")
        if photos:
            shown = [Picture(photo.raw, photo.description or "") for photo in photos]
            kit.pictures(shown, heading=self.env._("Photos"))

    @api.model
    def _compose_next_step(self, kit, record):
        # a step that a colleague will take is his to tell
        step = record.next_id._filtered_access("read")
        if not step:
            return
        kit.heading(self.env._("Next step"))
        when = self._format_day(step._get_printed_day())
        if not step.allday:
            when = f"{when}, {self._format_hour(step.start)}"
        parts = [step.type_id.name, when, step.summary]
        kit.paragraph(" · ".join(filter(None, parts)))
