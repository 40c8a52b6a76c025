"""Rows of a page: records with the names of what they point at, by one query."""

from odoo.fields import Domain
from odoo.tools import SQL


class RowQuery:
    """A search that gives plain rows instead of records.

    A page of many parts would cost a query for each kind of name that it shows. Here the rules of
    the user choose the records, as in a search; names of what they point at come by joins.

    :param model: an empty recordset of the user
    :param domain: which records
    :param SQL order: how they are sorted
    :param limit: how many rows at most
    :param bool everything: pass over the rules of the model; the caller says why
    """

    def __init__(self, model, domain, *, order=None, limit=None, everything=False):
        self.model = model
        self.query = model._search(Domain(domain), limit=limit, bypass_access=everything)
        if order:
            self.query.order = order
        self._columns = {}

    @property
    def table(self):
        return self.query.table

    def add(self, **paths):
        """Name columns by the paths of stored fields: ``stage='stage_id.name'``."""
        self._columns.update({name: self.sql(path) for name, path in paths.items()})
        return self

    def add_sql(self, **columns):
        """Name columns by their expressions."""
        self._columns.update(columns)
        return self

    def add_total(self):
        """Add ``total``: how many records there are beyond the limit."""
        return self.add_sql(total=SQL("COUNT(*) OVER ()"))

    def add_readable(self):
        """Add ``readable``: whether the user's own rules let the record be opened."""
        own = self.model._search(Domain.TRUE)
        table = SQL.identifier(self.table, "id")
        return self.add_sql(readable=SQL("%s IN %s", table, own.subselect()))

    def sql(self, path):
        """The expression of a path, with the joins that it needs."""
        model, alias = self.model, self.table
        *links, name = path.split(".")
        for link in links:
            model._check_field_access(model._fields[link], "read")
            model_of = model.env[model._fields[link].comodel_name]
            alias = self.query.left_join(alias, link, model_of._table, "id", link)
            model = model_of
        return model._field_to_sql(alias, name, self.query)

    def fetch(self):
        """The rows, as dicts by the names of the columns."""
        if self.query.is_empty():
            return []
        self.model.flush_model()
        rows = self.model.env.execute_query(self.query.select(*self._columns.values()))
        return [dict(zip(self._columns, row, strict=True)) for row in rows]
