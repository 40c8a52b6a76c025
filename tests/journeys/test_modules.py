"""The administrator looks at the modules and at what switching one off would cost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE


@pytest.mark.parametrize("device", [DESK, PHONE], ids=lambda device: device.name)
def test_what_is_lost_is_told_before_anything_happens(person, demo_server, device):
    admin = person(demo_server, "admin", device=device)

    # from the page of settings, where the policies are too
    admin.open("/odoo/pilares-settings")
    block = admin.page.locator(".app_settings_block[data-key=crm_actions]")
    block.locator("[name=crm_module_ids]").scroll_into_view_if_needed()
    expect(block.get_by_role("button", name="Desactivar…").first).to_be_visible()
    admin.shot(f"modules-settings-{device.name}")
    admin.check_accessibility("[name=crm_module_ids]")

    # and from the screen of their own
    admin.open("/odoo/pilares-modules")
    admin.sees("todo Pilares se apoya en él")
    admin.shot(f"modules-{device.name}")
    admin.check_accessibility(".o_kanban_renderer")

    # when one of them is about to be switched off
    card = admin.page.locator(".o_kanban_record").filter(has_text="todo Pilares se apoya en él")
    card.get_by_role("button", name="Desactivar…").click()
    admin.page.wait_for_selector(".modal .o_form_view")
    admin.sees("se borra para siempre")
    expect(admin.page.get_by_text("se borra para siempre")).to_be_in_viewport()
    admin.sees("Acción comercial")
    admin.shot(f"modules-off-{device.name}")
    admin.check_accessibility(".modal .o_form_renderer")

    # then there is a copy to take along
    with admin.page.expect_download() as download:
        admin.page.locator("[name=action_export]").click()
    assert download.value.suggested_filename == "crm_actions.zip"

    # and nothing can be done before one says so
    off = admin.page.locator(".modal footer").get_by_role("button", name="Desactivar")
    expect(off).to_be_disabled()
    admin.field("confirmed").locator("input").check()
    expect(off).to_be_enabled()
    admin.press("Volver")
    expect(admin.page.locator(".modal")).to_have_count(0)
    [module] = admin.call(
        "ir.module.module", "search_read", [["name", "=", "crm_actions"]], ["state"]
    )
    assert module["state"] == "installed"


def test_policies_of_the_teams(person, demo_server):
    admin = person(demo_server, "admin")
    admin.open("/odoo/pilares-settings")
    admin.page.locator("[name=crm_next_step_policy]").scroll_into_view_if_needed()
    admin.shot("team-policy-settings")
    # the name of a button with an icon begins with the icon
    admin.page.get_by_role("button", name="Políticas de los equipos").click()
    admin.page.wait_for_selector(".o_list_view")
    admin.page.locator("td[name=next_step_policy]").first.click()
    admin.choose("next_step_policy", "Obligatorio")
    admin.shot("team-policies")
    admin.page.locator(".o_list_button_save").click()
    expect(admin.page.locator("td[name=next_step_policy]").first).to_have_text("Obligatorio")
    teams = admin.call("crm.team", "search_read", [["next_step_policy", "=", "require"]])
    assert len(teams) == 1
