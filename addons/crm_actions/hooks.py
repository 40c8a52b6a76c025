"""What has to happen in SQL when the addon meets a database that is already full."""

from odoo.tools import SQL

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


def uninstall_hook(env):
    """Without actions, what is still planned leaves the reps' calendars; the past stays."""
    planned = env["crm.action"].search([("state", "=", "planned")])
    planned._get_mirror_events().with_context(crm_action_mirror=BY_MIRROR).unlink()
