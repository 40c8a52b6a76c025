"""The databases that `make run` serves: created once, then only what changed is updated."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from . import lock, odoo_config, odoo_run, process, settings
from .errors import SetupError
from .progress import say, step
from .setup import Environment

_SPACE_MB = 700
_SKIPPED_FOLDERS = {"tests", "__pycache__"}
_ONCE = ["--stop-after-init", "--max-cron-threads=0", "--no-http"]
# The package of the map chooses a public tile server where there are demo data: such a database
# asks nothing of servers outside, and the map does without.
_TILES = "SELECT value FROM ir_config_parameter WHERE key = 'leaflet.tile_url'"
_NO_TILES = "UPDATE ir_config_parameter SET value = 'False' WHERE key = 'leaflet.tile_url'"

# A database on a person's own machine asks nothing of servers outside: it would only log
# warnings where there is no network. Bundles are compiled now, so that an error in one stops the
# creation and the first page comes fast.
_FINISH = """
env.ref("base.user_admin").lang = {language!r}
companies = env["res.company"].search([])
if "iap_enrich_auto_done" in companies._fields:
    companies.iap_enrich_auto_done = True
notification = env.ref("mail.ir_cron_module_update_notification", raise_if_not_found=False)
if notification:
    notification.active = False
for name in {bundles!r}:
    bundle = env["ir.qweb"]._get_asset_bundle(name, css=True, js=True)
    bundle.js()
    bundle.css()
