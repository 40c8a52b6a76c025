from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..engine.import_cells import BadValueError
from .crm_import_template import MODULE


class CrmImportTemplate(models.AbstractModel):
    """How what is written in a file becomes customers, users, segments and zones: by sets."""

    # one file for each purpose
    _inherit = "crm.import.template"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _find_references(self, work):
        """Find what the cells of all rows refer to, and refuse rows that refer to nothing."""
        for column, look_up in self._get_lookups().items():
            texts = {row.values[column] for row in work.rows if row.values.get(column)}
            found = look_up(texts) if texts else {}
            for row in work.rows:
                text = row.values.get(column)
                if not text:
                    continue
                result = found[text]
                if isinstance(result, BadValueError):
                    work.refuse(row, column, result.code, **result.args_)
                else:
                    work.found[row.line, column] = result

    @api.model
    def _look_up_customers(self, texts):
        """Customers by external key, reference, tax number, e-mail or exact name, in that order.

        :param texts: set of what is written in the file
        :return: see :meth:`_get_lookups`; a name that several have is told with their number
        """
        results = {text: BadValueError("no_customer") for text in texts}
        for finder in (
            self._find_customers_by_key,
            lambda left: self._find_customers_by("ref", {text: text for text in left}),
            self._find_customers_by_vat,
            lambda left: self._find_customers_by(
                "email_normalized",
                {text: email for text in left if (email := email_normalize(text))},
            ),
            lambda left: self._find_customers_by("name", {text: text for text in left}),
        ):
            left = {text for text, found in results.items() if isinstance(found, BadValueError)}
            left -= {text for text in left if results[text].code == "several_customers"}
            results.update(finder(left) if left else {})
        return results

    @api.model
    def _find_customers_by_key(self, texts):
        """Contacts by the external identifier with which they were imported.

        sudo: see ``_find_by_keys``; whether the user may see the contact is asked afterwards.
        """
        names = {text: text.partition(".") for text in texts}
        domain = Domain("model", "=", "res.partner") & Domain.OR(
            Domain("module", "=", module) & Domain("name", "in", list(own))
            for module, own in self._group_identifiers(texts).items()
        )
        found = self.env["ir.model.data"].sudo().search_fetch(domain, ["module", "name", "res_id"])
        ids = {(each.module, each.name): each.res_id for each in found}
        seen = set(self.env["res.partner"].search([("id", "in", list(ids.values()))]).ids)
        result = {}
        for text, (module, _dot, name) in names.items():
            partner_id = ids.get((MODULE, text)) or ids.get((module, name))
            if partner_id in seen:
                result[text] = partner_id
        return result

    @api.model
    def _group_identifiers(self, texts):
        """Names of identifiers by module; a text without a module is looked for in our own."""
        modules = defaultdict(set)
        modules[MODULE] |= texts
        for text in texts:
            module, dot, name = text.partition(".")
            if dot and name and module.isidentifier():
                modules[module].add(name)
        return modules

    @api.model
    def _find_customers_by_vat(self, texts):
        plain = {text: "".join(filter(str.isalnum, text)).upper() for text in texts}
        as_vat = {text: vat for text, vat in plain.items() if sum(map(str.isdigit, vat)) >= 5}
        found = self._find_customers_by("vat", as_vat)
        rest = {text: text for text in as_vat if text not in found}
        return {**found, **(self._find_customers_by("vat", rest) if rest else {})}

    @api.model
    def _find_customers_by(self, field, wanted):
        """:param wanted: map of a text of the file to the value of the field that it means"""
        if not wanted:
            return {}
        company = Domain("company_id", "in", [False, self.env.company.id])
        partners = self.env["res.partner"].search_fetch(
            company & Domain(field, "in", list(set(wanted.values()))),
            [field, "commercial_partner_id"],
        )
        candidates = partners.grouped(field)
        return {
            text: self._choose_customer(candidates[value])
            for text, value in wanted.items()
            if value in candidates
        }

    @api.model
    def _choose_customer(self, candidates):
        """The customer itself before its contacts, which often share e-mail and tax number."""
        customers = candidates.filtered(lambda each: each.commercial_partner_id == each)
        candidates = customers or candidates
        if len(candidates) > 1:
            return BadValueError("several_customers", count=len(candidates))
        return candidates.id

    @api.model
    def _look_up_users(self, texts):
        """Salespeople by login or e-mail, whatever their case."""
        wanted = {text: text.lower() for text in texts}
        known = list({*texts, *wanted.values()})
        users = self.env["res.users"].search_fetch(
            Domain("share", "=", False)
            & (Domain("login", "in", known) | Domain("email_normalized", "in", known)),
            ["login", "email_normalized", "company_ids"],
        )
        by_login = users.grouped(lambda user: user.login.lower())
        by_email = users.grouped("email_normalized")
        return {
            text: self._choose_user(by_login.get(word) or by_email.get(word))
            for text, word in wanted.items()
        }

    @api.model
    def _choose_user(self, users):
        if not users:
            return BadValueError("no_user")
        if len(users) > 1:
            return BadValueError("several_users", count=len(users))
        # sudo: in which companies a colleague works
        if self.env.company not in users.sudo().company_ids:
            return BadValueError("user_elsewhere", company=self.env.company.name)
        return users.id

    @api.model
    def _look_up_codes(self, model, texts):
        """Segments or zones by code."""
        domain = Domain("company_id", "in", [False, self.env.company.id])
        groups = self.env[model].search_fetch(domain & Domain("code", "in", list(texts)), ["code"])
        ids = {}
        # a shared one gives way to the company's own
        for group in groups.sorted(lambda each: bool(each.company_id)):
            ids[group.code] = group.id
        code = "no_segment" if model == "crm.segment" else "no_zone"
        return {text: ids.get(text) or BadValueError(code) for text in texts}

    @api.model
    def _look_up_tags(self, texts):
        named = [("name", "in", list(texts))]
        tags = self.env["res.partner.category"].search_fetch(named, ["name"])
        found = tags.grouped("name")
        results = {text: BadValueError("no_tag") for text in texts}
        for name, group in found.items():
            alone = len(group) == 1
            results[name] = group.id if alone else BadValueError("several_tags", count=len(group))
        return results

    @api.model
    def _check_customers(self, work):
        """Owners, segments and zones belong to customers, not to their contacts."""
        rows = work.good()
        ids = [work.found[row.line, "partner_id"] for row in rows]
        partners = {each.id: each for each in self.env["res.partner"].browse(ids)}
        for row in rows:
            partner = partners[work.found[row.line, "partner_id"]]
            if partner.commercial_partner_id != partner:
                work.refuse(
                    row,
                    "partner_id",
                    "is_contact",
                    customer=partner.commercial_partner_id.display_name,
                )
