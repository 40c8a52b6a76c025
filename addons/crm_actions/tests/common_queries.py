"""Query budgets: a screen costs as many queries for a hundred records as for ten."""

from contextlib import contextmanager

from lxml import etree

# Attributes of a calendar view that name fields which the client reads beside the visible ones.
CALENDAR_FIELDS = ("date_start", "date_stop", "date_delay", "all_day", "color")


class QueryCounter:
    """How many queries ran inside ``with``."""

    count = 0


class QueryBudgetMixin:
    """Counts queries, and reads records as the web client does when it opens a view."""

    @contextmanager
    def count_queries(self):
        """Count the queries of a block that starts with cold caches and ends flushed.

        Caches of the registry stay warm, as on a server that works: run what is measured once
        before.
        """
        counter = QueryCounter()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        yield counter
        self.env.flush_all()
        counter.count = self.env.cr.sql_log_count - before

    def assert_same_queries(self, measure, few=10, many=100, slack=0):
        """Fail if ``measure(n)``, which returns a number of queries, grows from few to many.

        :param measure: makes ``n`` records, opens the screen and returns the queries of that
        :param slack: queries that may come on top, for prefetch batches
        """
        measure(3)  # fills the caches of the registry
        cost_of_few, cost_of_many = measure(few), measure(many)
        self.assertGreater(cost_of_few, 0)
        self.assertLessEqual(
            cost_of_many,
            cost_of_few + slack,
            f"{cost_of_few} queries for {few} records, {cost_of_many} for {many}",
        )

    def open_view(self, user, action, view_type, domain):
        """Ask for what the client asks for when a person opens a view of an action.

        :param user: who opens it
        :param action: an ``ir.actions.act_window``
        :param view_type: calendar, kanban or list
        :param domain: the records to show
        :return: how many records came
        """
        model = self.env[action.res_model].with_user(user)
        view = action.view_id if action.view_id.type == view_type else action.view_id.browse()
        described = model.get_views([(view.id, view_type)])
        arch = etree.fromstring(described["views"][view_type]["arch"])
        fields = described["models"][model._name]["fields"]
        specification = read_specification(arch, fields)
        groupby = arch.get("default_group_by")
        if groupby:
            groups = model.web_read_group(
                domain, [groupby], [], auto_unfold=True, unfold_read_specification=specification
            )["groups"]
            return sum(len(group.get("__records", ())) for group in groups)
        return model.web_search_read(domain, specification, limit=500)["length"]


def read_specification(arch, fields):
    """What ``web_search_read`` is asked for, from the fields that a view shows."""
    names = {node.get("name") for node in arch.iter("field") if not _is_nested(node)}
    names |= {arch.get(attribute) for attribute in CALENDAR_FIELDS if arch.get(attribute)}
    return {name: _field_specification(fields[name]) for name in sorted(names) if name in fields}


def _is_nested(node):
    """Whether a field belongs to the view of a list inside another field."""
    return any(parent.tag == "field" for parent in node.iterancestors())


def _field_specification(field):
    if field["type"] in ("many2one", "many2many", "one2many"):
        return {"fields": {"display_name": {}}}
    return {}
