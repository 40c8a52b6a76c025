from odoo import models
from odoo.tools import SQL

# Contacts that turn out to be one are made one in the ledger too, and statements are linked.
_MAY_CHANGE = ("statement_id", "payee_id", "partner_id", "product_id")

_FUNCTION = """
CREATE OR REPLACE FUNCTION crm_commission_entry_guard() RETURNS trigger AS $guard$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM added JOIN crm_commission_period AS period
                       ON period.id = added.period_id WHERE period.state = 'closed') THEN
            RAISE EXCEPTION 'crm_commission_entry: nothing is booked into a closed period'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM gone) THEN
            RAISE EXCEPTION 'crm_commission_entry: what is booked is not deleted'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT 1 FROM was FULL JOIN became ON became.id = was.id
                WHERE was.id IS NULL OR became.id IS NULL
                   OR (%(was)s) IS DISTINCT FROM (%(became)s)) THEN
        RAISE EXCEPTION 'crm_commission_entry: what is booked is not changed'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM was JOIN became ON became.id = was.id
                 JOIN crm_commission_period AS period ON period.id = was.period_id
                WHERE period.state = 'closed'
                  AND was.statement_id IS DISTINCT FROM became.statement_id) THEN
        RAISE EXCEPTION 'crm_commission_entry: the statements of a closed period stay as they are'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$guard$ LANGUAGE plpgsql
"""

_TRIGGERS = {
    "insert": "AFTER INSERT ON crm_commission_entry REFERENCING NEW TABLE AS added",
    "delete": "AFTER DELETE ON crm_commission_entry REFERENCING OLD TABLE AS gone",
    "update": "AFTER UPDATE ON crm_commission_entry "
    "REFERENCING OLD TABLE AS was NEW TABLE AS became",
}


class CrmCommissionEntry(models.Model):
    """The database itself keeps the ledger: not even SQL by hand changes what is booked."""

    # one file for each purpose
    _inherit = "crm.commission.entry"  # pylint: disable=consider-merging-classes-inherited

    def init(self):
        result = super().init()
        self.env.cr.execute(
            SQL(
                _FUNCTION,
                was=self._get_kept_columns("was"),
                became=self._get_kept_columns("became"),
            )
        )
        for name, when in _TRIGGERS.items():
            trigger = SQL.identifier(f"crm_commission_entry_guard_{name}")
            self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON crm_commission_entry", trigger))
            self.env.cr.execute(
                SQL(
                    "CREATE TRIGGER %s %s FOR EACH STATEMENT "
                    "EXECUTE FUNCTION crm_commission_entry_guard()",
                    trigger,
                    SQL(when),  # pylint: disable=sql-injection
                )
            )
        return result

    def _get_kept_columns(self, row):
        """SQL of the columns that never change, of one of the rows of the trigger."""
        names = sorted(
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in _MAY_CHANGE
        )
        return SQL(", ").join(SQL.identifier(row, name) for name in names)
