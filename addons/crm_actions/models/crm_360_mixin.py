import logging

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

ROWS = 5
"""How many rows a part of the page shows."""
SEES_ALL, SEES_OWN = object(), object()
"""Values of the context key ``crm360_reader``: judged once a page. Objects, so that no context
that comes over the network can pretend to be judged."""
_PASS_ON = (ReadOnlySqlTransaction, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)


class Crm360Mixin(models.AbstractModel):
    """One page with all about a customer, made of parts to which each addon adds its own.

    Heirs say by ``_crm360_scope`` which documents are the customer's. Contents are read with the
    rights of the reader; what passes over them is named in ``_crm360_sees_all``.
    """

    _name = "crm.360.mixin"
    _description = "Page of a Customer"

    # -- what addons extend ----------------------------------------------------------------

    def _crm360_sections(self):
        """The parts of the page; addons return ``super() + [...]``.

        :return: list of dicts:

            * ``key``: unique; ``title``: in the reader's language; ``sequence``: place on the page
            * ``method``: a method without arguments that returns the contents, see below
            * ``groups``: who sees the part, as in a view; everybody of us without it
            * ``component``: key in the registry category ``crm_360_sections``; without one a list
              is shown
            * ``collapsed``, ``mobile``: True and ``'collapsed'`` if the part is loaded when it is
              opened, on a desk and on a phone; a phone opens none by itself unless it says
              ``'open'``
            * ``offline``: whether it is kept on the phone for a visit without signal: a phone loads
              it with the page, folded or not, and My day reads the pages of the day's customers
              ahead

        What a list is made of: ``{'rows', 'total', 'amount', 'currency_id', 'empty', 'action'}``.
        Rows are dicts ``{'id', 'title'}`` with, if there is any, ``text``, ``date`` (ISO, UTC where
        it has an hour), ``amount``, ``currency_id``, ``badge`` (``{'label', 'tone'}``, a tone of
        danger, warning, success, info or neutral) and ``model`` and ``res_id`` of what may be
        opened. At most five rows; ``total`` says how many there are, ``action`` opens all of them.
        ``empty`` is the sentence for none.
        """
        return []

    def _crm360_scope(self, model):
        """Which records of a model are this customer's.

        :param str model: name of the model
        :return: ``Domain``; none of them for a model that the page does not know
        """
        return Domain.FALSE

    def _crm360_sees_all(self):
        """Whether the reader is shown orders and invoices that core's rules keep for others."""
        return False

    def _crm360_check_address(self, address_id):
        """The contact whose deliveries alone are shown, checked; empty for the whole customer.

        :raise ValidationError: it is no address of this customer
        """
        if address_id:
            raise ValidationError(self.env._("This page cannot be limited to one address."))
        return self.env["res.partner"]

    # -- what the screens call -------------------------------------------------------------

    @api.readonly
    def crm360_load(self, keys=None, small=False, address_id=None):
        """The page, or some parts of it.

        :param list keys: which parts; without it all are described, and those that are open from
            the start are loaded, on a phone those that it keeps too
        :param bool small: for a phone, where less is open
        :param int address_id: an address of the customer, to show what was delivered there
        :return: ``{'id', 'model', 'currency_id', 'sections'}``; sections are dicts with ``key``,
            ``title``, ``sequence``, ``component``, ``open`` and ``offline``, and with ``data`` or
            ``error`` (a sentence) where they were loaded
        :raise AccessError: the reader may not see the customer
        :raise ValidationError: senseless ``keys``, or an address of somebody else
        """
        page = self._crm360_page(address_id)
        if not (keys is None or isinstance(keys, (list, tuple))):
            raise ValidationError(self.env._("The parts of a page are asked for as a list."))
        described = []
        for section in page._crm360_allowed_sections():
            if keys is not None and section["key"] not in keys:
                continue
            is_open = keys is not None or page._crm360_is_open(section, small)
            is_kept = small and section.get("offline")
            loaded = page._crm360_load_section(section) if is_open or is_kept else {}
            if loaded is not None:
                described.append({**page._crm360_describe(section, is_open), **loaded})
        return {
            "id": self.id,
            "model": self._name,
            "currency_id": self.env.company.currency_id.id,
            "sections": described,
        }

    # -- how it is put together ------------------------------------------------------------

    def _crm360_page(self, address_id=None):
        """These records as the methods of the parts get them, once the reader was checked."""
        if len(self) != 1:
            raise ValidationError(self.env._("This page is about one customer."))
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only colleagues see the page of a customer."))
        self.check_access("read")
        address = self._crm360_check_address(address_id)
        verdict = SEES_ALL if self._crm360_sees_all() else SEES_OWN
        return self.with_context(crm360_address_id=address.id, crm360_reader=verdict)

    def _crm360_get_address(self):
        """The address to which the page is limited; empty for the whole customer."""
        return self.env["res.partner"].browse(self.env.context.get("crm360_address_id"))

    def _crm360_allowed_sections(self):
        """The parts that the reader's groups allow, in their order."""
        allowed = [
            section
            for section in self._crm360_sections()
            if not section.get("groups") or self.env.user.has_groups(section["groups"])
        ]
        return sorted(allowed, key=lambda section: (section["sequence"], section["key"]))

    @api.model
    def _crm360_is_open(self, section, small):
        if small:
            return section.get("mobile", "collapsed") == "open"
        return not section.get("collapsed")

    @api.model
    def _crm360_describe(self, section, is_open):
        return {
            "key": section["key"],
            "title": section["title"],
            "sequence": section["sequence"],
            "component": section.get("component", False),
            "offline": bool(section.get("offline")),
            "open": is_open,
        }

    def _crm360_load_section(self, section):
        """Contents of a part: ``{'data'}``, ``{'error'}``, or None where they are forbidden.

        One part that fails must not take the page with it, nor the transaction.
        """
        try:
            with self.env.cr.savepoint():
                return {"data": getattr(self, section["method"])()}
        except AccessError:
            return None
        except _PASS_ON:
            raise  # the request is repeated by whoever began it
        except UserError as error:
            return {"error": str(error)}
        except Exception:
            _logger.exception("Part %s of the page of %s failed", section["key"], self)
            return {
                "error": self.env._(
                    "This part could not be loaded. The others are complete; "
                    "tell your administrator if it goes on."
                )
            }

    # -- helpers of the parts ----------------------------------------------------------------

    @api.model
    def _crm360_list(self, rows, records, *, empty, action=False, **more):
        """The contents of a part that is a list.

        :param rows: rows as :class:`RowQuery` gives them, with ``total``
        :param records: what is shown of each of them
        """
        return {
            "rows": records,
            "total": rows[0]["total"] if rows else 0,
            "empty": empty,
            "action": action,
            **more,
        }

    @api.model
    def _crm360_open_list(self, name, model, domain, **context):
        """An action with all records of a part that the reader may open."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": self._crm360_public_domain(domain),
            "context": context,
        }

    @api.model
    def _crm360_public_domain(self, domain):
        """A domain as a client may send it back: with the rights of whoever asks."""

        def soften(condition):
            if condition.operator == "any!":
                value = self._crm360_public_domain(condition.value)
                return Domain(condition.field_expr, "any", value)
            return condition

        return [
            (item[0], item[1], self._crm360_public_domain(item[2]))
            if isinstance(item, tuple) and isinstance(item[2], Domain)
            else item
            for item in Domain(domain).map_conditions(soften)
        ]

    @api.model
    def _crm360_label(self, model, field, value):
        """The word for a value of a selection field."""
        return dict(self.env[model]._fields[field]._description_selection(self.env)).get(value)
