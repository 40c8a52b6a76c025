from babel.dates import get_day_names

from odoo import api, models
from odoo.tools import get_lang
from odoo.tools.misc import babel_locale_parse

from ..engine.import_cells import INTEGER, REFERENCE, Column
from .crm_action_plan import WEEKDAYS
from .crm_import_template import KEY


class CrmImportTemplate(models.AbstractModel):
    """Columns that several templates have, and the words of choices."""

    # one file for each purpose
    _inherit = "crm.import.template"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_key_column(self, required=False):
        """The key of a row in the system that it comes from, by which it is known again."""
        wording = self.env._(
            "Your own number of this line. The same key the next time changes the same record "
            "instead of making another."
        )
        return Column(
            KEY, (self.env._("External key"),), required=required, help=wording, example="1001"
        )

    @api.model
    def _get_customer_column(self, required=False):
        return Column(
            "partner_id",
            (self.env._("Customer"),),
            REFERENCE,
            required=required,
            help=self.env._(
                "External identifier, reference, tax number, e-mail or exact name of a customer, "
                "looked for in this order."
            ),
            example="Hotel Ría Mansa",
        )

    @api.model
    def _get_number_column(self, name, word, default, minimum, maximum, wording):
        """A whole number within bounds that fit in a sentence."""
        return Column(
            name, (word,), INTEGER, default=default, minimum=minimum, maximum=maximum, help=wording
        )

    @api.model
    def _get_selection_words(self, name):
        """The choices of a field of the target, with their words in the reader's language."""
        field = self.env[self._import_target]._fields[name]
        return {code: (word,) for code, word in field._description_selection(self.env)}

    @api.model
    def _get_weekday_words(self):
        """Monday to Sunday, in full and as calendars shorten them."""
        locale = babel_locale_parse(get_lang(self.env).code)
        names = [get_day_names(width, locale=locale) for width in ("wide", "abbreviated")]
        return {day: tuple(each[number] for each in names) for number, day in enumerate(WEEKDAYS)}
