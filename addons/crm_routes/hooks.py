"""What has to happen when the addon goes."""

from odoo.fields import Domain

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

# What is of models of others is the company's: it outlives the addon that brought it as examples.
_STAYS = ("res.partner", "crm.zone", "resource.resource")


def uninstall_hook(env):
    """Leave what the company works with, and take along names that nobody else would.

    Core gives the choices of its own fields on our models names of the addon that the field comes
    from.
    """
    names = env["ir.model.data"]
    _remove_example_visits(env)
    names.search([("module", "=", "crm_routes"), ("model", "in", _STAYS)]).unlink()


def _remove_example_visits(env):
    """Visits that an example plan made or called off belong to example reps, who go as well."""
    names = env["ir.model.data"]
    routes = names.search([("module", "=", "crm_routes"), ("model", "=", "crm.route.plan")])
    plans = names.search([("model", "=", "crm.action.plan")])
    visits = env["crm.action"].search(
        Domain("route_plan_id", "in", routes.mapped("res_id"))
        | (Domain("plan_id", "in", plans.mapped("res_id")) & Domain("state", "=", "cancelled"))
    )
    visits.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()
