"""What the update to 19.0.1.3.0 bound wrongly, or not at all, of the rules for visits.

It bound rules whose author sells nothing (made by an import, or by who set Odoo up) to the
customers of that author, who has none; those of a rep for a colleague's customers it left alone.
"""

from odoo import SUPERUSER_ID, api

SALES = "sales_team.group_sale_salesman"
SEES_ALL = "sales_team.group_sale_salesman_all_leads"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    plans = env["crm.action.plan"].with_context(active_test=False, crm_plan_later=True)
    owned = plans.search([("target", "=", "rule"), ("owner_id", "!=", False)])
    of_nobody = owned.filtered(_is_bound_to_who_sells_nothing)
    of_nobody.write({"owner_id": False})
    for author, rules in (
        (owned - of_nobody).filtered(_is_for_a_colleague).grouped("create_uid").items()
    ):
        rules.write(plans.with_user(author)._get_reach())


def _is_bound_to_who_sells_nothing(rule):
    author = rule.create_uid
    return rule.owner_id == author and not author.has_group(SALES)


def _is_for_a_colleague(rule):
    """A manager who wrote it last chose the colleague on purpose."""
    author, last = rule.create_uid, rule.write_uid
    if rule.owner_id == author or not author.has_group(SALES):
        return False
    seen_by_manager = last != author and last.id != SUPERUSER_ID and last.has_group(SEES_ALL)
    return not (author.has_group(SEES_ALL) or seen_by_manager)
