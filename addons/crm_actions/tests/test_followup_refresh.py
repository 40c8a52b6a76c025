from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Domain
from odoo.tests import tagged

from .common_followup import WEDNESDAY, FollowupCase

THURSDAY = "2026-10-15 09:00:00"
BATCH = "odoo.addons.crm_actions.models.crm_lead_followup_refresh.BATCH"


class Clock:
    """What the scheduler is told; its time is over after so many batches."""

    def __init__(self, batches):
        self.batches = batches
        self.told = []

    def commit_progress(self, processed=0, *, remaining=None, deactivate=False):
        self.told.append(remaining if remaining is not None else -processed)
        self.batches -= bool(processed)
        return max(self.batches, 0)


@tagged("post_install", "-at_install")
class TestFollowupRefresh(FollowupCase):
    """The job of the days that pass, with two companies and little time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Norte Sur"})
        with freeze_time(WEDNESDAY):
            cls.mine = cls._lead(silent=3)
            cls.theirs = cls.env["crm.lead"].concat(
                *(cls._lead(silent=3, company_id=cls.other.id, user_id=False) for _one in range(2))
            )
            cls.env.flush_all()

    def _run(self, batches):
        clock = Clock(batches)
        commit = patch.object(
            self.env.registry["ir.cron"],
            "_commit_progress",
            lambda _cron, *args, **kwargs: clock.commit_progress(*args, **kwargs),
        )
        with freeze_time(THURSDAY), commit, patch(BATCH, 1):
            self.env["crm.lead"]._cron_refresh_followup()
        self.env.invalidate_all()
        return clock.told

    def _stale(self):
        leads = self.mine | self.theirs
        return leads.filtered(lambda lead: str(lead.followup_on) != "2026-10-15")

    def _snapshots(self, company):
        return self.env["crm.followup.snapshot"].search_count(
            [("week", "=", "2026-10-12"), ("company_id", "=", company.id)]
        )

    def test_what_is_left_counts_all_companies(self):
        """Given opportunities of two companies, then what is left to do is told once, for all."""
        opened = self.env["crm.lead"].search_count(self.env["crm.lead"]._get_open_domain())
        self.assertEqual(self._run(batches=1000), [opened, *[-1] * opened])
        self.assertFalse(self._stale())

    def test_a_run_that_is_broken_off_goes_on(self):
        """Given time for all but one, then the next run judges that one, and no other."""
        self._run(batches=1000)
        (self.mine | self.theirs).followup_on = "2026-10-14"
        self.env.flush_all()
        self.assertEqual(self._run(batches=2), [3, -1, -1])
        self.assertEqual(len(self._stale()), 1)
        self.assertEqual(self._run(batches=2), [1, -1])
        self.assertFalse(self._stale())

    def test_no_figures_of_a_week_while_something_is_still_to_be_judged(self):
        """Given a run that ends between the companies, then only the finished one has its week."""
        self._run(batches=self._count_of_first_company())
        self.assertEqual(len(self._stale()), 2)
        self.assertTrue(self._snapshots(self.company))
        self.assertFalse(self._snapshots(self.other), "two of theirs are of another day")
        self._run(batches=1000)
        self.assertTrue(self._snapshots(self.other))

    def _count_of_first_company(self):
        theirs = [("company_id", "=", self.other.id)]
        opened = self.env["crm.lead"]._get_open_domain()
        return self.env["crm.lead"].search_count(opened) - self.env["crm.lead"].search_count(
            opened & Domain(theirs)
        )

    def test_what_somebody_is_changing_keeps_the_week_open(self):
        """Given an opportunity that another transaction holds, then its company waits."""
        locked = self.theirs[0]
        try_lock = type(locked).try_lock_for_update
        free = patch.object(
            self.env.registry["crm.lead"],
            "try_lock_for_update",
            lambda leads, **kwargs: try_lock(leads - locked, **kwargs),
        )
        with free:
            self._run(batches=1000)
        self.assertEqual(self._stale(), locked)
        self.assertTrue(self._snapshots(self.company))
        self.assertFalse(self._snapshots(self.other))