env.cr.commit()
"""
_BUNDLES = (
    "web.assets_frontend_minimal",
    "web.assets_frontend",
    "web.assets_frontend_lazy",
    "web.assets_web",
    "web.assets_backend_lazy",
    "bus.websocket_worker_assets",
)


def ensure(env: Environment, name: str, *, demo: bool) -> None:
    """Make the database `name` with all addons, or update what changed in it since."""
    with lock.exclusive():
        if env.connection.exists(name):
            update(env, name)
        else:
            create(env, name, demo=demo)


def create(env: Environment, name: str, *, demo: bool) -> None:
    """Create a database with all addons of the repository."""
    addons = settings.addon_names()
    if not addons:
        raise SetupError(f"There is no addon in {settings.ADDONS}: check out the whole repository.")
    process.require_space(settings.LOCAL, _SPACE_MB)
    with building(env, name) as unfinished:
        with step(
            f"creating the database {name}, once, in a few minutes",
            lambda: odoo_run.loading_status(_install_log(unfinished)),
        ):
            install(env, unfinished, addons, demo=demo, languages=[settings.LANGUAGE])
        with step("compiling the pages' scripts and styles"):
            script = _FINISH.format(language=settings.LANGUAGE, bundles=_BUNDLES)
            run_script(env, unfinished, script, f"Finishing the database {name}")
        save_digests(env, unfinished)


@contextmanager
def building(env: Environment, name: str) -> Iterator[str]:
    """A database under another name, which gets the right one once it is whole."""
    unfinished = f"{name}_building"
    drop(env, unfinished)
    yield unfinished
    # Files first: a database under its right name has all of its files.
    _set_aside(filestore(name))
    if filestore(unfinished).exists():
        filestore(unfinished).rename(filestore(name))
    env.connection.rename(unfinished, name)
    odoo_config.path_of(unfinished).unlink(missing_ok=True)


def _set_aside(files: Path) -> None:
    """Keep files whose database is not there: it may be on another server, or in a dump."""
    if files.exists():
        kept = files.with_name(f"{files.name}.{time.strftime('%Y%m%d-%H%M%S')}")
        files.rename(kept)
        say(f"files of an earlier database were there: they are kept in {kept}")


def install(
    env: Environment,
    name: str,
    addons: Iterable[str],
    *,
    demo: bool,
    languages: Iterable[str] = (),
) -> None:
    """Install addons into the database `name`, which is created if there is none.

    Demo data and languages are for a new database only. A warning in the log is a failure.
    """
    if not env.connection.exists(name):
        env.connection.create(name)
        env.connection.create_extensions(name)
    config = odoo_config.write(name, env.odoo, env.connection)
    options = ["-i", ",".join(addons), *(["--with-demo"] if demo else [])]
    wanted = ",".join(languages)
    options += [f"--load-language={wanted}"] if wanted else []
    command = odoo_config.command(config, *options, *_ONCE)
    odoo_run.run_checked(command, f"Installing the addons in {name}", _install_log(name))
    if demo:
        env.connection.query(_NO_TILES, name)


def _install_log(name: str) -> str:
    return f"install-{name}"


def update(env: Environment, name: str) -> None:
    """Update the installed addons whose files changed since, and install those that are new."""
    before, now = saved_digests(env, name), digests()
    installed = _installed(env, name)
    _require_sources(name, sorted((before.keys() & installed) - now.keys()))
    new = sorted(now.keys() - before.keys() - installed)
    changed = sorted(a for a in now.keys() & installed if before.get(a) != now[a])
    if changed or new:
        chosen = env.connection.query(_TILES, name)
        config = odoo_config.write(name, env.odoo, env.connection)
        options = ["-u", ",".join(changed)] if changed else []
        options += ["-i", ",".join(new)] if new else []
        with step(f"updating {', '.join([*changed, *new])} in the database {name}"):
            command = odoo_config.command(config, *options, *_ONCE)
            odoo_run.run_checked(command, f"Updating the database {name}", f"update-{name}")
        if not chosen:  # whoever had a map before has chosen already
            env.connection.query(_NO_TILES, name)
    if before != now:
        save_digests(env, name)


def _installed(env: Environment, name: str) -> set[str]:
    sql = "SELECT name FROM ir_module_module WHERE state IN ('installed', 'to upgrade')"
    return {row[0] for row in env.connection.query(sql, name)}


def _require_sources(name: str, gone: list[str]) -> None:
    if gone:
        raise SetupError(
            f"The database {name} has addons that are no longer in {settings.ADDONS} "
            f"({', '.join(gone)}): put them back and uninstall them, or begin anew with "
            "`make clean`."
        )


def run_script(
    env: Environment, name: str, script: str, purpose: str, extra: Mapping[str, str] | None = None
) -> None:
    """Run a Python script in Odoo's shell on a database; `env` is defined in it.

    `extra` overrides single options of the configuration.
    """
    config = odoo_config.write(name, env.odoo, env.connection, extra)
    command = odoo_config.command_of("shell", config, "--no-http", "--log-level=warn")
    odoo_run.run_checked(command, purpose, f"script-{name}", script)


def copy(env: Environment, source: str, target: str) -> None:
    """Copy a database that nobody is using, with its files."""
    drop(env, target)
    env.connection.create(target, template=source)
    if filestore(source).exists():
        # Odoo names these files by their content and never rewrites one: links are copies.
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def drop(env: Environment, name: str) -> None:
    """Drop a database with its files and its configuration, if it exists."""
    env.connection.drop(name)
    shutil.rmtree(filestore(name), ignore_errors=True)
    odoo_config.path_of(name).unlink(missing_ok=True)


def filestore(name: str) -> Path:
    """The folder of a database's attachments."""
    return settings.DATA_DIR / "filestore" / name


def digests() -> dict[str, str]:
    """A hash of each addon of the repository over all that matters to a database."""
    return {name: digest(settings.ADDONS / name) for name in settings.addon_names()}


def digest(addon: Path) -> str:
    """A hash of an addon's files but its tests."""
    total = hashlib.sha256()
    for path in sorted(_files(addon)):
        total.update(f"{path.relative_to(addon)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _SKIPPED_FOLDERS]
        yield from (Path(parent, name) for name in files)


# The hashes are a comment on the database: they go where it goes when it is renamed, and are
# gone when it is restored from a dump, which then updates every addon.


def saved_digests(env: Environment, name: str) -> dict[str, str]:
    """The hashes of the addons as they were when the database was last updated."""
    sql = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :'name'"
    rows = env.connection.query(sql, name=name)
    try:
        found = json.loads(rows[0][0]) if rows else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def save_digests(env: Environment, name: str) -> None:
    """Remember that the database is up to date with the addons as they are now."""
    text = json.dumps(digests(), sort_keys=True)
    env.connection.query("COMMENT ON DATABASE :\"name\" IS :'text'", name=name, text=text)
