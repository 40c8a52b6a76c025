"""What has to happen in SQL when the addon meets a database that is already full."""

from odoo.tools import SQL


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
