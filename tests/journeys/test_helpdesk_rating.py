"""A request is solved; the customer says on the phone how it went, once, and quality reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import support
from tests.journeys import checks, visit_steps
from tests.journeys.browser import DESK, PHONE

TOKEN = "the-link-in-the-mail"
# A request that was solved a while ago, of which the mail with the link is out.
_ASKED = f"""
from datetime import timedelta
from odoo import fields
env = env(context={{"lang": "es_ES"}})
ticket = env["crm.helpdesk.ticket"].create({{
    "name": "Dos cajas de tomate rotas",
    "team_id": env.ref("crm_helpdesk.survey_team_after").id,
    "partner_id": env.ref("crm_actions.partner_ria_mansa").id,
    "user_id": env.ref("base.user_admin").id,
}})
env.company.helpdesk_survey_quota_days = 0
ticket.action_resolve()
ticket.survey_request_ids._send_due()
ticket.survey_request_ids.token_hash = ticket.survey_request_ids._hash("{TOKEN}")
env["mail.mail"].search([("state", "=", "outgoing")]).unlink()
admin = env.ref("base.user_admin")
admin.group_ids += env.ref("crm_helpdesk.group_helpdesk_quality")
admin.group_ids += env.ref("crm_helpdesk.group_helpdesk_supervisor")
env.cr.commit()
"""


@pytest.fixture(scope="module")
def demo_database(demo_database):
    """The demo company, where one more customer has been asked."""
    support.run_in_shell(demo_database, _ASKED, "A request that is solved")
    return demo_database


@pytest.fixture
def customer(person, demo_server):
    """A person without an account, on a phone; the demo's login is of no matter to the page."""
    guest = person(demo_server, "nuria", device=PHONE)
    guest.page.context.clear_cookies()
    return guest


def open_link(customer, server, score=None):
    query = f"?score={score}" if score else ""
    customer.page.goto(f"{server}/requests/rate/{TOKEN}{query}")
    customer.page.wait_for_selector(".o_helpdesk_survey")


def test_the_customer_scores_once(customer, demo_server):
    # given the mail, in which the customer pressed 4 and presses 5 on the page
    page = customer.page
    open_link(customer, demo_server, 4)
    customer.sees("¿Está satisfecho con la solución?")
    expect(page.get_by_role("radio", name="4", exact=True)).to_be_checked()
    page.get_by_role("radio", name="5: Muy satisfecho").check()
    page.get_by_label("¿Quiere añadir algo?").fill("Vinieron el mismo día.")
    customer.problems += checks.find_barriers(page, ".o_helpdesk_survey")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    customer.shot("satisfaction-rate-phone")
    # when he sends it
    customer.press("Enviar mi respuesta")
    customer.sees("Gracias")
    # then a second time he is told that it is there already
    open_link(customer, demo_server, 1)
    customer.sees("Ya ha respondido")
    expect(page.get_by_role("radio")).to_have_count(0)


def test_quality_reads_how_it_goes(person, demo_server):
    quality = person(demo_server, "admin", device=DESK)
    quality.open("/odoo/satisfaction")
    # the answers of the demo, and the one that has just come
    card = quality.page.locator(".o_satisfaction_card").first
    expect(card).to_contain_text("n=13")
    expect(quality.page.locator(".o_satisfaction")).to_contain_text("Posventa")
    quality.check_accessibility(".o_satisfaction")
    quality.shot("satisfaction-overview")
    quality.page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    quality.shot("satisfaction-overview-phone")
    quality.page.set_viewport_size({"width": DESK.width, "height": DESK.height})
    # and the campaign of the autumn: three promote, two detract, of seven
    quality.page.get_by_role("button", name="Recomendación de otoño").click()
    expect(quality.page.locator(".o_satisfaction_result")).to_contain_text("+14")
    quality.check_accessibility(".o_satisfaction_result")
    quality.shot("satisfaction-campaign")


def test_a_campaign_is_made_by_clicking(person, demo_server):
    quality = person(demo_server, "admin", device=DESK)
    quality.open("/odoo/satisfaction-campaigns")
    quality.new()
    quality.write("name", "Satisfacción anual")
    quality.page.locator(".o_field_widget[name=anonymous] input").check()
    quality.save()
    chosen = quality.page.locator(".o_field_widget[name=target_count]")
    expect(chosen).not_to_have_text("0")
    quality.shot("satisfaction-campaign-new")
    quality.press("Enviar")
    quality.page.locator(".modal").get_by_role("button", name="Aceptar").click()
    quality.sees("Se está enviando")
    [campaign] = quality.call(
        "crm.helpdesk.survey.campaign",
        "search_read",
        [("name", "=", "Satisfacción anual")],
        ["state", "planned_on"],
    )
    assert campaign["state"] == "sending"
    assert campaign["planned_on"] <= str(visit_steps.today() + timedelta(days=1))
