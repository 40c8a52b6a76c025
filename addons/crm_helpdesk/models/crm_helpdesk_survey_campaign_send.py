from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from ..engine.instants import to_utc

BATCH = 200
_START = time(9)


class CrmHelpdeskSurveyCampaign(models.Model):
    """From draft to sending, sent and closed."""

    # one file for each purpose
    _inherit = "crm.helpdesk.survey.campaign"  # pylint: disable=consider-merging-classes-inherited

    def _lock(self):
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "%(campaign)s is being sent right now. Try again in a minute.",
                    campaign=self[:1].name,
                )
            ) from error
        self.invalidate_recordset(["state"])

    def action_start(self):
        """Send it, from its day on; a job does it in batches, and one may go on working."""
        self._check_officer()
        for campaign in self:
            campaign._lock()
            campaign._check_startable()
        self._by_flow().write({"state": "sending", "sender_id": self.env.uid})
        # sudo: whoever sends a campaign wakes the job that does it
        requests = self.env["crm.helpdesk.survey.request"].sudo()
        requests._wake({campaign._get_start() for campaign in self})
        return True

    def _check_startable(self):
        if self.state != "draft":
            raise UserError(self.env._("%(campaign)s was sent already.", campaign=self.name))
        if self.kind == "questionnaire":
            self._check_questionnaire()
        count = self.target_count
        if not count:
            raise UserError(
                self.env._(
                    "%(campaign)s: nobody is chosen who has an address. Widen the selection.",
                    campaign=self.name,
                )
            )
        least = self.company_id.helpdesk_anon_min_n
        if self.anonymous and count < least:
            raise UserError(
                self.env._(
                    "%(campaign)s: of %(count)s customers an answer is not anonymous. Choose at "
                    "least %(least)s, or ask by name.",
                    campaign=self.name,
                    count=count,
                    least=least,
                )
            )

    def _check_questionnaire(self):
        survey = self.survey_id
        if not survey:
            raise UserError(
                self.env._("%(campaign)s: choose the questionnaire.", campaign=self.name)
            )
        if survey.access_mode != "token" or not survey.active or not survey.question_ids:
            raise UserError(
                self.env._(
                    "%(questionnaire)s has to have questions and to be for invited people only: "
                    "set that on its options.",
                    questionnaire=survey.display_name,
                )
            )

    def _get_start(self):
        """Nine o'clock of its day, where the company is; a naive UTC instant."""
        return to_utc(datetime.combine(self.planned_on, _START), self.company_id._crm_tz())

    # -- who is asked ------------------------------------------------------------------------

    @api.model
    def _prepare_requests(self):
        """A question for each customer that was chosen, in batches of one transaction each.

        Customers are walked through by their number, so that a job that was killed goes on where
        it was; whoever has a question already gets no second one.
        """
        cron = self.env["ir.cron"]
        for campaign in self.search([("state", "=", "sending"), ("is_prepared", "=", False)]):
            if campaign._get_start() > fields.Datetime.now():
                continue
            while not campaign.is_prepared:
                campaign._prepare_batch()
                if not cron._commit_progress():
                    return

    def _prepare_batch(self):
        # whom the sender may see; a person who has left since is asked for nobody's
        chooser = self.with_user(self.sender_id) if self.sender_id.active else self
        chooser = chooser.with_company(self.company_id)
        domain = chooser._get_target_domain() & Domain("id", ">", self.position)
        partners = chooser.env["res.partner"].search(domain, order="id", limit=BATCH)
        requests = self.env["crm.helpdesk.survey.request"]
        known = requests.search(
            [("campaign_id", "=", self.id), ("partner_id", "in", partners.ids)]
        ).partner_id
        requests.create(
            [
                {
                    "campaign_id": self.id,
                    "partner_id": partner.id,
                    "company_id": self.company_id.id,
                    "kind": self.kind,
                    "anonymous": self.anonymous,
                    "send_at": self._get_start(),
                }
                for partner in partners
                if partner.id not in known.ids
            ]
        )
        self._by_flow().write(
            {
                "position": partners[-1:].id or self.position,
                "is_prepared": len(partners) < BATCH,
            }
        )

    @api.model
    def _finish_sending(self):
        """Those of which nobody is left to ask are sent, and whoever sent them is told."""
        sending = self.search([("state", "=", "sending"), ("is_prepared", "=", True)])
        groups = self.env["crm.helpdesk.survey.request"]._read_group(
            [("campaign_id", "in", sending.ids), ("state", "=", "queued")], ["campaign_id"]
        )
        waiting = {campaign.id for (campaign,) in groups}
        for campaign in sending.filtered(lambda each: each.id not in waiting):
            campaign._by_flow().write({"state": "sent"})
            campaign._tell_sender()
        used = self.search([("anonymous", "=", True), ("state", "in", ("sending", "sent"))])
        self.env["crm.helpdesk.survey.request"]._wash_spent(used)
        self._close_late()

    def _tell_sender(self):
        user = self.sender_id
        words = self.with_context(lang=user.lang)
        figures = words.figures
        self.message_post(
            body=words.env._(
                "Sent to %(sent)s of %(chosen)s customers. Not asked: %(left)s.",
                sent=figures["sent"],
                chosen=figures["chosen"],
                left=figures["left"],
            ),
            message_type="notification",
            partner_ids=user.partner_id.ids,
            author_id=self.env.ref("base.partner_root").id,
        )

    # -- the end -----------------------------------------------------------------------------

    def _close_late(self):
        """The last link has run out: it is closed by itself."""
        now = fields.Datetime.now()
        sent = self.search([("state", "=", "sent")])
        late = sent.filtered(
            lambda campaign: campaign._get_start() + timedelta(days=campaign.open_days + 1) < now
        )
        groups = self.env["crm.helpdesk.survey.request"]._read_group(
            [("campaign_id", "in", late.ids), ("expires_at", ">", now)], ["campaign_id"]
        )
        running = {campaign.id for (campaign,) in groups}
        late.filtered(lambda each: each.id not in running)._close()

    def action_close(self):
        """No more answers: links say so, and what was not sent yet is not sent."""
        self._check_officer()
        for campaign in self:
            campaign._lock()
            if campaign.state not in ("sending", "sent"):
                raise UserError(
                    self.env._("%(campaign)s is not under way.", campaign=campaign.name)
                )
        self._close()
        return True

    def _close(self):
        """Who took part in an anonymous one is marked now, all at once and without a date."""
        # sudo: questions are written by steps alone
        requests = self.env["crm.helpdesk.survey.request"].sudo()
        own = requests.search([("campaign_id", "in", self.ids)])
        own.filtered(lambda each: each.state == "queued")._cancel("closed")
        used = own.filtered(lambda each: each.state == "sent" and each.is_spent)
        used.write({"state": "answered"})
        own.filtered(lambda each: each.state == "sent").write({"state": "expired"})
        self._by_flow().write({"state": "closed"})
