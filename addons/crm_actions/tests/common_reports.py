from datetime import datetime, timedelta

from .common import ActionCase

NOW = datetime(2026, 10, 15, 18)
"""Thursday evening, 20:00 in Madrid."""


class ReportCase(ActionCase):
    """Actions with a whole story, written at once as the life cycle would have left them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "Europe/Madrid"

    @classmethod
    def _done(cls, start, user=None, **values):
        """A visit of half an hour, verified, reported when it ended."""
        end = values.get("done_at") or start + timedelta(minutes=30)
        return cls._story(
            start,
            user,
            **{
                "state": "done",
                "outcome_id": cls.interested.id,
                "done_at": end,
                "reported_at": end,
                "checkin_at": end - timedelta(minutes=30),
                "checkout_at": end,
                "duration_s": 1800,
                "checkin_verdict": "verified",
                **values,
            },
        )

    @classmethod
    def _story(cls, start, user=None, **values):
        return cls.env["crm.action"].create(
            {
                "type_id": cls.visit_type.id,
                "partner_id": cls.customer.id,
                "user_id": (user or cls.nora).id,
                "start": start,
                **values,
            }
        )

    def _figure(self, model, aggregate, user=None, domain=()):
        """What a pivot shows in the cell of its grand total."""
        report = self.env[model].with_user(user or self.max)
        return report.formatted_read_grouping_sets(list(domain), [[]], [aggregate])[0][0][aggregate]
