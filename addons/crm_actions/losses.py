"""What a module keeps in the database, as conditions in SQL and tests on fields."""

from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

# Of these the default says whether somebody chose the value.
PLAIN_TYPES = ("boolean", "integer", "float", "char", "selection")


def keeps_records(model):
    """Whether a model keeps records for good in a table of its own."""
    return model._auto and not model._abstract and not model.is_transient()


def keeps_values(field):
    """Whether a field keeps something of its own, in its column or beside the table."""
    if not field.store or field.name in MAGIC_COLUMNS:
        return False
    return bool(field.column_type) or field.type in ("many2many", "binary")


def is_worked_out(field):
    """Whether nobody writes a field: the module works it out from what it keeps elsewhere."""
    return bool(field.compute) and field.readonly


def has_value(model, field, alias):
    """Condition in SQL: the row has a value that is neither empty nor what every new one gets."""
    if field.type == "many2many":
        return SQL(
            "EXISTS (SELECT 1 FROM %s AS rel WHERE rel.%s = %s)",
            SQL.identifier(field.relation),
            SQL.identifier(field.column1),
            SQL.identifier(alias, "id"),
        )
    if not field.column_type:
        return SQL(
            "EXISTS (SELECT 1 FROM ir_attachment AS att WHERE att.res_model = %s "
            "AND att.res_field = %s AND att.res_id = %s)",
            model._name,
            field.name,
            SQL.identifier(alias, "id"),
        )
    column = SQL.identifier(alias, field.name)
    if field.type not in PLAIN_TYPES or field.column_type[0] == "jsonb":
        return SQL("%s IS NOT NULL", column)
    empty = field.convert_to_column(False, model)
    empty = "" if empty is None else empty
    usual = _get_usual(model, field)
    usual = empty if usual is None else usual
    return SQL("COALESCE(%s, %s) IS DISTINCT FROM %s", column, usual, usual)


def _get_usual(model, field):
    """What a new record begins with, as it stands in the column."""
    return field.convert_to_column(model.default_get([field.name]).get(field.name), model)
