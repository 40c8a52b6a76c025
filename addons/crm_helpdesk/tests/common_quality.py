from base64 import b64encode

from .common import HelpdeskCase

PICTURE = b64encode(b"a pallet with the new separator")


class QualityCase(HelpdeskCase):
    """Soporte and Calidad of a company in Madrid, and what is needed to correct a cause.

    ======  ============================================
    jon     agent of Soporte
    ane     supervisor
    nerea   quality: owns nonconformities
    itziar  quality too: verifies what nerea owns
    mikel   reporter: carries out actions in the warehouse
    ======  ============================================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.hours
        cls.verifier = cls._make_user("itziar", "crm_helpdesk.group_helpdesk_quality")
        cls.warehouse = cls._make_user("mikel", "crm_helpdesk.group_helpdesk_user")
        # dates and money are read in English, whatever is installed
        cls.env["res.lang"]._activate_lang("en_US")
        everybody = cls.agent | cls.supervisor | cls.officer | cls.verifier | cls.warehouse
        everybody.lang = cls.company.partner_id.lang = "en_US"
        cls.broken = cls.env["crm.helpdesk.category"].create({"name": "Embalaje roto"})
        cls.packing = cls.env["crm.helpdesk.cause"].create({"name": "Embalado"})
        cls.transport = cls.env["crm.helpdesk.cause"].create({"name": "Transporte"})
        cls.tomato, cls.pepper = cls.env["product.product"].create(
            [{"name": "Tomate triturado 3 kg"}, {"name": "Pimiento asado"}]
        )

    def broken_at(self, text, **values):
        """A request about broken packaging that came in then."""
        return self.make_ticket(text, category_id=self.broken.id, **values)

    def get_proposals(self, state="open"):
        return self.env["crm.helpdesk.nonconformity.proposal"].search(
            [("company_id", "=", self.company.id), ("state", "=", state)]
        )

    def make_nonconformity(self, text="2026-09-29 10:00", **values):
        """One of nerea's, about broken packaging."""
        with self.at(text):
            return (
                self.env["crm.helpdesk.nonconformity"]
                .with_user(self.officer)
                .create(
                    {
                        "name": "Las cajas llegan rotas",
                        "company_id": self.company.id,
                        "category_id": self.broken.id,
                        "cause_id": self.packing.id,
                        **values,
                    }
                )
            )

    def plan_action(self, nonconformity, **values):
        """An action of mikel's."""
        return (
            self.env["crm.helpdesk.capa"]
            .with_user(self.officer)
            .create(
                {
                    "nonconformity_id": nonconformity.id,
                    "name": "Cambiar el separador del palé",
                    "owner_id": self.warehouse.id,
                    **values,
                }
            )
        )

    def analyse(self, nonconformity, *whys):
        nonconformity.action_analyse()
        nonconformity.write(
            {
                "why_ids": [
                    (0, 0, {"name": why})
                    for why in whys or ("El palé se dobla", "El separador es más fino desde julio")
                ]
            }
        )
        nonconformity.action_plan()

    def do(self, action, text, user=None):
        """Whoever owns it shows that it is done, and says so."""
        action = action.with_user(user or action.owner_id)
        with self.at(text):
            action.write({"evidence_ids": [(0, 0, {"name": "palé.jpg", "datas": PICTURE})]})
            action.action_done()

    def watch(self, done_at="2026-10-10 12:00", **values):
        """A nonconformity whose only corrective action was done then."""
        nonconformity = self.make_nonconformity()
        with self.at("2026-09-30 10:00"):
            self.analyse(nonconformity)
            action = self.plan_action(nonconformity, **values)
            nonconformity.action_execute()
        self.do(action, done_at)
        return nonconformity, action
