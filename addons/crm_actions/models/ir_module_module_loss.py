from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..losses import has_value, is_worked_out, keeps_records, keeps_values

FILES, MESSAGES = "#files", "#messages"


class IrModuleModule(models.Model):
    """What the database loses when modules are switched off."""

    _inherit = "ir.module.module"  # pylint: disable=consider-merging-classes-inherited

    def _crm_get_losses(self):
        """What is lost with these modules and all that go along, where there is something.

        :return: list of ``{'kind', 'model', 'field', 'total', 'readable', 'size'}``: kind
            ``'record'``, ``'value'`` (of a field on a record that stays), ``'message'`` or
            ``'file'``; ``readable`` is how many of them the user may export; size in bytes
        """
        self._crm_check_switcher()
        lost = self._crm_get_lost_models()
        values = self._crm_get_lost_fields()
        totals = self._crm_count(lost, values)
        losses = [
            self._crm_make_loss("record", totals[model._name][0], model, Domain.TRUE)
            for model in lost
        ]
        for model, found in values.items():
            for field, total in zip(found, totals[f"{model._name}."], strict=True):
                domain = get_value_domain([field])
                losses.append(self._crm_make_loss("value", total, model, domain, field))
        losses += self._crm_get_lost_talk(lost, values, totals)
        return [loss for loss in losses if loss["total"]]

    def _crm_make_loss(self, kind, total, model, domain, field=None):
        reader = self._crm_as_reader(model)
        readable = 0
        if (
            total
            and reader.has_access("read")
            and (not field or reader._has_field_access(field, "read"))
        ):
            readable = reader.search_count(domain)
        return {
            "kind": kind,
            "model": model._name,
            "field": field.name if field else False,
            "total": total,
            "readable": readable,
            "size": 0,
        }

    def _crm_get_lost_talk(self, lost, values, totals):
        """Messages and files of what is lost, as losses."""
        files, size = totals[FILES]
        readable = sum(map(len, self._crm_find_files(lost, values)))
        messages = self._crm_make_loss(
            "message",
            totals[MESSAGES][0],
            self.env["mail.message"],
            Domain("model", "in", [model._name for model in lost]),
        )
        attachments = {
            "kind": "file",
            "model": "ir.attachment",
            "field": False,
            "total": files,
            "readable": readable,
            "size": size,
        }
        return [messages, attachments]

    # -- what belongs to the modules alone ---------------------------------------------------

    def _crm_get_lost_models(self):
        """Empty recordsets of the models whose tables go."""
        found = self.env["ir.model"].browse(self._crm_get_owned_ids("ir.model"))
        names = found.exists().sorted("model").mapped("model")
        return [
            self.env[name] for name in names if name in self.env and keeps_records(self.env[name])
        ]

    def _crm_get_lost_fields(self):
        """Fields that these modules added to models that stay, but what they work out themselves.

        :return: map of an empty recordset to its stored fields that go, by name
        """
        lost = {model._name for model in self._crm_get_lost_models()}
        found = self.env["ir.model.fields"].browse(self._crm_get_owned_ids("ir.model.fields"))
        names = defaultdict(list)
        for each in found.exists().sorted(lambda each: (each.model, each.name)):
            if each.model not in lost and each.model in self.env:
                names[each.model].append(each.name)
        values = {}
        for name, fields_of_model in names.items():
            model = self.env[name]
            stored = [
                model._fields[field]
                for field in fields_of_model
                if field in model._fields
                and keeps_values(model._fields[field])
                and not is_worked_out(model._fields[field])
            ]
            if stored and keeps_records(model):
                values[model] = stored
        return values

    def _crm_get_owned_ids(self, kind):
        """Ids of ``ir.model`` or ``ir.model.fields`` that no module but those that go claims."""
        data = self.env["ir.model.data"]
        going = Domain("module", "in", self._crm_get_going().mapped("name"))
        of_kind = Domain("model", "=", kind)
        owned = set(data.search(of_kind & going).mapped("res_id"))
        shared = data.search(of_kind & ~going & Domain("res_id", "in", list(owned)))
        return sorted(owned - set(shared.mapped("res_id")))

    # -- counting ----------------------------------------------------------------------------

    def _crm_count(self, lost, values):
        """Count all that goes, by one query.

        What is lost does not depend on what the user may read, so it is counted by SQL, without
        rights and rules: all companies, archived records too. Nothing of the content is read.

        :return: map of a model (records), ``model.`` (values by field), files or messages to a
            list of counts
        """
        self.env.flush_all()
        selects = [
            SQL("SELECT %s, ARRAY[COUNT(*)] FROM %s", model._name, SQL.identifier(model._table))
            for model in lost
        ]
        selects += [_count_values(model, found) for model, found in values.items()]
        selects += _count_talk([model._name for model in lost], _get_file_fields(values))
        return dict(self.env.execute_query(SQL(" UNION ALL ").join(selects)))

    # -- what the user may read of it --------------------------------------------------------

    @api.model
    def _crm_as_reader(self, model):
        """A model as the user sees it in all of his or her companies, archived records too."""
        companies = self.env.user.company_ids.ids
        return model.with_env(self.env).with_context(
            active_test=False, allowed_company_ids=companies, skip_res_field_check=True
        )

    def _crm_find_files(self, lost, values):
        """Attachments that go and that the user may read, as one recordset for each model."""
        files = self._crm_as_reader(self.env["ir.attachment"])
        domains = [(model, Domain("res_model", "=", model._name)) for model in lost]
        for name, field in _get_file_fields(values):
            of_field = Domain("res_model", "=", name) & Domain("res_field", "=", field)
            domains.append((self.env[name], of_field))
        return [
            files.search(domain, order="id")
            for model, domain in domains
            if model.has_access("read")
        ]


def _count_values(model, found):
    """Query for how many records of a model have a value in each of these fields."""
    counts = [
        SQL("COUNT(*) FILTER (WHERE %s)", has_value(model, field, model._table)) for field in found
    ]
    return SQL(
        "SELECT %s, ARRAY[%s] FROM %s",
        f"{model._name}.",
        SQL(", ").join(counts),
        SQL.identifier(model._table),
    )


def _count_talk(names, file_fields):
    """Queries for the messages and files of these models, and for the files in these fields."""
    names = tuple(names) or (None,)
    return [
        SQL("SELECT %s, ARRAY[COUNT(*)] FROM mail_message WHERE model IN %s", MESSAGES, names),
        SQL(
            "SELECT %s, ARRAY[COUNT(*), COALESCE(SUM(file_size), 0)] FROM ir_attachment "
            "WHERE res_model IN %s OR (res_model, res_field) IN %s",
            FILES,
            names,
            file_fields or ((None, None),),
        ),
    ]


def _get_file_fields(values):
    """Pairs of model and field whose values are attachments."""
    return tuple(
        (model._name, field.name)
        for model, found in values.items()
        for field in found
        if field.type == "binary" and field.attachment
    )


def get_value_domain(found):
    """Records on which one of these fields has a value.

    :param found: fields of one model
    """
    return Domain.custom(
        to_sql=lambda model, alias, _query: SQL(
            "(%s)", SQL(" OR ").join(has_value(model, field, alias) for field in found)
        )
    )
