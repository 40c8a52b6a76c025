from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_matrix import MODEL, MatrixCase


@tagged("-at_install", "post_install")
class TestMatrixSteps(MatrixCase, HttpCase):
    """Who ends a request and opens it again, and who says where it goes and what is promised."""

    # -- close and open again --------------------------------------------------------------------

    def test_close_portal_contact_own_by_a_form_with_its_key(self):
        url = f"/my/requests/{self.ticket.id}"
        self.assertEqual(self.visit(f"{url}/close", self.lorea).status_code, 405)
        self.assertEqual(self.visit(f"{url}/close", self.lorea, data={"x": "y"}).status_code, 400)
        self.assertEqual(self.ticket.state, "new")
        self.send(f"{url}/close", self.lorea)
        self.assertEqual(self.ticket.state, "closed")
        self.send(f"{url}/reopen", self.lorea, text="Still broken")
        self.assertEqual(self.ticket.state, "open")
        # by its number, of another of the same customer
        answer = self.send(f"/my/requests/{self.own.id}/close", self.lorea, page=url)
        self.assertEqual((answer.status_code, self.own.state), (404, "new"))

    def test_close_company_scope_own(self):
        self.assertEqual(
            self.send(f"/my/requests/{self.ticket.id}/close", self.bittor).status_code, 404
        )
        self.assertEqual(self.ticket.state, "new")
        self.send(f"/my/requests/{self.own.id}/close", self.bittor)
        self.assertEqual(self.own.state, "closed")

    def test_close_agent_of_the_department(self):
        for ticket in self.ticket | self.own:
            ticket.action_resolve()
        for step in ("action_close", "action_reopen"):
            self.assertTrue(self.may(self.agent, lambda one, step=step: getattr(one, step)()))
            # nobody's request of another department is read, and taken by its people
            self.own.message_subscribe(self.unai.partner_id.ids)
            self.assertTrue(self.reads(self.own, self.unai))
            self.assertFalse(
                self.may(self.unai, lambda one, step=step: getattr(one, step)(), self.own)
            )

    def test_close_supervisor_all(self):
        self.foreign.action_resolve()
        for step in ("action_close", "action_reopen"):
            self.assertTrue(
                self.may(self.supervisor, lambda one, step=step: getattr(one, step)(), self.foreign)
            )

    def test_close_quality_no(self):
        self.ticket.action_resolve()
        for step in ("action_close", "action_reopen"):
            self.assertFalse(self.may(self.officer, lambda one, step=step: getattr(one, step)()))

    def test_close_public_no(self):
        page = f"/my/requests/{self.ticket.id}?access_token={self.token}"
        for step in ("close", "reopen", "follow"):
            answer = self.send(
                f"/my/requests/{self.ticket.id}/{step}", False, page=page,
                access_token=self.token, text="x",
            )  # fmt: skip
            self.assertIn("/web/login", answer.url)
        self.assertEqual(self.ticket.state, "new")

    # -- department, priority, promises ----------------------------------------------------------

    def _try_changes(self, user):
        """Whether one of us may change the department, the priority, and what is promised."""
        return tuple(
            self.may(user, step)
            for step in (
                lambda one: one.action_transfer(self.quality, "It is the packaging"),
                lambda one: one.write({"priority": "3"}),
                lambda one: self.policy.with_user(one.env.user).write({"resolution_hours": 1}),
            )
        )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_change_portal_contact_no(self):
        self.assertEqual(self._try_changes(self.lorea), (False, False, False))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_change_company_scope_no(self):
        self.assertEqual(self._try_changes(self.bittor), (False, False, False))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_change_agent_department_and_priority(self):
        self.assertEqual(self._try_changes(self.agent), (True, True, False))
        self.assertEqual(self._try_changes(self.unai), (False, False, False))

    def test_change_supervisor_yes(self):
        self.assertEqual(self._try_changes(self.supervisor), (True, True, True))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_change_quality_no(self):
        self.assertEqual(self._try_changes(self.officer), (False, False, False))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_change_public_no(self):
        public = self.env.ref("base.public_user")
        self.assertEqual(self._try_changes(public), (False, False, False))
        # nor with the link: the address of the page writes nothing
        self.visit(f"/my/requests/{self.ticket.id}?access_token={self.token}&priority=3", False)
        self.assertEqual((self.ticket.priority, self.ticket.team_id), ("1", self.support))

    # -- beside the matrix -----------------------------------------------------------------------

    def test_whoever_only_writes_requests_down_works_on_none(self):
        self.assertFalse(self.reads(self.ticket, self.gorka))
        own = (
            self.env[MODEL]
            .with_user(self.gorka)
            .create({"name": "Heard of", "team_id": self.support.id})
        )
        self.assertTrue(self.reads(own, self.gorka))
        with self.assertRaises(UserError):
            own.action_resolve()
