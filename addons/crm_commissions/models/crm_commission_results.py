from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..engine.money import ZERO, round_half_up

EARNED = ("earn", "tier", "override", "manual", "dispute")
_STATEMENTS = 6
_EVERYBODY = ("manager", "accountant", "auditor")


class CrmCommissionResults(models.AbstractModel):
    """The page "My Results": what somebody has earned this month, and what is missing for more.

    One call answers for one person: oneself, somebody of a led team, or for those who read all
    commissions anybody. Tiers are in ``crm_commission_results_tiers.py``, the search for an
    invoice that pays nothing in ``crm_commission_results_why.py``.
    """

    _name = "crm.commission.results"
    _description = "Results of a Person"

    @api.model
    @api.readonly
    def get_results(self, user_id=False, month=False):
        """
        :param user_id: whose results; empty: one's own
        :param month: a day of the month, as text; empty: this month
        :return: dict for the page; amounts are in the company's currency
        :raise AccessError: somebody's results are not the caller's to see
        """
        self._check_may_ask()
        people = self._get_people()
        user = self._get_person(people, user_id)
        today = self.env.company._crm_today()
        first = (fields.Date.to_date(month) or today).replace(day=1)
        own = self._with_all_rights()
        return {
            "user": {"id": user.id, "name": user.sudo().name},
            "is_me": user == self.env.user,
            "people": [{"id": one.id, "name": one.name} for one in people.sudo().sorted("name")],
            "currency_id": self.env.company.currency_id.id,
            "month": own._get_month(first, today),
            "commission": own._get_commission(user, first, today),
            "plans": own._get_plans(user, min(_end(first), today)),
            "targets": own._get_targets(user, first),
            "statements": own._get_statements(user),
        }

    @api.model
    @api.readonly
    def get_my_day_line(self):
        """What "My day" says of it: the month's commission and the main target.

        :return: dict, or False for who takes part in nothing
        :raise AccessError: as of all that this model answers, for whoever is no payee
        """
        self._check_may_ask()
        user, company = self.env.user, self.env.company
        today = company._crm_today()
        own = self._with_all_rights()
        targets = [target for target in own._get_targets(user, today) if not target["is_team"]]
        participants = own._find_participants(user)
        if not targets and not participants:
            return False
        first = today.replace(day=1)
        earned = own._read_earned(user, first).get(company.currency_id, ZERO)
        return {
            "currency_id": company.currency_id.id,
            "earned": _round(earned, company.currency_id) if participants else False,
            "target": targets[0] if targets else False,
        }

    # -- whose results ---------------------------------------------------------------------------

    @api.model
    def _check_may_ask(self):
        """It answers from records that the caller need not be able to read, so he is asked first.

        :raise AccessError: he has no role in commissions, like whoever comes from the portal
        """
        if not self.env.user.has_group("crm_commissions.group_commission_user"):
            raise AccessError(self.env._("Results are shown to those who may be paid."))

    @api.model
    def _get_people(self):
        """Whose results the user may see, himself among them."""
        me, company = self.env.user, self.env.company
        # sudo: who takes part, and who is in the teams that a leader leads
        participants = self.env["crm.commission.participant"].sudo()
        if any(me.has_group(f"crm_commissions.group_commission_{each}") for each in _EVERYBODY):
            taking_part = participants._read_group(
                [("company_id", "=", company.id), ("user_id", "!=", False)], ["user_id"]
            )
            sellers = self.env["crm.team.member"].sudo().search([("active", "=", True)]).user_id
            users = sellers.union(*(user for (user,) in taking_part))
            users = users.filtered(lambda user: company in user.company_ids)
        elif me.has_group("crm_actions.group_team_leader"):
            users = self.env["crm.team"].sudo().search([("user_id", "=", me.id)]).member_ids
        else:
            users = self.env["res.users"]
        return (users | me).with_env(self.env)

    @api.model
    def _get_person(self, people, user_id):
        user = self.env["res.users"].browse(user_id) if user_id else self.env.user
        if user not in people:
            raise AccessError(
                self.env._("You may see your own results, and those of the teams that you lead.")
            )
        return user

    def _with_all_rights(self):
        """For the results of a person whom the caller may see; figures alone leave this model."""
        company = self.env.company
        # sudo: they come from records that he may not read one by one
        return self.sudo().with_context(
            allowed_company_ids=company.ids, tz=company._crm_tz(), active_test=False
        )

    def _find_participants(self, user):
        return self.env["crm.commission.participant"].search(
            [("user_id", "=", user.id), ("company_id", "=", self.env.company.id)]
        )

    # -- parts of the page -----------------------------------------------------------------------

    def _get_month(self, first, today):
        following = first + relativedelta(months=1)
        return {
            "date": str(first),
            "label": format_date(self.env, first, date_format="MMMM y"),
            "name": format_date(self.env, first, date_format="MMMM"),
            "previous": str(first - relativedelta(months=1)),
            "next": str(following) if following <= today else False,
            "is_current": first <= today < following,
            "as_of": format_date(self.env, today),
        }

    def _get_commission(self, user, first, today):
        """What is booked, and of this month what open invoices would add if they were paid."""
        currency = self.env.company.currency_id
        earned = self._read_earned(user, first)
        pending = {}
        if first <= today <= _end(first):
            pending = self._read_pending(user)
        main = self._add_up(currency, earned.pop(currency, ZERO), pending.pop(currency, ZERO))
        others = [
            self._add_up(other, earned.get(other, ZERO), pending.get(other, ZERO))
            for other in dict.fromkeys([*earned, *pending])
        ]
        return {
            **main,
            "others": others,
            "has_pending": self._has_pending(user),
            "takes_part": bool(self._find_participants(user)),
        }

    def _add_up(self, currency, earned, pending):
        """Rounded so that the parts make the total."""
        shown, total = _round(earned, currency), _round(earned + pending, currency)
        return {
            "currency_id": currency.id,
            "earned": shown,
            "pending": currency.round(total - shown),
            "total": total,
        }

    def _has_pending(self, user):
        """Whether somebody is paid on what is collected, so that it has to be said what is not."""
        plans = self._find_participants(user).plan_id.root_id
        return bool(
            self.env["crm.commission.plan"].search_count(
                [
                    ("root_id", "in", plans.ids),
                    ("trigger", "=", "collected"),
                    ("state", "!=", "draft"),
                ],
                limit=1,
            )
        )

    def _read_earned(self, user, first):
        groups = self.env["crm.commission.entry"]._read_group(
            [
                "|",
                ("participant_id.user_id", "=", user.id),  # also if a firm is paid for his sales
                ("payee_id", "=", user.partner_id.id),
                ("company_id", "=", self.env.company.id),
                ("period_id.date_from", "=", first),
                ("kind", "in", EARNED),
            ],
            ["currency_id"],
            ["amount:sum"],
        )
        return {currency: Decimal(f"{amount:.6f}") for currency, amount in groups}

    def _read_pending(self, user):
        participants = self._find_participants(user)
        added = self.env["crm.commission.engine"]._estimate_pending(self.env.company, participants)
        pending = {}
        for participant in participants:
            currency = participant.currency_id
            amount = added.get(participant.id, ZERO)
            if amount:
                pending[currency] = pending.get(currency, ZERO) + amount
        return pending

    def _get_targets(self, user, day):
        """The targets of a person and of the teams that he is in, which hold on a day's month."""
        first = day.replace(day=1)
        targets = self.env["crm.sales.target"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("date_from", "<=", _end(first)),
                ("date_to", ">=", first),
                "|",
                ("user_id", "=", user.id),
                "&",
                ("user_id", "=", False),
                ("team_id", "in", user.crm_team_ids.ids),
            ]
        )
        order = ("month", "quarter", "year").index
        ranked = targets.sorted(
            lambda one: (not one.user_id, order(one.period_type), -one.weight, one.id)
        )
        return [target._to_results() for target in ranked]

    def _get_statements(self, user):
        Statement = self.env["crm.commission.statement"]
        states = dict(Statement._fields["state"]._description_selection(self.env))
        statements = Statement.search(
            [
                "|",
                ("user_id", "=", user.id),
                ("payee_id", "=", user.partner_id.id),
                ("company_id", "=", self.env.company.id),
                ("state", "!=", "cancelled"),
            ],
            order="date_from desc, id desc",
            limit=_STATEMENTS,
        )
        return [
            {
                "id": statement.id,
                "label": format_date(self.env, statement.date_from, date_format="MMMM y"),
                "amount": statement.amount_payable,
                "currency_id": statement.currency_id.id,
                "state": statement.state,
                "state_text": states[statement.state],
            }
            for statement in statements
        ]


def _end(first):
    return first + relativedelta(months=1, days=-1)


def _round(amount, currency):
    return float(round_half_up(amount, currency.decimal_places))
