from odoo import api, models


class CrmRouteRep(models.Model):
    """Where the days of reps begin and end, for the map."""

    # one file for each purpose
    _inherit = "crm.route.rep"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_ends(self, users, company):
        """Map of each user to ``start`` and ``end``: latitude, longitude and label, or false.

        sudo in ``_get_start``: a rep's address is shown to whoever may see the route, as a point.
        """
        users, company = users.sudo(), company.sudo()
        known = {rep.user_id: rep for rep in self._find(users, company)}
        found = {}
        for user in users:
            # one who is not in the list travels by the defaults of a new line
            rep = known.get(user) or self.sudo().new({"user_id": user.id, "company_id": company.id})
            found[user] = {
                "start": self._prepare_place(rep._get_start()),
                "end": self._prepare_place(rep._get_end()),
            }
        return found

    @api.model
    def _prepare_place(self, partner):
        point = self._get_point(partner)
        if not point:
            return False
        # sudo: see _get_ends
        label = partner.sudo().display_name or ""
        return {"latitude": point[0], "longitude": point[1], "label": label}
