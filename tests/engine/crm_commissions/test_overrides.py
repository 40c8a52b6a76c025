"""Overrides and overlays: who is paid for what others sell."""

from odoo.addons.crm_commissions.engine import earnings
from odoo.addons.crm_commissions.engine.overrides import Credited, team_shares

from .cases import BRUNO, LEADER, NURIA, D, fact, flat


def test_an_override_counts_a_shared_line_once():
    # Given lines of 62,500 of the team, of which one is shared by two
    credits = [
        Credited("a", NURIA, D(100)),
        Credited("b", NURIA, D(50)),
        Credited("b", BRUNO, D(50)),
        Credited("c", 77, D(100)),  # of another team
    ]
    lines = {"a": D(40_000), "b": D(22_500), "c": D(9_000)}
    shares = team_shares(credits, {NURIA, BRUNO, LEADER})
    assert shares == {"a": D(100), "b": D(100)}
    facts = [
        fact(lines[each], credit=n, who=LEADER, share=share, role=earnings.OVERRIDE)
        for n, (each, share) in enumerate(shares.items(), 1)
    ]
    found = earnings.expected(facts, flat("0.5"))
    assert {key.kind for key in found} == {earnings.OVERRIDE}
    assert sum(due.amount for due in found.values()) == D("312.50")


def test_an_override_may_leave_out_what_the_leader_sells():
    credits = [
        Credited("own", LEADER, D(100)),
        Credited("both", LEADER, D(40)),
        Credited("both", NURIA, D(60)),
    ]
    assert team_shares(credits, {NURIA, BRUNO}) == {"both": D(60)}
    assert team_shares(credits, {NURIA, BRUNO, LEADER}) == {"own": D(100), "both": D(100)}


def test_an_override_never_counts_more_than_the_line():
    credits = [Credited("a", NURIA, D(100)), Credited("a", BRUNO, D(100))]
    assert team_shares(credits, {NURIA, BRUNO}) == {"a": D(100)}


def test_an_overlay_is_paid_on_top():
    facts = [
        fact(1000, credit=1),
        fact(1000, credit=2, who=BRUNO, role=earnings.OVERLAY),
    ]
    found = earnings.expected(facts, flat(4))
    assert {key.kind for key in found} == {earnings.EARN}
    assert sum(due.amount for due in found.values()) == D("80")
