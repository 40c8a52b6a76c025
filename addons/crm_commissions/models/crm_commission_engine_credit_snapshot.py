from odoo import models
from odoo.tools import SQL


class CrmCommissionEngine(models.AbstractModel):
    """What a line is like: what rules ask about product, customer and document."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _get_attributes(self, company):
        """What rules ask about a line, as of today; see `KEPT` for what stays as it was.

        Of a refund discount and pricelist are those of the line that it takes back, and so is the
        kind of what has no product of its own. Money alone that is given back has no cost.
        """
        return SQL(
            """
            item AS (
                SELECT product.id, product.uom_id, product.cost,
                       jsonb_build_object(
                           'categories', to_jsonb(string_to_array(
                               trim(both '/' from category.parent_path), '/')::int[]),
                           'product_tags', (
                               SELECT jsonb_agg(tag ORDER BY tag) FROM (
                                   SELECT product_tag_id AS tag
                                     FROM product_tag_product_template_rel
                                    WHERE product_template_id = product.template_id
                                    UNION
                                   SELECT product_tag_id FROM product_tag_product_product_rel
                                    WHERE product_product_id = product.id) AS tagged)
                       ) AS values
                  FROM (SELECT one.id, one.product_tmpl_id AS template_id, template.categ_id,
                               template.uom_id,
                               (one.standard_price ->> %(company)s)::numeric AS cost
                          FROM (SELECT DISTINCT line.kind_id FROM due
                                  JOIN line ON line.id = due.line_id) AS wanted
                          JOIN product_product AS one ON one.id = wanted.kind_id
                          JOIN product_template AS template ON template.id = one.product_tmpl_id
                       ) AS product
             LEFT JOIN product_category AS category ON category.id = product.categ_id
            ),
            buyer AS (
                SELECT partner.id,
                       jsonb_build_object(
                           'zone', partner.crm_zone_id,
                           'partner_tags', (SELECT jsonb_agg(rel.category_id ORDER BY 1)
                                              FROM res_partner_res_partner_category_rel AS rel
                                             WHERE rel.partner_id = partner.id)) AS values
                  FROM (SELECT DISTINCT line.partner_id FROM due
                          JOIN line ON line.id = due.line_id) AS wanted
                  JOIN res_partner AS partner ON partner.id = wanted.partner_id
            ),
            attribute AS (
                SELECT line.id AS line_id,
                       jsonb_strip_nulls(
                           COALESCE(item.values, '{}') || COALESCE(buyer.values, '{}')
                           || jsonb_build_object(
                               'discount', NULLIF(line.discount, 0),
                               'pricelist', line.pricelist_id,
                               'refund', NULLIF(line.refund, FALSE),
                               'cost', CASE WHEN line.product_id IS NOT NULL THEN COALESCE(
                                   ROUND(line.cost * uom.factor / NULLIF(line.factor, 0), 6),
                                   item.cost) END)) AS values
                  FROM line
             LEFT JOIN item ON item.id = line.kind_id
             LEFT JOIN uom_uom AS uom ON uom.id = item.uom_id
             LEFT JOIN buyer ON buyer.id = line.partner_id
            )
            """,
            company=str(company.id),
        )


_OF_DOCUMENT = SQL("ARRAY['discount', 'pricelist', 'refund', 'like']")

# A refund has what the sale's credit has kept. If the sale is credited by this very statement, both
# have what is of today. ``like`` says that a refund goes by the sale.
SNAPSHOT = SQL(
    """
    CASE WHEN line.like_id IS NULL THEN attribute.values
         WHEN (sale.product_id, sale.partner_id)
              IS NOT DISTINCT FROM (line.like_product_id, line.like_partner_id)
         THEN attribute.values - line.like_keys
              || COALESCE((SELECT jsonb_object_agg(kept.key, kept.value)
                             FROM jsonb_each(sale.snapshot) AS kept
                            WHERE kept.key = ANY(line.like_keys)), '{}')
              || jsonb_build_object('like', line.like_id)
         WHEN sale.id IS NOT NULL
              -- hashed, however few rows are expected
              OR (line.like_id, due.participant_id) IN (SELECT line_id, participant_id FROM due)
         THEN attribute.values || jsonb_build_object('like', line.like_id)
         ELSE attribute.values END
    """
)

# What is kept as it was when the line was first credited. A new product or customer brings its own,
# and a refund has what its sale has, whichever of the two was seen first.
KEPT = SQL(
    """
    CASE WHEN EXCLUDED.snapshot -> 'like' IS NOT NULL THEN EXCLUDED.snapshot
         WHEN (credit.product_id, credit.partner_id)
              IS NOT DISTINCT FROM (EXCLUDED.product_id, EXCLUDED.partner_id)
         THEN (EXCLUDED.snapshot - ARRAY['categories', 'product_tags', 'zone', 'partner_tags',
                                         'cost'])
              || (credit.snapshot - %s)
         ELSE EXCLUDED.snapshot END
    """,
    _OF_DOCUMENT,
)
