"""Five whys that lead somewhere."""

import pytest

from odoo.addons.crm_helpdesk.engine.root_cause import find_fault

SYMPTOM = "Las cajas llegan rotas."
WHYS = [
    "El palé se dobla al apilar",
    "El separador es más fino desde julio",
    "Compras cambió de proveedor sin avisar a Calidad",
]


@pytest.mark.parametrize(
    ("whys", "fault"),
    [
        (WHYS, ""),
        (WHYS[:1], ""),
        ([], "none"),
        (["", "  "], "none"),
        ([*WHYS, "a", "b", "c"], "too_many"),
        (["las cajas llegan rotas"], "symptom"),
        ([WHYS[0], "LAS CAJAS, LLEGAN ROTAS!"], "symptom"),
        ([WHYS[0], WHYS[1], "El separador es mas fino, desde julio."], "repeated"),
    ],
)
def test_a_chain_has_a_fault_or_none(whys, fault):
    assert find_fault(SYMPTOM, whys) == fault
