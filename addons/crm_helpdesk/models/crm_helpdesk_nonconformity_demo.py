from base64 import b64encode
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

_PACKING = (
    ("Hostelería Peña Blanca", "Dos cajas de tomate llegaron rotas"),
    ("Mesón La Ribera", "Cajas aplastadas en el pedido del martes"),
    ("Comedor Las Encinas", "Latas abolladas y cartón mojado"),
)
_TRANSPORT = (
    ("Hotel Faro del Cabo", "El pedido llegó a las 13:30 y no a las 9"),
    ("Cafetería Alameda", "El repartidor no encontró la puerta de mercancías"),
)


class CrmHelpdeskNonconformity(models.Model):
    """Two nonconformities for the demonstration company, made by the steps that people take."""

    # one file for each purpose
    _inherit = "crm.helpdesk.nonconformity"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _play_quality_demo(self):
        """One in analysis, and one whose action did not work: its second cycle begins."""
        owner = self.env.ref("crm_actions.user_ramon")
        doer = self.env.ref("crm_actions.user_lucia")
        company = self.env.ref("base.main_company")
        demo = self.with_user(owner).with_context(lang="es_ES").with_company(company)
        demo._play_packing(doer)
        demo._play_transport(doer)

    def _play_packing(self, doer):
        """Requests about broken boxes: the lot is withdrawn, the cause is being looked for."""
        about = {
            "category_id": self.env.ref("crm_helpdesk.crm_helpdesk_category_packaging").id,
            "cause_id": self.env.ref("crm_helpdesk.crm_helpdesk_cause_packing").id,
        }
        requests = self._make_requests(_PACKING, about)
        requests[:1].sudo().requires_capa = True  # sudo: see _make_requests
        found = self._open_for(requests, about)
        found.write(
            {
                "name": "Embalaje roto en cajas de conserva",
                "who": "Lo ven los clientes al recibir, y el repartidor al descargar.",
                "where": "En palés mixtos de la ruta de costa.",
                "when": "Desde que cambió el separador, sobre todo los martes.",
                "why_bad": "El cliente se queda sin género y repetimos el viaje.",
                "how": "Esquinas aplastadas y cartón húmedo en la base del palé.",
                "how_many": "De 2 a 6 cajas por pedido.",
                "extra_cost": 120,
            }
        )
        found.action_contain()
        contained = found._add_demo_action(
            doer, "Retirar el lote 2609-B", "containment", due_days=1
        )
        self._finish_demo_action(contained, "Retiradas 40 cajas; quedan en la zona roja.")
        found.action_analyse()
        found.why_ids = [
            Command.create({"name": "El palé se dobla al apilar tres alturas"}),
            Command.create({"name": "El separador de cartón es más fino desde septiembre"}),
        ]
        found._add_demo_action(doer, "Cambiar el separador del palé", "corrective", due_days=10)

    def _play_transport(self, doer):
        """The carrier was trained, and it came back within sixty days."""
        about = {
            "category_id": self.env.ref("crm_helpdesk.crm_helpdesk_category_delivery").id,
            "cause_id": self.env.ref("crm_helpdesk.crm_helpdesk_cause_transport").id,
        }
        found = self._open_for(self._make_requests(_TRANSPORT, about), about)
        found.write({"name": "Entregas fuera de la franja pactada", "severity": "major"})
        found.action_analyse()
        found.why_ids = [
            Command.create({"name": "El conductor nuevo no conoce las puertas de mercancías"}),
            Command.create({"name": "Las instrucciones de entrega no salen en la hoja de ruta"}),
        ]
        found.action_plan()
        action = found._add_demo_action(doer, "Formar a los conductores", "corrective")
        found.action_execute()
        self._finish_demo_action(action, "Dos sesiones, ocho conductores.")
        # today is the last of the days in which it is watched
        action._by_flow().write({"done_at": fields.Datetime.now() - timedelta(days=60)})
        again = (("Hotel Faro del Cabo", "Otra vez tarde: el desayuno estaba servido"),)
        self._make_requests(again, about)
        action._judge()

    def _make_requests(self, rows, about):
        # sudo: the demonstration may run before anybody has rights in a department
        env = self.sudo().env
        team = env["crm.helpdesk.team"].search([("company_id", "=", env.company.id)], limit=1)
        team = team or team.create({"name": "Calidad de las entregas"})
        partners = env["res.partner"].create(
            [{"name": name, "is_company": True, "lang": "es_ES"} for name, _subject in rows]
        )
        tickets = env["crm.helpdesk.ticket"].create(
            [
                {"name": subject, "partner_id": partner.id, "team_id": team.id, **about}
                for partner, (_name, subject) in zip(partners, rows, strict=True)
            ]
        )
        return tickets.with_env(self.env)

    def _add_demo_action(self, doer, name, kind, **values):
        return self.env["crm.helpdesk.capa"].create(
            {
                "nonconformity_id": self.id,
                "name": name,
                "kind": kind,
                "owner_id": doer.id,
                **values,
            }
        )

    @api.model
    def _finish_demo_action(self, action, result):
        """Whoever owns it shows that it is done."""
        file = {"name": "parte.txt", "datas": b64encode(result.encode())}
        own = action.with_user(action.owner_id)
        own.write({"result": result, "evidence_ids": [Command.create(file)]})
        own.action_done()
