from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.crm_actions.rows import RowQuery

from .crm_helpdesk_stage import ACTIVE, light_of

_USER = "crm_helpdesk.group_helpdesk_user"
_TICKET = "crm.helpdesk.ticket"
_MOST = 5
_TONES = {
    "ok": "success", "soon": "warning", "late": "danger", "paused": "info", "done": "neutral",
    "none": "neutral",
}  # fmt: skip


class ResPartner(models.Model):
    """The requests of a customer: a part of its page, and what the timeline tells of them."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    helpdesk_open_count = fields.Integer(
        string="Open requests", compute="_compute_helpdesk_open_count"
    )

    @api.depends_context("uid")
    def _compute_helpdesk_open_count(self):
        """Open requests of the whole company that the reader may see."""
        customers = self.commercial_partner_id
        counts = {}
        if self.env[_TICKET].has_access("read"):
            counts = dict(
                self.env[_TICKET]._read_group(
                    [("commercial_partner_id", "in", customers.ids), ("state", "in", ACTIVE)],
                    ["commercial_partner_id"],
                    ["__count"],
                )
            )
        for partner in self:
            partner.helpdesk_open_count = counts.get(partner.commercial_partner_id, 0)

    def action_new_helpdesk_request(self):
        """Write down what the customer has just said."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Request"),
            "res_model": _TICKET,
            "views": [(False, "form")],
            "context": {"default_partner_id": self.id, "default_channel": "agent"},
        }

    def action_open_helpdesk_requests(self):
        """All requests of the customer, open ones first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_ticket_action"
        )
        return {
            **action,
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }

    # -- the page of the customer ------------------------------------------------------------

    def _crm360_scope(self, model):
        if model != _TICKET:
            return super()._crm360_scope(model)
        if address := self._crm360_get_address():
            return Domain("partner_id", "=", address.id)
        return Domain("commercial_partner_id", "=", self._crm360_customer().id)

    def _crm360_sections(self):
        requests = {
            "key": "requests",
            "title": self.env._("Requests"),
            "sequence": 25,
            "groups": _USER,
            "method": "_crm360_load_requests",
            "component": "helpdesk_requests",
            "offline": True,
        }
        return super()._crm360_sections() + [requests]

    def _crm360_load_requests(self):
        """The open ones first, by their deadline; then the newest."""
        domain = self._crm360_scope(_TICKET) & Domain("state", "!=", "cancelled")
        query = RowQuery(
            self.env[_TICKET],
            domain,
            order=SQL(
                """crm_helpdesk_ticket.state IN %s DESC,
                   CASE WHEN crm_helpdesk_ticket.state IN %s
                        THEN crm_helpdesk_ticket.deadline END,
                   crm_helpdesk_ticket.id DESC""",
                ACTIVE,
                ACTIVE,
            ),
            limit=_MOST,
        )
        query.add(
            id="id", number="number", name="name", came="create_date", state="state",
            sla_state="sla_state", deadline="deadline", warn_at="warn_at",
            stage="stage_id.name", agent="user_id.partner_id.name",
        )  # fmt: skip
        rows, now = query.add_total().fetch(), fields.Datetime.now()
        can_write = self.env[_TICKET].has_access("create")
        return self._crm360_list(
            rows,
            [self._crm360_show_request(row, now) for row in rows],
            empty=self.env._("No requests of this customer."),
            action=self._crm360_open_list(self.env._("Requests"), _TICKET, domain),
        ) | {"can_write": can_write, "partner_id": self.id}

    def _crm360_show_request(self, row, now):
        is_open = row["state"] in ACTIVE
        key = light_of(row["state"], row["sla_state"], row["deadline"], row["warn_at"], now)
        label = self._crm360_label(_TICKET, "sla_light", key) if is_open else row["stage"]
        return {
            "id": row["id"],
            "model": _TICKET,
            "res_id": row["id"],
            "title": f"{row['number']} · {row['name']}",
            "text": " · ".join(filter(None, (row["stage"] if is_open else "", row["agent"]))),
            "date": fields.Datetime.to_string(row["came"]),
            "badge": {"label": label, "tone": _TONES[key] if is_open else "neutral"},
        }

    # -- the timeline ------------------------------------------------------------------------

    def _crm360_timeline(self, before, limit):
        return [
            *super()._crm360_timeline(before, limit),
            *self._crm360_past_requests(
                "create_date", "request_in", self.env._("Request came in"), before, limit
            ),
            *self._crm360_past_requests(
                "first_answer_at", "request_answer", self.env._("Request answered"), before, limit
            ),
            *self._crm360_past_requests(
                "resolved_at", "request_done", self.env._("Request resolved"), before, limit
            ),
        ]

    def _crm360_past_requests(self, name, key, title, before, limit):
        """Requests by one of their dates."""
        tickets = self.env[_TICKET]
        if not tickets.has_access("read"):
            return []
        domain = self._crm360_scope(_TICKET) & Domain("state", "!=", "cancelled")
        domain &= self._crm360_older(_TICKET, name, key, before)
        order = self._crm360_newest(_TICKET, name)
        query = RowQuery(tickets, domain, order=order, limit=limit)
        query.add(id="id", date=name, number="number", name="name", agent="user_id.partner_id.name")
        return [
            {
                **self._crm360_place(row, key, _TICKET),
                "kind": "messages",
                "icon": "task" if key == "request_done" else "email",
                "title": title,
                "text": " · ".join(filter(None, (row["number"], row["name"], row["agent"]))),
            }
            for row in query.fetch()
        ]
