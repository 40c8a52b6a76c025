from odoo import api, models
from odoo.fields import Domain
from odoo.tools import float_compare

from odoo.addons.crm_actions.engine.import_cells import BadValueError
from odoo.addons.crm_actions.engine.import_rows import find_repeated

_MODEL = "crm.commission.split"
_DOCUMENTS = ("order_id", "move_id")


class CrmImportCommissionSplit(models.AbstractModel):
    """Who shares the commission of an order or an invoice: a line for each share.

    A line is known again by its key, or by document and payee.
    """

    _name = "crm.import.commission.split"
    _inherit = ["crm.import.commission"]
    _description = "Import of Shares of Commissions"
    _import_target = _MODEL
    _import_sequence = 62

    @api.model
    def _get_title(self):
        return self.env._("Shares of commissions")

    @api.model
    def _get_columns(self):
        one = self.env._("Number of the document. One of order and invoice.")
        return [
            self._get_key_column(),
            self._get_field_column(_MODEL, "order_id", help=one, example="S00042"),
            self._get_field_column(_MODEL, "move_id", help=one),
            self._get_payee_column(),
            self._get_field_column(
                _MODEL,
                "percent",
                required=True,
                minimum=0,
                maximum=100,
                help=self.env._("Of the commission; those of a document make 100 % at most."),
                example="60",
            ),
        ]

    @api.model
    def _get_lookups(self):
        invoices = Domain("move_type", "in", ("out_invoice", "out_refund", "out_receipt"))
        return {
            "order_id": lambda texts: self._look_up_documents("sale.order", "no_order", texts),
            "move_id": lambda texts: self._look_up_documents(
                "account.move", "no_invoice", texts, invoices
            ),
            "payee_id": self._look_up_payees,
        }

    @api.model
    def _look_up_documents(self, model, missing, texts, among=Domain.TRUE):
        """Documents of the company by number.

        :param missing: the code that says that there is none
        """
        domain = among & Domain("company_id", "=", self.env.company.id)
        records = self.env[model].search_fetch(domain & Domain("name", "in", list(texts)), ["name"])
        named = records.grouped("name")
        results = {}
        for text in texts:
            found = named.get(text, ())
            many = BadValueError("several_documents", count=len(found))
            results[text] = found.id if len(found) == 1 else many
            if not found:
                results[text] = BadValueError(missing)
        return results

    @api.model
    def _get_document(self, row, work):
        """The document of a line: name of the column and id."""
        name = next(each for each in _DOCUMENTS if row.values.get(each))
        return name, work.found[row.line, name]

    @api.model
    def _find_references(self, work):
        """A line is about one document: whatever else is asked needs to know which."""
        result = super()._find_references(work)
        for row in work.good():
            filled = [name for name in _DOCUMENTS if row.values.get(name)]
            if len(filled) != 1:
                work.refuse(row, filled[1] if filled else "order_id", "one_document")
        return result

    @api.model
    def _read_known(self, work):
        """All shares of the documents of these lines.

        sudo: what others have counts, seen or not.
        """
        documents = [self._get_document(row, work) for row in work.good()]
        return (
            self._get_target()
            .sudo()
            .search(
                Domain.OR(
                    Domain(name, "in", [record_id for each, record_id in documents if each == name])
                    for name in _DOCUMENTS
                )
            )
        )

    @api.model
    def _get_identity(self, row, work):
        return *self._get_document(row, work), work.found[row.line, "payee_id"]

    @api.model
    def _match_by_nature(self, work):
        known = {
            (*_document_of(each), each.payee_id.id): each.id for each in self._read_known(work)
        }
        places = {row.line: self._get_identity(row, work) for row in work.good()}
        return {line: known[place] for line, place in places.items() if place in known}

    # -- what cannot be --------------------------------------------------------------------------

    @api.model
    def _check_rows(self, work):
        payees = set(self._get_target()._get_payees(self.env.company).ids)
        for row in work.good():
            if not row.values["percent"]:
                work.refuse(row, "percent", "no_percent")
            elif work.found[row.line, "payee_id"] not in payees:
                work.refuse(row, "payee_id", "takes_no_part")
        work.refuse_all(
            find_repeated(work.good(), lambda row: self._get_identity(row, work), "payee_id")
        )
        self._check_sums(work)

    @api.model
    def _check_sums(self, work):
        """A document is refused as a whole: nobody knows which of its shares is too much."""
        told = set(work.records.values())
        sums, rows = {}, {}
        for each in self._read_known(work).filtered(lambda each: each.id not in told):
            place = _document_of(each)
            sums[place] = sums.get(place, 0.0) + each.percent
        for row in work.good():
            place = self._get_document(row, work)
            sums[place] = sums.get(place, 0.0) + row.values["percent"]
            rows.setdefault(place, []).append(row)
        for place, own in rows.items():
            if float_compare(sums[place], 100, precision_digits=4) > 0:
                for row in own:
                    work.refuse(row, "percent", "shares_too_much", total=f"{sums[place]:g}")

    # -- rows ------------------------------------------------------------------------------------

    @api.model
    def _get_order(self, row):
        return row.texts.get("order_id", ""), row.texts.get("move_id", "")

    @api.model
    def _prepare_values(self, row, work):
        name, record_id = self._get_document(row, work)
        return {
            **dict.fromkeys(_DOCUMENTS, False),
            name: record_id,
            "payee_id": work.found[row.line, "payee_id"],
            "percent": row.values["percent"],
        }

    @api.model
    def _write_records(self, changes):
        """First those that become less: on the way no document has more than 100 %."""
        shares = self._get_target().browse([change.record for change in changes])
        before = {share.id: share.percent for share in shares}
        less, more = [], []
        for change in changes:
            is_less = change.values.get("percent", 100) < before[change.record]
            (less if is_less else more).append(change)
        super()._write_records(less)
        return super()._write_records(more)

    # -- words -----------------------------------------------------------------------------------

    def _word_no_order(self, _value, _args):
        return self.env._("No order of the company has this number.")

    def _word_no_invoice(self, _value, _args):
        return self.env._("No invoice of the company has this number.")

    def _word_several_documents(self, _value, args):
        return self.env._("%(count)s documents have this number.", count=args["count"])

    def _word_one_document(self, _value, _args):
        return self.env._("Say of which order or of which invoice, one of them.")

    def _word_no_percent(self, _value, _args):
        return self.env._("A share is above 0 % and at most 100 %.")

    def _word_takes_no_part(self, _value, _args):
        return self.env._(
            "This payee takes part in no commission plan: import the participants first."
        )

    def _word_shares_too_much(self, _value, args):
        return self.env._(
            "The shares of this document make %(total)s %%, more than there is to share.",
            total=args["total"],
        )


def _document_of(share):
    name = "order_id" if share.order_id else "move_id"
    return name, share[name].id
