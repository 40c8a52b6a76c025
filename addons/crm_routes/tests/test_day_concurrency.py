from datetime import datetime, timedelta

from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase


@tagged("-at_install", "post_install")
class TestDayConcurrency(ConnectionsCase):
    """Two people change one rep's day at the same moment, over two real connections."""

    def setUp(self):
        super().setUp()
        # a weekday that is to come, at an hour that is within working hours anywhere
        day = datetime.now().replace(hour=10, minute=0, second=0, microsecond=0)
        day += timedelta(days=7 - day.weekday())
        self.day = day
        with self._connection() as env:
            group = env.ref("sales_team.group_sale_salesman")
            user = (
                env["res.users"]
                .with_context(no_reset_password=True)
                .create(
                    {
                        "name": "Nora",
                        "login": "nora.two",
                        "group_ids": [(4, group.id)],
                        "tz": "Europe/Madrid",
                    }
                )
            )
            env["crm.route.rep"].create({"user_id": user.id})
            shops = env["res.partner"].create(
                [
                    {
                        "name": f"Shop {number}",
                        "user_id": user.id,
                        "partner_latitude": 43 + number / 100,
                        "partner_longitude": -5,
                    }
                    for number in range(3)
                ]
            )
            visit = env.ref("crm_actions.crm_action_type_visit")
            actions = env["crm.action"].create(
                [
                    {
                        "partner_id": shop.id,
                        "user_id": user.id,
                        "type_id": visit.id,
                        "start": day + timedelta(hours=number),
                    }
                    for number, shop in enumerate(shops)
                ]
            )
            self.user_id, self.ids, self.shop_ids = user.id, actions.ids, shops.ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._connection() as env:
            user = env["res.users"].browse(self.user_id)
            env["crm.action"].search([("user_id", "=", user.id)]).unlink()
            env["crm.route.rep"].search([("user_id", "=", user.id)]).unlink()
            env["crm.portfolio.assignment"].search([("user_id", "=", user.id)]).unlink()
            env["res.partner"].browse(self.shop_ids).unlink()
            people = user.partner_id
            user.unlink()
            people.unlink()

    def _set(self, env, ids, version):
        return env["crm.route"].set_order(self.user_id, str(self.day.date()), ids, version=version)

    def _get(self, env):
        return env["crm.route"].get_day(self.user_id, str(self.day.date()))

    @mute_logger("odoo.sql_db")
    def test_the_second_order_is_refused_with_words(self):
        # given two who look at the same day
        with self.registry.cursor() as slow:
            late = self.env(cr=slow, user=self.user_id)
            seen = self._get(late)["version"]
            # when the first one turns it round
            with self._connection(self.user_id) as fast:
                self._set(fast, self.ids[::-1], seen)
            # then the database makes the second one look again
            with self.assertRaises(OperationalError):
                self._set(late, [self.ids[1], self.ids[0], self.ids[2]], seen)
            slow.rollback()
            late.invalidate_all()
            # and there the day is another one
            with self.assertRaisesRegex(UserError, "changed meanwhile"):
                self._set(late, [self.ids[1], self.ids[0], self.ids[2]], seen)
            slow.rollback()

    @mute_logger("odoo.sql_db")
    def test_who_comes_while_it_is_written_gets_a_sentence(self):
        with self._connection(self.user_id) as slow:
            version = self._get(slow)["version"]
            self._set(slow, self.ids[::-1], version)
            with (
                self._connection(self.user_id) as fast,
                self.assertRaisesRegex(UserError, "changed meanwhile"),
            ):
                self._set(fast, self.ids, version)

    @mute_logger("odoo.sql_db")
    def test_one_hour_of_an_empty_day_is_booked_once(self):
        # given two who see the same free hour of the day after
        begin = str(self.day + timedelta(days=1))
        with self.registry.cursor() as slow:
            late = self.env(cr=slow, user=self.user_id)
            late["crm.route"].get_day(self.user_id, begin[:10])
            # when one of them books it for a customer
            with self._connection(self.user_id) as fast:
                fast["crm.route"].book_slot(self.user_id, self.shop_ids[0], begin, 30)
            # then the other one, for another customer, is made to look again
            with self.assertRaises(OperationalError):
                late["crm.route"].book_slot(self.user_id, self.shop_ids[1], begin, 30)
            slow.rollback()
            late.invalidate_all()
            # and finds it taken
            with self.assertRaisesRegex(UserError, "taken"):
                late["crm.route"].book_slot(self.user_id, self.shop_ids[1], begin, 30)
            slow.rollback()
