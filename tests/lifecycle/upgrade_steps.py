"""What people do in a database before it is updated, and how they go on afterwards.

Scripts for Odoo's shell; those of `USE` run one after another in one shell.
"""

# What people do in a week, by the methods that the screens call.
USE_AGENDA = """
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
# A promotion, a warehouse chosen by a rule and by hand, a delivery that waits.
USE_STOCK = """
stock = env["product.product"].create({
    "name": "Mussels", "list_price": 10, "type": "consu", "is_storable": True,
    "invoice_policy": "delivery"})
north = env["stock.warehouse"].create({"name": "North", "code": "NOR"})
central = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
for warehouse in central | north:
    env["stock.quant"]._update_available_quantity(stock, warehouse.lot_stock_id, 200)
env["crm.warehouse.rule"].create({"warehouse_id": north.id, "zone_ids": [Command.set(zone.ids)]})
promotion = env["crm.promotion"].create({
    "name": "Ten and one", "company_id": env.company.id,
    "condition_ids": [Command.create({"product_ids": [Command.set(stock.ids)]})],
    "tier_ids": [Command.create({"threshold": 10, "effect": "free_goods", "qty": 1})]})
promotion.action_approve()
promotion.action_start()
def goods(quantity, **values):
    made = env["sale.order"].create({
        "partner_id": customer.id, "user_id": rep.id, "client_order_ref": f"goods {quantity}",
        "order_line": [Command.create({"product_id": stock.id, "product_uom_qty": quantity})],
        **values})
    made.action_refresh_promotions()
    return made
partly = goods(20)
assert partly.warehouse_id == north, "the rule should choose North"
assert partly.order_line.filtered("promotion_id").product_uom_qty == 2
partly.action_confirm()
for move in partly.picking_ids.move_ids:
    move.write({"quantity": move.product_uom_qty / 2, "picked": True})
partly.picking_ids.with_context(cancel_backorder=False, skip_backorder=True).button_validate()
by_hand = goods(10)
by_hand.warehouse_id = central
assert by_hand.warehouse_manual
env.cr.commit()
"""
# Rules of visits, opening hours, and two weeks of routes that were planned and published.
USE_ROUTES = """
env["crm.visit.policy"].search([]).active = False
policy = env["crm.visit.policy"].create({
    "name": "Gold", "frequency": "week", "number": 1, "minutes": 20, "value_km": 400,
    "segment_ids": [Command.set(segment.ids)]})
gold = env["res.partner"].create([
    {"name": f"Gold {number}", "is_company": True, "user_id": rep.id,
     "crm_segment_id": segment.id, "partner_latitude": CUSTOMER[0] + number / 200,
     "partner_longitude": CUSTOMER[1]} for number in range(1, 5)])
env["crm.opening.hours"].create([
    {"partner_id": gold[0].id, "weekday": "1", "hour_from": 10, "hour_to": 13}])
env.company.partner_id.write({
    "partner_latitude": CUSTOMER[0], "partner_longitude": CUSTOMER[1]})
on_the_road = env["crm.route.rep"].create({"user_id": rep.id, "lunch_from": 14, "lunch_to": 15})
monday = fields.Date.today() + timedelta(days=14 - fields.Date.today().weekday())
routes = env["crm.route.plan"].create({
    "name": "Coast", "date_from": monday, "date_to": monday + timedelta(days=4), "seconds": 1,
    "rep_ids": [Command.set(on_the_road.ids)]})
job = env.ref("crm_routes.ir_cron_plan_routes")
for act, state in ((routes.action_plan, "proposed"), (routes.action_publish, "published")):
    act()
    env.cr.commit()
    job.method_direct_trigger()
    env.cr.commit()  # the job works in transactions of its own
    assert routes.state == state, (routes.state, routes.job_ids.mapped("problem_text"))
visits = env["crm.action"].search([("route_plan_id", "=", routes.id)])
assert set(visits.partner_id) >= set(gold), visits.partner_id.mapped("name")
waiting = env["crm.route.plan"].create({
    "name": "Later", "date_from": monday + timedelta(days=7),
    "date_to": monday + timedelta(days=11), "rep_ids": [Command.set(on_the_road.ids)]})
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
offer = env["sale.order"].search(
    [("state", "=", "draft"), ("client_order_ref", "=", False)], limit=1)
offer.with_user(rep).action_quotation_sent()
assert offer.order_line.price_unit == 48, "the special price is gone"
offered = env["sale.order"].search([("client_order_ref", "=", "goods 10")])
assert offered.warehouse_id.name != "North" and offered.warehouse_manual, "the choice is gone"
offered.action_refresh_promotions()
assert sum(offered.order_line.filtered("promotion_id").mapped("product_uom_qty")) == 1
partly = env["sale.order"].search([("client_order_ref", "=", "goods 20")])
assert partly.warehouse_id.name == "North"
rest = partly.picking_ids.filtered(lambda each: each.state not in ("done", "cancel"))
for move in rest.move_ids:
    move.write({"quantity": move.product_uom_qty, "picked": True})
rest.button_validate()
delivered = {bool(line.promotion_id): line.qty_delivered for line in partly.order_line}
assert delivered == {False: 20, True: 2}, delivered
routes = env["crm.route.plan"].search([("name", "=", "Coast")])
assert routes.state == "published"
visits = env["crm.action"].search([("route_plan_id", "=", routes.id)])
assert visits and all(visits.mapped("start")), "the routes' visits are gone"
day = actions.get_my_day(str(visits[0].route_date))
assert visits[0].id in [action["id"] for action in day["actions"]]
later = env["crm.route.plan"].search([("name", "=", "Later")])
later.write({"seconds": 1})
later.action_plan()
env.cr.commit()
env.ref("crm_routes.ir_cron_plan_routes").method_direct_trigger()
env.cr.commit()
assert later.state == "proposed", later.job_ids.mapped("problem_text")
app = env.ref("crm_actions.menu_root")
for menu in env["ir.ui.menu"].with_user(rep).load_menus(False).values():
    if menu.get("app_id") == app.id and menu["action_model"] == "ir.actions.act_window":
        model = env["ir.actions.act_window"].browse(menu["action_id"]).res_model
        env[model].with_user(rep).get_views([(False, "list"), (False, "search")])
"""

USE = f"{USE_AGENDA}{USE_OFFICE}{USE_ORDERS}{USE_STOCK}{USE_ROUTES}"
