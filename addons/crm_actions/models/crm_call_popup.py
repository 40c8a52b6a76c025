from odoo import api, fields, models
from odoo.exceptions import UserError

CHANNEL = "crm_call"


class CrmCall(models.Model):
    """What a person sees of a call that rings: who it is and what to do.

    An addon adds buttons by :meth:`_get_popup_actions`.
    """

    # one file for each purpose
    _inherit = "crm.call"  # pylint: disable=consider-merging-classes-inherited

    # -- what addons extend ----------------------------------------------------------------

    def _get_popup_actions(self):
        """Buttons of the pop-up of this call, for the user of the environment.

        An addon returns ``super() + [{...}]``.

        :return: list of dicts: ``key`` (unique), ``label`` (in words), ``icon`` (class of Font
            Awesome), ``sequence`` and ``method``, a method of this model that is called on the
            call without arguments and returns an action of the web client, or nothing
        """
        self.ensure_one()
        if not self.partner_id:
            return [] if self._get_readable_candidates() else [self._get_new_contact_action()]
        if not self._get_readable_partner():
            return []
        actions = [
            {
                "key": "open_360",
                "label": self.env._("Open 360"),
                "icon": "fa-address-card-o",
                "sequence": 10,
                "method": "_popup_open_360",
            }
        ]
        # of what has not been said yet there is nothing to tell
        if self.state != "ringing":
            actions.append(
                {
                    "key": "log_call",
                    "label": self.env._("Log a call"),
                    "icon": "fa-pencil",
                    "sequence": 20,
                    "method": "_popup_log_call",
                }
            )
        return actions

    def _get_new_contact_action(self):
        return {
            "key": "new_contact",
            "label": self.env._("New contact"),
            "icon": "fa-user-plus",
            "sequence": 10,
            "method": "_popup_new_contact",
        }

    # -- what the screens call -------------------------------------------------------------

    def action_run_popup(self, key):
        """Do what a button of the pop-up says.

        :param str key: of one of :meth:`_get_popup_actions`
        :return: an action of the web client, or False
        :raise UserError: there is no such button any more
        """
        self.ensure_one()
        self.check_access("read")
        for action in self._get_popup_actions():
            if action["key"] == key:
                return getattr(self, action["method"])() or False
        raise UserError(
            self.env._("This is no longer possible for this call. Open it under Calls.")
        )

    @api.readonly
    def get_popup(self):
        """What the pop-up of this call shows to the user, as it is now; see ``_get_popup``."""
        self.ensure_one()
        self.check_access("read")
        return self._get_popup()

    # -- what is shown ---------------------------------------------------------------------

    def _tell_people(self):
        """Show the call to whoever's telephone rings, and take it away from whoever's no longer."""
        self.ensure_one()
        for user in self.rung_user_ids | self.user_id:
            user._bus_send(CHANNEL, self._get_popup_for(user))

    def _get_popup_for(self, user):
        """What one person is told: nothing that he or she may not read."""
        taken = self.state in ("answered", "ended") and self.user_id != user
        call = self.with_user(user).with_context(
            lang=user.lang,
            tz=user.tz,
            allowed_company_ids=[self.company_id.id],
        )
        if taken or not call.has_access("read"):
            return {"uuid": self.uuid, "gone": True}
        return call._get_popup()

    def _get_popup(self):
        """Plain values of the pop-up for the user of the environment.

        :return: dict: ``id``, ``uuid``, ``state``, ``direction``, ``number``, ``name``, ``partner``
            (dict or False), ``candidates`` (list of such dicts), ``started_at`` (UTC, as text),
            ``talk_s`` and ``actions``, as :meth:`_get_popup_actions` without their methods
        """
        partner = self._get_readable_partner()
        actions = sorted(self._get_popup_actions(), key=lambda action: action["sequence"])
        return {
            "id": self.id,
            "uuid": self.uuid,
            "state": self.state,
            "direction": self.direction,
            "number": self._get_shown_number(),
            "name": self.caller_name or "",
            "partner": self._describe_partner(partner) if partner else False,
            "candidates": [
                self._describe_partner(each) for each in self._get_readable_candidates()
            ],
            "started_at": fields.Datetime.to_string(self.started_at),
            "talk_s": self.talk_s,
            "actions": [
                {name: action[name] for name in ("key", "label", "icon")} for action in actions
            ],
        }

    def _get_shown_number(self):
        if not self.phone_sanitized:
            return self.number or ""
        return (
            self.env["res.partner"]._phone_format(
                number=self.phone_sanitized,
                country=self.company_id.country_id,
                force_format="INTERNATIONAL",
            )
            or self.phone_sanitized
        )

    def _get_readable_partner(self):
        return self.partner_id._filtered_access("read")

    def _get_readable_candidates(self):
        if self.partner_id:
            return self.env["res.partner"]
        return self.candidate_partner_ids._filtered_access("read")

    @api.model
    def _describe_partner(self, partner):
        return {
            "id": partner.id,
            "name": partner.name or partner.display_name,
            "company": partner.parent_id.name or partner.company_name or "",
            "city": partner.city or "",
            "segment": partner.commercial_partner_id.crm_segment_id.name or "",
        }

    # -- what the buttons do ---------------------------------------------------------------

    def _popup_open_360(self):
        return self.partner_id.action_open_customer_360()

    def _popup_log_call(self):
        """The done action of this conversation, to be completed; else a new one."""
        talked = self.state in ("answered", "ended")
        action = self._log_touch() if talked else self.env["crm.action"]
        if not action:
            return self.partner_id.action_log_call()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a call"),
            "res_model": "crm.action",
            "res_id": action.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _popup_new_contact(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New contact"),
            "res_model": "res.partner",
            "views": [(False, "form")],
            "target": "current",
            "context": {
                "default_phone": self._get_shown_number(),
                "default_name": self.caller_name or False,
                "default_company_id": False,
                "crm_call_id": self.id,
            },
        }
