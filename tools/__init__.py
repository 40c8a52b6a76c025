"""What the Makefile calls: set-up of Odoo, Python and PostgreSQL, and the commands on top."""
