from odoo import api, models
from odoo.tools import format_date

from ..engine.import_rows import letter


class CrmImportTemplate(models.AbstractModel):
    """Problems of a file as sentences in the reader's language.

    A template that refuses rows with a code of its own says its words in ``_word_<code>``.
    """

    # one file for each purpose
    _inherit = "crm.import.template"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _word_problem(self, code, value, args):
        """One problem as a sentence.

        :param code: why, see ``Problem`` in ``engine/import_rows.py``
        :param value: what stands in the cell
        :param args: figures and names of the problem
        """
        worder = getattr(self, f"_word_{code}", None)
        return worder(value, args or {}) if worder else code

    @api.model
    def _word_column(self, name, places):
        """A column as people find it in their file: letter and header."""
        labels = {column.name: column.words[0] for column in self._get_columns()}
        if name not in labels:
            return False
        place = (places or {}).get(name)
        return labels[name] if place is None else f"{letter(place)} · {labels[name]}"

    @api.model
    def _word_choices(self, name):
        """What a column of choices accepts, as a list of words."""
        columns = {column.name: column for column in self._get_columns()}
        return ", ".join(words[0] for words in columns[name].choices.values())

    # -- the file --------------------------------------------------------------------------------

    def _word_empty(self, _value, _args):
        return self.env._("The file is empty.")

    def _word_too_big(self, _value, args):
        return self.env._("The file has more than %(limit)s MB.", limit=args["megabytes"])

    def _word_too_long(self, _value, args):
        return self.env._(
            "The file has more than %(limit)s lines: divide it, and import one part after the "
            "other.",
            limit=args["rows"],
        )

    def _word_old_excel(self, _value, _args):
        return self.env._(
            "This is a file of Excel 97 to 2003 (.xls). Save it as .xlsx or .csv and choose it "
            "again."
        )

    def _word_not_a_table(self, _value, _args):
        return self.env._("This is no table that can be read: it has to be CSV, XLSX or ODS.")

    # -- the header ------------------------------------------------------------------------------

    def _word_unknown_column(self, value, args):
        return self.env._(
            "Column %(letter)s, “%(header)s”, is not in the template: mend its name or delete it.",
            letter=args["letter"],
            header=value,
        )

    def _word_column_twice(self, value, args):
        return self.env._(
            "Column %(letter)s, “%(header)s”, says the same as column %(first)s: delete one.",
            letter=args["letter"],
            header=value,
            first=args["first"],
        )

    def _word_missing_column(self, _value, args):
        return self.env._(
            "The column “%(column)s” is missing.", column=self._word_column(args["name"], None)
        )

    def _word_no_rows(self, _value, _args):
        return self.env._("There is a header but no line under it.")

    # -- cells -----------------------------------------------------------------------------------

    def _word_required(self, _value, _args):
        return self.env._("It cannot be empty.")

    def _word_too_long_text(self, _value, args):
        return self.env._("It is longer than %(limit)s characters.", limit=args["limit"])

    def _word_bad_integer(self, _value, _args):
        return self.env._("It has to be a whole number, such as 14.")

    def _word_bad_decimal(self, _value, _args):
        return self.env._(
            "It has to be a number, such as 8.40. Three decimals could be thousands: write 8.4050."
        )

    def _word_out_of_range(self, _value, args):
        return self.env._(
            "It goes from %(minimum)s to %(maximum)s.",
            minimum=args["minimum"],
            maximum=args["maximum"],
        )

    def _word_bad_date(self, _value, _args):
        return self.env._("It is no date: write it as 2026-10-15 or 15/10/2026.")

    def _word_bad_hour(self, _value, _args):
        return self.env._("It is no hour: write it as 10:30.")

    def _word_bad_choice(self, _value, args):
        return self.env._(
            "It is none of the choices: %(choices)s.", choices=self._word_choices(args["column"])
        )

    def _word_bad_boolean(self, _value, _args):
        return self.env._("It has to be yes or no.")

    def _word_repeated(self, _value, args):
        return self.env._("Line %(line)s says it already.", line=args["first"])

    # -- what cells refer to ---------------------------------------------------------------------

    def _word_no_customer(self, _value, _args):
        return self.env._("No customer has this identifier, reference, tax number, e-mail or name.")

    def _word_several_customers(self, _value, args):
        return self.env._(
            "%(count)s customers are called so: write the reference or the tax number.",
            count=args["count"],
        )

    def _word_is_contact(self, _value, args):
        return self.env._(
            "This is a contact of %(customer)s: write the customer.", customer=args["customer"]
        )

    def _word_no_user(self, _value, _args):
        return self.env._("No user has this login or e-mail.")

    def _word_several_users(self, _value, args):
        return self.env._("%(count)s users have this e-mail: write the login.", count=args["count"])

    def _word_user_elsewhere(self, _value, args):
        return self.env._("This user does not work in %(company)s.", company=args["company"])

    def _word_no_segment(self, _value, _args):
        return self.env._("No segment has this code. Import the segments first.")

    def _word_no_zone(self, _value, _args):
        return self.env._("No zone has this code. Import the zones first.")

    def _word_several_tags(self, _value, args):
        return self.env._(
            "%(count)s tags have this name: rename one of them first.", count=args["count"]
        )

    def _word_no_tag(self, _value, _args):
        return self.env._("No tag of customers has this name.")

    # -- rows ------------------------------------------------------------------------------------

    def _word_key_of_another(self, _value, _args):
        return self.env._("This key belongs to another record than the one that the line names.")

    def _word_nothing_to_change(self, _value, _args):
        return self.env._("There is nothing here that this line could change.")

    def _word_ends_before(self, _value, _args):
        return self.env._("It comes before the first day.")

    def _word_same_days(self, _value, args):
        return self.env._(
            "Line %(line)s gives this customer to somebody on the same days.", line=args["first"]
        )

    def _word_days_taken(self, _value, args):
        return self.env._(
            "The customer already belongs to %(owner)s from %(first)s until %(last)s.",
            owner=args["owner"],
            first=self._format_day(args["first"]),
            last=self._format_day(args["last"]) or self.env._("further notice"),
        )

    @api.model
    def _format_day(self, day):
        return format_date(self.env, day) if day else ""

    def _word_customer_and_rule(self, _value, _args):
        return self.env._("A plan is for one customer or for those of a rule: empty one of both.")

    def _word_customer_or_rule(self, _value, _args):
        return self.env._("Say for whom: a customer, segment, zone, tag or salesperson.")

    def _word_no_weekday(self, _value, _args):
        return self.env._("This rhythm needs at least one weekday.")

    def _word_refused(self, _value, args):
        return args["message"]
