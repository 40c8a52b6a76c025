from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine import days

MOST_OVERDUE = 20
MOST_WITHOUT_NEXT = 20
ACTION_FIELDS = [
    "client_uuid", "type_id", "partner_id", "opportunity_id", "summary", "start", "stop", "allday",
    "state", "outcome_id", "checkin_at", "checkout_at", "checkin_verdict", "checkin_distance_m",
    "done_at", "next_missing", "off_calendar", "plan_id", "user_id", "company_id",
]  # fmt: skip


class CrmAction(models.Model):
    """A rep's day in one answer, small enough for a valley with one bar of signal."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @api.readonly
    def get_my_day(self, date=False):
        """Everything that the screen "My day" shows and needs while there is no network.

        Moments are UTC, ``date`` and ``choices`` are days of the user's time zone, amounts are in
        the currency of the current company.

        :param date: ``'YYYY-MM-DD'``; today if empty
        :return: ``date``, ``today``, ``tz``, ``server_now``, ``user``, ``policy`` (of the next
            step), ``done`` and ``total``, ``actions`` of the day, ``overdue`` (with
            ``overdue_count``), ``open_visit``, ``without_next`` (opportunities), ``nearby``
            (customers who wait for a visit), ``partners`` and ``leads`` by id as text,
            ``currency_id``, ``types``, ``outcomes``, ``lost_reasons``, ``choices`` of the next
            step, ``slots`` (free starts)
        :raise UserError: text that is no date
        """
        day = self._read_board_day(date)
        own = self.with_user(self.env.uid)  # reads as the user, whoever calls
        actions = own._search_my_day(own._get_my_day_domain(day), order="allday desc, start, id")
        overdue_domain = own._get_my_overdue_domain()
        overdue = own._search_my_day(overdue_domain, order="start desc, id desc",
                                     limit=MOST_OVERDUE)  # fmt: skip
        visit = own._find_open_visit(self.env.user).with_env(own.env)
        everything = actions | overdue | visit
        partners = everything._get_my_day_partners()
        without_next, without_next_count = own._get_without_next()
        nearby = own._get_nearby(day, actions)
        own_partners = partners | self.env["res.partner"].browse(
            [row["partner_id"] for row in (*without_next, *nearby) if row["partner_id"]]
        )
        counted = actions.filtered(lambda action: action.state != "cancelled")
        return {
            **own._prepare_my_day_frame(day),
            "done": len(counted.filtered(lambda action: action.state == "done")),
            "total": len(counted),
            "actions": [action._prepare_my_day_action() for action in actions],
            "overdue": [action._prepare_my_day_action() for action in overdue],
            "overdue_count": (
                len(overdue) if len(overdue) < MOST_OVERDUE else own.search_count(overdue_domain)
            ),
            "open_visit": visit._prepare_my_day_action() if visit else False,
            "without_next": without_next,
            "without_next_count": without_next_count,
            "nearby": nearby,
            "nearby_count": len(nearby),
            "partners": own._prepare_my_day_partners(own_partners),
            "leads": everything._prepare_my_day_leads(),
            **own._prepare_my_day_choices(day),
        }

    @api.model
    def _prepare_my_day_frame(self, day):
        user = self.env.user
        return {
            "date": str(day),
            "today": str(fields.Date.context_today(self)),
            "tz": self._board_tz(),
            "server_now": fields.Datetime.to_string(fields.Datetime.now()),
            # sudo: the user's own consent and team
            "user": {
                "id": user.id,
                "name": user.name,
                "geo_notice": bool(user.sudo().crm_geo_notice_at),
            },
            "policy": user.sudo().sale_team_id.next_step_policy or "off",
            "currency_id": self.env.company.currency_id.id,
        }

    # -- actions ---------------------------------------------------------------------------------

    @api.model
    def _search_my_day(self, domain, **options):
        return self.search_fetch(domain, ACTION_FIELDS, **options)

    @api.model
    def _get_my_day_domain(self, day):
        cancelled = Domain("state", "=", "cancelled") & self._get_touching_domain(day, day)
        own = Domain("user_id", "=", self.env.uid)
        return own & (self._get_board_domain(day) | cancelled)

    @api.model
    def _get_my_overdue_domain(self):
        """Over before today and not reported; what is late today shows in the day itself."""
        today = fields.Date.context_today(self)
        first = days.day_span(today, self._board_tz())[0]
        timed = (
            Domain("allday", "=", False) & Domain("start", "<", first) & Domain("stop", "<=", first)
        )
        whole = Domain("allday", "=", True) & Domain(
            "stop", "<", datetime.combine(today, days.ALL_DAY_START)
        )
        return Domain("user_id", "=", self.env.uid) & Domain("state", "=", "planned") & (
            timed | whole
        )  # fmt: skip

    def _prepare_my_day_action(self):
        """What the screen shows of one action; see :meth:`get_my_day`."""
        self.ensure_one()
        # sudo: who may read the action may know with whom it is, as in any list of actions
        partner, lead = self.sudo().partner_id, self.sudo().opportunity_id
        values = {name: self[name] or False for name in ("client_uuid", "summary", "allday")}
        for name in ("start", "stop", "checkin_at", "checkout_at", "done_at"):
            values[name] = fields.Datetime.to_string(self[name]) if self[name] else False
        return {
            **values,
            "id": self.id,
            "type_id": self.type_id.id,
            "code": self.type_id.code,
            "partner_id": partner.id,
            "lead_id": lead.id,
            "title": partner.name or lead.partner_name or lead.name or self.summary or "",
            "city": partner.city or lead.city or False,
            "state": self.state,
            "outcome_id": self.outcome_id.id,
            "outcome": self.outcome_id.name or False,
            "result": self.outcome_id.result or False,
            "verdict": self.checkin_verdict or False,
            "distance_m": self.checkin_distance_m if self.checkin_verdict else False,
            "next_missing": self.next_missing,
            "late": self.overdue,
            "off_calendar": self.off_calendar,
            "locked": self._is_promised(),
            "has_checkin": self.type_id.geo_policy != "none",
        }

    def _is_promised(self):
        """Whether the customer was promised this hour: a hook for what plans routes."""
        return False

    def _prepare_my_day_leads(self):
        # sudo: name and amount of what the rep's own action is about
        leads = self.sudo().opportunity_id
        amounts = self._get_my_day_amounts(leads)
        return {
            str(lead.id): {
                "id": lead.id,
                "name": lead.name,
                "amount": amounts[lead.id],
                "open": lead.won_status == "pending",
            }
            for lead in leads
        }

    @api.model
    def _get_my_day_amounts(self, leads):
        """What opportunities are worth, by id, in the one currency of the day."""
        company = self.env.company
        today = company._crm_today()
        rates = {
            currency: currency._get_conversion_rate(currency, company.currency_id, company, today)
            for currency in leads.company_currency
        }
        return {
            lead.id: company.currency_id.round(lead.expected_revenue * rates[lead.company_currency])
            for lead in leads
        }

    # -- opportunities without a next step -------------------------------------------------------

    @api.model
    def _get_without_next(self):
        """The user's open opportunities with nothing to come, worst first, and how many."""
        leads = self.env["crm.lead"]
        today = fields.Date.context_today(self)
        domain = (
            Domain("user_id", "=", self.env.uid)
            & Domain("type", "=", "opportunity")
            & Domain("won_status", "=", "pending")
            & Domain("next_step_at", "=", False)
            & (Domain("snooze_until", "=", False) | Domain("snooze_until", "<", today))
        )
        found = leads.search(domain, order="followup_score, id", limit=MOST_WITHOUT_NEXT)
        count = len(found) if len(found) < MOST_WITHOUT_NEXT else leads.search_count(domain)
        amounts = self._get_my_day_amounts(found)
        rows = [
            {
                "lead_id": lead.id,
                "name": lead.name,
                "partner_id": lead.partner_id.id,
                "partner_name": lead.partner_id.name or lead.partner_name or False,
                "amount": amounts[lead.id],
                "state": lead.followup_state or False,
                "reason": (lead.followup_reasons or "").partition("\n")[0],
            }
            for lead in found
        ]
        return rows, count

    # -- choices of the device -------------------------------------------------------------------

    @api.model
    def _prepare_my_day_choices(self, day):
        types = self.env["crm.action.type"].search(Domain.TRUE)
        outcomes = types.outcome_ids.sorted(lambda outcome: (outcome.sequence, outcome.id))
        return {
            "types": [self._prepare_my_day_type(kind) for kind in types],
            "outcomes": [
                {
                    "id": outcome.id,
                    "name": outcome.name,
                    "result": outcome.result,
                    "contacted": outcome.contacted,
                    "next_days": outcome.next_days,
                }
                for outcome in outcomes
            ],
            "lost_reasons": [
                {"id": reason.id, "name": reason.name}
                for reason in self.env["crm.lost.reason"].search(Domain.TRUE)
            ],
            "choices": self._get_next_step_choices(),
            "slots": self._get_free_slots(max(day, fields.Date.context_today(self))),
        }

    @api.model
    def _prepare_my_day_type(self, kind):
        return {
            "id": kind.id,
            "name": kind.name,
            "code": kind.code,
            "minutes": kind.default_minutes,
            "color": kind.color,
            "geo_policy": kind.geo_policy,
            "outcome_ids": kind.outcome_ids.sorted(lambda one: (one.sequence, one.id)).ids,
        }
