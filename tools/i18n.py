"""`make i18n`: the terms of every addon into its .pot, and the .pot into its es.po."""

from __future__ import annotations

from . import (
    database,
    odoo_config,
    odoo_run,
    postgres,
    process,
    python_env,
    settings,
    setup,
    templates,
)
from .progress import say, step

_SCRATCH = "i18n"
_LANGUAGES = ("es",)


def i18n(_arguments: list[str]) -> None:
    """Export the terms of all addons from a database made for it, and merge them."""
    with postgres.left_as_found():
        env = setup.ensure(development=True)
        names = settings.addon_names()
        # Not a database that people work in: what they renamed there would be taken for a term.
        with templates.copied(env, templates.ensure(env, "core"), _SCRATCH) as scratch:
            with step("installing all addons in a database of its own"):
                database.install(env, scratch, names, demo=False)
            export(env, scratch)
    say(f"terms of {', '.join(names)} are up to date: translate what is empty in their es.po")


def export(env: setup.Environment, name: str) -> None:
    """Write the .pot files of all addons out of a database that has them, and merge them."""
    names = settings.addon_names()
    for addon in names:
        (settings.ADDONS / addon / "i18n").mkdir(exist_ok=True)
    config = odoo_config.write(name, env.odoo, env.connection)
    command = odoo_config.command_of("i18n export", config, "-d", name, *names)
    odoo_run.run_checked(command, "Exporting the terms", "i18n")
    for addon in names:
        folder = settings.ADDONS / addon / "i18n"
        files = [folder / f"{language}.po" for language in _LANGUAGES]
        process.run(
            [python_env.PYTHON, "-m", "tools.po_files", folder / f"{addon}.pot", *files],
            f"Merging the terms of {addon}",
            cwd=settings.ROOT,
        )
