"""Plain Python, without Odoo: working time, clocks of service levels. Tests: tests/engine."""
