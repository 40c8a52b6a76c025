import json
from datetime import datetime, timedelta

from odoo.tests import tagged

from .common_my_day import MyDayCase


@tagged("-at_install", "post_install")
class TestMyDaySize(MyDayCase):
    """Small and cheap, whatever the day."""

    def _fill(self, count):
        partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Ultramarinos y Comestibles Casa Lolina número {number}",
                    "street": f"Avenida de la Constitución {number}, bajo izquierda",
                    "city": "Cangas de Onís",
                    "zip": "33550",
                    "phone": "+34 985 000 000",
                    "partner_latitude": 43.3,
                    "partner_longitude": -5.1,
                }
                for number in range(count)
            ]
        )
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Quesos de temporada para {partner.name}",
                    "type": "opportunity",
                    "partner_id": partner.id,
                    "user_id": self.nora.id,
                }
                for partner in partners
            ]
        )
        past = self.env["crm.action"].create(
            [
                {
                    "type_id": self.visit_type.id,
                    "partner_id": partner.id,
                    "user_id": self.nora.id,
                    "start": datetime(2026, 9, 15, 9),
                }
                for partner in partners
            ]
        )
        past._write_lifecycle(
            {
                "state": "done",
                "outcome_id": self.interested.id,
                "done_at": datetime(2026, 9, 15, 9),
                "note": "<p>" + "Entrega antes de las nueve, por la puerta de atrás. " * 5 + "</p>",
            }
        )
        self.env["crm.action"].create(
            [
                {
                    "type_id": self.visit_type.id,
                    "partner_id": partner.id,
                    "opportunity_id": lead.id,
                    "user_id": self.nora.id,
                    "summary": "Enseñar el catálogo de Navidad y cerrar el pedido de invierno",
                    "start": datetime(2026, 10, 15, 7) + timedelta(minutes=number),
                }
                for number, (partner, lead) in enumerate(zip(partners, leads, strict=True))
            ]
        )

    def test_fifteen_visits_are_at_most_sixty_kilobytes(self):
        self._fill(15)
        day = self._day()
        self.assertEqual(len(day["actions"]), 15)
        self.assertLessEqual(len(json.dumps(day).encode()), 60_000)

    def test_as_many_queries_for_thirty_visits_as_for_five(self):
        def measure(count):
            self.env["crm.action"].search([("user_id", "=", self.nora.id)]).sudo()._write_lifecycle(
                {"user_id": self.nils.id}
            )
            self._fill(count)
            with self.count_queries() as counter:
                self.assertEqual(len(self._day()["actions"]), count)
            return counter.count

        self.assert_same_queries(measure, few=5, many=30)
