"""Plans: the laws that hold for any territory."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.crm_routes.engine import kernels
from odoo.addons.crm_routes.engine.checker import check
from odoo.addons.crm_routes.engine.instance import Promise
from odoo.addons.crm_routes.engine.naive import naive_plan
from odoo.addons.crm_routes.engine.plannable import plannable
from odoo.addons.crm_routes.engine.planner import plan
from odoo.addons.crm_routes.engine.search import Budget
from odoo.addons.crm_routes.engine.stability import stable, with_promises

from .cases import territories

KERNELS = [
    "numpy",
    pytest.param(
        "numba", marks=pytest.mark.skipif(not kernels.has_numba(), reason="numba is not installed")
    ),
]
each_kernel = pytest.mark.parametrize("name", KERNELS)
ROUNDS = Budget(rounds=60)
# As many as the profile asks for, less, as each is a search.
some = settings(
    max_examples=max(40, settings.default.max_examples // 5),
    suppress_health_check=[HealthCheck.too_slow],
)


def cost(instance, found):
    """Metres driven, biases of the patterns and what is missed."""
    days, total = found.days_of(), found.metres
    for customer in instance.customers:
        if customer.key in days:
            total += min(p.bias for p in customer.patterns if p.days == days[customer.key])
        else:
            total += customer.value
    return total


@each_kernel
@some
@given(territories(), st.booleans())
def test_every_plan_passes_the_checker(name, instance, strict):
    found = plan(instance, ROUNDS, strict=strict, chosen=kernels.kernel(name))
    assert check(instance, found) == []


@each_kernel
@some
@given(territories(), st.integers(1, 5))
def test_the_same_seed_gives_the_same_plan(name, instance, seed):
    plans = [plan(instance, ROUNDS, seed=seed, chosen=kernels.kernel(name)) for _time in range(2)]
    assert plans[0] == plans[1]


@some
@given(territories())
def test_an_unchanged_published_plan_stays_as_it_is(instance):
    published = plan(instance, ROUNDS)
    assert plan(instance, Budget(rounds=500), seed=9, published=published) == published


@each_kernel
@some
@given(territories(), st.data())
def test_whatever_has_changed_the_published_plan_is_a_beginning(name, instance, data):
    """Shifts and customers are gone: the plan is valid and no worse than what is left of it."""
    chosen = kernels.kernel(name)
    published = plan(instance, ROUNDS, chosen=chosen)
    shifts = [each for each in instance.shifts if data.draw(st.integers(0, 4))]
    customers = [each for each in instance.customers if data.draw(st.integers(0, 4))]
    changed = replace(instance, shifts=tuple(shifts), customers=tuple(customers))
    found = plan(changed, ROUNDS, published=published, chosen=chosen)
    assert check(changed, found) == []


@each_kernel
@some
@given(territories())
def test_a_plan_that_begins_with_the_published_one_is_no_worse(name, instance):
    chosen = kernels.kernel(name)
    published = plan(instance, Budget(rounds=5), chosen=chosen)
    again = replace(published, fingerprint="of yesterday")
    found = plan(instance, ROUNDS, published=again, chosen=chosen)
    assert cost(instance, found) <= cost(instance, published)


@each_kernel
@some
@given(territories(), st.data())
def test_what_fits_with_a_promise_is_planned_with_it(name, instance, data):
    """Promise one visit of a plan its own hour: it is never given up."""
    chosen = kernels.kernel(name)
    published = plan(instance, ROUNDS, chosen=chosen)
    stops = list(published.each_stop())
    if not stops:
        return
    route, stop = data.draw(st.sampled_from(stops))
    promise = Promise(route.day, stop.start, route.rep)
    customers = [
        with_promises(each, [promise]) if each.key == stop.customer else each
        for each in instance.customers
    ]
    bound = replace(instance, customers=tuple(customers))
    found = plan(bound, ROUNDS, published=published, chosen=chosen)
    assert stop.customer in found.days_of()
    assert check(bound, found) == []


@some
@given(territories(), st.integers(0, 2))
def test_frozen_days_do_not_change(instance, frozen):
    published = plan(instance, ROUNDS)
    held = stable(instance, published, frozen_days=frozen)
    found = plan(held, ROUNDS, seed=2, published=published)
    assert check(held, found) == []
    before, after = published.days_of(), found.days_of()
    for key in before.keys() & after.keys():
        soon = [day for day in before[key] if day < frozen]
        assert [day for day in after[key] if day < frozen] == soon
    for key in after.keys() - before.keys():
        assert min(after[key]) >= frozen


@some
@given(territories())
def test_who_can_be_planned_alone_is_planned_or_refused(instance):
    possible, refusals = plannable(instance)
    kept = {each.key for each in possible.customers}
    refused = {each.customer for each in refusals}
    assert kept | refused == {each.key for each in instance.customers}
    assert not kept & refused
    for each in possible.customers:
        # worth any detour and alone in the world, whom we keep is served
        rich = replace(possible, customers=(replace(each, value=10**9),))
        assert plan(rich, ROUNDS).unserved == ()


@some
@given(territories())
def test_a_plan_by_hand_keeps_hours_and_limits(instance):
    broken = {each.kind for each in check(instance, naive_plan(instance))}
    # by hand a customer gets some of its visits only
    assert broken <= {"pattern"}
