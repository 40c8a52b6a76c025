"""What has to happen in SQL when the addon meets a database that is already full."""

from odoo.tools import SQL, split_every

from .mirror import BY_MIRROR


def pre_init_hook(env):
    """Give every customer the precision of its position at once, instead of one by one.

    Core's geocoder never said how precise it was: with a street it asked for the address, without
    one it can only have found the city.
    """
    env.cr.execute(
        SQL(
            """
            ALTER TABLE res_partner ADD COLUMN IF NOT EXISTS geo_precision varchar;
            UPDATE res_partner
               SET geo_precision = CASE
                   WHEN COALESCE(partner_latitude, 0) = 0 AND COALESCE(partner_longitude, 0) = 0
                       THEN 'none'
                   WHEN COALESCE(street, '') = '' THEN 'city'
                   ELSE 'address'
               END
             WHERE geo_precision IS NULL
            """
        )
    )
    # without these the ORM would compute them one by one; post_init_hook does it in one go
    env.cr.execute(
        SQL(
            """
            ALTER TABLE crm_lead ADD COLUMN IF NOT EXISTS last_touch_at timestamp,
                                 ADD COLUMN IF NOT EXISTS next_step_at timestamp,
                                 ADD COLUMN IF NOT EXISTS followup_score integer,
                                 ADD COLUMN IF NOT EXISTS followup_state varchar,
                                 ADD COLUMN IF NOT EXISTS followup_reason_data jsonb,
                                 ADD COLUMN IF NOT EXISTS followup_on date
            """
        )
    )


def post_init_hook(env):
    """Judge the opportunities that are there: their activities are next steps already."""
    leads = env["crm.lead"].with_context(active_test=False)
    with_activities = env["mail.activity"]._read_group(
        [("res_model", "=", "crm.lead"), ("active", "=", True)], [], ["res_id:array_agg"]
    )[0][0]
    for ids in split_every(1000, with_activities or ()):
        leads.browse(set(ids)).exists()._compute_touches()
        env.flush_all()
    env["crm.lead"]._cron_refresh_followup()


# Customers and documents are the company's: they outlive the addon that brought them as examples.
_STAYS = (
    "res.partner", "product.template", "product.product", "sale.order", "account.move",
    "account.payment",
)  # fmt: skip


def uninstall_hook(env):
    """Without actions, what is still planned leaves the reps' calendars; the past stays."""
    examples = env["ir.model.data"].search(
        [("module", "=", "crm_actions"), ("model", "in", _STAYS)]
    )
    examples.unlink()
    planned = env["crm.action"].search([("state", "=", "planned")])
    planned._get_mirror_events().with_context(crm_action_mirror=BY_MIRROR).unlink()
