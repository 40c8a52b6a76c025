from tools import odoo_log

LOG = """\
Running as user 'root' is a security risk.
2026-10-25 08:00:00,001 12 INFO ? odoo: Odoo version 19.0
2026-10-25 08:00:01,002 12 WARNING pilares odoo.fields: Field x.y: unknown parameter 'z'
2026-10-25 08:00:02,003 12 ERROR pilares odoo.sql_db: bad query: SELECT
ERROR: relation does not exist
Traceback (most recent call last):
  File "a.py", line 1
2026-10-25 08:00:03,004 12 INFO pilares odoo.modules.loading: WARNING in the text of an info
"""


def test_alarms_are_warnings_and_errors_with_their_traceback():
    warning, error = odoo_log.alarms(LOG.splitlines())
    assert (warning.level, warning.logger) == ("WARNING", "odoo.fields")
    assert warning.message == "Field x.y: unknown parameter 'z'"
    assert error.text.splitlines()[-1] == '  File "a.py", line 1'
    assert error.text.count("\n") == 3


def test_prints_before_the_first_record_belong_to_none():
    assert len(list(odoo_log.records(LOG.splitlines()))) == 4


def test_the_level_is_known_where_a_record_starts():
    lines = LOG.splitlines()
    assert odoo_log.level_of(lines[2]) == "WARNING"
    assert odoo_log.level_of(lines[4]) is None
