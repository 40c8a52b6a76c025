from odoo.tests import tagged
from odoo.tools import SQL

from .common_scenario import ScenarioCase


@tagged("post_install", "-at_install")
class TestWatch(ScenarioCase):
    """Every night the control is looked at, and managers hear of a red light once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("es_ES")
        cls.max.lang = "en_US"
        cls.eva = cls.make_user("eva", "crm_commissions.group_commission_manager")
        cls.eva.lang = "es_ES"

    def look(self):
        """What the night has written, on whatever month."""
        Message = self.env["mail.message"]
        domain = [("model", "=", "crm.commission.period"), ("body", "!=", "")]
        before = Message.search(domain)
        periods = self.env["crm.commission.period"]
        self.engine._as_company(self.company).env["crm.commission.period"]._watch(self.company)
        found = Message.search(domain) - before
        return [(periods.browse(each.res_id).name, each) for each in found.sorted("id")]

    def change_by_hand(self, amount):
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE crm_commission_entry DISABLE TRIGGER crm_commission_entry_guard_update"
        )
        self.env.cr.execute(
            SQL(
                "UPDATE crm_commission_entry SET amount = %s WHERE id = %s",
                amount,
                self.entries(self.nora)[0].id,
            )
        )
        self.env.invalidate_all()

    def test_the_job_of_the_night_tells(self):
        watched = []
        period = self.env.registry["crm.commission.period"]
        self.patch(period, "_watch", lambda _model, company: watched.append(company))
        with self.enter_registry_test_mode():
            self.env.ref("crm_commissions.ir_cron_watch_commissions").method_direct_trigger()
        self.assertIn(self.company, watched)

    def test_nothing_is_said_while_all_is_green(self):
        self.assertEqual(self.look(), [])

    def test_a_red_light_is_told_once_to_each_manager_in_the_own_language(self):
        self.change_by_hand(501)
        told = self.look()

        self.assertTrue(told)
        people = [message.notified_partner_ids for _name, message in told]
        self.assertIn(self.max.partner_id, people[0] | people[-1])
        english = " ".join(
            message.body for _name, message in told if self.max.partner_id in message.partner_ids
        )
        self.assertIn("The control of June 2026 does not hold", english)
        self.assertIn("Amounts that differ: 1", english)
        self.assertEqual(english.count("Amounts that differ"), 2)  # I2 and I4
        spanish = " ".join(
            message.body for _name, message in told if self.eva.partner_id in message.partner_ids
        )
        self.assertRegex(spanish, "junio.*Importes que difieren: 1")

        self.assertEqual(self.look(), [])

    def test_what_was_green_in_between_is_told_again(self):
        self.change_by_hand(501)
        self.look()
        self.change_by_hand(500)
        self.assertEqual(self.look(), [])
        self.assertFalse(self.period("2026-06-01").red_lights)
        self.change_by_hand(501)
        self.assertTrue(self.look())

    def test_an_invoice_of_a_year_far_away_is_told_by_name(self):
        far = self.invoice(100, day="2206-03-10")
        self.run_commissions()

        told = " ".join(message.body for _name, message in self.look())

        self.assertIn(f"pay nobody yet: {far.name}", told)
