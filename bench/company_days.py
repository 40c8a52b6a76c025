"""The days of the reps: actions, their events, and what opportunities remember of them."""

from __future__ import annotations

from bench.company import insert

# Who does action number n, when, and what became of it: hours of UTC, on working days alone;
# one in twenty was called off, one in two hundred nobody reported.
_SLOTS = """
JOIN bench_people people ON people.number = n % {reps}
CROSS JOIN LATERAL (SELECT n / {reps} AS turn) one
CROSS JOIN LATERAL (SELECT turn / 8 - {first_day} AS day, turn % 8 AS hour) two
CROSS JOIN LATERAL (
    SELECT date_trunc('week', now()) + floor(day / 5.0) * interval '7 days'
           + (day - 5 * floor(day / 5.0)) * interval '1 day'
           + interval '7 hours' + hour * interval '70 minutes' AS start) three
CROSS JOIN LATERAL (
    SELECT CASE WHEN start > now() THEN 'planned' WHEN turn % 20 = 0 THEN 'cancelled'
                WHEN turn % 200 = 1 THEN 'planned' ELSE 'done' END AS state) four
CROSS JOIN (SELECT array_agg(id ORDER BY sequence) AS ids FROM crm_action_type) types
CROSS JOIN (SELECT min(id) AS reached FROM crm_action_outcome WHERE contacted) outcomes
CROSS JOIN (SELECT min(id) AS first, count(*) AS many FROM crm_lead) leads
CROSS JOIN (SELECT count(*) AS many FROM bench_customers) customers
JOIN bench_customers customer ON customer.number = n % customers.many
"""


def make_actions(env, count: int, people) -> None:
    """Eight a day and rep on working days, the last ones eight weeks from now."""
    slots = _SLOTS.format(reps=len(people), first_day=count // 8 // len(people) - 40)
    done = "CASE WHEN state = 'done' THEN {} END"
    visited = "CASE WHEN state = 'done' AND turn % 10 < 6 THEN {} END"
    insert(
        env,
        "crm_action",
        {
            "type_id": "types.ids[CASE WHEN turn % 10 < 6 THEN 1 WHEN turn % 10 < 8 THEN 2 "
            "WHEN turn % 10 = 8 THEN 3 ELSE 4 END]",
            "partner_id": "customer.id",
            "commercial_partner_id": "customer.id",
            # every other action is on an opportunity of the same rep, who works on fifty at a time
            "opportunity_id": f"CASE WHEN turn % 2 = 0 THEN leads.first + people.number + "
            f"{len(people)} * ((turn / 400 * 50 + turn / 2 % 50) % (leads.many / {len(people)})) "
            "END",
            "user_id": "people.user_id",
            "team_id": "people.team_id",
            "company_id": str(env.company.id),
            "summary": "'Objective ' || n % 50",
            "origin": "'manual'",
            "allday": "false",
            "start": "start",
            "stop": "start + interval '30 minutes'",
            "state": "state",
            "outcome_id": done.format("outcomes.reached"),
            "contacted": "state = 'done'",
            "done_at": done.format("start + interval '30 minutes'"),
            "reported_at": done.format("start + interval '35 minutes'"),
            "checkin_at": visited.format("start"),
            "checkout_at": visited.format("start + interval '30 minutes'"),
            "checkin_verdict": visited.format("'verified'"),
            "duration_s": visited.format("1800"),
        },
        count,
        slots,
    )


def make_events(env) -> None:
    """The event of each action that was not cancelled, with its rep as the only attendee."""
    env.cr.execute(
        """
        INSERT INTO calendar_event (name, start, stop, duration, allday, active, user_id, privacy,
                                    show_as, crm_action_id, opportunity_id, location,
                                    create_uid, write_uid, create_date, write_date)
             SELECT 'Visit – ' || customer.name, start, stop, 0.5, false, true, action.user_id,
                    'confidential', 'busy', action.id, opportunity_id, customer.street, 1, 1,
                    now(), now()
               FROM crm_action action JOIN res_partner customer ON customer.id = partner_id
              WHERE action.state != 'cancelled';
        ANALYZE calendar_event;
        INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id)
             SELECT event.id, people.partner_id
               FROM calendar_event event JOIN bench_people people USING (user_id)
              WHERE event.crm_action_id IS NOT NULL;
        INSERT INTO calendar_attendee (event_id, partner_id, state, availability)
             SELECT event.id, people.partner_id, 'accepted', 'busy'
               FROM calendar_event event JOIN bench_people people USING (user_id)
              WHERE event.crm_action_id IS NOT NULL
        """
    )


def store_touches(env) -> None:
    """What the ORM would have stored: the last touch and the next step of each opportunity."""
    env.cr.execute(
        """
        UPDATE crm_lead SET last_touch_at = found.touched, next_step_at = found.due
          FROM (SELECT opportunity_id, max(done_at) FILTER (WHERE contacted) AS touched,
                       min(start) FILTER (WHERE state = 'planned') AS due
                  FROM crm_action GROUP BY opportunity_id) found
         WHERE crm_lead.id = found.opportunity_id;
        UPDATE crm_lead SET next_step_at = LEAST(next_step_at, found.due)
          FROM (SELECT res_id, min(date_deadline) + interval '7 hours' AS due
                  FROM mail_activity WHERE res_model = 'crm.lead' GROUP BY res_id) found
         WHERE crm_lead.id = found.res_id
        """
    )
