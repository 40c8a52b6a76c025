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

    def _read_rows(self):
        """What stands in each row of both contacts: the row, and the words in it."""
        rows = {}
        for model in self.models:
            for name in contract.partner_fields(model):
                found = model.with_context(active_test=False).search(
                    [(name, "in", (self.kept | self.gone).exists().ids)]
                )
                for row in found:
                    words = [row[text] for text in contract.text_fields(model) if row[text]]
                    rows[model._name, row.id] = sum("Gluten free" in str(word) for word in words)
        return rows

    def test_no_row_is_replaced_and_no_word_lost(self):
        """Given rows with words of people in them, then the same rows say the same afterwards."""
        before = self._read_rows()
        self.assertTrue(sum(before.values()))
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.kept | self.gone).ids, self.kept
        )
        self.env.invalidate_all()
        after = self._read_rows()
        folded = contract.examples(self.env, "FOLDED")
        lost = {key: words for key, words in before.items() if after.get(key, -1) < words}
        self.assertFalse({key for key in lost if key[0] not in folded})

    def test_merged_once_more_nothing_changes(self):
        """Given a merge that is done, then a third entry without anything changes no row."""
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.kept | self.gone).ids, self.kept)
        self.env.invalidate_all()
        before = self._read_rows()
        empty = self.env["res.partner"].create({"name": "Hotel R. Mansa", "is_company": True})
        wizard._merge((self.kept | empty).ids, self.kept)
        self.env.invalidate_all()
        self.assertEqual(self._read_rows(), before)

    def test_each_customer_is_planned_once_a_day(self):
        """Given both entries have a visit each Tuesday by a plan of their own, then one is left."""
        plans = self.env["crm.action.plan"]
        twins = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Bar Río", "Bar Rio")]
        )
        for twin in twins:
            plans.create({"partner_id": twin.id, "tue": True, "user_id": self.env.uid})
        domain = [("partner_id", "in", twins.ids)]
        made = self.env["crm.action"].search(domain)
        self.env["base.partner.merge.automatic.wizard"]._merge(twins.ids, twins[0])
        self.env.invalidate_all()
        self.assertEqual(self.env["crm.action"].search(domain), made)
        planned = made.filtered(lambda visit: visit.state == "planned")
        self.assertEqual(len(planned), len(made) // 2)
        self.assertEqual(len({visit.start.date() for visit in planned}), len(planned))
        self.assertEqual(len(plans.search([("partner_id", "=", twins[0].id)])), 1)

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
                        self.assertEqual(row.mapped(field.name), row.mapped(field.related)[:1])
