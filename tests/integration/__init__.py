"""Tests inside Odoo that cross addons; on a copy of the demo company, with an HTTP server."""
