from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common_planning import PlanningCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRoutePlanLeavers(PlanningCase):
    """Somebody has left the company, and nobody has tidied up."""

    def test_customers_of_who_has_left_are_listed_and_not_forgotten(self):
        # given Nils, whose account was archived last night
        self.nils.sudo().active = False
        plan = self._proposed()
        # then his two customers are left out, and it says why
        left_out = {row.partner_id: row.reason for row in plan.left_out_ids}
        self.assertEqual(left_out, dict.fromkeys(self.his, "owner_gone"))
        # and Nora's are planned as ever
        self.assertEqual(plan.route_ids.user_id, self.nora)
        self.assertEqual(len(plan.stop_ids), 12)

    def test_of_a_shared_territory_those_who_are_still_there_go(self):
        # given a zone of both, a shop there that is nobody's, and Nils, who has left
        self.reps.zone_ids = self.zone
        orphan = self._shop("Orphan", crm_segment_id=self.a.id, crm_zone_id=self.zone.id)
        orphan.user_id = False
        self.nils.sudo().active = False
        plan = self._proposed()
        stops = plan.stop_ids.filtered(lambda stop: stop.partner_id == orphan)
        self.assertEqual((len(stops), stops.user_id), (2, self.nora))

    def test_of_a_shared_territory_those_who_are_not_away_go(self):
        # given a shop of both that is nobody's, and Nils, the first of the list, away for months
        self.reps.zone_ids = self.zone
        orphan = self._shop("Orphan", crm_segment_id=self.a.id, crm_zone_id=self.zone.id)
        orphan.user_id = False
        self.reps[1].absence_ids = [
            Command.create({"date_from": "2026-11-01", "date_to": "2027-03-31"})
        ]
        plan = self._proposed()
        stops = plan.stop_ids.filtered(lambda stop: stop.partner_id == orphan)
        self.assertEqual((len(stops), stops.user_id), (2, self.nora))

    def test_a_territory_goes_to_whoever_was_on_the_list_once(self):
        # given Nora's zone, and Nils, whose line was archived while he was away
        nora, nils = self.reps
        nora.zone_ids = self.zone
        nils.active = False
        self.nora.with_user(self.max).crm_hand_over({"territory": self.nils.id})
        self.assertEqual((nils.active, nils.zone_ids), (True, self.zone))
