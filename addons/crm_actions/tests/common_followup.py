from datetime import date, datetime, timedelta

from odoo import fields

from .common import ActionCase

WEDNESDAY = "2026-10-14 09:00:00"  # 11:00 in Madrid
LONG_AGO = date(2020, 1, 1)


class FollowupCase(ActionCase):
    """Nora's opportunities, in a stage that expects a contact a week, in a Spanish company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = "Europe/Madrid"
        cls.company.crm_followup_start = LONG_AGO
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Fiesta Nacional",
                "date_from": datetime(2026, 10, 11, 22),
                "date_to": datetime(2026, 10, 12, 21, 59),
                "calendar_id": cls.company.resource_calendar_id.id,
                "company_id": cls.company.id,
            }
        )
        cls.stage = cls.env["crm.stage"].create(
            {"name": "Proposal", "followup_days": 7, "rotting_threshold_days": 20}
        )

    @classmethod
    def _lead(cls, silent=0, in_stage=1, **values):
        """An opportunity that nobody touched for ``silent`` days."""
        lead = cls._opportunity(stage_id=cls.stage.id, **values)
        now = fields.Datetime.now()
        lead.write(
            {
                "last_inbound_at": now - timedelta(days=silent),
                "date_last_stage_update": now - timedelta(days=in_stage),
            }
        )
        return lead

    @classmethod
    def _step(cls, lead, day, **values):
        """A visit at 10:00 in Madrid."""
        start = datetime.combine(day, datetime.min.time()) + timedelta(hours=8)
        return cls._plan(opportunity_id=lead.id, start=start, **values)

    @staticmethod
    def _verdict(lead):
        return lead.followup_score, lead.followup_state

    def _run_nightly(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_actions.ir_cron_refresh_followup").method_direct_trigger()
        self.env.invalidate_all()
