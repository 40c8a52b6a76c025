from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

_OF_VIEWERS = {"partner_id", "collaborator_ids"}
"""Fields by which it changes who sees a request."""


class CrmHelpdeskTicket(models.Model):
    """Who sees a request on the portal: its contact, its collaborators, and who sees all.

    A record rule goes by ``viewer_partner_ids``, which is stored: a rule that read the scope of
    the visitor would go by what he was allowed when his rules were last computed.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    collaborator_ids = fields.Many2many(
        "res.partner",
        "crm_helpdesk_ticket_collaborator_rel",
        string="Collaborators",
        help="They see it on the portal too and may answer.",
        copy=False,
    )
    viewer_partner_ids = fields.Many2many(
        string="Seen on the portal by",
        readonly=True,
        help="Its collaborators, and the contacts of the customer who see all of its requests.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_by_flow():
            for vals in vals_list:
                vals.pop("viewer_partner_ids", None)
        tickets = super().create(vals_list)
        tickets._refresh_viewers(Domain("id", "in", tickets.ids))
        return tickets

    def write(self, vals):
        if "viewer_partner_ids" in vals and not self._is_by_flow():
            raise UserError(
                self.env._(
                    "Who sees a request follows from its contact and its collaborators: "
                    "add a collaborator."
                )
            )
        result = super().write(vals)
        if _OF_VIEWERS & set(vals):
            self._refresh_viewers(Domain("id", "in", self.ids))
        if vals.get("collaborator_ids"):
            for ticket in self:
                ticket.message_subscribe(ticket.collaborator_ids.ids)
        return result

    @api.model
    def _refresh_viewers(self, domain):
        """Write anew who sees these requests, by one statement however many they are.

        sudo: it follows from the contacts alone, whoever has changed one.

        :param domain: of the requests
        """
        tickets, partners = self.sudo(), self.env["res.partner"]
        tickets.flush_model(["commercial_partner_id", "collaborator_ids", "viewer_partner_ids"])
        partners.flush_model(["commercial_partner_id", "helpdesk_scope", "active"])
        touched = tickets.with_context(active_test=False)._search(domain)
        self.env.cr.execute(
            SQL(
                """
                WITH touched AS (
                    SELECT id, commercial_partner_id
                      FROM crm_helpdesk_ticket
                     WHERE id IN %(touched)s
                ), due AS (
                    SELECT touched.id AS ticket, partner.id AS viewer
                      FROM touched
                      JOIN res_partner partner
                        ON partner.commercial_partner_id = touched.commercial_partner_id
                       AND partner.helpdesk_scope = 'company'
                       AND partner.active
                     UNION
                    SELECT rel.crm_helpdesk_ticket_id, rel.res_partner_id
                      FROM crm_helpdesk_ticket_collaborator_rel rel
                      JOIN touched ON touched.id = rel.crm_helpdesk_ticket_id
                ), gone AS (
                    DELETE FROM crm_helpdesk_ticket_viewer_rel rel
                          USING touched
                          WHERE rel.crm_helpdesk_ticket_id = touched.id
                            AND NOT EXISTS (
                                SELECT FROM due
                                 WHERE due.ticket = rel.crm_helpdesk_ticket_id
                                   AND due.viewer = rel.res_partner_id
                            )
                )
                INSERT INTO crm_helpdesk_ticket_viewer_rel (crm_helpdesk_ticket_id, res_partner_id)
                     SELECT ticket, viewer FROM due
                ON CONFLICT DO NOTHING
                """,
                touched=touched.subselect(),
            )
        )
        self.invalidate_model(["viewer_partner_ids"])
