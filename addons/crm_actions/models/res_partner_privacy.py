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
        return (
            self.env["crm.lead"]
            .sudo()  # sudo: see _crm_get_people
            .with_context(active_test=False, tracking_disable=True)
            .search([("partner_id", "in", self.ids)])
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

    def _crm_erase_plans(self):
        """A plan for a person who is no longer known plans nothing; its visits so far stay."""
        plans = (
            self.env["crm.action.plan"]
            .sudo()  # sudo: see _crm_get_people
            .with_context(active_test=False, tracking_disable=True)
            .search([("partner_id", "in", self.ids)])
        )
        told = plans.filtered(lambda plan: plan.active or plan.name or plan.summary)
        counts = Counter({"plans": len(told), **self._crm_erase_talk(plans)})
        told.write({"active": False, "name": False, "summary": False})
        return counts

    def _crm_erase_actions(self):
        actions = self._crm_get_their_actions()
        reason = self.env._("Erased at the request of the person")
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
        cleared = self._crm_get_clearable(opportunities)
        told = opportunities.filtered(lambda each: any(each[name] for name in cleared))
        counts = {"opportunities": len(told), **self._crm_erase_talk(opportunities)}
        for opportunity in opportunities:
            if any(name in opportunity.name.lower() for name in names):
                opportunity.name = self.env._("Opportunity %(number)s", number=opportunity.id)
        told.write(dict.fromkeys(cleared, False))
        return counts

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
            partner.write(values)
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

        :return: how many, as ``{'messages', 'photos'}``
        """
        model, ids = records._name, records.ids
        # sudo: see _crm_get_people
        messages = self.env["mail.message"].sudo()
        messages = messages.search([("model", "=", model), ("res_id", "in", ids)])
        files = self.env["ir.attachment"].sudo()
        files = files.search(
            [("res_model", "=", model), ("res_id", "in", ids), ("res_field", "=", False)]
        )
        files |= messages.attachment_ids
        counts = {"messages": len(messages), "photos": len(files)}
        files.unlink()
        messages.unlink()
        if "activity_ids" in records._fields:
            records.activity_ids.unlink()
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

    # -- access request ----------------------------------------------------------------------

    def _crm_export(self):
        """What we know about these people, to be handed to them.

        Where reps were is theirs and not part of it. An addon extends it by sections of its own.

        :return: map of a section to a list of dicts of plain values: text, numbers, booleans,
            None, and ISO dates
        :raise AccessError: the user is no sales manager
        """
        self._crm_check_privacy_officer()
        self.check_access("read")
        people = self._crm_get_people()
        opportunities = people._crm_get_their_opportunities()
        actions = people._crm_get_their_actions()
        talk = self.env["mail.message"].sudo()  # sudo: see _crm_get_people
        for records in (people, opportunities):
            talk |= talk.search(
                [
                    ("model", "=", records._name),
                    ("res_id", "in", records.ids),
                    ("message_type", "in", ("comment", "email", "email_outgoing")),
                ]
            )
        return {
            "contacts": self._crm_to_plain(people, CONTACT_FIELDS),
            "owners": self._crm_to_plain(people.crm_assignment_ids, OWNER_FIELDS),
            "opportunities": self._crm_to_plain(opportunities, OPPORTUNITY_FIELDS),
            "actions": self._crm_to_plain(actions, ACTION_FIELDS),
            "messages": self._crm_to_plain(talk, MESSAGE_FIELDS),
        }

    def _crm_export_files(self):
        """Photos and files that belong to an access request; an addon adds its own.

        :return: records of ``ir.attachment``, with all rights
        """
        self._crm_check_privacy_officer()
        self.check_access("read")
        people = self._crm_get_people()
        files = self.env["ir.attachment"].sudo()  # sudo: see _crm_get_people
        for records in (
            people, people._crm_get_their_opportunities(), people._crm_get_their_actions(),
        ):  # fmt: skip
            files |= files.search(
                [
                    ("res_model", "=", records._name),
                    ("res_id", "in", records.ids),
                    ("res_field", "=", False),
                ]
            )
        return files

    @api.model
    def _crm_to_plain(self, records, names):
        """Records as dicts of plain values: names of records, words of selections, ISO dates."""
        return [{name: _to_plain(record, name) for name in names} for record in records]


CONTACT_FIELDS = (
    "name", "is_company", "function", "email", "phone", "street", "street2", "zip", "city",
    "state_id", "country_id", "vat", "website", "lang", "comment", "category_id", "crm_segment_id",
    "crm_zone_id", "partner_latitude", "partner_longitude", "create_date",
)  # fmt: skip
OWNER_FIELDS = ("partner_id", "user_id", "date_from", "date_to")
OPPORTUNITY_FIELDS = (
    "name", "partner_id", "contact_name", "email_from", "phone", "stage_id", "expected_revenue",
    "create_date", "date_closed", "description", "snooze_until", "snooze_reason",
)  # fmt: skip
ACTION_FIELDS = (
    "type_id", "partner_id", "user_id", "start", "stop", "state", "outcome_id", "done_at",
    "summary", "note",
)  # fmt: skip
MESSAGE_FIELDS = ("date", "author_id", "email_from", "subject", "body")


def _to_plain(record, name):
    value = record[name]
    field = record._fields[name]
    if field.relational:
        return ", ".join(value.mapped("display_name")) or None
    if field.type in ("date", "datetime"):
        return value.isoformat() if value else None
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value)
    if field.type in ("char", "text", "html"):
        return str(value) if value else None
    return value
