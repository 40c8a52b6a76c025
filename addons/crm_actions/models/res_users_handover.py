from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..engine import days

DECIDERS = "sales_team.group_sale_salesman_all_leads"


class ResUsers(models.Model):
    """A person leaves: what is still open goes to others, what is done stays his or hers."""

    # one file for each purpose
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    crm_handover_count = fields.Integer(
        string="Open work", compute="_compute_crm_handover_count", groups=DECIDERS
    )

    def _compute_crm_handover_count(self):
        for user in self:
            known = user._crm_in_all_companies()
            items = known._crm_handover_items() if user.id else []
            user.crm_handover_count = sum(known._crm_count_handover(item) for item in items)

    def _crm_in_all_companies(self):
        """This person as seen from all companies of who looks: who leaves, leaves them all."""
        mine = self.env.user.company_ids
        return self.with_context(allowed_company_ids=(self.env.company | mine).ids)

    def _crm_get_companies_of_others(self):
        """Where the person works and whoever looks does not: the work there stays as it is."""
        # sudo: which companies a colleague works for
        return self.sudo().company_ids - self.env.user.company_ids

    def _crm_handover_items(self, date=None):
        """What points at this user and should point at somebody else when he or she leaves.

        Only what is open: history is never reassigned. An addon extends it:
        ``super() + [{...}]``. What the caller may not see is not handed over by him.

        :param date: first day of the others; default: today
        :return: list of dicts: ``key`` (unique), ``label`` (in words), ``model``, ``domain``, and
            how it is handed over: ``field``, which is written with the other user, or ``method``
            of the model, called on the records with ``(former, user, date)``
        """
        self.ensure_one()
        company = self.company_id
        date = date or company._crm_today()
        items = [
            {
                "key": "customers",
                "label": self.env._("Customers"),
                "model": "res.partner",
                "domain": self._crm_get_customers_domain(date),
                "method": "_crm_hand_over_customers",
            },
            {
                "key": "opportunities",
                "label": self.env._("Open opportunities and leads"),
                "model": "crm.lead",
                "domain": Domain("user_id", "=", self.id) & Domain("won_status", "=", "pending"),
                "field": "user_id",
            },
            {
                "key": "actions",
                "label": self.env._("Planned actions"),
                "model": "crm.action",
                "domain": self._crm_get_planned_domain(date),
                "field": "user_id",
            },
            {
                "key": "begun",
                "label": self.env._("Visits begun and not closed"),
                "model": "crm.action",
                "domain": self._crm_get_begun_domain(date),
                "method": "_crm_hand_over_begun",
            },
            {
                "key": "activities",
                "label": self.env._("Activities on customers and opportunities"),
                "model": "mail.activity",
                "domain": Domain("user_id", "=", self.id)
                & Domain("res_model", "in", ("res.partner", "crm.lead", "sale.order")),
                "field": "user_id",
            },
        ]
        if self.env.user.has_group("sales_team.group_sale_manager"):
            items.append(
                {
                    "key": "teams",
                    "label": self.env._("Sales teams led"),
                    "model": "crm.team",
                    "domain": Domain("user_id", "=", self.id),
                    "field": "user_id",
                }
            )
        return items

    def _crm_get_customers_domain(self, date):
        """Customers that are this user's on a day or later, by assignment or by core's field."""
        later = Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        of_others = Domain("user_id", "!=", self.id) & Domain("date_from", "<=", date) & later
        by_salesperson = Domain("user_id", "=", self.id) & ~Domain(
            "crm_assignment_ids", "any", of_others
        )
        return by_salesperson | Domain(
            "crm_assignment_ids", "any", Domain("user_id", "=", self.id) & later
        )

    def _crm_get_planned_domain(self, date):
        """Planned actions from a day on; once the day has come, the overdue ones too."""
        domain = Domain("user_id", "=", self.id) & Domain("state", "=", "planned")
        if date > self.company_id._crm_today():
            start, _next = days.day_span(date, self.company_id._crm_tz())
            domain &= Domain("start", ">=", start)
        return domain

    def _crm_get_begun_domain(self, date):
        """Actions that were begun and never closed; who leaves on a later day can still do it."""
        if date > self.company_id._crm_today():
            return Domain.FALSE
        return Domain("user_id", "=", self.id) & Domain("state", "=", "in_progress")

    def _crm_count_handover(self, item):
        return self.env[item["model"]].search_count(item["domain"])

    def crm_hand_over(self, receivers, date=None):
        """Give what is still open of this user to others; all of it or, on an error, nothing.

        Can be called twice: the second time nothing is left.

        :param dict receivers: map of the key of an item to the id of who takes it over
        :param date: first day of the others (date or ISO text), today or later; default: today.
            Opportunities and activities have no date: they go at once
        :return: map of a key to how many records changed hands
        :raise AccessError: the user does not see all documents
        :raise ValidationError: receiver who is archived, or a day in the past
        """
        self.ensure_one()
        self._crm_check_may_hand_over()
        today = self.company_id._crm_today()
        date = fields.Date.to_date(date) or today
        if date < today:
            raise ValidationError(
                self.env._("What was before today is history: hand over from today or later.")
            )
        users = {key: self.browse(receiver) for key, receiver in receivers.items() if receiver}
        self._crm_check_receivers(self.browse().union(*users.values()))
        # one message to each who takes over says more than a mail for each record
        silent = self._crm_in_all_companies().with_context(
            mail_auto_subscribe_no_notify=True, mail_activity_quick_update=True
        )
        counts = {}
        with self.env.cr.savepoint():
            for item in silent._crm_handover_items(date):
                if user := users.get(item["key"]):
                    counts[item["key"]] = silent._crm_hand_over_item(item, user, date)
            self.env.flush_all()
        self._crm_tell_receivers(users, counts, date)
        return counts

    def _crm_hand_over_item(self, item, user, date):
        records = self.env[item["model"]].search(item["domain"])
        if not records:
            return 0
        if method := item.get("method"):
            getattr(records, method)(self, user, date)
        else:
            records.write({item["field"]: user.id})
        return len(records)

    @api.model
    def _crm_check_may_hand_over(self):
        if not (self.env.su or self.env.user.has_group(DECIDERS)):
            raise AccessError(
                self.env._("Work is handed over by a person who sees the documents of all.")
            )

    def _crm_check_receivers(self, users):
        # sudo: whether a user is archived may be known to whom may give him work
        for user in users.sudo():
            if not user.active or user.share or user == self:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot take this over: choose an active colleague.",
                        user=user.name,
                    )
                )

    def _crm_tell_receivers(self, users, counts, date):
        labels = {item["key"]: item["label"] for item in self._crm_handover_items(date)}
        for user in self.browse().union(*users.values()):
            lines = [
                f"{labels[key]}: {counts[key]}"
                for key, receiver in users.items()
                if receiver == user and counts.get(key)
            ]
            if not lines:
                continue
            title = self.env._(
                "%(former)s hands over to %(user)s", former=self.name, user=user.name
            )
            body = Markup("<p>%s</p><ul>%s</ul>") % (
                title,
                Markup("").join(Markup("<li>%s</li>") % escape(line) for line in lines),
            )
            # sudo: the contact of a user is no customer of the person who hands over
            self.sudo().partner_id.message_notify(
                partner_ids=user.sudo().partner_id.ids, subject=title, body=body
            )

    def action_open_crm_handover(self):
        """Open the wizard that gives the open work of this user to others."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_actions.crm_handover_wizard_action"
        )
        return {**action, "context": {"default_user_id": self.id}}
