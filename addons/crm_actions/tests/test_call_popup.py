from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_calls import SAID, CallCase


@tagged("-at_install", "post_install")
class TestCallPopup(CallCase):
    """What whoever's telephone rings is told, and nobody else."""

    def _tell_and_listen(self, *bodies):
        """Tell events and return ``[(login, payload)]`` of what went to the browsers."""
        heard = []

        def send(users, channel, payload):
            self.assertEqual(channel, "crm_call")
            heard.extend((user.login, payload) for user in users)

        with patch.object(type(self.env["res.users"]), "_bus_send", send):
            self._tell(*bodies)
        return heard

    def test_who_it_is_and_what_to_do(self):
        """Given it rings at Nora's, then she alone is told of the hotel."""
        segment = self.env["crm.segment"].create({"name": "Gold", "code": "G"})
        self.customer.crm_segment_id = segment
        [(login, payload)] = self._tell_and_listen(self._event(name="Reception"))
        self.assertEqual(login, "nora")
        self.assertEqual(
            payload["partner"],
            {"id": self.customer.id, "name": "Hotel Ría Mansa", "company": "",
             "city": "Ribadesella", "segment": "Gold"},
        )  # fmt: skip
        self.assertEqual(
            (payload["state"], payload["direction"], payload["number"], payload["name"]),
            ("ringing", "in", "+34 985 11 22 33", "Reception"),
        )
        self.assertEqual([action["key"] for action in payload["actions"]], ["open_360"])
        self.assertEqual(payload["started_at"], "2026-10-15 09:00:00")

    def test_once_answered_there_is_something_to_log(self):
        self._tell(self._event())
        [(_login, payload)] = self._tell_and_listen(self._event("answered", 7))
        self.assertEqual([action["key"] for action in payload["actions"]], ["open_360", "log_call"])

    def test_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.nora.lang = "es_ES"
        self.customer.phone = False
        [(_login, payload)] = self._tell_and_listen(self._event())
        self.assertEqual(payload["actions"][0]["label"], "Nuevo contacto")

    def test_taken_by_another_it_goes_from_the_screen(self):
        """Given it rings at two, then whoever did not take it sees it no more."""
        heard = self._tell_and_listen(self._event(), self._event(ext="102"))
        self.assertEqual([login for login, _payload in heard], ["nora", "nora", "nils"])
        heard = dict(self._tell_and_listen(self._event("answered", 7, ext="102")))
        self.assertEqual(heard["nora"], {"uuid": self._call().uuid, "gone": True})
        self.assertEqual(heard["nils"]["state"], "answered")

    def test_replayed_nobody_is_told_again(self):
        self._tell(self._event())
        self.assertFalse(self._tell_and_listen(self._event()))

    def test_nothing_that_the_person_may_not_read(self):
        """Given contacts are closed to Nora by a rule, then she is shown the number alone."""
        self.env["ir.rule"].create(
            {
                "name": "none of the coast",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": "[('city', '!=', 'Ribadesella')]",
                "groups": [(4, self.env.ref("sales_team.group_sale_salesman").id)],
            }
        )
        self.env["ir.rule"].search(
            [("model_id.model", "=", "res.partner"), ("groups", "!=", False),
             ("name", "!=", "none of the coast")]
        ).active = False  # fmt: skip
        [(_login, payload)] = self._tell_and_listen(self._event())
        self.assertEqual((payload["partner"], payload["actions"]), (False, []))
        self.assertNotIn("Mansa", str(payload))

    def test_several_with_the_number_are_shown_to_choose(self):
        boss = self.env["res.partner"].create(
            {"name": "Ana", "phone": SAID, "parent_id": self.customer.id}
        )
        [(_login, payload)] = self._tell_and_listen(self._event())
        self.assertFalse(payload["partner"] or payload["actions"])
        self.assertEqual(
            [(one["name"], one["company"]) for one in payload["candidates"]],
            [("Ana", "Hotel Ría Mansa"), ("Hotel Ría Mansa", "")],
        )
        call = self._call().with_user(self.nora)
        call.action_set_partner(boss.id)
        self.assertEqual(call.get_popup()["partner"]["name"], "Ana")
        self.assertFalse(call.get_popup()["candidates"])

    def test_a_new_contact_is_who_called(self):
        """Given nobody has the number, then the contact that Nora makes is linked with the call."""
        self.customer.phone = False
        self._tell(self._event(name="Ana"), self._event("answered", 7), self._event("ended", 67))
        call = self._call().with_user(self.nora)
        action = call.action_run_popup("new_contact")
        context = action["context"]
        self.assertEqual(
            (context["default_phone"], context["default_name"]), ("+34 985 11 22 33", "Ana")
        )
        partner = self.env["res.partner"].with_user(self.nora).with_context(**context)
        partner = partner.create({"name": "Ana"})
        self.assertEqual((call.partner_id, call.action_id.partner_id), (partner, partner))

    def test_log_a_call_opens_the_one_that_is_there(self):
        """Given Nora logs it while she talks, then the hang-up makes no second one."""
        self._tell(self._event(), self._event("answered", 7))
        call = self._call().with_user(self.nora)
        opened = call.action_run_popup("log_call")
        action = self.env["crm.action"].browse(opened["res_id"])
        self.assertEqual((action.user_id, action.state), (self.nora, "done"))
        self._tell(self._event("ended", 187))
        self.assertEqual(call.action_id, action)
        self.assertEqual(action.duration_s, 180)
        self.assertEqual(call.action_run_popup("log_call")["res_id"], action.id)

    def test_of_a_missed_call_a_new_one_is_logged(self):
        self._tell(self._event(), self._event("missed", 20))
        opened = self._call().with_user(self.nora).action_run_popup("log_call")
        self.assertEqual(opened["res_model"], "crm.action.close.wizard")
        self.assertEqual(opened["context"]["default_partner_id"], self.customer.id)

    def test_open_360(self):
        self._tell(self._event())
        opened = self._call().with_user(self.nora).action_run_popup("open_360")
        self.assertEqual(opened["params"], {"res_id": self.customer.id})

    def test_only_buttons_that_are_there(self):
        self._tell(self._event())
        call = self._call().with_user(self.nora)
        for key in ("log_call", "unlink", "_log_touch", ""):
            with self.assertRaisesRegex(UserError, "no longer possible"):
                call.action_run_popup(key)

    def test_buttons_keep_their_contract(self):
        """Whatever addons are installed: unique keys, words, and a method that is there."""
        self._tell(self._event(), self._event("answered", 7))
        actions = self._call().with_user(self.nora)._get_popup_actions()
        self.assertEqual(len({action["key"] for action in actions}), len(actions))
        for action in actions:
            self.assertEqual(set(action), {"key", "label", "icon", "sequence", "method"})
            self.assertTrue(callable(getattr(self.env["crm.call"], action["method"])))
