import hashlib
from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..engine.money import ZERO, round_half_up
from ..engine.statements import Carried

FIGURES = (
    "amount_earned",
    "amount_late",
    "draw_amount",
    "amount_gross",
    "carry_in",
    "carry_out",
    "amount_payable",
    "rounding_in",
    "rounding_out",
)
_LINKS = {  # and the types of their columns
    "previous_id": "int",
    "entry_count": "int",
    "payee_type": "text",
    "settlement_type": "text",
    "user_id": "int",
    "due_date": "date",
    "fingerprint": "text",
}


class Sums(NamedTuple):
    """What the entries of a statement say, exact; ``digest`` is of all of them in order."""

    total: Decimal = ZERO
    draw: Decimal = ZERO
    late: Decimal = ZERO
    count: int = 0
    refund: bool = False
    external: bool = False
    user_id: int | None = None
    settlement_type: str | None = None
    digest: str = ""


class CrmCommissionStatement(models.Model):
    """What the entries of statements say, and whether their figures say the same."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _read_sums(self, ids):
        """What the entries of these statements say.

        :return: dict of id: Sums, without those that have no entries
        """
        query = SQL(
            """
            SELECT entry.statement_id,
                   SUM(entry.amount)::text,
                   COALESCE(SUM(entry.amount) FILTER (
                       WHERE entry.kind IN ('draw', 'recover')), 0)::text,
                   COALESCE(SUM(entry.amount) FILTER (
                       WHERE entry.kind NOT IN ('draw', 'recover')
                         AND entry.origin_period_id <> statement.period_id), 0)::text,
                   COUNT(*),
                   COALESCE(BOOL_AND(plan.negative_policy = 'refund'), FALSE),
                   COALESCE(BOOL_OR(participant.payee_type = 'external'), FALSE),
                   CASE WHEN COUNT(DISTINCT participant.user_id) = 1
                        THEN MIN(participant.user_id) END,
                   CASE WHEN COUNT(DISTINCT participant.settlement_type) = 1
                        THEN MIN(participant.settlement_type) END,
                   encode(sha256(convert_to(string_agg(
                       concat_ws('|', entry.id, entry.kind, entry.event_date, entry.plan_id,
                                 to_char(entry.base, 'FM999999999999990.000000'),
                                 to_char(entry.amount, 'FM999999999999990.000000')),
                       ';' ORDER BY entry.id), 'UTF8')), 'hex')
              FROM crm_commission_entry AS entry
              JOIN crm_commission_statement AS statement ON statement.id = entry.statement_id
              LEFT JOIN crm_commission_plan AS plan ON plan.id = entry.plan_id
              LEFT JOIN crm_commission_participant AS participant
                   ON participant.id = entry.participant_id
             WHERE entry.statement_id IN %s
             GROUP BY entry.statement_id
            """,
            tuple(ids),
        )
        return {
            number: Sums(*(Decimal(figure) for figure in figures[:3]), *figures[3:])
            for number, *figures in self.env.execute_query(query)
        }

    @api.model
    def _read_stored(self, ids):
        """The figures as they are in the database, exactly.

        :return: dict of id: dict of names and values
        """
        figures = [SQL("%s::text", SQL.identifier(name)) for name in FIGURES]
        columns = [*figures, *(SQL.identifier(name) for name in _LINKS)]
        query = SQL(
            "SELECT id, %s FROM crm_commission_statement WHERE id IN %s",
            SQL(", ").join(columns),
            tuple(ids),
        )
        found = {}
        for number, *values in self.env.execute_query(query):
            row = dict(zip((*FIGURES, *_LINKS), values, strict=True))
            found[number] = {**row, **{name: Decimal(row[name] or 0) for name in FIGURES}}
        return found

    @api.model
    def _write_figures(self, changes):
        """Write the figures of many statements at once, exactly.

        :param changes: dict of statement: dict with all of FIGURES, Decimals, and all of _LINKS
        """
        if not changes:
            return
        types = {**dict.fromkeys(FIGURES, "numeric"), **_LINKS}
        columns = [
            SQL("%s::" + kind + "[]", [figures[name] for figures in changes.values()])
            for name, kind in types.items()
        ]
        names = [SQL.identifier(name) for name in types]
        statements = self.browse([statement.id for statement in changes])
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_commission_statement AS statement
                   SET %(values)s, write_uid = %(uid)s, write_date = %(now)s
                  FROM unnest(%(ids)s::int[], %(columns)s) AS new (id, %(names)s)
                 WHERE statement.id = new.id
                """,
                values=SQL(", ").join(SQL("%s = new.%s", name, name) for name in names),
                uid=self.env.uid,
                now=self.env.cr.now(),
                ids=statements.ids,
                columns=SQL(", ").join(columns),
                names=SQL(", ").join(names),
            )
        )
        statements.invalidate_recordset([*types, "write_uid", "write_date"])
        statements.modified(types)

    @api.model
    def _get_fingerprint(self, digest, figures):
        """
        :param digest: of the entries; :param figures: dict with all of FIGURES, Decimals
        """
        words = [f"{name}={figures[name]:.6f}" for name in FIGURES]
        return hashlib.sha256("\n".join([digest, *words]).encode()).hexdigest()

    # -- whether they add up ---------------------------------------------------------------------

    def _get_wrong(self):
        """Which of these statements do not add up, and what is wrong with them in a sentence.

        :return: dict of id: sentence
        """
        self.env.flush_all()
        if not self:
            return {}
        sums, stored = self._read_sums(self.ids), self._read_stored(self.ids)
        before = self.sudo().previous_id
        left = self._read_stored(before.ids) if before else {}
        found = {}
        for statement in self:
            said, own = sums.get(statement.id, Sums()), stored[statement.id]
            problem = statement._find_wrong(said, own, left.get(own["previous_id"]))
            if problem:
                found[statement.id] = problem
        return found

    def _find_wrong(self, said, own, before):
        digits = self.currency_id.decimal_places
        gross = round_half_up(said.total + own["rounding_in"], digits)
        carried = Carried(before["rounding_out"], before["carry_out"]) if before else Carried()
        money = self.currency_id.format
        if gross != own["amount_gross"]:
            return self.env._(
                "its entries are %(entries)s and its total %(total)s.",
                entries=money(float(gross)),
                total=money(float(own["amount_gross"])),
            )
        if own["amount_gross"] + own["carry_in"] - own["carry_out"] != own["amount_payable"]:
            return self.env._(
                "%(total)s with what is carried is not the %(payable)s to pay.",
                total=money(float(own["amount_gross"])),
                payable=money(float(own["amount_payable"])),
            )
        if carried != Carried(own["rounding_in"], own["carry_in"]):
            return self.env._(
                "it carries in %(own)s, and the statement before left %(before)s.",
                own=money(float(own["carry_in"])),
                before=money(float(carried.balance)),
            )
        if self._get_fingerprint(said.digest, own) != own["fingerprint"]:
            return self.env._("its entries are others than when its figures were made.")
        return None
