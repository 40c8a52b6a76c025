from contextlib import contextmanager
from unittest.mock import patch

from odoo.sql_db import Cursor

from .common_queries import QueryBudgetMixin, QueryCounter


class PageBudgetMixin(QueryBudgetMixin):
    """Counts the queries of a page, of which savepoints are none."""

    @contextmanager
    def count_page_queries(self):
        """As ``count_queries``, without what keeps the parts of a page apart."""
        counter, statements = QueryCounter(), []
        execute = Cursor.execute

        def note(cursor, query, *args, **kwargs):
            statements.append(str(getattr(query, "code", query)))
            return execute(cursor, query, *args, **kwargs)

        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(Cursor, "execute", note):
            yield counter
        counter.statements = [one for one in statements if "SAVEPOINT" not in one]
        counter.count = len(counter.statements)
