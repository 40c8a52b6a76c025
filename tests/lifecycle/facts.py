"""What a database consists of, as texts that can be compared with another database's."""

from __future__ import annotations

from tests import support

_QUERIES = {
    "tables": "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
    "columns": """
        SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE table_schema = 'public'
    """,
    "indexes": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    "models": "SELECT model FROM ir_model",
    "fields": "SELECT model || '.' || name FROM ir_model_fields",
    "menus": "SELECT id || ' ' || (name->>'en_US') FROM ir_ui_menu",
    "views": "SELECT id || ' ' || COALESCE(key, name) FROM ir_ui_view",
    "actions": "SELECT id || ' ' || (name->>'en_US') FROM ir_actions",
    "scheduled jobs": "SELECT id || ' ' || cron_name FROM ir_cron",
    "rules": "SELECT id || ' ' || COALESCE(name, '') FROM ir_rule",
    "access rights": "SELECT id || ' ' || name FROM ir_model_access",
    "groups": "SELECT id || ' ' || (name->>'en_US') FROM res_groups",
    "privileges": "SELECT id || ' ' || (name->>'en_US') FROM res_groups_privilege",
    "mail templates": "SELECT id || ' ' || (name->>'en_US') FROM mail_template",
    # Odoo forgets the names that its own modules give to the inheritance of a model of ours.
    "external ids": """
        SELECT module || '.' || name FROM ir_model_data WHERE name NOT LIKE 'model_inherit\\_\\_%'
    """,
}


def read(database: str) -> dict[str, set[str]]:
    """All facts about a database."""
    connection = support.environment().connection
    return {
        kind: {row[0] for row in connection.query(sql, database)} for kind, sql in _QUERIES.items()
    }


def difference(one: dict[str, set[str]], other: dict[str, set[str]]) -> list[str]:
    """What the first has and the second has not, in words."""
    return [f"{kind}: {name}" for kind in one for name in sorted(one[kind] - other[kind])]
