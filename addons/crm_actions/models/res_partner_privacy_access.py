from odoo import api, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """What we know about a person, to be handed to them."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

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
        plans = people._crm_get_their_plans()
        meetings = people._crm_get_their_meetings(opportunities)
        activities = self._crm_find_on(
            "mail.activity", "res_model", (people, opportunities, meetings)
        )
        return {
            "contacts": self._crm_to_plain(people, CONTACT_FIELDS),
            "owners": self._crm_to_plain(people.crm_assignment_ids, OWNER_FIELDS),
            "opportunities": self._crm_to_plain(opportunities, OPPORTUNITY_FIELDS),
            "actions": self._crm_to_plain(actions, ACTION_FIELDS),
            "plans": self._crm_to_plain(plans, PLAN_FIELDS),
            "events": self._crm_to_plain(meetings, EVENT_FIELDS),
            "activities": self._crm_to_plain(activities, ACTIVITY_FIELDS),
            "messages": self._crm_to_plain(
                people._crm_get_their_talk(opportunities), MESSAGE_FIELDS
            ),
        }

    def _crm_get_their_talk(self, opportunities):
        """Messages on these people and their opportunities, and what they wrote elsewhere."""
        emails, _phones = self._crm_get_own_addresses()
        messages = self._crm_find_on("mail.message", "model", (self, opportunities))
        return (messages | self._crm_get_their_messages(emails)).filtered(
            lambda message: message.message_type in ("comment", "email", "email_outgoing")
        )

    @api.model
    def _crm_find_on(self, model, field, every_record):
        """Messages or activities that belong to some records, archived ones too."""
        belonging = Domain.OR(
            Domain(field, "=", records._name) & Domain("res_id", "in", records.ids)
            for records in every_record
        )
        # sudo: see _crm_get_people
        return self.env[model].sudo().with_context(active_test=False).search(belonging)

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
PLAN_FIELDS = (
    "partner_id", "name", "summary", "user_id", "mode", "interval", "cycle_days", "date_from",
    "date_to", "active",
)  # fmt: skip
EVENT_FIELDS = ("name", "start", "stop", "user_id", "location", "description", "partner_ids")
ACTIVITY_FIELDS = (
    "activity_type_id", "summary", "note", "user_id", "date_deadline", "date_done", "feedback",
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
