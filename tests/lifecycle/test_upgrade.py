"""A database of the last landed version, used by people, is updated and found whole."""

from __future__ import annotations

import re

import pytest

from tests import support
from tests.lifecycle import facts, landed
from tools import settings

# What people do in a week, by the methods that the screens call.
USE = """
from datetime import timedelta
from odoo import Command, fields
from odoo.addons.crm_actions.tests.common import CUSTOMER, NEAR, NEXT_STREET

def user(login, *groups):
    return env["res.users"].with_context(no_reset_password=True).create({
        "name": login.title(), "login": login, "email": login + "@example.com",
        "tz": "Europe/Madrid",
        "group_ids": [Command.link(env.ref(group).id) for group in groups]})

def plan(days, kind="visit", **values):
    type_id = env.ref("crm_actions.crm_action_type_" + kind).id
    return env["crm.action"].with_user(rep).create({
        "type_id": type_id, "partner_id": customer.id, "start": now + timedelta(days=days),
        **values})

now = fields.Datetime.now().replace(microsecond=0)
rep = user("rep", "sales_team.group_sale_salesman")
leader = user("leader", "crm_actions.group_team_leader")
env["crm.team"].create({"name": "North", "user_id": leader.id, "member_ids": [Command.link(rep.id)],
                        "next_step_policy": "require"})
env.company.write({"crm_geo_radius_m": 350, "crm_geo_retention_days": 45})
customer = env["res.partner"].create({
    "name": "Hotel Ría Mansa", "is_company": True, "street": "C/ del Muelle 8", "user_id": rep.id,
    "email": "hotel@example.com", "partner_latitude": CUSTOMER[0],
    "partner_longitude": CUSTOMER[1]})
env["res.partner"].create({"name": "Ana", "parent_id": customer.id})
lead = env["crm.lead"].create({"name": "Breakfasts", "type": "opportunity", "user_id": rep.id,
                               "partner_id": customer.id, "expected_revenue": 1800})
paused = lead.copy({"name": "Christmas hampers"})
paused.with_user(rep).action_snooze(fields.Date.today() + timedelta(days=40), "Back in spring")
# what the administrator made his own
order = env.ref("crm_actions.crm_action_outcome_order")
order.write({"name": "Signed", "next_days": 21})
own = env["crm.action.outcome"].create({
    "name": "Tasting held", "contacted": True, "result": "positive",
    "type_ids": [Command.link(env.ref("crm_actions.crm_action_type_visit").id)]})
env["crm.action.type"].create({"name": "Trade fair", "code": "meeting", "default_minutes": 240,
                               "outcome_ids": [Command.link(order.id)]})
# actions in every state
plan(2, opportunity_id=lead.id, summary="Close the winter breakfasts")
plan(3, allday=True)
plan(-1, kind="call")  # nobody reported it
done = plan(0, opportunity_id=lead.id)
done.check_in({"latitude": NEXT_STREET[0], "longitude": NEXT_STREET[1], "accuracy_m": 20})
done.action_set_customer_location()
assert customer.geo_proposed_by_id == rep, "the place should wait for a manager"
photo = env["ir.attachment"].with_user(rep).create({"name": "shelf.jpg", "raw": b"a shelf"})
done.close({"outcome_id": own.id, "note": "<p>They liked the <b>blue</b> one</p>",
            "photo_ids": photo.ids, "next": {"start": now + timedelta(days=7)}})
plan(1).cancel("The customer is on holiday")
off = plan(4)
off.calendar_event_ids.with_user(rep).unlink()
assert off.off_calendar
to_move = plan(6)
env.cr.commit()  # moved on another occasion, so that the history tells it
to_move.calendar_event_ids.with_user(rep).write({"start": now + timedelta(days=8)})
wizard = env["crm.action.close.wizard"].with_user(rep).create({
    "type_id": env.ref("crm_actions.crm_action_type_call").id, "partner_id": customer.id,
    "outcome_id": order.id, "follow_up": "none", "done_at": now - timedelta(minutes=20)})
wizard.action_apply()
# segments, zones, owners by date, and plans that have made their visits
segment = env["crm.segment"].create({"name": "Gold", "code": "A", "cycle_days": 14})
zone = env["crm.zone"].create({"name": "Coast", "code": "COAST"})
customer.write({"crm_segment_id": segment.id, "crm_zone_id": zone.id})
env["crm.portfolio.assignment"].create({
    "partner_id": customer.id, "user_id": leader.id,
    "date_from": fields.Date.today() + timedelta(days=30)})
env["crm.action.plan"].with_user(rep).create([
    {"partner_id": customer.id, "tue": True, "summary": "Every Tuesday"},
    {"partner_id": customer.id, "mode": "cycle", "cycle_days": 21}])
customer._crm_log_touch("email", now - timedelta(days=2), direction="out", contacted=False,
                        user=rep, summary="Offer sent", key="mail:<offer@example.com>")
lead.message_post(body="They wrote", message_type="comment", subtype_xmlid="mail.mt_comment")
open_visit = plan(0)
open_visit.check_in({"latitude": NEAR[0], "longitude": NEAR[1], "accuracy_m": 20})
env.cr.commit()
"""
# A file of the office, and what a phone sent after a morning without a network.
USE_OFFICE = """
from base64 import b64encode

rows = "Code;Name;Visit cycle (days)\\nS;Silver;21\\nB;Bronze;often\\n"
run = env["crm.import.run"].create({
    "template": "crm.import.segment", "file": b64encode(rows.encode()), "file_name": "file.csv"})
run.action_check()
run.action_import_good()
assert run.state == "done" and run.rejected_count == 1, run.state
moment = fields.Datetime.to_string(now)
def operation(uuid, kind, action, **vals):
    return {"uuid": uuid, "seq": 1, "user_id": rep.id, "kind": kind, "at": moment, "vals": vals,
            "action": {"id": action.id}, "base": {"start": moment}}
told = env["crm.action"].with_user(rep).sync([
    operation("op-00000001", "cancel", plan(9), reason="Closed for the winter"),
    operation("op-00000002", "close", done, outcome_id=own.id, note="The same again")], moment)
assert [result["status"] for result in told["results"]] == ["applied", "conflict"], told
env.cr.commit()
"""
# Discounts, a special price, a signed quotation, its delivery and invoice.
USE_ORDERS = """
from odoo.addons.crm_orders_promos.tests.common_signing import SIGNATURE

env.user.group_ids = [Command.link(env.ref("sales_team.group_sale_manager").id)]
product = env["product.product"].create({
    "name": "Coffee maker", "list_price": 50, "type": "consu", "invoice_policy": "order"})
env["crm.discount.limit"].create({
    "group_id": env.ref("sales_team.group_sale_salesman").id, "max_discount": 70})
clause = env["crm.sale.clause"].create({
    "code": "R", "name": "Returns", "body_html": "<p>Within <b>14</b> days</p>",
    "category": "other"})
customer.crm_commercial_discount = 3
special = env["crm.special.price"].create({
    "partner_id": customer.id, "product_id": product.id, "value": 48, "reason": "Opening"})
special.action_approve()
def quote(**values):
    return env["sale.order"].create({
        "partner_id": customer.id, "user_id": rep.id, "require_signature": True,
        "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 2,
                                       "line_discounts": "10+5"})],
        "crm_clause_ids": [Command.create({"clause_id": clause.id})], **values})
quote()  # nobody sent it
sold = quote()
assert sold.order_line.price_unit == 48, "the special price should hold"
sold.action_quotation_sent()
sold._sign(name="Elvira Cueto", image=SIGNATURE, content_sha256=sold._get_content_hash(),
           method="portal", signer_vat="12345678Z")
assert sold.state == "sale"
sold._create_invoices().action_post()
env.cr.commit()
"""
# The same people go on where they were.
GO_ON = """
from datetime import timedelta
from odoo import fields

rep = env["res.users"].search([("login", "=", "rep")])
actions = env["crm.action"].with_user(rep)
visit = actions.browse(actions.get_open_visit()["id"])
assert visit.checkin_verdict == "verified", visit.checkin_verdict
visit.close({"outcome_id": env.ref("crm_actions.crm_action_outcome_order").id})
assert visit.state == "done" and visit.outcome_id.name == "Signed"
lead = env["crm.lead"].search([("name", "=", "Breakfasts")])
assert lead.with_user(rep).next_step_at, "its next step is gone"
plans = env["crm.action.plan"].with_user(rep).search([])
assert len(plans) == 2 and all(plan.action_ids for plan in plans), "the plans' visits are gone"
done_by_plans = plans[0].generate()
assert not done_by_plans["created"], "a visit of a plan was made twice"
planned = actions.search([("state", "=", "planned"), ("off_calendar", "=", False)])
assert planned.filtered("calendar_event_ids"), "its events are gone"
logged = actions.search([("origin", "=", "logged")])
assert logged.type_id.code == "call", "a call that was only written down does not say so"
moved = actions.search([]).filtered(lambda one: (one.start.date() - one.promised_on).days == 2)
assert len(moved) == 1, "the visit that was moved by two days has forgotten its first day"
done = actions.search([("photo_ids", "!=", False)])
assert done.photo_ids.with_user(rep).raw == b"a shelf"
again = env["crm.action"].with_user(rep).sync([{
    "uuid": "op-00000002", "seq": 1, "user_id": rep.id, "kind": "close",
    "at": fields.Datetime.to_string(fields.Datetime.now()), "vals": {}, "base": {},
    "action": {"id": done.id}}], fields.Datetime.to_string(fields.Datetime.now()))
assert again["results"][0]["status"] == "conflict", "what a phone sent twice was taken twice"
sold = env["sale.order"].search([("crm_signature_ids.state", "=", "valid")])
assert sold.crm_signature_ids._is_intact(), "what was signed is not what it was"
invoice = sold.invoice_ids
assert invoice.amount_total == sold.amount_total, (invoice.amount_total, sold.amount_total)
refund = invoice._reverse_moves(cancel=True)
assert refund.amount_total == sold.amount_total, refund.amount_total
offer = env["sale.order"].search([("state", "=", "draft")], limit=1)
offer.with_user(rep).action_quotation_sent()
assert offer.order_line.price_unit == 48, "the special price is gone"
app = env.ref("crm_actions.menu_root")
for menu in env["ir.ui.menu"].with_user(rep).load_menus(False).values():
    if menu.get("app_id") == app.id and menu["action_model"] == "ir.actions.act_window":
        model = env["ir.actions.act_window"].browse(menu["action_id"]).res_model
        env[model].with_user(rep).get_views([(False, "list"), (False, "search")])
"""
# Not of ours to compare: the mail that waits, codes of modules, terms that a language brings.
_SAME_AS_NEW = ("tables", "columns", "indexes", "models", "fields", "external ids")
# What a migration changes on purpose, as `table id column: …`.
_MEANT = []

