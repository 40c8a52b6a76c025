from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..engine.satisfaction import SCALES, calls_back

LONGEST_COMMENT = 2000
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}
"""Nobody is told by a message, and no message tells when an anonymous answer came."""


class CrmHelpdeskSurveyRequest(models.Model):
    """Answering, by whoever has the link."""

    # one file for each purpose
    _inherit = "crm.helpdesk.survey.request"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _find_by_token(self, token):
        """The question of a link, empty if there is none.

        sudo: who has the link need not have an account; as the system, so that nothing says who
        was logged in.
        """
        requests = self.with_user(SUPERUSER_ID).sudo()
        if not token or len(token) > 100:
            return requests
        return requests.search([("token_hash", "=", self._hash(token))])

    def _get_page(self):
        """What the page of a link shows: 'open', 'used', 'expired' or 'unknown'."""
        if not self:
            return "unknown"
        if self.state == "answered" or self.is_spent:
            return "used"
        late = self.expires_at and self.expires_at <= fields.Datetime.now()
        if self.state != "sent" or late:
            return "expired"
        return "open"

    @api.model
    def _read_score(self, kind, text):
        """A score of that scale, or None: what comes in is whatever somebody sends."""
        low, high = SCALES[kind]
        try:
            score = int(str(text))
        except ValueError:
            return None
        return score if low <= score <= high else None

    def _answer(self, score, comment):
        """Take the answer, if nobody else has.

        Of two that come at once one is first; the other finds the link used.

        :return bool: whether it was taken
        """
        self.ensure_one()
        if not self._claim():
            return False
        answers = self.env["crm.helpdesk.survey.answer"].with_context(**QUIET)
        text = (comment or "").replace("\0", "")[:LONGEST_COMMENT].strip()
        answer = answers.create(self._prepare_answer(score, text))
        if self.anonymous:
            answer._blur()
        elif calls_back(score):
            answer._ask_to_call_back()
            if answer.ticket_id:
                answer.ticket_id._after_low_score(answer)
        return True

    def _claim(self):
        """Use the link up, by one statement.

        An anonymous question keeps its state and gets no date: with both one could find the answer
        that came at the same moment.
        """
        now = fields.Datetime.now()
        self.flush_recordset()
        # who comes second waits, fails to serialize and is tried again: nothing to write in the log
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_helpdesk_survey_request
                   SET is_spent = TRUE,
                       state = CASE WHEN anonymous THEN state ELSE 'answered' END,
                       answered_at = CASE WHEN anonymous THEN NULL ELSE %s END
                 WHERE id = %s AND state = 'sent' AND is_spent IS NOT TRUE AND expires_at > %s
             RETURNING id
                """,
                now,
                self.id,
                now,
            ),
            log_exceptions=False,
        )
        claimed = self.env.cr.fetchall()
        self.invalidate_recordset()
        return bool(claimed)

    def _prepare_answer(self, score, comment):
        company = self.company_id
        values = {
            "company_id": company.id,
            "kind": self.kind,
            "score": score,
            "comment": comment,
            "campaign_id": self.campaign_id.id,
            "answer_day": company._crm_today(),
            "segment_id": self.partner_id.commercial_partner_id.crm_segment_id.id,
        }
        if self.anonymous:
            return {**values, "anonymous": True}
        ticket = self.ticket_id
        return {
            **values,
            "request_id": self.id,
            "ticket_id": ticket.id,
            "partner_id": self.partner_id.id,
            "team_id": ticket.team_id.id,
            "user_id": ticket.user_id.id,
            "category_id": ticket.category_id.id,
            "answered_at": fields.Datetime.now(),
        }

    @api.model
    def _wash_spent(self, campaigns):
        """Write what was used of anonymous campaigns once more, all in one transaction.

        Each row of the database tells in which transaction it was written; a used link and its
        answer no longer share it.
        """
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                UPDATE crm_helpdesk_survey_request SET is_spent = TRUE
                 WHERE campaign_id IN %s AND anonymous AND is_spent RETURNING id
                """,
                tuple(campaigns.ids) or (0,),
            )
        )
