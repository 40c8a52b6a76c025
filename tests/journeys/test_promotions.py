"""A promotion from nothing to its cost: the manager at a desk, the rep on a phone and at a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE, Person

NAME = "Doce más una"
CUSTOMER, PRODUCT = "Hotel Ría Mansa", "Sidra"


@pytest.fixture
def ramon(person, demo_server):
    return person(demo_server, "ramon", device=DESK)


@pytest.fixture
def nuria(person, demo_server):
    return person(demo_server, "nuria", device=PHONE)


def add_row(someone: Person, name: str) -> None:
    rows = someone.page.locator(f".o_field_widget[name={name}]")
    rows.locator(".o_field_x2many_list_row_add a").first.click()


def press_action(someone: Person, name: str) -> None:
    button = someone.page.locator(f"button[name={name}]").filter(visible=True).first
    button.click()
    expect(someone.page.locator(".o_blockUI")).to_have_count(0)


def test_a_manager_writes_twelve_and_one_and_a_rep_is_told(ramon, nuria, person, demo_server):
    # given a sales manager with an empty form, when 12+1 of cider is written on it
    ramon.open("/odoo/pilares-promotions/new")
    ramon.write("name", NAME)
    add_row(ramon, "condition_ids")
    ramon.write("product_ids", PRODUCT)
    ramon.page.locator(".o-autocomplete--dropdown-item").filter(has_text=PRODUCT).first.click()
    # the field takes the focus once more when the product stands in it
    expect(ramon.page.locator("[name=condition_ids] .o_tag")).to_contain_text(PRODUCT)
    add_row(ramon, "tier_ids")
    threshold = ramon.page.locator(".o_field_widget[name=tier_ids] [name=threshold] input")
    threshold.click()
    expect(threshold).to_be_focused()
    threshold.fill("12")
    expect(threshold).to_have_value("12")
    ramon.save()
    # then it says in one sentence what it does, and is approved and started
    expect(ramon.page.locator("[name=sentence]")).to_contain_text("12")
    expect(ramon.page.locator("[name=sentence]")).to_contain_text(PRODUCT)
    press_action(ramon, "action_approve")
    expect(ramon.page.locator("button[name=action_start]")).to_be_visible()
    press_action(ramon, "action_start")
    expect(ramon.page.locator("button[name=action_pause]")).to_be_visible()
    ramon.page.locator("[name=sentence]").scroll_into_view_if_needed()
    ramon.shot("promotion-form")

    # when the rep quotes ten, then the quotation says that two more win one
    [partner_id] = nuria.call("res.partner", "search", [("name", "=", CUSTOMER)], limit=1)
    [product_id] = nuria.call("product.product", "search", [("name", "like", PRODUCT)], limit=1)
    line = {"product_id": product_id, "product_uom_qty": 10}
    quote = {"partner_id": partner_id, "order_line": [(0, 0, line)]}
    [order_id] = nuria.call("sale.order", "create", [quote])
    nuria.open(f"/odoo/pilares-orders/{order_id}")
    nuria.sees(NAME)
    nuria.shot("promotion-hint-phone")
    at_desk = person(demo_server, "nuria", device=DESK)
    at_desk.open(f"/odoo/pilares-orders/{order_id}")
    at_desk.sees(NAME)
    at_desk.shot("promotion-hint")
    # and takes it with one touch
    press_action(nuria, "action_take_promotion_hint")
    expect(nuria.page.locator(".o_field_x2many .o_kanban_record").nth(1)).to_contain_text("100")
    lines = nuria.call(
        "sale.order.line", "search_read", [("order_id", "=", order_id)],
        ["product_uom_qty", "discount"], order="id",
    )  # fmt: skip
    assert [each["product_uom_qty"] for each in lines] == [12, 1]
    assert lines[1]["discount"] == 100
    nuria.shot("promotion-won-phone")


def test_the_manager_reads_what_promotions_cost(ramon):
    ramon.open("/odoo/pilares-promotion-applications")
    expect(ramon.page.locator(".o_pivot table")).to_contain_text("Barra llena de otoño")
    ramon.shot("promotion-cost")
