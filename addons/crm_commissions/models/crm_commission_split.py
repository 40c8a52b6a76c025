from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare


class CrmCommissionSplit(models.Model):
    """Who shares the commission of an order or an invoice, said by a person.

    What is left of 100 % is nobody's: it is listed as not credited.
    """

    _name = "crm.commission.split"
    _description = "Split of a Commission"
    _order = "id"
    _rec_name = "payee_id"
    _check_company_auto = True

    order_id = fields.Many2one("sale.order", index="btree_not_null", ondelete="cascade")
    move_id = fields.Many2one(
        "account.move", string="Invoice", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    payee_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
    allowed_payee_ids = fields.Many2many("res.partner", compute="_compute_allowed_payee_ids")
    percent = fields.Float(string="Share (%)", digits=(16, 4), default=100, aggregator=False)

    _one_document = models.Constraint(
        "CHECK ((order_id IS NULL) <> (move_id IS NULL))",
        "A split is of an order or of an invoice.",
    )
    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "A share is above 0 % and at most 100 %."
    )
    _order_payee_unique = models.UniqueIndex(
        "(order_id, payee_id) WHERE order_id IS NOT NULL",
        "This payee has a share of the order already.",
    )
    _move_payee_unique = models.UniqueIndex(
        "(move_id, payee_id) WHERE move_id IS NOT NULL",
        "This payee has a share of the invoice already.",
    )

    @api.depends("order_id.company_id", "move_id.company_id")
    def _compute_company_id(self):
        for split in self:
            split.company_id = split.order_id.company_id or split.move_id.company_id

    @api.depends("company_id")
    def _compute_allowed_payee_ids(self):
        for split in self:
            split.allowed_payee_ids = self._get_payees(split.company_id or self.env.company)

    @api.model
    def _get_payees(self, company):
        """Who takes part in a plan of the company, now or once.

        sudo: names alone, so that people can be chosen of whose pay nothing is shown.
        """
        return (
            self.env["crm.commission.participant"]
            .sudo()
            .search([("company_id", "=", company.id)])
            .payee_id.sudo(False)
        )

    @api.constrains("order_id", "move_id", "percent")
    def _check_sum(self):
        # sudo: all shares count, those too that one does not see
        for document in ("order_id", "move_id"):
            ids = self[document].ids
            if not ids:
                continue
            sums = self.sudo()._read_group([(document, "in", ids)], [document], ["percent:sum"])
            for record, total in sums:
                if float_compare(total, 100, precision_digits=4) > 0:
                    raise ValidationError(
                        self.env._(
                            "The shares of %(document)s are %(total)g %%, more than there is to "
                            "share.",
                            document=record.display_name,
                            total=total,
                        )
                    )

    @api.constrains("payee_id", "order_id", "move_id")
    def _check_payee(self):
        for company, splits in self.grouped("company_id").items():
            strangers = splits.payee_id - self._get_payees(company)
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%s takes part in no commission plan: add a participant first.",
                        strangers[0].display_name,
                    )
                )

    @api.model
    def _fold(self, partners):
        """Make one share of those that become one payee's when contacts are merged.

        Called with all rights, before core moves the rows by SQL.
        """
        rows = self.search([("payee_id", "in", partners.ids)])
        for same in rows.grouped(lambda row: (row.order_id, row.move_id)).values():
            if len(same) > 1:
                total = sum(same.mapped("percent"))
                same[1:].unlink()
                same[0].percent = total
