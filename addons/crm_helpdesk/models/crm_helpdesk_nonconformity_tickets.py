from odoo import api, models
from odoo.exceptions import UserError


class CrmHelpdeskNonconformity(models.Model):
    """Which requests it is about, and how it is opened for them."""

    # one file for each purpose
    _inherit = "crm.helpdesk.nonconformity"  # pylint: disable=consider-merging-classes-inherited

    # -- opening one -------------------------------------------------------------------------

    @api.model
    def _open_for(self, tickets, values):
        """Open one for some requests of a company; those that have one already keep it.

        :param values: what it is about, where it is known; what the requests share fills the rest
        :raise AccessError: nonconformities are read here, and opened by others
        """
        self.check_access("create")
        free = tickets.filtered(lambda one: not one.nonconformity_id)
        shared = {name: _only(free[name]) for name in ("category_id", "cause_id", "product_id")}
        about = {
            **{name: one.id for name, one in shared.items()},
            **{name: value for name, value in values.items() if value},
        }
        product = self.env["product.product"].browse(about["product_id"])
        names = [shared["category_id"].name, product.display_name if product else ""]
        made = self.create(
            {
                "name": ": ".join(filter(None, names)) or free[:1].name or self.env._("New"),
                "company_id": (free or tickets)[:1].company_id.id or self.env.company.id,
                "partner_id": _only(free.commercial_partner_id).id,
                "team_id": _only(free.team_id).id,
                "what": "\n".join(f"{one.number}: {one.name}" for one in free),
                **about,
            }
        )
        made._link(free)
        return made

    def _get_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    # -- requests that it is about -----------------------------------------------------------

    def add_tickets(self, tickets):
        """These requests are cases of it.

        :param tickets: ``crm.helpdesk.ticket``, of the same company
        :raise AccessError: nonconformities are read here, and written by others
        :raise UserError: it is closed, or of another company, or one has another nonconformity
        """
        self.ensure_one()
        self.check_access("write")
        tickets.check_access("read")
        for ticket in tickets:
            self._check_ticket(ticket)
        self._link(tickets)

    def _check_ticket(self, ticket):
        if self.state == "closed":
            raise UserError(
                self.env._("%(number)s is closed. Open another one.", number=self.number)
            )
        if ticket.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "%(request)s is of another company than %(number)s.",
                    request=ticket.number,
                    number=self.number,
                )
            )
        if ticket.nonconformity_id not in (self, self.browse()):
            raise UserError(
                self.env._(
                    "%(request)s belongs to %(number)s already.",
                    request=ticket.number,
                    number=ticket.nonconformity_id.number,
                )
            )

    def remove_tickets(self, tickets):
        """These requests are no cases of it after all.

        :raise UserError: it is closed
        """
        self.ensure_one()
        self._begin_step(*(state for state, _name in self._fields["state"].selection[:-2]))
        (tickets & self.ticket_ids)._by_flow().write({"nonconformity_id": False})

    def _link(self, tickets):
        tickets._by_flow().write({"nonconformity_id": self.id})
        # what was proposed for them has happened
        self.env["crm.helpdesk.nonconformity.proposal"]._settle(tickets, self)


def _only(records):
    """The record that all have in common, or none."""
    return records if len(records) == 1 else records.browse()
