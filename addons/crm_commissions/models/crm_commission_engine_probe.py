import random
from contextlib import closing
from typing import NamedTuple

from odoo import api, models

from ..coverage import Coverage
from ..scope import ALL

_ORDERS = 3  # random orders of the facts that are tried


class Probe(NamedTuple):
    """What looking at everything has found.

    :param deltas: what a rebuild from the documents would book
    :param shuffled: the same for each random order of the facts
    :param booked: how many entries a full run books when all that is known has been booked
    :param coverage: of the period
    """

    deltas: list
    shuffled: list
    booked: int
    coverage: Coverage


class CrmCommissionEngine(models.AbstractModel):
    """Looks at everything as a run does, and leaves nothing behind: what controls ask."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _probe(self, company, period):
        """
        :param company: one company; :param period: of it, for the coverage
        :return: a Probe
        :raise UserError: a run is on
        """
        engine = self._as_company(company)
        with closing(engine.env.cr.savepoint()):
            engine._run(company)  # what waits for the next run is no fault of the ledger
            coverage = engine.env["crm.commission.coverage"]._get_coverage(period)
            plans = engine.env["crm.commission.plan"].search(
                [("company_id", "=", company.id), ("state", "!=", "draft")],
                order="root_id, revision",
            )
            if not plans:
                return Probe([], [], 0, coverage)
            run_id = engine._next_run()
            engine._update_credits(company, plans, ALL)
            engine._update_facts(company, plans, ALL, run_id)
            return Probe(
                engine._find_all_deltas(company, plans, run_id),
                [
                    # always the same orders, so that a red light stays red
                    engine._find_all_deltas(company, plans, run_id, random.Random(number).shuffle)
                    for number in range(_ORDERS)
                ],
                engine._run(company, plans=plans),
                coverage,
            )

    def _find_all_deltas(self, company, plans, run_id, shuffle=None):
        found = []
        for plan in plans:
            found += self._find_deltas(company, plan, ALL, None, run_id, shuffle).deltas
        return found
