# Two commands are enough: `make run` and `make test`. Both set up what is missing.
# Switches: PORT=8070, NO_DEMO=1, HTTPS=1, ODOO=/path/to/odoo, DATABASE_URL=postgresql://…, PYTHON=python3.12
# ARGS="…" chooses where there is something to choose, as in `make test-core ARGS="crm calendar"`.
PYTHON ?= python3
COMMANDS = help run setup test test-slow test-core lint bench shell i18n screenshots clean

.PHONY: $(COMMANDS)

$(COMMANDS):
	@$(PYTHON) -m tools $@ $(ARGS)
