from contextlib import contextmanager
from functools import cache

from markupsafe import Markup, escape

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..engine.portfolio import part_before

DECIDERS = "sales_team.group_sale_manager"


class CrmPortfolioAssignment(models.Model):
    """Whose a customer was before today: managers correct it, and the customer's history tells it.

    Results and commissions are counted by it, so it does not change in silence.
    """

    # one file for each purpose
    _inherit = "crm.portfolio.assignment"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        assignments = super().create(vals_list)
        if not self._is_by_portfolio():
            self._settle_past({}, assignments._get_past())
        return assignments

    def write(self, vals):
        if self._is_by_portfolio():
            return super().write(vals)
        with self._past_settled():
            return super().write(vals)

    def unlink(self):
        before = {} if self._is_by_portfolio() else self._get_past()
        result = super().unlink()
        self._settle_past(before, {})
        return result

    @contextmanager
    def _past_settled(self):
        """What the block changes of days before today is refused, or told."""
        before = self._get_past()
        yield
        self._settle_past(before, self._get_past())

    def _get_past(self):
        """Map of each of these rows to its customer and to what of it lies before today."""
        today = cache(lambda company: company._crm_today())
        past = {}
        # sudo: whoever changes a row causes it; nothing is shown
        for row in self.sudo():
            company = row.partner_id.company_id or row.user_id.company_id or self.env.company
            if span := part_before(row._to_span(), today(company)):
                past[row.id] = row.partner_id, span
        return past

    @api.model
    def _settle_past(self, before, after):
        """Refuse what has changed between two answers of :meth:`_get_past`, or note it.

        :raise UserError: something changed, and the user is no manager
        """
        changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        if not changed:
            return
        if not (self.env.su or self.env.user.has_group(DECIDERS)):
            raise UserError(
                self.env._(
                    "Who had a customer before today is history: only a sales manager corrects "
                    "it. Arrange the owner from today or later."
                )
            )
        lines = {}
        for key in changed:
            self._word_change(lines, before.get(key), after.get(key))
        bodies = {
            partner.id: Markup("<br/>").join(map(escape, each)) for partner, each in lines.items()
        }
        # sudo: the note is the history's, whatever the manager may write on the customer
        customers = self.env["res.partner"].sudo().browse(bodies)
        customers._message_log_batch(bodies=bodies)

    @api.model
    def _word_change(self, lines, before, after):
        """Add to the lines of each customer what became of one row."""
        if before and after and before[0] == after[0]:
            line = self.env._(
                "Owner of days before today changed: %(before)s → %(after)s",
                before=self._word_span(before[1]),
                after=self._word_span(after[1]),
            )
            lines.setdefault(before[0], []).append(line)
            return
        if before:
            line = self.env._(
                "Owner of days before today removed: %(before)s", before=self._word_span(before[1])
            )
            lines.setdefault(before[0], []).append(line)
        if after:
            line = self.env._(
                "Owner of days before today added: %(after)s", after=self._word_span(after[1])
            )
            lines.setdefault(after[0], []).append(line)

    @api.model
    def _word_span(self, span):
        return self.env._(
            "%(owner)s from %(first)s until %(last)s",
            # sudo: an owner may have been archived or belong to another company since
            owner=self.env["res.users"].sudo().browse(span.owner).name,
            first=format_date(self.env, span.first),
            last=format_date(self.env, span.last),
        )