_OWNED = {
    "ir.ui.view": "ir_ui_view",
    "ir.ui.menu": "ir_ui_menu",
    "ir.cron": "ir_cron",
    "ir.rule": "ir_rule",
    "ir.model.access": "ir_model_access",
    "ir.actions.act_window": "ir_act_window",
}
_OWNERLESS = """
SELECT count(*) FROM :"table" WHERE id NOT IN (
    SELECT res_id FROM ir_model_data WHERE model = :'model')
"""


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    """A used database before and after its update: its name and what was lost."""
    folder = tmp_path_factory.mktemp("landed")
    with landed.database("upgrade", folder, USE + USE_OFFICE + USE_ORDERS) as name:
        before = landed.read_rows(name)
        landed.update(name)
        yield name, before, landed.read_rows(name)


def test_a_loss_is_named():
    before = {
        "crm_zone": [{"id": 1, "name": "North"}, {"id": 2, "name": "South"}],
        "zone_rel": [{"zone_id": 1, "user_id": 7}],
        "gone": [],
    }
    after = {"crm_zone": [{"id": 1, "name": "Norte", "color": 3}], "zone_rel": []}
    assert landed.lost(before, after) == [
        "table gone",
        "crm_zone 1 name: 'North' became 'Norte'",
        "row of crm_zone: {'id': 2, 'name': 'South'}",
        "row of zone_rel: {'zone_id': 1, 'user_id': 7}",
    ]
    assert not landed.lost(after, before | {"crm_zone": [*after["crm_zone"], {"id": 2}]})


