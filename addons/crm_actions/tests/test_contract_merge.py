from odoo.tests import TransactionCase, tagged

from . import common_contract as contract


@tagged("-at_install", "post_install")
class TestContractOfMerge(TransactionCase):
    """Whatever addons are installed: a merge of contacts loses no row and leaves none behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.kept = partners.create({"name": "Hotel Ría Mansa", "is_company": True})
        cls.gone = partners.create({"name": "Hotel Ria Mansa", "is_company": True})
        cls.models = contract.models_of_partners(cls.env)
        for model in cls.models:
            for partner in (cls.kept, cls.gone):
                contract.make_example(cls.env, model, partner, "Gluten free")

    def _count(self, partners):
        counts = {}
        for model in self.models:
            for name in contract.partner_fields(model):
                rows = model.with_context(active_test=False).search([(name, "in", partners.ids)])
                counts[model._name, name] = len(rows)
        return counts

    def test_rows_follow_the_contact_that_stays(self):
        before = self._count(self.kept | self.gone)
        gone = self.gone
        self.assertTrue(all(before.values()), before)

        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.kept | self.gone).ids, self.kept
        )

        self.assertFalse(gone.exists())
        self.assertFalse(any(self._count(gone).values()))
        folded = contract.examples(self.env, "FOLDED")
        for (model, name), count in self._count(self.kept).items():
            with self.subTest(model=model, field=name):
                if model in folded:
                    self.assertTrue(0 < count <= before[model, name])
                else:
                    self.assertEqual(count, before[model, name])

    def test_what_follows_from_the_contact_is_fresh(self):
        # given the contact that stays belongs to a company, the other stood alone
        company = self.env["res.partner"].create({"name": "Chain", "is_company": True})
        self.kept.write({"is_company": False, "parent_id": company.id})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.kept | self.gone).ids, self.kept
        )
        for model in self.models:
            stored = [field for field in model._fields.values() if field.related and field.store]
            for row in model.search([]):
                for field in stored:
                    with self.subTest(model=model._name, field=field.name):
                        self.assertEqual(row[field.name], row.mapped(field.related)[:1])
