"""What the web client asks the server for when a screen opens. Runs inside Odoo's shell."""

from __future__ import annotations

import json
import statistics
import time
from ast import literal_eval
from datetime import date, datetime, timedelta
from datetime import time as time_

from lxml import etree

from odoo.addons.crm_actions.tests.common_queries import read_specification

_KANBAN_LIMIT = 40


def compare(env, sides: dict, rounds: int, output: str) -> None:
    """Open each of the sides in turns and write the medians.

    :param sides: ``{label: function without arguments that gives the number of records}``
    :param output: path of the file for ``{label: {seconds, queries, records}}``
    """
    figures = {label: [] for label in sides}
    for _round in range(rounds):
        for label, side in sides.items():
            figures[label].append(_measure(env, side))
    # the first reading fills the caches of the registry
    result = {
        label: {
            "seconds": statistics.median(row[0] for row in rows[1:]),
            "queries": rows[-1][1],
            "records": rows[-1][2],
        }
        for label, rows in figures.items()
    }
    with open(output, "w", encoding="utf-8") as file:
        json.dump(result, file)


def _measure(env, side):
    env.invalidate_all()
    queries, began = env.cr.sql_log_count, time.perf_counter()
    records = side()
    return time.perf_counter() - began, env.cr.sql_log_count - queries, records


def calendar(env, user, action, own_domain, *, attendees=False):
    """A function that opens the current week of a calendar: its records and the greyed days.

    :param action: an ``ir.actions.act_window``
    :param own_domain: what the filters of the person who opens it leave
    :param attendees: whether the client also asks who attends, as Odoo's own calendar does
    """
    model = env[action.res_model].with_user(user).with_context(lang=user.lang, tz=user.tz)
    described = model.get_views([(_view_of(action, "calendar").id, "calendar")])
    arch = etree.fromstring(described["views"]["calendar"]["arch"])
    fields = described["models"][action.res_model]["fields"]
    names = sorted(read_specification(arch, fields))
    monday = datetime.combine(date.today() - timedelta(days=date.today().weekday()), time_.min)
    sunday = monday + timedelta(days=7)
    week = [
        *_own_domain(action),
        ("start", "<", str(sunday)),
        ("stop", ">", str(monday)),
        *own_domain,
    ]

    def open_view():
        records = model.search_read(week, names)
        if arch.get("show_unusual_days"):
            model.get_unusual_days(str(monday), str(sunday))
        if attendees:
            ids = [one["id"] for one in records]
            env["res.partner"].with_user(user).browse(user.partner_id.ids).get_attendee_detail(ids)
        return len(records)

    return open_view


def kanban(env, user, action, view=None, *, domain=(), group_by=None):
    """A function that opens a kanban view of a window action.

    It reads the columns with the cards of the open ones, then the bars above them.

    :param action: an ``ir.actions.act_window``
    :param view: its kanban view, where the action has no own one
    :param group_by: what the columns are, where neither view nor action says it
    """
    model = env[action.res_model].with_user(user)
    context = {"uid": user.id, "active_test": True}
    chosen = view or _view_of(action, "kanban")
    described = model.get_views([(chosen.id, "kanban")])
    arch = etree.fromstring(described["views"]["kanban"]["arch"])
    fields = described["models"][action.res_model]["fields"]
    columns = group_by or arch.get("default_group_by")
    specification = read_specification(arch, fields)
    bar = arch.find(".//progressbar")
    aggregates = _get_aggregates(fields, bar)
    reader = model.with_context(read_group_expand=True, **context)
    wanted = [*_own_domain(action), *domain]

    def open_view():
        groups = reader.web_read_group(
            wanted,
            [columns],
            aggregates,
            order=arch.get("default_order"),
            auto_unfold=True,
            opening_info=[],
            unfold_read_specification=specification,
            unfold_read_default_limit=_KANBAN_LIMIT,
        )["groups"]
        if bar is not None:
            reader.read_progress_bar(
                wanted,
                columns,
                {"field": bar.get("field"), "colors": json.loads(bar.get("colors"))},
            )
        return sum(len(group.get("__records", ())) for group in groups)

    return open_view


def _view_of(action, kind):
    """The view of that kind that an action names; none where the model's first one is meant."""
    chosen = action.view_ids.filtered(lambda one: one.view_mode == kind).view_id
    return chosen or (action.view_id if action.view_id.type == kind else action.view_id.browse())


def _own_domain(action):
    """The domain of an action; those of the benches have no variables."""
    return literal_eval(action.domain or "[]")


def _get_aggregates(fields, bar):
    """The sum above each column, as the client asks for it."""
    name = bar.get("sum_field") if bar is not None else None
    if not name:
        return []
    field = fields[name]
    aggregates = [f"{name}:{field['aggregator']}"]
    if field.get("currency_field"):
        aggregates += [f"{field['currency_field']}:array_agg_distinct", f"{name}:sum_currency"]
    return aggregates
