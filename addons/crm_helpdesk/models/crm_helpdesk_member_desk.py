from datetime import timedelta, timezone

from odoo import models

from ..engine.assignment import Agent

_AROUND = timedelta(days=1)


class CrmHelpdeskMember(models.Model):
    """The members of a department as assignment sees them."""

    # one file for each purpose
    _inherit = "crm.helpdesk.member"  # pylint: disable=consider-merging-classes-inherited

    def _to_agents(self, now):
        """What the engine has to know of these people.

        sudo: loads, leaves and hours of colleagues, whoever runs the job.

        :param now: naive UTC
        :return: list of :class:`~..engine.assignment.Agent`, by user
        """
        members = self.sudo()
        loads = members._read_loads()
        leaves = members._read_leaves(now)
        hours = members._read_hours(now)
        return [
            Agent(
                key=member.user_id.id,
                capacity=member.capacity,
                load=loads.get((member.team_id, member.user_id), 0),
                last_assigned_at=_aware(member.last_assigned_at),
                skills=frozenset(map(str, member.skill_ids.ids)),
                absences=(*leaves.get(member.user_id, ()), *_out_of_office(member.user_id)),
                working=hours[member],
                is_active=member.user_id.active and not member.user_id.share,
            )
            for member in members
        ]

    def _read_loads(self):
        """``{(department, user): requests that are open, without those that wait}``"""
        tickets = self.env["crm.helpdesk.ticket"].sudo()  # sudo: see _to_agents
        rows = tickets._read_group(
            [
                ("team_id", "in", self.team_id.ids),
                ("user_id", "in", self.user_id.ids),
                ("state", "in", ("new", "open")),
            ],
            ["team_id", "user_id"],
            ["__count"],
        )
        return {(team, user): count for team, user, count in rows}

    def _read_leaves(self, now):
        """``{user: spans of leave}`` of those who are away at that moment."""
        leaves = self.env["resource.calendar.leaves"].sudo()  # sudo: see _to_agents
        found = leaves.search(
            [
                ("resource_id.user_id", "in", self.user_id.ids),
                ("time_type", "=", "leave"),
                ("date_from", "<=", now),
                ("date_to", ">", now),
            ]
        )
        return {
            user: [(_aware(leave.date_from), _aware(leave.date_to)) for leave in own]
            for user, own in found.grouped(lambda leave: leave.resource_id.user_id).items()
        }

    def _read_hours(self, now):
        """``{member: spans of work around that moment}``.

        By the own calendar; who has none works as the department does. A calendar without hours
        of a clock says nothing of when, so that its people are always there.
        """
        pairs = {member: (member._get_calendar(), member.company_id) for member in self}
        clocked = {pair for pair in pairs.values() if not pair[0]._helpdesk_get_problem()}
        tables = self.env["crm.helpdesk.timetable"]._get_current(clocked)
        return {
            member: _spans_of(tables[pair]._get_timetable(), now) if pair in clocked else None
            for member, pair in pairs.items()
        }

    def _get_calendar(self):
        # somebody may have a resource in each company
        own = self.user_id.resource_ids.filtered(lambda each: each.company_id == self.company_id)
        return own[:1].calendar_id or self.team_id.calendar_id


def _spans_of(table, now):
    return tuple(
        (_aware(start), _aware(stop))
        for start, stop in table.intervals(now - _AROUND, now + _AROUND)
    )


def _out_of_office(user):
    """What the person has set in the own preferences; it has no column to search by."""
    if not user.is_out_of_office:
        return ()
    return ((_aware(user.out_of_office_from), _aware(user.out_of_office_to)),)


def _aware(instant):
    return instant.replace(tzinfo=timezone.utc) if instant else None
