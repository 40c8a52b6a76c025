"""What crosses addons, and what needs no Odoo: see the folders. `make test` runs it all."""
