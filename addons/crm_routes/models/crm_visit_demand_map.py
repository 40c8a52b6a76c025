from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.crm_actions.rows import RowQuery

from ..engine import geometry, map_grades

MOST = 5000
FILTERS = ("zone_id", "segment_id", "user_id")


class CrmVisitDemand(models.Model):
    """The map of coverage: each customer by the days since its last visit."""

    # one file for each purpose
    _inherit = "crm.visit.demand"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def get_coverage(self):
        """The customers that the user may see, as points of a map; by one query.

        ``customers``: id, name, city, latitude, longitude, last (date of the last visit or false),
        days since then, every (days between two visits), state (a grade of the engine), and the ids
        of zone, segment and rep, by which the map filters; ``names`` has the names of those.
        ``counts`` says how many customers have each grade, located or not.

        Of more than 5,000 the most urgent are given; ``total`` says how many there are.
        """
        rows = self._read_coverage()
        today = self.env.company._crm_today()
        customers = [self._prepare_point(row, today) for row in rows]
        return {
            "today": str(today),
            "total": rows[0]["total"] if rows else 0,
            "counts": map_grades.count(each["state"] for each in customers),
            "without_place": sum(not each["located"] for each in customers),
            "customers": [each for each in customers if each.pop("located")],
            "names": {
                name: {row[name]: row[f"{name}_name"] for row in rows if row[name]}
                for name in FILTERS
            },
        }

    @api.model
    def _read_coverage(self):
        order = SQL("overdue_days DESC, partner_id")
        query = RowQuery(self.with_context(active_test=False), Domain.TRUE, order=order, limit=MOST)
        query.add(
            partner_id="partner_id",
            name="partner_id.name",
            city="partner_id.city",
            latitude="partner_id.partner_latitude",
            longitude="partner_id.partner_longitude",
            last="last_visit_on",
            due="due_on",
            policy_id="policy_id",
            zone_id="zone_id",
            zone_id_name="zone_id.name",
            segment_id="segment_id",
            segment_id_name="segment_id.name",
            user_id="user_id",
            user_id_name="user_id.partner_id.name",
        )
        return query.add_total().fetch()

    @api.model
    def _prepare_point(self, row, today):
        last, due = row["last"], row["due"]
        place = row["latitude"] or 0, row["longitude"] or 0
        return {
            "id": row["partner_id"],
            "name": row["name"] or "",
            "city": row["city"] or "",
            "latitude": place[0],
            "longitude": place[1],
            "located": geometry.is_located(*place, None),
            "last": str(last) if last else False,
            "days": (today - last).days if last else False,
            "every": (due - last).days if last and due else False,
            "state": map_grades.grade(last, due, today, has_policy=bool(row["policy_id"])),
            **{name: row[name] or False for name in FILTERS},
        }
