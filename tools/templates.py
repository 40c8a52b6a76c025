"""The databases that tests are copied from: made once, again only when something changed.

Odoo's modules that our addons stand on make one, the addons on top of a copy of it another, each
with and without demo data. Suites work on copies, so no suite sees another's records.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from . import database, odoo_config, settings
from .errors import SetupError
from .progress import step
from .setup import Environment

# A server of one's own may serve several checkouts: each knows its databases by their names.
_PREFIX = f"pilares_test_{hashlib.sha256(bytes(settings.ROOT)).hexdigest()[:4]}_"
_COPY = f"{_PREFIX}run_"
# Part of every key: raise it when templates are made in another way than before.
_FORMAT = "1"
_FINISH = """
env.ref("base.user_admin").lang = {language!r}
env["res.users"].search([]).tour_enabled = False
# Nothing that a test does may leave the machine: this port answers to nobody.
for service in ("iap.endpoint", "iap.partner_autocomplete.endpoint"):
    env["ir.config_parameter"].set_param(service, "http://127.0.0.1:9")
companies = env["res.company"].search([])
if "iap_enrich_auto_done" in companies._fields:
    companies.iap_enrich_auto_done = True
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
"""
_copying = threading.Lock()


@contextmanager
def reserved() -> Iterator[None]:
    """Keep a second test run of the same folder out: it would drop the databases of the first."""
    settings.LOCAL.mkdir(parents=True, exist_ok=True)
    with (settings.LOCAL / "test.lock").open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SetupError("Another test run works here: wait until it has ended.") from error
        yield


def core_modules() -> list[str]:
    """Modules of others that our addons depend on."""
    own = settings.addon_names()
    depends = set()
    for addon in own:
        text = (settings.ADDONS / addon / "__manifest__.py").read_text(encoding="utf-8")
        depends |= set(ast.literal_eval(text).get("depends", ["base"]))
    return sorted(depends - set(own))


def names(env: Environment) -> dict[str, str]:
    """Names of the templates by kind, as the addons are now.

    `core` holds Odoo's modules alone, `plain` our addons on top; `core_demo` and `demo` are the
    same with demo data.
    """
    digests = json.dumps(database.digests(), sort_keys=True)
    core = _core_key(env)
    full = _hash(core, digests, _FINISH)
    return {
        "core": f"{_PREFIX}core_{core}",
        "core_demo": f"{_PREFIX}core_demo_{core}",
        "plain": f"{_PREFIX}plain_{full}",
        "demo": f"{_PREFIX}demo_{full}",
    }


def ensure(env: Environment, kind: str) -> str:
    """Make the template of a kind if there is none, and return its name.

    A warning in the log of an installation is a failure.
    """
    name = names(env)[kind]
    if env.connection.exists(name):
        return name
    demo = kind.endswith("demo")
    if kind.startswith("core"):
        _make_core(env, name, core_modules(), demo=demo, languages=[settings.LANGUAGE])
    else:
        _make_full(env, name, ensure(env, "core_demo" if demo else "core"), demo=demo)
    return name


def ensure_without_language(env: Environment, modules: list[str]) -> str:
    """Make a template of Odoo's modules as its own tests expect it: English alone, no demo data."""
    every = sorted({*core_modules(), *modules})
    name = f"{_PREFIX}english_{_hash(_core_key(env), *every)}"
    if not env.connection.exists(name):
        _make_core(env, name, every, demo=False, languages=[])
    return name


def _make_core(
    env: Environment, name: str, modules: list[str], *, demo: bool, languages: list[str]
) -> None:
    with _building(env, name) as building, step(f"making the template {name}"):
        database.install(env, building, modules, demo=demo, languages=languages)


def _make_full(env: Environment, name: str, core: str, *, demo: bool) -> None:
    with _building(env, name) as building, step(f"making the template {name}"):
        copy(env, core, building)
        database.install(env, building, settings.addon_names(), demo=demo)
        script = _FINISH.format(language=settings.LANGUAGE)
        database.run_script(env, building, script, f"Finishing the template {name}")


@contextmanager
def copied(env: Environment, template: str, purpose: str) -> Iterator[str]:
    """A copy of a template for the time of a suite."""
    name = f"{_COPY}{purpose}"
    copy(env, template, name)
    try:
        yield name
    finally:
        database.drop(env, name)


def copy(env: Environment, source: str, target: str) -> None:
    """Copy a database with its files; one copy at a time, since each locks its template."""
    with _copying:
        database.copy(env, source, target)


def remove_leftovers(env: Environment) -> None:
    """Drop copies of broken-off runs, and templates that nothing asks for any more."""
    wanted = set(names(env).values())
    for [name] in env.connection.query("SELECT datname FROM pg_database"):
        kept = name in wanted or name.startswith(f"{_PREFIX}english_")
        if name.startswith(_PREFIX) and not kept:
            database.drop(env, name)


@contextmanager
def _building(env: Environment, name: str) -> Iterator[str]:
    """A database under another name, which gets the right one when it is whole."""
    building = f"{name}_building"
    database.drop(env, building)
    yield building
    shutil.rmtree(database.filestore(name), ignore_errors=True)
    if database.filestore(building).exists():
        database.filestore(building).rename(database.filestore(name))
    env.connection.rename(building, name)
    odoo_config.path_of(building).unlink(missing_ok=True)


def odoo_identity(env: Environment) -> str:
    """What tells one Odoo from another: the package's version where it was fetched."""
    stamp = env.odoo.folder.parents[3] / ".complete.json" if env.odoo.fetched else None
    if stamp and stamp.exists():
        return json.loads(stamp.read_text(encoding="utf-8"))["version"]
    return env.odoo.version


def _core_key(env: Environment) -> str:
    return _hash(_FORMAT, odoo_identity(env), settings.LANGUAGE, *core_modules())


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]
