from odoo import api, models

_FIELD = "commission_split_ids"


class CrmCommissionSplit(models.Model):
    """Who gave which share to whom is kept in the chatter of the document.

    As a change of the document's field, so that those alone read it who may see the shares.
    """

    # one file for each purpose
    _inherit = "crm.commission.split"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        splits = super().create(vals_list)
        after = splits._read_shares()
        self._log_shares(_without(after, splits.ids), after)
        return splits

    def write(self, vals):
        before = self._read_shares()
        result = super().write(vals)
        self._log_shares(before, self._read_shares())
        return result

    def unlink(self):
        before, ids = self._read_shares(), self.ids
        result = super().unlink()
        self._log_shares(before, _without(before, ids))
        return result

    def _read_shares(self):
        """
        :return: ``{document: {id: payee and percent}}`` of all shares of the documents of these
        """
        # sudo: all shares count, those too that one does not see
        own = self.sudo()
        found = {}
        for name in ("order_id", "move_id"):
            for split in own.search([(name, "in", own[name].ids)]) if own[name] else ():
                words = f"{split.payee_id.display_name} {split.percent:g} %"
                found.setdefault(split[name], {})[split.id] = words
        return found

    @api.model
    def _log_shares(self, before, after):
        """One note for each document whose shares have changed."""
        changes = {"sale.order": {}, "account.move": {}}
        for document in {**before, **after}:
            shares = [", ".join(one.get(document, {}).values()) for one in (before, after)]
            if shares[0] != shares[1]:
                changes[document._name][document.id] = shares
        for model, rows in changes.items():
            if rows:
                self._log_changes(self.env[model].browse(rows), rows)

    @api.model
    def _log_changes(self, documents, rows):
        messages = documents._message_log_batch({})
        field = self.env["ir.model.fields"]._get(documents._name, _FIELD)
        # sudo: a trace is left by whoever may share, and written by nobody
        self.env["mail.tracking.value"].sudo().create(
            [
                {
                    "mail_message_id": message.id,
                    "field_id": field.id,
                    "old_value_char": rows[message.res_id][0],
                    "new_value_char": rows[message.res_id][1],
                }
                for message in messages
            ]
        )


def _without(shares, ids):
    return {
        document: {number: words for number, words in rows.items() if number not in ids}
        for document, rows in shares.items()
    }
