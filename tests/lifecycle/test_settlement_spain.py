"""Commissions settled under the Spanish chart of accounts: A16, to the cent.

The Spanish localisation is in no template, so it is installed on top of one.
"""

from __future__ import annotations

import json

import pytest

from tests import support
from tools import database

# Three agents and an employee sell 62,500.00 each; what each earns is settled and posted.
SCRIPT = """
import json
from datetime import timedelta
from pathlib import Path
from odoo import Command
from odoo.exceptions import UserError

env["res.lang"]._activate_lang("en_US")
company = env["res.company"].create({{
    "name": "Distribuciones Pilar", "vat": "ESB33123456", "country_id": env.ref("base.es").id,
    "state_id": env.ref("base.state_es_o").id,
}})
env.user.company_ids = [Command.link(company.id)]
env.user.company_id = company
env = env(context={{**env.context, "allowed_company_ids": company.ids, "lang": "en_US"}})
env["account.chart.template"].try_loading("es_pymes", company, install_demo=False)
company = env["res.company"].browse(company.id)
chart = env["account.chart.template"].with_company(company)
bank = env["account.journal"].search(
    [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
)
company.commission_accrual = True
last = company._crm_today().replace(day=1) - timedelta(days=1)
first = last.replace(day=1)
customer = env["res.partner"].create({{"name": "Hotel Ría", "country_id": env.ref("base.es").id}})
plan = env["crm.commission.plan"].create({{
    "name": "Agents", "company_id": company.id, "currency_id": company.currency_id.id,
    "date_from": first, "tier_mode": "marginal",
    "tier_ids": [Command.create({{"bound_from": bound, "rate": rate}})
                 for bound, rate in ((0, 2), (25000, 3), (50000, 5))],
}})
seats = {{}}
for name, position, kind in (
    ("agent15", "fp_irpf15", "bill"), ("agent7", "fp_irpf7", "bill"),
    ("sends", "fp_irpf15", "vendor_bill"), ("employee", None, "entry"),
):
    user = env["res.users"].create({{
        "name": name, "login": name + ".spain", "company_id": company.id,
        "company_ids": [Command.set(company.ids)], "lang": "en_US",
        "group_ids": [Command.set(env.ref("sales_team.group_sale_salesman").ids)],
    }})
    user.partner_id.country_id = env.ref("base.es")
    if position:
        user.partner_id.with_company(company).property_account_position_id = chart.ref(position)
    seats[name] = env["crm.commission.participant"].create({{
        "plan_id": plan.id, "user_id": user.id, "date_from": first,
        "payee_type": "external" if position else "employee", "settlement_type": kind,
    }})
    for amount in (40000, 22500):
        env["account.move"].create({{
            "move_type": "out_invoice", "partner_id": customer.id, "invoice_date": first,
            "invoice_user_id": user.id,
            "invoice_line_ids": [Command.create({{"name": "Cider", "price_unit": amount}})],
        }}).action_post()
plan.action_activate()
env["crm.commission.engine"]._run(company)
statements = {{
    name: env["crm.commission.statement"].search([("payee_id", "=", seat.payee_id.id)])
    for name, seat in seats.items()
}}
every = env["crm.commission.statement"].union(*statements.values())
every.period_id.action_calculate()
every.action_send()
every.action_approve()

def book(move):
    return {{
        "type": move.move_type, "journal": move.journal_id.type,
        "self": move.journal_id.is_self_billing,
        "untaxed": move.amount_untaxed, "total": move.amount_total,
        "lines": sorted([line.account_id.code, round(line.balance, 2)] for line in move.line_ids),
    }}

def refused(action):
    try:
        with env.cr.savepoint():
            action()
    except UserError as error:
        return str(error)

def pay(move):
    env["account.payment.register"].with_context(
        active_model="account.move", active_ids=move.ids
    ).create({{"journal_id": bank.id}})._create_payments()

period = every.period_id
period.action_review()
period.action_approve()
period.action_close()
accruals = {{name: each.accrual_move_id for name, each in statements.items()}}
found = {{"accrued": {{name: book(move) for name, move in accruals.items() if move}}}}
found |= {{"notice": every.period_id.action_settle()["params"]}}
found["states"] = {{name: each.state for name, each in statements.items()}}
drafts = {{name: each.move_ids for name, each in statements.items()}}

bill = drafts["agent15"]
line = bill.invoice_line_ids
def too_much():
    bill.write({{"invoice_line_ids": [Command.update(line.id, {{"price_unit": 1880}})]}})
    bill.action_post()
found["too much"] = refused(too_much)

sent = env["account.move"].create({{
    "move_type": "in_invoice", "partner_id": statements["sends"].payee_id.id,
    "invoice_date": company._crm_today(), "ref": "F-7",
    "invoice_line_ids": [Command.create({{
        "name": "Comisiones", "price_unit": 1880, "account_id": chart.ref("account_common_623").id,
    }})],
}})
found["sent too much"] = refused(lambda: statements["sends"]._match_bill(sent))
sent.write({{"invoice_line_ids": [
    Command.update(sent.invoice_line_ids.id, {{"price_unit": 1875}})
]}})
statements["sends"]._match_bill(sent)
drafts["sends"] = sent

for name, move in drafts.items():
    move.action_post()
    found[name] = book(move)
found["posted"] = {{name: each.state for name, each in statements.items()}}
found["released"] = {{
    name: book(move.reversal_move_ids) for name, move in accruals.items() if move
}}
pay(bill)
pay(sent)
found["paid"] = {{name: each.state for name, each in statements.items()}}
control = env["crm.commission.control"].create(
    {{"company_id": company.id, "period_id": every.period_id.id}}
)
control.action_check()
found["red"] = control.row_ids.filtered(lambda row: row.light == "red").mapped("sentence")
Path({path!r}).write_text(json.dumps(found))
"""


