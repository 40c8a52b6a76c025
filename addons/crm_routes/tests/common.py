from datetime import datetime

from odoo.fields import Command

from odoo.addons.crm_actions.tests.common import ActionCase

PLANNER = "crm_routes.group_route_planner"
GIJON, OVIEDO, MADRID = (43.5322, -5.6611), (43.3619, -5.8494), (40.4168, -3.7038)


class RoutesCase(ActionCase):
    """The small sales force in Asturias, where ``pia`` plans the routes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a database may have been made without English
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.pia = cls._user("pia", PLANNER)
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = "Europe/Madrid"
        cls.spain = cls.env.ref("base.es")
        cls.company.partner_id.write(cls._at(OVIEDO))
        cls.env["crm.visit.policy"].search([]).active = False
        cls.env["crm.segmentation"].search([]).active = False
        # a rule of our own takes its place, which a unique index of the database has to know
        cls.env["crm.segmentation"].flush_model(["active"])
        cls.env["crm.zone"].search([]).write(
            {"zip_ranges": False, "towns": False, "outline": False}
        )
        cls.a, cls.b, cls.c = cls.env["crm.segment"].create(
            [{"name": name, "code": f"T-{name}", "sequence": n} for n, name in enumerate("ABC")]
        )
        cls.zone = cls.env["crm.zone"].create({"name": "North", "code": "T-N"})
        cls.bar = cls._shop("Bar Ñandú", crm_segment_id=cls.a.id, crm_zone_id=cls.zone.id)

    @staticmethod
    def _at(place):
        return {"partner_latitude": place[0], "partner_longitude": place[1]}

    @classmethod
    def _shop(cls, name, user=None, place=GIJON, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "country_id": cls.spain.id,
                "user_id": (user or cls.nora).id,
                **(cls._at(place) if place else {}),
                **values,
            }
        )

    @classmethod
    def _policy(cls, user=None, **values):
        """A customers every week, 20 minutes."""
        chosen = {"segment_ids", "zone_ids", "category_ids", "partner_id", "domain"} & set(values)
        if not chosen:
            values["segment_ids"] = [Command.set(cls.a.ids)]
        return (
            cls.env["crm.visit.policy"]
            .with_user(user or cls.pia)
            .create({"name": "A weekly", "frequency": "week", "number": 1, **values})
        )

    @classmethod
    def _hours(cls, partner, *windows):
        """Windows (weekday, from, to)."""
        return cls.env["crm.opening.hours"].create(
            [
                {"partner_id": partner.id, "weekday": str(day), "hour_from": a, "hour_to": b}
                for day, a, b in windows
            ]
        )

    @classmethod
    def _visited(cls, partner, day, user=None):
        """A visit that was done on that day of November 2026, at noon."""
        visit = cls._plan(user, partner_id=partner.id, start=datetime(2026, 11, day, 9))
        visit.close({"outcome_id": cls.order.id, "done_at": datetime(2026, 11, day, 11)})
        return visit

    def _check(self, *partners):
        """What the list of customers to visit says of them: ``[(reason, cannot be planned)]``."""
        rows = self.env["crm.visit.demand"]
        rows._refresh(self.company, self.env["res.partner"].union(*partners))
        found = {row.partner_id: row for row in rows.search([])}
        return [(found[each].reason, found[each].blocked) for each in partners]