def test_nothing_that_people_did_is_lost(upgraded):
    _name, before, after = upgraded
    # given actions of all kinds, so that the comparison says something
    states = {row["state"] for row in before["crm_action"]}
    assert states == {"planned", "in_progress", "done", "cancelled"}
    assert before["crm_action_geo"]
    assert before["crm_import_error"]
    assert {row["status"] for row in before["crm_action_sync_op"]} == {"applied", "conflict"}
    assert before["crm_order_signature"]
    # then each row is there with its values
    lost = landed.lost(before, after)
    assert not [text for text in lost if not any(re.fullmatch(meant, text) for meant in _MEANT)]


def test_it_is_made_like_a_new_database(upgraded):
    name, _before, _after = upgraded
    found, new = facts.read(name), facts.read(support.template("plain"))
    for one, other, what in ((found, new, "left behind"), (new, found, "missing")):
        kinds = {kind: one[kind] for kind in _SAME_AS_NEW}
        assert not facts.difference(kinds, other), what


def test_no_view_menu_or_job_is_without_owner(upgraded):
    name, _before, _after = upgraded
    # Odoo itself ships a few without one: as many as in a new database are its own
    for model, table in _OWNED.items():
        found = _count_ownerless(name, model, table)
        assert found == _count_ownerless(support.template("plain"), model, table), model


def test_people_go_on_where_they_were(upgraded):
    name, _before, _after = upgraded
    support.run_in_shell(name, GO_ON, "Going on after the update")


def test_every_addon_of_the_landed_version_is_still_there(upgraded):
    name, _before, _after = upgraded
    sql = "SELECT name FROM ir_module_module WHERE state = 'installed' AND author = 'Pilares'"
    installed = {row[0] for row in support.environment().connection.query(sql, name)}
    assert installed
    assert installed <= set(settings.addon_names())


def _count_ownerless(name: str, model: str, table: str) -> int:
    """How many records of a model no addon claims as its data."""
    connection = support.environment().connection
    return int(connection.query(_OWNERLESS, name, model=model, table=table)[0][0])
