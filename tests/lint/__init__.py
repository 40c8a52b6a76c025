"""Rules that no linter knows; they need neither a database nor Odoo."""
