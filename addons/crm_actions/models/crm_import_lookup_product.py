from odoo import api, models
from odoo.fields import Domain

from ..engine.import_cells import BadValueError


class CrmImportTemplate(models.AbstractModel):
    """How what is written in a file becomes products, their categories and currencies: by sets."""

    # one file for each purpose
    _inherit = "crm.import.template"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _look_up_products(self, texts):
        """Products by internal reference, barcode or exact name, in that order."""
        company = Domain("company_id", "in", [False, self.env.company.id])
        results = {text: BadValueError("no_product") for text in texts}
        left = set(texts)
        for name in ("default_code", "barcode", "name"):
            products = self.env["product.product"].search_fetch(
                company & Domain(name, "in", list(left)), [name]
            )
            for text, found in products.grouped(name).items():
                many = BadValueError("several_products", count=len(found))
                results[text] = found.id if len(found) == 1 else many
                left.discard(text)
        return results

    @api.model
    def _look_up_categories(self, texts):
        named = Domain("complete_name", "in", list(texts)) | Domain("name", "in", list(texts))
        categories = self.env["product.category"].search_fetch(named, ["complete_name", "name"])
        whole, short = categories.grouped("complete_name"), categories.grouped("name")
        results = {}
        for text in texts:
            found = whole.get(text) or short.get(text) or categories.browse()
            many = BadValueError("several_categories", count=len(found))
            results[text] = found.id if len(found) == 1 else many
            if not found:
                results[text] = BadValueError("no_category")
        return results

    @api.model
    def _look_up_currencies(self, texts):
        found = self.env["res.currency"].search_fetch(
            [("name", "in", [text.upper() for text in texts])], ["name"]
        )
        ids = {currency.name: currency.id for currency in found}
        return {text: ids.get(text.upper()) or BadValueError("no_currency") for text in texts}

    # -- words -------------------------------------------------------------------------------------

    def _word_no_product(self, _value, _args):
        return self.env._("No product has this reference, barcode or name.")

    def _word_several_products(self, _value, args):
        return self.env._(
            "%(count)s products are called so: write the internal reference.", count=args["count"]
        )

    def _word_no_category(self, _value, _args):
        return self.env._("No category of products has this name.")

    def _word_several_categories(self, _value, args):
        return self.env._(
            "%(count)s categories are called so: write it with those above it, as All / Drinks.",
            count=args["count"],
        )

    def _word_no_currency(self, _value, _args):
        return self.env._("No active currency has these letters.")