@pytest.fixture(scope="module")
def spain(tmp_path_factory):
    """What the accounts of a Spanish company say."""
    path = tmp_path_factory.mktemp("spain") / "found.json"
    with support.database_copy("plain", "spanish") as name:
        database.install(support.environment(), name, ["l10n_es"], demo=False)
        support.run_in_shell(name, SCRIPT.format(path=str(path)), "Commissions in Spain")
    return json.loads(path.read_text())


def test_nothing_had_to_be_chosen(spain):
    """Journals and accounts come from the chart: all but one were settled at once."""
    assert spain["notice"]["title"] == "Settled: 3 of 4"
    assert "sends · " in spain["notice"]["message"]
    assert "waits for the bill of the agent" in spain["notice"]["message"]
    assert spain["states"] == {
        "agent15": "settled",
        "agent7": "settled",
        "sends": "approved",
        "employee": "settled",
    }


def test_what_is_not_billed_at_the_close_is_accrued(spain):
    """Dr 623, Cr 4009 of each agent until the bill; an employee's entry is of the month itself."""
    assert sorted(spain["accrued"]) == ["agent15", "agent7", "sends"]
    for accrual, release in zip(spain["accrued"].values(), spain["released"].values(), strict=True):
        assert accrual["lines"] == [["400900", -1875.00], ["623000", 1875.00]]
        assert release["lines"] == [["400900", 1875.00], ["623000", -1875.00]]


def test_the_bill_of_an_agent(spain):
    """A16: 1,875.00, 21 % of VAT and 15 % withheld."""
    bill = spain["agent15"]
    assert bill["lines"] == [
        ["410000", -1987.50],
        ["472000", 393.75],
        ["475100", -281.25],
        ["623000", 1875.00],
    ]
    assert (bill["type"], bill["journal"], bill["self"]) == ("in_invoice", "purchase", True)
    assert (bill["untaxed"], bill["total"]) == (1875.00, 1987.50)


def test_the_bill_of_a_new_agent(spain):
    """A16: 7 % are withheld in the first three years."""
    assert spain["agent7"]["lines"] == [
        ["410000", -2137.50],
        ["472000", 393.75],
        ["475100", -131.25],
        ["623000", 1875.00],
    ]


def test_the_entry_of_an_employee(spain):
    assert spain["employee"]["lines"] == [["465000", -1875.00], ["640000", 1875.00]]
    assert spain["employee"]["type"] == "entry"


def test_another_sum_is_not_posted(spain):
    """A16: 1,880.00 instead of 1,875.00."""
    assert "1,880.00" in spain["too much"]
    assert "5.00" in spain["too much"]
    assert "is not posted" in spain["too much"]


def test_the_bill_that_an_agent_sent(spain):
    assert "the difference is" in spain["sent too much"]
    assert "5.00" in spain["sent too much"]
    assert spain["sends"]["untaxed"] == 1875.00
    assert not spain["sends"]["self"]


def test_what_is_paid_is_paid(spain):
    assert set(spain["posted"].values()) == {"settled"}
    assert spain["paid"] == {
        "agent15": "paid",
        "agent7": "settled",
        "sends": "paid",
        "employee": "settled",
    }


def test_all_controls_hold(spain):
    assert spain["red"] == []
