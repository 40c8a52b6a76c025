from odoo import api, models
from odoo.tools import SQL


class CrmHelpdeskTeam(models.Model):
    """Departments by the addresses that mails name."""

    # one file for each purpose
    _inherit = "crm.helpdesk.team"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _find_by_addresses(self, addresses):
        """Ids of departments whose address is among these, in their order."""
        return [team_id for team_id, _company_id in self._find_owners(addresses)]

    @api.model
    def _find_owners(self, addresses):
        """``[(department id, company id)]`` of those whose address is among these, in their order.

        By one query, before anything else is known of a mail; archived ones too, whose mail still
        arrives.

        :param addresses: in lower case
        """
        if not addresses:
            return []
        self.env["mail.alias"].flush_model(["alias_name", "alias_full_name"])
        local = [address.partition("@")[0] for address in addresses]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT team.id, team.company_id, alias.alias_full_name, alias.alias_name
                  FROM crm_helpdesk_team team JOIN mail_alias alias ON alias.id = team.alias_id
                 WHERE alias.alias_name IS NOT NULL
                   AND (alias.alias_full_name IN %s
                        OR alias.alias_incoming_local AND alias.alias_name IN %s)
                 ORDER BY team.id
                """,
                tuple(addresses),
                tuple(local),
            )
        )
        places = {}
        for team_id, company_id, full, name in rows:
            place = addresses.index(full) if full in addresses else local.index(name)
            places[team_id, company_id] = place
        return sorted(places, key=places.get)
