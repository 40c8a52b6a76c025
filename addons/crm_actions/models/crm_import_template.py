from dataclasses import replace

from odoo import api, models
from odoo.tools import float_compare, split_every

from ..engine import import_file, import_rows
from ..engine.import_cells import Column
from ..engine.import_rows import IGNORED, Change, Work

MODULE = "__import__"
"""Under which external keys are kept, as Odoo's own import does."""
KEY = "key"


class CrmImportTemplate(models.AbstractModel):
    """A kind of file that a company arrives with; heirs say what its columns are.

    An addon inherits it under a name of its own and sets ``_import_target``; the page finds it by
    itself. What an heir has to say: :meth:`_get_title`, :meth:`_get_columns`,
    :meth:`_get_lookups`, :meth:`_prepare_values`, and :meth:`_match_by_nature` or a column ``key``.
    All hooks work on all rows of a file at once, with as many queries for many rows as for few.
    ``crm_import_lookup.py`` finds what cells refer to, ``crm_import_words.py`` words problems.
    """

    _name = "crm.import.template"
    _description = "Import Template"

    _import_target = None
    """Name of the model of which the import makes records; None: not a template by itself."""
    _import_sequence = 100
    _import_creates = True
    """Whether a row that means no record makes one."""
    _import_batch = 500
    """Rows that are written in one transaction."""

    # -- what an heir says -----------------------------------------------------------------------

    @api.model
    def _get_title(self):
        """What the file carries, in the reader's language."""
        raise NotImplementedError(self._name)

    @api.model
    def _get_columns(self):
        """The columns in the reader's language: list of :class:`engine.import_cells.Column`.

        ``words[0]`` is the header; a column named ``key`` is the external key.
        """
        raise NotImplementedError(self._name)

    @api.model
    def _get_lookups(self):
        """How cells that refer to records are read.

        :return: map of a column to a function that takes a set of texts and returns a map of each
            to an id, or to a ``BadValueError`` that says why there is none
        """
        return {}

    @api.model
    def _get_order(self, row):
        """What rows are sorted by before they are written, from the file alone."""
        return ()

    @api.model
    def _match_by_nature(self, work):
        """Which records rows mean that have no known key: map of a line to an id."""
        return {}

    @api.model
    def _check_rows(self, work):
        """Refuse rows of ``work`` that say what cannot be; references are found by now."""

    @api.model
    def _prepare_values(self, row, work):
        """What the record has to have after the import, by field; only what the file says."""
        raise NotImplementedError(self._name)

    @api.model
    def _create_records(self, vals_list):
        """:return: the new records, in the same order"""
        return self._get_target().create(vals_list)

    @api.model
    def _write_records(self, changes):
        """:param changes: list of :class:`Change` of records that are there"""
        for values, ids in self._group_by_values(changes):
            self._get_target().browse(ids).write(values)

    @api.model
    def _group_by_values(self, changes):
        """What changes alike is written at once: pairs of values and ids."""
        groups = {}
        for change in changes:
            _values, ids = groups.setdefault(repr(change.values), (dict(change.values), []))
            ids.append(change.record)
        return groups.values()

    # -- the templates there are -----------------------------------------------------------------

    @api.model
    def _get_templates(self):
        """All templates of the installed addons, in the order of the page."""
        names = self.env.registry.descendants(["crm.import.template"], "_inherit")
        found = [self.env[name] for name in names if self.env[name]._import_target]
        return sorted(found, key=lambda each: (each._import_sequence, each._name))

    @api.model
    def _get_template_selection(self):
        """What the user may import: pairs of name and title."""
        templates = [each for each in self._get_templates() if each._may_import()]
        return [(template._name, template._get_title()) for template in templates]

    @api.model
    def _may_import(self):
        """Who may write what a file says may import the file."""
        return self._get_target().has_access(self._get_needed_right())

    @api.model
    def _get_needed_right(self):
        return "create" if self._import_creates else "write"

    @api.model
    def _get_target(self):
        # no chatter, which costs many queries a record, and no mail to a rep for each of hundreds
        return self.env[self._import_target].with_context(
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            mail_notrack=True,
            mail_auto_subscribe_no_notify=True,
        )

    @api.model
    def _get_known_columns(self):
        """The columns with their words in all languages of the database, and English."""
        languages = [None, *(code for code, _name in self.env["res.lang"].get_installed())]
        every = [self.with_context(lang=language)._get_columns() for language in languages]
        columns = []
        for own in zip(self._get_columns(), *every, strict=True):
            words = dict.fromkeys(own[0].choices, ())
            for column in own:
                words = {code: (*words[code], *column.choices[code]) for code in words}
            headers = tuple(word for column in own for word in column.words)
            columns.append(replace(own[0], words=headers, choices=words))
        return [*columns, self._get_error_column()]

    @api.model
    def _get_error_column(self):
        """The column that a file of rejected lines has more than the template."""
        languages = [None, *(code for code, _name in self.env["res.lang"].get_installed())]
        words = [self.with_context(lang=language)._get_error_header() for language in languages]
        return Column(IGNORED, tuple(words))

    @api.model
    def _get_error_header(self):
        return self.env._("What to correct")

    # -- from the file to what it changes --------------------------------------------------------

    @api.model
    def _read_work(self, content):
        """Read a file and find all that is wrong with it.

        :param content: bytes
        :return: (:class:`Table`, :class:`Work`)
        :raise UnreadableFileError: it is no table
        """
        table = import_rows.parse(import_file.read(content), self._get_known_columns())
        work = Work(list(table.rows), list(table.problems), unread=list(table.unread))
        work.refuse_all(
            import_rows.find_repeated(work.rows, lambda row: row.values.get(KEY) or None, KEY)
        )
        self._find_references(work)
        self._match(work)
        self._check_rows(work)
        return table, work

    @api.model
    def _match(self, work):
        """Find the record that each row means, by its key or by what it says."""
        rows = work.good()
        by_key = self._find_by_keys({row.values.get(KEY) for row in rows} - {None})
        by_nature = self._match_by_nature(work)
        for row in rows:
            keyed, natural = by_key.get(row.values.get(KEY)), by_nature.get(row.line)
            if keyed and natural and keyed != natural:
                work.refuse(row, KEY, "key_of_another")
            elif keyed or natural:
                work.records[row.line] = keyed or natural
            elif not self._import_creates:
                work.refuse(row, None, "nothing_to_change")
        meant = import_rows.find_repeated(
            work.good(), lambda row: work.records.get(row.line), self._get_columns()[0].name
        )
        work.refuse_all(meant)

    @api.model
    def _compare(self, work):
        """What the good rows change: list of :class:`Change`."""
        rows = work.good()
        keys = self._find_by_keys({row.values.get(KEY) for row in rows} - {None})
        records = {each.id: each for each in self._get_target().browse(work.records.values())}
        changes = []
        for row in rows:
            record = records.get(work.records.get(row.line))
            values = self._prepare_values(row, work)
            if record is not None:
                values = {name: new for name, new in values.items() if differs(record, name, new)}
            key = row.values.get(KEY)
            changes.append(Change(row, record and record.id, values, None if key in keys else key))
        return changes

    @api.model
    def _sort(self, rows):
        """Rows in the order in which they are written, the same each time for the same file."""
        return sorted(rows, key=lambda row: (self._get_order(row), row.line))

    @api.model
    def _apply(self, changes):
        """Write what rows change; an error leaves it to the caller to undo all of it."""
        self._write_records([each for each in changes if each.record and each.values])
        new = [change for change in changes if not change.record]
        records = self._create_records([dict(change.values) for change in new])
        made = {change.row.line: record.id for change, record in zip(new, records, strict=True)}
        self._keep_keys(
            {each.key: each.record or made[each.row.line] for each in changes if each.key}
        )
        self.env.flush_all()

    # -- external keys ---------------------------------------------------------------------------

    @api.model
    def _get_key_name(self, key):
        """The name of a key among external identifiers: unique by company, without gaps."""
        quoted = key.replace("%", "%25").replace(" ", "%20")
        return f"{self._get_target()._table}.{self.env.company.id}.{quoted}"

    @api.model
    def _find_by_keys(self, keys):
        """Which records have these keys: map of a key to an id.

        sudo: only administrators read identifiers; the record is written with the user's rights.
        """
        if not keys:
            return {}
        names = {self._get_key_name(key): key for key in keys}
        found = (
            self.env["ir.model.data"]
            .sudo()
            .search_fetch(
                [
                    ("module", "=", MODULE),
                    ("model", "=", self._import_target),
                    ("name", "in", list(names)),
                ],
                ["name", "res_id"],
            )
        )
        # the record of a key may have gone with its customer: then the key is free again
        alive = set(self._get_target().browse(found.mapped("res_id")).exists().ids)
        return {names[each.name]: each.res_id for each in found if each.res_id in alive}

    @api.model
    def _keep_keys(self, ids):
        """Remember the keys of records: map of a key to an id.

        sudo: see :meth:`_find_by_keys`; who was allowed to write the record gives it a key.
        """
        target = self._get_target()
        for keys in split_every(1000, sorted(ids)):
            self.env["ir.model.data"].sudo()._update_xmlids(
                [
                    {
                        "xml_id": f"{MODULE}.{self._get_key_name(key)}",
                        "record": target.browse(ids[key]),
                        "noupdate": True,
                    }
                    for key in keys
                ]
            )


def differs(record, name, new):
    """Whether the field of the record has to be written to have the new value of a file."""
    field = record._fields[name]
    old = record[name]
    if field.type == "many2one":
        return (old.id or False) != (new or False)
    if field.type == "monetary":
        currency = record[field.get_currency_field(record)]
        return bool(currency) and currency.compare_amounts(old, new or 0.0) != 0
    if field.type == "many2many":
        return set(old.ids) != {record_id for _set, _zero, ids in new for record_id in ids}
    if field.type == "float":
        if digits := field.get_digits(record.env):
            return float_compare(old, new or 0.0, precision_digits=digits[1]) != 0
        return round(old * 60) != round(new * 60)  # those without digits are hours
    return (old or False) != (new or False)
