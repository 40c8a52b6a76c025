"""Tests of the engines: no database, no Odoo."""
