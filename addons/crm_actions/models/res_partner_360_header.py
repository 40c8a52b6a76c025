from urllib.parse import quote

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import days
from ..rows import RowQuery
from .res_partner_360 import SALESMAN

_CONTACTS = 80
MAP_URL = "https://www.google.com/maps/dir/?api=1&destination="


def show_address(row):
    """An address in one line, and the link to the way there.

    :param row: ``street``, ``street2``, ``zip``, ``city``, ``state``, ``country``
    """
    town = " ".join(filter(None, (row["zip"], row["city"])))
    parts = [row["street"], row["street2"], town, row["state"] and f"({row['state']})"]
    address = ", ".join(filter(None, parts)).replace(", (", " (")
    full = ", ".join(filter(None, (address, row["country"])))
    return {"address": address, "map_url": MAP_URL + quote(full) if address else False}


class ResPartner(models.Model):
    """The head of a customer's page: who it is, how to reach it, and how business goes."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm360_load_header(self):
        """Who the customer is.

        :return: dict with ``name``, ``contact``, ``ref``, ``owner``, ``segment``, ``zone``,
            ``since``, ``address``, ``map_url``, ``phones`` and ``emails`` (``{'name', 'value'}``),
            ``addresses`` and ``address_id`` of the filter, ``figures`` (False if the reader may
            not see them), ``last_touch``, ``next_step`` (UTC) and ``can_plan``
        """
        customer = self._crm360_customer()
        people = self._crm360_read_contacts(customer)
        [row] = [each for each in people if each["id"] == customer.id]
        is_salesman = self.env.user.has_group(SALESMAN)
        header = {
            **{key: row[key] for key in ("name", "ref", "owner", "segment", "zone")},
            "kind": "customer",
            "partner_id": customer.id,
            "contact": self._crm360_name_contact(people, customer),
            "since": fields.Date.to_string(row["created"].date()),
            **show_address(row),
            **self._crm360_show_ways(people),
            **self._crm360_show_addresses(people, customer),
            "can_plan": bool(is_salesman and row["active"]),
            "figures": self._crm360_sees_all() and self._crm360_read_figures(),
        }
        if is_salesman:
            header.update(customer._crm360_read_touches(row["heard"]))
        return header

    def _crm360_read_contacts(self, customer):
        """The customer and its contacts, with the customer first."""
        query = RowQuery(
            self.with_context(active_test=False),
            Domain("commercial_partner_id", "=", customer.id)
            & (Domain("active", "=", True) | Domain("id", "in", (customer | self).ids)),
            order=SQL("res_partner.id = %s DESC, res_partner.id", customer.id),
            limit=_CONTACTS,
        )
        query.add(
            id="id", name="name", complete="complete_name", type="type", active="active", ref="ref",
            phone="phone", email="email", street="street", street2="street2", zip="zip",
            city="city", state="state_id.name", country="country_id.name", created="create_date",
            owner="user_id.partner_id.name", segment="crm_segment_id.name",
            zone="crm_zone_id.name",
        )  # fmt: skip
        if self.env.user.has_group(SALESMAN):
            query.add(heard="last_inbound_at")
        return query.fetch()

    def _crm360_name_contact(self, people, customer):
        """The contact whose page was asked for, if it is not the company itself."""
        return next(
            (row["name"] for row in people if row["id"] == self.id and self != customer), False
        )

    @staticmethod
    def _crm360_show_ways(people):
        """Telephones and mails, the customer's own first, each once."""
        ways = {"phones": {}, "emails": {}}
        for row in people:
            for key, value in (("phones", row["phone"]), ("emails", row["email"])):
                if value:
                    ways[key].setdefault(value, row["name"] or row["complete"])
        return {
            key: [{"value": value, "name": name} for value, name in values.items()]
            for key, values in ways.items()
        }

    def _crm360_show_addresses(self, people, customer):
        """Where goods go: the filter has the customer itself and its addresses of delivery."""
        places = [
            row
            for row in people
            if row["id"] == customer.id or row["type"] in ("delivery", "other")
        ]
        return {
            "address_id": self._crm360_get_address().id,
            "addresses": [
                {"id": row["id"], "name": row["name"] or row["street"] or row["complete"]}
                for row in places
            ]
            if len(places) > 1
            else [],
        }

    def _crm360_read_figures(self):
        """Sales, debt and quotes of the customer or the address that was chosen."""
        address = self._crm360_get_address()
        sales = self._crm_sales_12m(address=address)[self.id]
        debt = self._crm_receivables(address=address)[self.id]
        quotes = self._crm_open_quotes(address=address)[self.id]
        before = sales["before"]
        return {
            "sales": sales["amount"],
            "before": before,
            "change": round(100 * (sales["amount"] - before) / before, 1) if before > 0 else False,
            "open": debt["open"],
            "overdue": debt["overdue"],
            "quotes": quotes["amount"],
            "quote_count": quotes["count"],
        }

    def _crm360_read_touches(self, heard):
        """Last touch and next step as on the contact, by one query instead of one for each.

        sudo: the date of a colleague's visit is no secret, its contents are.

        :param heard: when the customer last wrote
        """
        self.env["mail.activity"].flush_model()
        query = RowQuery(
            self.env["crm.action"].sudo(),
            Domain("commercial_partner_id", "=", self.id)
            & Domain("company_id", "in", self.env.companies.ids),
        )
        due = SQL("crm_action.state IN ('planned', 'in_progress')")
        start, allday = query.sql("start"), query.sql("allday")
        query.add_sql(
            reached=SQL("MAX(done_at) FILTER (WHERE crm_action.contacted)"),
            start=SQL("MIN(%s) FILTER (WHERE %s AND %s IS NOT TRUE)", start, due, allday),
            day=SQL("MIN(%s) FILTER (WHERE %s AND %s)", start, due, allday),
            activity=SQL(
                """(SELECT MIN(date_deadline) FROM mail_activity
                     WHERE res_model = 'res.partner' AND res_id = %s AND active)""",
                self.id,
            ),
        )
        [row] = query.fetch()
        steps = [row["start"], *map(self._crm360_begin_day, (row["day"], row["activity"]))]
        return {
            "last_touch": self._crm360_pick(max, (row["reached"], heard)),
            "next_step": self._crm360_pick(min, steps),
        }

    def _crm360_begin_day(self, day):
        """When (UTC) something is due that has a day and no hour."""
        if not day:
            return None
        begin = fields.Datetime.to_datetime(fields.Date.to_date(day))
        begin = begin.replace(hour=days.ALL_DAY_START.hour, minute=days.ALL_DAY_START.minute)
        return days.to_utc(begin, (self.company_id or self.env.company)._crm_tz())

    @staticmethod
    def _crm360_pick(choose, moments):
        known = [moment for moment in moments if moment]
        return fields.Datetime.to_string(choose(known)) if known else False
