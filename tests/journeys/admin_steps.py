"""What an administrator sets up by clicking, as in docs/admin.md; shared by the journeys."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.browser import Person


def make_the_rep(admin: Person, name: str, login: str) -> None:
    """Make a salesperson who sees only own documents; the password is the login."""
    admin.open("/odoo/users/new")
    admin.write("name", name)
    admin.write("login", login)
    admin.choose_labelled("Ventas", "Solo mostrar documentos propios")
    admin.save()
    admin.press("Menú de acciones")
    admin.page.get_by_role("menuitem", name="Cambiar contraseña").click()
    admin.page.locator(".modal td[name=new_passwd]").click()
    admin.page.locator(".modal td[name=new_passwd] input").fill(login)
    admin.page.locator(".modal-footer").get_by_role("button", name="Cambiar contraseña").click()
    expect(admin.page.locator(".modal")).to_have_count(0)
