"""Contracts of the extension points, kept by whatever addons are installed.

An addon that stands on this one may say in ``tests/common_examples.py`` how its rows are made:
``EXAMPLES``, a map of a model to a function ``(env, partner, text)`` that returns a record which
points at the partner and carries the text wherever a person may write; and ``FOLDED``, the models
of which a merge of contacts may make one row out of several, and ``NOT_FOR_LEADERS``, the models
that leaders do not see though reps see their own: maps of a model to the reason; and ``METRICS``, a
map of the code of a metric to a function ``(test case)`` that makes a few records, of October 2026
and other months, and returns what the metric must say of October: ``{user: value}``. Without that
file rows are made by filling in what is required.
"""

from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

ROOT = "crm_actions"
TEXT_TYPES = ("char", "text", "html")
WAYS = ("email", "mail_to", "phone", "mobile")


def own_addons(env):
    """Names of the installed addons that are this one or stand on it."""
    modules = env["ir.module.module"].sudo()
    installed = modules.search([("state", "in", ("installed", "to upgrade", "to install"))])
    root = installed.filtered(lambda module: module.name == ROOT)
    return {ROOT, *root.downstream_dependencies(exclude_states=("uninstalled",)).mapped("name")}


def own_models(env):
    """The stored models that these addons define."""
    addons = own_addons(env)
    models = [env[name] for name in sorted(env.registry)]
    return [
        model
        for model in models
        if model._original_module in addons
        and not model._abstract
        and not model._transient
        and model._auto
    ]


def own_reports(env):
    """The models of these addons that are SQL views."""
    addons = own_addons(env)
    models = [env[name] for name in sorted(env.registry)]
    return [
        model
        for model in models
        if model._original_module in addons and not model._abstract and not model._auto
    ]


def partner_fields(model):
    """Names of the stored fields that point at a contact."""
    return [
        name
        for name, field in model._fields.items()
        if field.type == "many2one" and field.comodel_name == "res.partner" and field.store
    ]


def models_of_partners(env):
    return [model for model in own_models(env) if partner_fields(model)]


def models_of_people(env):
    """The models that point at a contact, or keep a mail address or a number of somebody."""
    return [model for model in own_models(env) if partner_fields(model) or way_fields(model)]


def way_fields(model):
    """Names of the stored fields in which a way to reach a person stands."""
    return [
        name
        for name, field in model._fields.items()
        if field.type == "char" and field.store and any(way in name for way in WAYS)
    ]


def text_fields(model):
    """Names of the stored fields that hold text."""
    return [
        name for name, field in model._fields.items() if field.type in TEXT_TYPES and field.store
    ]


def examples(env, attribute="EXAMPLES"):
    """What the addons say about their rows, in one map or set."""
    found = [
        getattr(import_module(name), attribute, {})
        for name in (f"odoo.addons.{addon}.tests.common_examples" for addon in own_addons(env))
        if find_spec(name)
    ]
    return {key: value for each in found for key, value in each.items()}


def make_example(env, model, partner, text):
    """A row that points at the contact and carries the text.

    :raise AssertionError: nobody said how, and filling in what is required does not do
    """
    if model._name in (known := examples(env)):
        return known[model._name](env, partner, text)
    for with_texts in (True, False):
        try:
            with env.cr.savepoint():
                return model.create(_get_values(env, model, partner, text, with_texts))
        except Exception as error:  # noqa: BLE001 whatever an addon may raise
            reason = error
    raise AssertionError(
        f"Say in tests/common_examples.py of {model._original_module} how a row of "
        f"{model._name} is made: {reason}"
    )


def _get_values(env, model, partner, text, with_texts):
    values = dict.fromkeys(_writable(model, partner_fields(model)), partner.id)
    if with_texts:
        values.update(dict.fromkeys(_writable(model, text_fields(model)), text))
    given = model.default_get(list(model._fields))
    for name in _writable(model, model._fields):
        field = model._fields[name]
        if field.required and name not in values and name not in given:
            values[name] = _get_value(env, field, text)
    return values


def _writable(model, names):
    fields = model._fields
    return [
        name
        for name in names
        if fields[name].store
        and not fields[name].related
        and (not fields[name].compute or not fields[name].readonly)
        and name not in ("id", "create_uid", "create_date", "write_uid", "write_date")
    ]


def _get_value(env, field, text):
    if field.type in TEXT_TYPES:
        return text
    if field.type == "many2one":
        return env[field.comodel_name].search([], limit=1).id
    if field.type == "selection":
        return field.get_values(env)[0]
    if field.type in ("date", "datetime"):
        return datetime(2026, 10, 15, 9)
    return 1
