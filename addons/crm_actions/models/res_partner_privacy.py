from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

KEPT_ON_DOCUMENTS = {"name", "vat", "street", "street2", "zip", "city"}
"""What the law asks to keep of whom an invoice was made out to."""
DECIDERS = ("sales_team.group_sale_manager", "base.group_erp_manager")


class ResPartner(models.Model):
    """What a person may ask of us: what we know, and to be forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    crm_erased_on = fields.Date(
        string="Personal data erased on", readonly=True, copy=False, groups="base.group_user"
    )

    @api.model
    def _crm_check_privacy_officer(self):
        if not (self.env.su or any(self.env.user.has_group(group) for group in DECIDERS)):
            raise AccessError(
                self.env._("Personal data are handed out and erased by a sales manager.")
            )

    def _crm_get_people(self):
        """These contacts with the contacts and addresses under them, archived ones too.

        sudo: the caller has been asked for the right; the person is one and the same for all.
        """
        everybody = self.sudo().with_context(active_test=False)
        return everybody.search([("id", "child_of", self.ids)])

    # -- erasure -----------------------------------------------------------------------------

    def _crm_erase(self):
        """Forget these people and keep the figures: dates, outcomes, distances, amounts.

        Runs with all rights once the caller was found to be allowed. Running it again erases what
        has come since, and nothing twice. An addon extends it: it erases its notes, positions,
        photos and messages, and adds to the counter how many rows it changed, each kind with a
        label in :meth:`_crm_get_erasure_labels`.

        :return: ``collections.Counter`` of kinds of rows
        :raise AccessError: the user is no sales manager
        :raise UserError: one of them can log in
        """
        self._crm_check_privacy_officer()
        # of whom the officer may not even read, he erases nothing
        self.check_access("write")
        people = self._crm_get_people()
        people._crm_check_nobody_logs_in()
        counts = Counter()
        # the rest first: it looks for the name that goes last
        counts.update(people._crm_erase_plans())
        counts.update(people._crm_erase_actions())
        counts.update(people._crm_erase_opportunities())
        counts.update(people._crm_erase_identity())
        return counts

    @api.model
    def _crm_get_erasure_labels(self):
        """Map of a kind of rows that :meth:`_crm_erase` counts to its name in words."""
        return {
            "contacts": self.env._("contacts and addresses"),
            "opportunities": self.env._("opportunities"),
            "plans": self.env._("visit plans"),
            "actions": self.env._("reports of actions"),
            "photos": self.env._("photos and files"),
            "positions": self.env._("positions"),
            "messages": self.env._("messages"),
        }

    def _crm_check_nobody_logs_in(self):
        for user in self.user_ids.filtered("active"):
            raise UserError(
                self.env._(
                    "%(contact)s can log in as %(login)s. Archive that user first.",
                    contact=user.partner_id.display_name,
                    login=user.login,
                )
            )

    def _crm_get_their_opportunities(self):
        """Those of these people, and those that have their address and no contact."""
        emails, phones = self._crm_get_own_addresses()
        theirs = Domain("partner_id", "in", self.ids)
        theirs |= Domain("partner_id", "=", False) & (
            Domain("email_normalized", "in", list(emails))
            | Domain("phone_sanitized", "in", list(phones))
        )
        return (
            self.env["crm.lead"]
            .sudo()  # sudo: see _crm_get_people
            .with_context(active_test=False, tracking_disable=True)
            .search(theirs)
        )

    def _crm_get_their_actions(self):
        opportunities = self._crm_get_their_opportunities()
        return (
            self.env["crm.action"]
            .sudo()  # sudo: see _crm_get_people
            .with_context(tracking_disable=True)
            .search(
                Domain("partner_id", "in", self.ids)
                | Domain("opportunity_id", "in", opportunities.ids)
            )
        )

    def _crm_get_their_plans(self):
        return (
            self.env["crm.action.plan"]
            .sudo()  # sudo: see _crm_get_people
            .with_context(active_test=False, tracking_disable=True)
            .search([("partner_id", "in", self.ids)])
        )

    def _crm_erase_plans(self):
        """A plan for a person who is no longer known plans nothing; its visits so far stay."""
        plans = self._crm_get_their_plans()
        told = plans.filtered(lambda plan: plan.active or plan.name or plan.summary)
        counts = Counter({"plans": len(told), **self._crm_erase_talk(plans)})
        told.write({"active": False, "name": False, "summary": False})
        return counts

    def _crm_erase_actions(self):
        actions = self._crm_get_their_actions()
        reason = self._crm_get_erasure_reason()
        for action in actions.filtered(lambda action: action.state in ("planned", "in_progress")):
            action.cancel(reason)
        told = actions.filtered(
            lambda action: (
                action.note
                or action.summary
                or (action.cancel_reason and action.cancel_reason != reason)
            )
        )
        told.write({"note": False, "summary": False})
        told.filtered("cancel_reason").write({"cancel_reason": reason})
        self._crm_erase_events(actions)
        positions = actions.geo_ids
        counts = {
            "actions": len(told),
            "positions": len(positions),
            **self._crm_erase_talk(actions),
        }
        positions.unlink()
        return counts

    @api.model
    def _crm_erase_events(self, actions):
        """What is done stays in the reps' calendars, without whom and where."""
        for action in actions.filtered("calendar_event_id"):
            event = action._get_mirror_writer().browse(action.calendar_event_id.id)
            event.write({"name": action.type_id.name, "location": False, "description": False})

    def _crm_erase_opportunities(self):
        opportunities = self._crm_get_their_opportunities()
        names = [name.lower() for name in (*self.mapped("name"), *self.mapped("email")) if name]
        reason = self._crm_get_erasure_reason()
        cleared = self._crm_get_clearable(opportunities)
        told = opportunities.filtered(
            lambda each: any(each[name] and each[name] != reason for name in cleared)
        )
        counts = {"opportunities": len(told), **self._crm_erase_talk(opportunities)}
        for opportunity in opportunities:
            if any(name in opportunity.name.lower() for name in names):
                opportunity.name = self.env._("Opportunity %(number)s", number=opportunity.id)
        blank = dict.fromkeys(cleared, False)
        # who is left alone for a while has to have a reason
        paused = told.filtered("snooze_until")
        paused.write({**blank, "snooze_reason": reason})
        (told - paused).write(blank)
        return counts

    @api.model
    def _crm_get_erasure_reason(self):
        return self.env._("Erased at the request of the person")

    def _crm_erase_identity(self):
        fresh = self.filtered(lambda partner: not partner.crm_erased_on)
        counts = {"contacts": len(fresh), **self._crm_erase_talk(self)}
        on_documents = fresh._crm_find_on_documents()
        for partner in fresh.with_context(tracking_disable=True):
            values = dict.fromkeys(self._crm_get_clearable(partner), False)
            values.update(
                name=self.env._("Erased contact %(number)s", number=partner.id),
                image_1920=False,
                category_id=[fields.Command.clear()],
                **dict.fromkeys(("partner_latitude", "partner_longitude"), 0),
                **dict.fromkeys(("geo_previous_latitude", "geo_previous_longitude"), 0),
                **self._get_no_proposal(),
                crm_erased_on=fields.Date.context_today(self),
                active=False,
            )
            if partner in on_documents:
                values = {
                    name: value for name, value in values.items() if name not in KEPT_ON_DOCUMENTS
                }
            else:
                partner.bank_ids.unlink()
            # core looks whether a user in use belongs to whom it archives: here, not a former one
            partner.with_context(active_test=True).write(values)
        return counts

    def _crm_find_on_documents(self):
        """Those whom an invoice or an order names, so that the law asks to keep who they are."""
        # sudo: see _crm_get_people
        moves = self.env["account.move"].sudo()
        orders = self.env["sale.order"].sudo()
        named = self.browse()
        for name in ("partner_id", "partner_shipping_id"):
            groups = moves._read_group(
                [(name, "in", self.ids), ("state", "=", "posted")], [name]
            ) + orders._read_group([(name, "in", self.ids), ("state", "=", "sale")], [name])
            named = named.union(named, *(partner for (partner,) in groups))
        return self & named

    @api.model
    def _crm_erase_talk(self, records):
        """Delete the messages and files of some records.

        :return: see :meth:`_crm_delete_messages`
        """
        model, ids = records._name, records.ids
        # sudo: see _crm_get_people
        messages = self.env["mail.message"].sudo()
        messages = messages.search([("model", "=", model), ("res_id", "in", ids)])
        files = self.env["ir.attachment"].sudo()
        files = files.search(
            [("res_model", "=", model), ("res_id", "in", ids), ("res_field", "=", False)]
        )
        counts = self._crm_delete_messages(messages, files)
        if "activity_ids" in records._fields:
            records.activity_ids.unlink()
        return counts

    @api.model
    def _crm_delete_messages(self, messages, files=None):
        """Delete messages with their files, and other files.

        :return: how many, as ``{'messages', 'photos'}``
        """
        files = messages.attachment_ids | (files or messages.attachment_ids.browse())
        counts = Counter(messages=len(messages), photos=len(files))
        files.unlink()
        messages.unlink()
        return counts

    @api.model
    def _crm_get_clearable(self, records):
        """Names of the fields of a model in which people write freely and that may be empty."""
        return [
            name
            for name, field in records._fields.items()
            if field.type in ("char", "text", "html")
            and field.store
            and not field.required
            and not field.related
            and not field.company_dependent
            and (not field.compute or not field.readonly)
        ]
