import json
import logging
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from odoo.addons.crm_actions.engine import days

from ..engine import demand, geometry, patterns
from ..engine.demand import Obstacle

_logger = logging.getLogger(__name__)

BATCH = 2000
SPAIN = "ES"
PATIENT = 30
"""Seconds that a route server may take where nobody waits at a screen."""


@dataclass
class Facts:
    """What has to be known of a batch of customers."""

    today: object
    policies: dict  # customer: policy
    owners: dict  # customer: user
    territory: dict  # zone: user
    visited: dict  # customer: date
    hours: dict  # customer id: {weekday: spans}
    reps: dict  # user: engine Rep
    ways: dict = field(default_factory=dict)  # customer: engine Matrix of the rep's ends and it

    def rep_of(self, partner):
        """Who visits the customer, None if nobody does."""
        return self.owners.get(partner) or self.territory.get(partner.crm_zone_id)


class CrmVisitDemand(models.Model):
    """How the rows are worked out: a batch of customers by a handful of queries."""

    # one file for each purpose
    _inherit = "crm.visit.demand"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _refresh(self, companies, partners=None, patience=4):
        """Bring the rows of these companies up to date; again it changes nothing.

        Without any policy nobody is to be visited, and no customer is told to lack one.

        sudo: who is to be visited does not depend on who asks; rules say who may see a row.

        :param partners: look only at these
        :param patience: seconds that the route server may take for a batch
        """
        rows = self.sudo()
        for company in companies.sudo():
            for batch in split_every(BATCH, rows._get_customers(company, partners).ids):
                rows._refresh_batch(rows.env["res.partner"].browse(batch), company, patience)
            rows._sweep(company, partners)

    @api.model
    def _get_customers(self, company, partners=None):
        policies = self.env["crm.visit.policy"]
        if not policies.search_count([("company_id", "=", company.id)], limit=1):
            return self.env["res.partner"]
        domain = policies._get_population(company)
        if partners is not None:
            domain &= Domain("id", "in", partners.ids)
        return self.env["res.partner"].search(domain, order="id")

    @api.model
    def _refresh_batch(self, partners, company, patience):
        facts = self._gather(partners, company)
        facts.ways = self._read_ways(partners, company, facts, patience)
        self._upsert([self._prepare(partner, company, facts) for partner in partners])

    @api.model
    def _sweep(self, company, partners):
        """Rows of who is no customer any more."""
        kept = self._get_customers(company, partners)
        domain = Domain("company_id", "=", company.id) & Domain("partner_id", "not in", kept.ids)
        if partners is not None:
            domain &= Domain("partner_id", "in", partners.ids)
        self.search(domain).unlink()

    # -- what is known ---------------------------------------------------------------------------

    @api.model
    def _gather(self, partners, company):
        """:param partners: with full rights"""
        today = company._crm_today()
        customers = partners.commercial_partner_id
        owners = {
            partner: user
            for partner, user in (customers | partners)._crm_owners_at(today).items()
            if user
        }
        territory = self._read_territory(partners.crm_zone_id, company)
        users = self.env["res.users"].union(*owners.values(), *territory.values())
        able = users.filtered(lambda user: user.active and company in user.company_ids)
        reps = self.env["crm.route.rep"]._get_plain_reps(able, company)
        return Facts(
            today=today,
            policies=self.env["crm.visit.policy"]._resolve(partners, company),
            owners=owners,
            territory={zone: _choose(some, reps) for zone, some in territory.items()},
            visited=self._read_last_visits(partners, company),
            hours=self.env["crm.opening.hours"]._get_spans(partners),
            reps=reps,
        )

    @api.model
    def _read_territory(self, zones, company):
        """The reps of each zone, in their order."""
        reps = self.env["crm.route.rep"].search(
            [("zone_ids", "in", zones.ids), ("company_id", "=", company.id)], order="user_id"
        )
        found = {}
        for rep in reps.filtered("user_id.active"):
            for zone in rep.zone_ids & zones:
                found[zone] = found.get(zone, self.env["res.users"]) | rep.user_id
        return found

    @api.model
    def _read_last_visits(self, partners, company):
        done = partners._read_action_groups(
            Domain("state", "=", "done")
            & Domain("type_id.code", "=", "visit")
            & Domain("company_id", "=", company.id),
            "done_at:max",
        )
        tz = company._crm_tz()
        return {partner: days.to_wall(at, tz).date() for partner, at in done.items() if at}

    @api.model
    def _read_ways(self, partners, company, facts, patience):
        """The ways there and back where the company counts by road: a question a rep.

        Who is not in it is judged by the estimate, as plans are when the route server is not there.
        """
        if not company._uses_route_server():
            return {}
        wanted, found = defaultdict(dict), {}
        for partner in partners:
            rep = facts.reps.get(facts.rep_of(partner))
            place = self._get_place(partner)
            if facts.policies.get(partner) and place and rep and rep.start:
                wanted[rep.start, rep.end or rep.start][partner] = place
        until = time.monotonic() + patience
        for (start, end), places in wanted.items():
            left = until - time.monotonic()
            if left <= 0:
                break  # a server that is not there is not waited for by each rep anew
            trips = company._get_round_trips(start, end, list(places.values()), left)
            found.update(zip(places, trips or (), strict=False))
        return found

    # -- what follows ----------------------------------------------------------------------------

    @api.model
    def _prepare(self, partner, company, facts):
        policy = facts.policies.get(partner)
        rep = facts.rep_of(partner)
        last = facts.visited.get(partner)
        found = self._find_obstacles(partner, policy, rep, last, facts)
        values = {
            "partner_id": partner.id,
            "company_id": company.id,
            "policy_id": policy.id if policy else None,
            "user_id": rep.id if rep else None,
            "team_id": rep.sale_team_id.id or None if rep else None,
            "segment_id": partner.crm_segment_id.id or None,
            "zone_id": partner.crm_zone_id.id or None,
            "last_visit_on": str(last) if last else None,
            "blocked": any(each.blocks for each in found),
            "reason": found[0].code if found else None,
            "reason_data": [asdict(each) for each in found],
        }
        return {**values, **self._prepare_urgency(policy, last, facts.today)}

    @api.model
    def _prepare_urgency(self, policy, last, today):
        if not policy:
            return {"due_on": None, "overdue_days": 0, "missed": 0, "value_km": 0}
        asked = policy._to_demand(last)
        due = demand.due_on(asked)
        missed = patterns.missed_cycles(asked, today)
        return {
            "due_on": str(due) if due else None,
            "overdue_days": max(0, (today - due).days) if due else 0,
            "missed": missed,
            "value_km": demand.worth(policy.value_km, policy.growth_percent or 0, missed),
        }

    @api.model
    def _find_obstacles(self, partner, policy, rep, last, facts):
        if not policy:
            return [Obstacle(demand.NO_POLICY)]
        if not rep:
            return [Obstacle(demand.NO_OWNER)]
        if rep not in facts.reps:
            return [Obstacle(demand.OWNER_GONE)]
        terms = demand.Terms(
            policy._to_demand(last),
            policy.minutes * 60,
            facts.hours.get(partner.id),
            bool(policy.needs_hours),
            self._get_place(partner),
            partner.geo_precision == "city",
            bool(policy.takes_approximate),
        )
        return demand.obstacles(terms, facts.reps[rep], facts.ways.get(partner))

    @api.model
    def _get_place(self, partner):
        """Where the customer is; a place outside of its country is a mistake, not a place."""
        place = partner.partner_latitude, partner.partner_longitude
        box = geometry.SPAIN if partner.country_id.code == SPAIN else None
        return place if geometry.is_located(*place, box) else None

    # -- rows ------------------------------------------------------------------------------------

    @api.model
    def _upsert(self, values):
        """One statement for all rows; two runs at once write the same."""
        self.env["res.partner"].flush_model()
        self.flush_model()
        rows = json.dumps(sorted(values, key=lambda each: each["partner_id"]))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_visit_demand AS known (
                    partner_id, company_id, policy_id, user_id, team_id, segment_id, zone_id,
                    last_visit_on, due_on, overdue_days, missed, value_km, blocked, reason,
                    reason_data, checked_at, create_uid, create_date, write_uid, write_date)
                SELECT partner_id, company_id, policy_id, user_id, team_id, segment_id, zone_id,
                       last_visit_on, due_on, overdue_days, missed, value_km, blocked, reason,
                       reason_data, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM jsonb_to_recordset(%(rows)s::jsonb) AS fresh(
                       partner_id integer, company_id integer, policy_id integer, user_id integer,
                       team_id integer, segment_id integer, zone_id integer, last_visit_on date,
                       due_on date, overdue_days integer, missed integer, value_km numeric,
                       blocked boolean, reason varchar, reason_data jsonb)
                ON CONFLICT (partner_id, company_id) DO UPDATE SET
                    policy_id = excluded.policy_id, user_id = excluded.user_id,
                    team_id = excluded.team_id, segment_id = excluded.segment_id,
                    zone_id = excluded.zone_id, last_visit_on = excluded.last_visit_on,
                    due_on = excluded.due_on, overdue_days = excluded.overdue_days,
                    missed = excluded.missed, value_km = excluded.value_km,
                    blocked = excluded.blocked, reason = excluded.reason,
                    reason_data = excluded.reason_data, checked_at = excluded.checked_at,
                    write_uid = excluded.write_uid, write_date = excluded.write_date
                """,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                rows=rows,
            )
        )
        self.invalidate_model()

    # -- every night -----------------------------------------------------------------------------

    @api.model
    def _cron_refresh(self):
        """Bring the rows of all companies up to date; a company is a transaction."""
        companies = self.env["res.company"].search(Domain.TRUE)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                self._refresh(company, patience=PATIENT)
            except OperationalError as error:
                self.env.cr.rollback()
                _logger.info("Customers to visit of %s are left: %s", company.id, error)
            if not cron._commit_progress(1):
                break


def _choose(users, reps):
    """Who stands for all that share a zone: the first one who works in the weeks to come."""
    return next((user for user in users if user in reps and reps[user].days), users[:1])
