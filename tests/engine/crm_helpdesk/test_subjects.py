"""What two subjects have in common beneath prefixes, numbers and typography."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.crm_helpdesk.engine.subjects import normalise_subject, numbers_in


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("Caja rota", "caja rota"),
        ("RE: Caja rota", "caja rota"),
        ("Re: FW: RV: AW: TR: Caja rota", "caja rota"),
        ("Fwd: WG: SV: VS: Caja rota", "caja rota"),
        ("RES: ENC: Caja rota", "caja rota"),
        ("Re[2]: RE(3) : Caja rota", "caja rota"),
        ("Re：Caja rota", "caja rota"),
        ("TR : Caja rota", "caja rota"),
        ("[INC-2026-00042] Caja rota", "caja rota"),
        ("Re: [INC-2026-00042] RV: caja  ROTA!!", "caja rota"),
        ("Caja rota [inc-2026-00042]", "caja rota"),
        ("¿Caja rota?", "caja rota"),
        ("Caja-rota", "caja rota"),
        ("Straße", "strasse"),
        ("Avería", "avería"),
        ("Averi\u0301a", "avería"),
        ("Regalo: caja", "regalo caja"),
        ("Reservas", "reservas"),
        ("Pedido S00042", "pedido s00042"),
        ("Re:", ""),
        ("...", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_normalised(subject, plain):
    assert normalise_subject(subject) == plain


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("Re: [INC-2026-00042] Caja", ("INC-2026-00042",)),
        ("[inc-2026-1] [SOL-2025-7]", ("INC-2026-1", "SOL-2025-7")),
        ("INC-2026-00042", ()),
        ("", ()),
    ],
)
def test_numbers_to_show(subject, numbers):
    assert numbers_in(subject) == numbers


words = st.lists(
    st.sampled_from(["Re", "RV", "[INC-2026-00042]", ":", "：", "[", "]", " ", "caja", "2", "-"])
).map("".join)


@given(st.text() | words)
@example("\u0345\u0300")
@example("℀ ´ ﬁ ẞ")
def test_normalising_twice_changes_nothing(subject):
    plain = normalise_subject(subject)
    assert normalise_subject(plain) == plain
    assert plain == plain.strip()


@given(st.text() | words, st.lists(st.sampled_from(["Re: ", "FW: ", "RV:", "AW : ", "TR: "])))
def test_prefixes_do_not_matter(subject, prefixes):
    assert normalise_subject("".join(prefixes) + subject) == normalise_subject(subject)


def test_a_long_row_of_prefixes_is_read_in_no_time():
    assert normalise_subject("Re: " * 2000 + "caja") == normalise_subject("caja")
