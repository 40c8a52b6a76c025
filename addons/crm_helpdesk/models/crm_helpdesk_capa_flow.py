from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .crm_helpdesk_capa import ENDED, OF_OWNER, OPEN, QUALITY, SUPERVISOR

_TODO = "mail.mail_activity_data_todo"


class CrmHelpdeskCapa(models.Model):
    """The steps of an action, and who may take them.

    =======  ================  ===================================================================
    step     from              who, and what it needs
    =======  ================  ===================================================================
    start    planned           its owner, quality or a supervisor; what is no containment waits
    done     planned, running  until the plan is carried out. Done needs evidence
    cancel   planned, running  quality or a supervisor
    =======  ================  ===================================================================
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.capa"  # pylint: disable=consider-merging-classes-inherited

    can_write = fields.Boolean(compute="_compute_can_write")

    @api.depends_context("uid")
    def _compute_can_write(self):
        self.can_write = self._is_writer()

    def _is_writer(self):
        """Whether the user plans actions, beside carrying out his own."""
        return self.env.su or any(self.env.user.has_group(group) for group in (QUALITY, SUPERVISOR))

    # -- what may be written when ------------------------------------------------------------

    def _check_writable(self, names):
        for each in self:
            if each.state in ENDED and names - {"message_follower_ids", "message_ids"}:
                raise UserError(
                    self.env._(
                        "“%(action)s” is done with and stays as it was. Write another action.",
                        action=each.name,
                    )
                )
        if not self._is_writer() and names - OF_OWNER:
            raise AccessError(
                self.env._("What is done, and by when, is written by the quality department.")
            )

    def _check_plannable(self):
        """No action is slipped into a cycle that is being watched, or under one that is closed."""
        for each in self:
            parent = each.nonconformity_id
            if parent.state == "closed":
                raise UserError(
                    self.env._("%(number)s is closed. Open another one.", number=parent.number)
                )
            if parent.state in ("verification", "ineffective") and each.kind != "containment":
                raise UserError(
                    self.env._(
                        "%(number)s: analyse again before you plan another action.",
                        number=parent.number,
                    )
                )

    @api.constrains("by_product", "by_customer", "nonconformity_id")
    def _check_scope(self):
        for each in self:
            parent = each.nonconformity_id
            if each.by_product and not parent.product_id:
                raise ValidationError(
                    self.env._("%(number)s names no product to count by.", number=parent.number)
                )
            if each.by_customer and not parent.partner_id:
                raise ValidationError(
                    self.env._("%(number)s names no customer to count by.", number=parent.number)
                )

    def _own_evidence(self):
        """Whoever may read the action may read what shows that it was done.

        A file that was put there before the action was saved belongs to nothing yet.
        """
        for each in self:
            # sudo: files that the user has just put there, and no others
            loose = each.sudo().evidence_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            loose.write({"res_model": each._name, "res_id": each.id})

    # -- steps -------------------------------------------------------------------------------

    def _begin_step(self):
        """The owner or a writer goes on with it.

        :raise AccessError: the action is somebody else's
        :raise UserError: it is done with, or its nonconformity is not that far
        """
        for each in self:
            if not (each._is_writer() or each.owner_id == self.env.user):
                raise AccessError(
                    self.env._(
                        "“%(action)s” is carried out by %(owner)s.",
                        action=each.name,
                        owner=each.owner_id.name,
                    )
                )
        # sudo: a lock is no change
        if len(self.sudo().try_lock_for_update()) < len(self):
            raise UserError(self.env._("Somebody else is changing it right now. Look at it again."))
        self.invalidate_recordset(["state"])
        for each in self:
            if each.state not in OPEN:
                raise UserError(self.env._("“%(action)s” is done with.", action=each.name))

    def _check_time(self):
        """What is no containment is carried out once the cause is known and the plan stands."""
        for each in self:
            parent = each.nonconformity_id.sudo()  # sudo: of its own nonconformity
            if each.kind != "containment" and parent.state != "execution":
                raise UserError(
                    self.env._(
                        "“%(action)s” waits until %(number)s carries out its plan.",
                        action=each.name,
                        number=parent.number,
                    )
                )

    def action_start(self):
        """Somebody works on it."""
        self._begin_step()
        self._check_time()
        self._by_flow().write({"state": "running"})

    def action_done(self):
        """It is done, and something shows it.

        :raise UserError: there is no evidence
        """
        self._begin_step()
        self._check_time()
        for each in self:
            if not each.evidence_ids:
                raise UserError(
                    self.env._(
                        "“%(action)s”: attach what shows that it was done.", action=each.name
                    )
                )
        now = fields.Datetime.now()
        values = {"state": "done", "done_at": now, "done_by_id": self.env.uid}
        contained = self.filtered(lambda each: each.kind == "containment")
        contained._by_flow().write(values)
        (self - contained)._by_flow().write({**values, "verdict": "pending"})
        # sudo: the nonconformity goes on, whoever has carried out its action
        parents = contained.sudo().nonconformity_id.filtered(lambda each: not each.contained_at)
        parents._by_flow().write({"contained_at": now})
        self._end()

    def action_cancel(self):
        """It is not done after all.

        :raise AccessError: the person does not plan actions
        """
        self._begin_step()
        if not self._is_writer():
            raise AccessError(self.env._("Actions are cancelled by the quality department."))
        self._by_flow().write({"state": "cancelled"})
        self._end()

    def _end(self):
        own = self.sudo()  # sudo: see action_done
        own.activity_feedback([_TODO])
        own.nonconformity_id._go_to_verification()

    # -- whom it concerns --------------------------------------------------------------------

    def _ask_owner(self):
        """An activity of the owner, due on the day of the action; a former one goes."""
        own = self.sudo()  # sudo: whoever plans gives work to others
        own.activity_unlink([_TODO])
        for each in own.filtered(lambda each: each.state in OPEN):
            lang = each.owner_id.lang or self.env.lang
            kind = dict(
                each.with_context(lang=lang)
                ._fields["kind"]
                ._description_selection(each.with_context(lang=lang).env)
            )[each.kind]
            each.activity_schedule(
                _TODO,
                date_deadline=each.due_date,
                user_id=each.owner_id.id,
                summary=f"{kind}: {each.name}",
            )
