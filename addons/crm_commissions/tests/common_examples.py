"""How rows of this addon's models are made that point at a contact and carry a text."""

from datetime import date

from odoo.fields import Command


def _make_participant(env, partner, text):
    plan = env["crm.commission.plan"].create({"name": "Agents", "rate": 5})
    return env["crm.commission.participant"].create({"plan_id": plan.id, "payee_id": partner.id})


def _make_split(env, partner, text):
    _make_participant(env, partner, text)
    order = env["sale.order"].create({"partner_id": partner.id, "user_id": env.uid})
    return env["crm.commission.split"].create(
        {"order_id": order.id, "payee_id": partner.id, "percent": 60}
    )


def _make_credit(env, partner, text):
    """What the customer ordered counts for somebody."""
    seller = _make_participant(env, partner, text)
    product = env["product.product"].create({"name": "Cider"})
    line = {"product_id": product.id, "price_unit": 100}
    order = env["sale.order"].create(
        {"partner_id": partner.id, "user_id": env.uid, "order_line": [Command.create(line)]}
    )
    return env["crm.commission.credit"].create(
        {
            "plan_id": seller.plan_id.id,
            "participant_id": seller.id,
            "source_model": "sale.order.line",
            "source_id": order.order_line.id,
            "order_id": order.id,
            "product_id": product.id,
            "partner_id": partner.id,
            "share": 100,
            "reason": "seller",
        }
    )


def _get_booked(env, partner):
    """Company, payee, currency and period of what is booked in September."""
    day = date(2026, 9, 1)
    period = env["crm.commission.period"]._ensure_periods(env.company, day, day)
    return {
        "company_id": env.company.id,
        "payee_id": partner.id,
        "currency_id": env.company.currency_id.id,
        "period_id": period.id,
    }


def _make_entry(env, partner, text):
    """A correction by hand of what the customer brought a payee."""
    values = _get_booked(env, partner)
    del values["company_id"]  # that of the period
    return (
        env["crm.commission.entry"]
        ._by_flow()
        .create(
            {
                **values,
                "participant_id": _make_participant(env, partner, text).id,
                "partner_id": partner.id,
                "kind": "manual",
                "event_date": "2026-09-10",
                "origin_period_id": values["period_id"],
                "amount": 12.5,
                "run_at": "2026-09-10 10:00:00",
            }
        )
        .sudo(env.su)
    )


def _make_statement(env, partner, text):
    statements = env["crm.commission.statement"]._by_flow()
    return statements.create(_get_booked(env, partner)).sudo(env.su)


def _make_dispute(env, partner, text):
    """About what is missing on a statement without entries, as an erased one would be."""
    values = _get_booked(env, partner)
    return (
        env["crm.commission.dispute"]
        ._by_flow()
        .create(
            {
                **values,
                "opened_by_id": env.uid,
                "opened_at": "2026-10-14 10:00:00",
                "reason": "missing",
                "document": text,
                "note": text,
                "resolution": text,
            }
        )
        .sudo(env.su)
    )


def _invoice(case, user, day, amount, partner=None, **values):
    """A posted invoice without taxes."""
    env = case.env(su=True, context={**case.env.context, "tracking_disable": True})
    product = env["product.product"].create({"name": "Cider", "standard_price": 40})
    line = {"product_id": product.id, "price_unit": amount, "tax_ids": [Command.clear()]}
    move = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": (partner or case.customer).id,
            "invoice_date": day,
            "invoice_user_id": user.id,
            "invoice_line_ids": [Command.create({**line, **values.pop("line", {})})],
            **values,
        }
    )
    move.action_post()
    return move


def _order(case):
    """Nora's confirmed order counts on its day; a quotation, and September, do not."""
    env = case.env(su=True)
    product = env["product.product"].create({"name": "Cider", "taxes_id": [Command.clear()]})
    line = {"product_id": product.id, "price_unit": 100, "product_uom_qty": 3}
    values = {
        "partner_id": case.customer.id,
        "user_id": case.nora.id,
        "order_line": [Command.create(line)],
    }
    orders = env["sale.order"].create([values, values, values])
    orders[:2].action_confirm()
    orders[0].date_order = "2026-10-15 09:00:00"
    orders[1:].date_order = "2026-09-30 09:00:00"
    return {case.nora: 300}


def _bill(case):
    """Of Nora's 1,000.00 a part comes back; that of Nils is of November."""
    sold = _invoice(case, case.nora, "2026-10-05", 1000)
    refund = {"move_type": "out_refund", "reversed_entry_id": sold.id}
    _invoice(case, case.nils, "2026-10-20", 300, **refund)
    _invoice(case, case.nils, "2026-11-02", 500)
    return {case.nora: 700}


def _collect(case):
    """Of 1,000.00 invoiced in September 400.00 are paid in October, and 100.00 in November."""
    sold = _invoice(case, case.nora, "2026-09-05", 1000)
    for day, amount in (("2026-10-05", 400), ("2026-11-05", 100)):
        pay = case.env["account.payment.register"].sudo()
        pay.with_context(active_model="account.move", active_ids=sold.ids).create(
            {"amount": amount, "payment_date": day}
        )._create_payments()
    return {case.nora: 400}


def _earn_margin(case):
    """Three for 100.00 each that cost 40.00."""
    _invoice(case, case.nora, "2026-10-05", 100, line={"quantity": 3})
    return {case.nora: 180}


def _sell_units(case):
    """A dozen counts as twelve."""
    dozen = case.env.ref("uom.product_uom_dozen")
    line = {"quantity": 2, "product_uom_id": dozen.id}
    _invoice(case, case.nora, "2026-10-05", 100, line=line)
    _invoice(case, case.sara, "2026-10-05", 100, line={"quantity": 5})
    return {case.nora: 24, case.sara: 5}


def _win_customers(case):
    """A customer is new once, for whoever sold first; the second invoice of Nils is no first."""
    other = case.customer.copy({"name": "Bar"})
    _invoice(case, case.nora, "2026-10-05", 100)
    _invoice(case, case.nils, "2026-10-06", 100)
    _invoice(case, case.nora, "2026-09-05", 100, partner=other)
    _invoice(case, case.nora, "2026-10-05", 100, partner=other)
    return {case.nora: 1}


METRICS = {
    "sales_ordered": _order,
    "sales_invoiced": _bill,
    "sales_collected": _collect,
    "margin": _earn_margin,
    "quantity": _sell_units,
    "new_customers": _win_customers,
}
EXAMPLES = {
    "crm.commission.credit": _make_credit,
    "crm.commission.dispute": _make_dispute,
    "crm.commission.entry": _make_entry,
    "crm.commission.participant": _make_participant,
    "crm.commission.split": _make_split,
    "crm.commission.statement": _make_statement,
}
FOLDED = {"crm.commission.statement": "one a payee and month; until it is approved it is made anew"}
