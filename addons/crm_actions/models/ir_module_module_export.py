import csv
import re
from io import TextIOWrapper
from zipfile import ZIP_DEFLATED, ZipFile

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import split_every
from odoo.tools.misc import topological_sort

from ..losses import keeps_values
from .ir_module_module_loss import get_value_domain

BATCH = 500
SECRET = re.compile(r"password|passwd|secret|token|api_?key|private_?key", re.IGNORECASE)
# what a spreadsheet would run, but not +34 600 11 22 33
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().,-]*$)")
HISTORY = ("create_date", "create_uid")

HISTORIES = {"crm.action", "crm.import.run", "crm.import.error"}
"""What says what happened: it comes about by what people do, and by nothing else."""


class IrModuleModule(models.Model):
    """What is lost with a module, as files to keep.

    Tables of which Odoo's import may make records carry external ids for that; what is history,
    such as done actions and positions, is there to be read: nobody writes history by hand.
    """

    _inherit = "ir.module.module"  # pylint: disable=consider-merging-classes-inherited

    def _crm_write_archive(self, file):
        """Write all that the user may read of what would be lost as a ZIP into a file.

        It is written piece by piece: the archive is never in memory as a whole. Records without an
        external id get one, as by any export of Odoo.

        :param file: a binary file open for writing
        :raise AccessError: the user does not administer Odoo
        """
        self._crm_check_switcher()
        lost, values = self._crm_get_lost_models(), self._crm_get_lost_fields()
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            notes = [
                *self._crm_write_records(archive, lost),
                *self._crm_write_values(archive, values),
                *self._crm_write_talk(archive, lost, values),
            ]
            text = "\r\n".join([*self._crm_get_readme(), "", *notes, ""])
            archive.writestr("README.txt", text.encode("utf-8-sig"))

    def _crm_write_records(self, archive, lost):
        names = {model._name for model in lost}
        needs = {
            model._name: [
                field.comodel_name
                for field in model._fields.values()
                if field.type in ("many2one", "many2many") and field.comodel_name in names
            ]
            for model in lost
        }
        notes = []
        for number, name in enumerate(topological_sort(needs), 1):
            model = self.env[name]
            found = [field for field in model._fields.values() if keeps_values(field)]
            found += [model._fields[name] for name in HISTORY if name in model._fields]
            path = f"records/{number:02}-{name}.csv"
            notes += self._crm_write_table(archive, path, model, found, Domain.TRUE)
        return notes

    def _crm_write_values(self, archive, values):
        notes = []
        for model, found in values.items():
            path = f"values/{model._name}.csv"
            notes += self._crm_write_table(archive, path, model, found, get_value_domain(found))
        return notes

    def _crm_write_talk(self, archive, lost, values):
        messages = self.env["mail.message"]
        talk = Domain("model", "in", [model._name for model in lost])
        said = [
            messages._fields[name]
            for name in ("date", "model", "res_id", "author_id", "email_from", "subject", "body")
        ]
        notes = self._crm_write_table(archive, "messages.csv", messages, said, talk)
        rows = []
        for files in self._crm_find_files(lost, values):
            for each in files:
                rows.append(self._crm_write_file(archive, each))
            files.invalidate_recordset()
        if rows:
            head = ["file", "name", "model", "res_id", "field", "mimetype", "bytes"]
            _write_csv(archive, "files.csv", head, rows)
            notes.append(
                self.env._("files.csv: the files in the folder files (%(n)s)", n=len(rows))
            )
        return notes

    def _crm_write_file(self, archive, attachment):
        # the number keeps two of one name apart, and no name leads out of the folder
        name = re.sub(r"[/\\:\x00-\x1f]", "_", attachment.name or "")
        path = f"files/{attachment.id}-{name}" if attachment.type == "binary" else attachment.url
        if attachment.type == "binary":
            archive.writestr(path, attachment.raw or b"")
        row = [
            path, attachment.name, attachment.res_model, attachment.res_id,
            attachment.res_field or "", attachment.mimetype, attachment.file_size,
        ]  # fmt: skip
        attachment.invalidate_recordset(["raw", "datas", "db_datas"])
        return row

    # -- one table ---------------------------------------------------------------------------

    def _crm_write_table(self, archive, path, model, found, domain):
        """Write the records of a model that the user may read, and say so.

        :param found: the fields to write, beside the external id
        :return: list of lines for the README; empty where there is nothing
        """
        reader = self._crm_as_reader(model)
        if not reader.has_access("read"):
            note = self.env._("%(file)s: left out, you may not read it", file=path)
            return [note] if self._crm_has_any(model, domain) else []
        ids = reader.search(domain, order="id").ids
        if not ids:
            return []
        told = [field for field in found if _may_tell(reader, field)]
        head = ["id", *[_get_column(reader, field) for field in told]]
        _write_csv(archive, path, head, self._crm_read_rows(reader, ids, head))
        label = self.env["ir.model"]._get(model._name).name
        note = self.env._("%(file)s: %(model)s (%(n)s)", file=path, model=label, n=len(ids))
        if model._name in HISTORIES or not reader.has_access("create"):
            note += self.env._("; to be read, it cannot be imported")
        hidden = sorted(field.name for field in set(found) - set(told) if not _is_file(field))
        if hidden:
            names = ", ".join(hidden)
            note += self.env._("; left out: %(fields)s", fields=names)
        return [note]

    def _crm_has_any(self, model, domain):
        """Whether something is left out.

        sudo: that there is something is said to who may not read it; what it is stays inside.
        """
        return bool(model.sudo().with_context(active_test=False).search_count(domain, limit=1))

    def _crm_read_rows(self, reader, ids, head):
        for some in split_every(BATCH, ids):
            batch = reader.browse(some)
            for row in batch.export_data(head)["datas"]:
                yield [_to_cell(value) for value in row]
            self.env.invalidate_all()

    def _crm_get_readme(self):
        modules = ", ".join(self._crm_get_going().mapped("shortdesc"))
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        date, user = f"{now:%Y-%m-%d %H:%M}", self.env.user.name
        return [
            self.env._(
                "What is lost when these modules are switched off: %(modules)s", modules=modules
            ),
            self.env._("Written on %(date)s by %(user)s.", date=date, user=user),
            "",
            *self._crm_get_readme_words(),
        ]

    def _crm_get_readme_words(self):
        zone = self.env.tz or "UTC"
        return [
            self.env._(
                "records: one table for each kind of record that goes. To have records again, "
                "switch the modules on and import the tables in the order of their numbers; those "
                "that are marked as history are there to be read. A sign ' before = + - or @ keeps "
                "spreadsheets from taking a text for a formula: take it away before importing."
            ),
            self.env._(
                "values: what the modules added to records that stay; import them afterwards."
            ),
            self.env._(
                "messages.csv, files.csv and files: what was written and attached to the records "
                "that go."
            ),
            self.env._(
                "The column id holds the external id, columns that end in /id those of other "
                "records. Times are in your time zone (%(zone)s), words in your language.",
                zone=zone,
            ),
            self.env._("Only what you may read is in here: what is left out is named below."),
        ]


def _may_tell(reader, field):
    """Whether a field goes into the archive: not files, which are beside it, and no secrets.

    What is named like a secret is told only if it says who may read it, and the user may.
    """
    if _is_file(field) or (SECRET.search(field.name) and not field.groups):
        return False
    return reader._has_field_access(field, "read")


def _is_file(field):
    return field.type == "binary" and field.attachment


def _get_column(reader, field):
    """Name of a column as Odoo imports it: links to other records by their external ids."""
    if field.type not in ("many2one", "many2many"):
        return field.name
    target = reader.env[field.comodel_name]
    return f"{field.name}/id" if target._is_an_ordinary_table() else f"{field.name}/.id"


def _to_cell(value):
    if value is None or value is False or value == "":
        return ""
    text = value.decode() if isinstance(value, bytes) else str(value)
    return f"'{text}" if FORMULA.match(text) and isinstance(value, str) else text


def _write_csv(archive, path, head, rows):
    # with a mark at the beginning, so that spreadsheets show accents
    with (
        archive.open(path, "w", force_zip64=True) as raw,
        TextIOWrapper(raw, "utf-8-sig", newline="") as text,
    ):
        writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL)
        writer.writerow(head)
        writer.writerows(rows)
