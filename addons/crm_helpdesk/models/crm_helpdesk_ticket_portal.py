from babel.dates import format_skeleton, format_time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import babel_locale_parse, format_date, get_lang

from .crm_helpdesk_stage import ACTIVE, ENDED

_TONES = {
    "new": "secondary",
    "pending_customer": "warning",
    "resolved": "success",
    "closed": "light",
    "cancelled": "light",
}
_FILTERS = {
    "open": [("state", "not in", ENDED)],
    "mine": [("state", "in", ("pending_customer", "resolved"))],
    "closed": [("state", "in", ENDED)],
    "all": [],
}
_SORTINGS = {
    "newest": "create_date desc, id desc",
    "oldest": "create_date, id",
    "changed": "write_date desc, id desc",
    "subject": "name, id desc",
}
_INSIDE = "base.group_user"


class CrmHelpdeskTicket(models.Model):
    """A request on the portal: plain values, so that a page can show nothing else."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # What is ours to know, whatever a customer who may read a request asks the server for.
    cause_id = fields.Many2one(groups=_INSIDE)
    waits_for = fields.Char(groups=_INSIDE)
    sla_state = fields.Selection(groups=_INSIDE)
    sla_light = fields.Selection(groups=_INSIDE)
    warn_at = fields.Datetime(groups=_INSIDE)
    deadline_metric = fields.Char(groups=_INSIDE)
    color = fields.Integer(groups=_INSIDE)

    @api.model
    def _get_portal_domain(self):
        """Own requests and those that one sees, also for one of us who opens the portal."""
        partner = self.env.user.partner_id
        own = Domain("partner_id", "=", partner.id)
        return (own | Domain("viewer_partner_ids", "in", partner.ids)) & Domain(
            "merged_into_id", "=", False
        )

    @api.model
    def _get_portal_states(self):
        """Words of a customer for what a request is in."""
        return {
            "new": self.env._("Received"),
            "open": self.env._("In progress"),
            "pending_customer": self.env._("Waiting for your answer"),
            "pending_third": self.env._("In progress"),
            "resolved": self.env._("Solved: please confirm"),
            "closed": self.env._("Closed"),
            "cancelled": self.env._("Cancelled"),
        }

    @api.model
    def _get_portal_filters(self):
        """``{key: {"label": …, "domain": …}}``, the first by default."""
        labels = {
            "open": self.env._("Open"),
            "mine": self.env._("Waiting for you"),
            "closed": self.env._("Closed"),
            "all": self.env._("All"),
        }
        return {key: {"label": label, "domain": _FILTERS[key]} for key, label in labels.items()}

    @api.model
    def _get_portal_sortings(self):
        labels = {
            "newest": self.env._("Newest"),
            "oldest": self.env._("Oldest"),
            "changed": self.env._("Last change"),
            "subject": self.env._("Subject"),
        }
        return {key: {"label": label, "order": _SORTINGS[key]} for key, label in labels.items()}

    def _get_portal_row(self):
        """What the list of the portal says of a request."""
        self.ensure_one()
        partner = self.env.user.partner_id
        # sudo: the name of a colleague, for whoever may read the request
        author = self.sudo().partner_id
        return {
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "state": self.state,
            "label": self._get_portal_states()[self.state],
            "tone": _TONES.get(self.state, "info"),
            "date": format_date(self.env, self._to_reader(self.create_date)),
            "author": author.name if author and author != partner else "",
        }

    def _get_portal_page(self):
        """What the page of a request says, to a visitor who may read it by right or by token."""
        self.ensure_one()
        # sudo: whether the visitor is told of news, for whoever may read the request
        followers = self.sudo().message_partner_ids
        return {
            **self._get_portal_row(),
            "text": self.description,
            "category": self.category_id.name or "",
            "created": self._say_instant(self.create_date),
            "resolved": self._say_instant(self.resolved_at),
            "promise": self._get_portal_promise(),
            "files": self._get_portal_files(),
            "can_close": self._may_close_outside(),
            "can_reopen": self._may_reopen_outside(),
            "can_follow_up": self._is_own() and self.state in ENDED,
            "can_post": self.state not in ENDED,
            "is_following": self.env.user.partner_id in followers,
            "is_merged": bool(self.merged_into_id),
        }

    def _get_portal_promise(self):
        """Until when a solution, or else an answer, is promised; "" where no policy promises one.

        How near or how late it is stays with us.
        """
        if self.state not in ACTIVE:
            return {}
        # sudo: a customer reads no clocks, but is told what was promised
        clocks = self.sudo().target_ids.filtered(
            lambda clock: clock.is_running and clock.policy_id and clock.deadline
        )
        for metric in ("resolution", "first_response"):
            clock = clocks.filtered(lambda each, metric=metric: each.metric == metric)[:1]
            if clock:
                return {"metric": metric, "by": self._say_instant(clock.deadline)}
        return {}

    def _get_portal_messages(self):
        """Messages that a customer reads: no notes, no steps.

        sudo: whoever reads the request reads these, and no others are sought.
        """
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
                    ("is_internal", "=", False),
                    ("message_type", "!=", "user_notification"),
                ],
                order="id",
            )
        )

    def _get_portal_files(self):
        """Files that came from the customer's side, with a link that opens that file alone.

        Ours are beside the words with which we sent them.
        """
        messages = self._get_portal_messages()
        theirs = messages.filtered(lambda one: not one.author_id or one.author_id.partner_share)
        files = theirs.attachment_ids
        return [
            {
                "id": file.id,
                "name": file.name,
                "is_picture": (file.mimetype or "").startswith("image/"),
                "token": file._get_raw_access_token(),
            }
            for file in files.sorted("id")
        ]

    # -- time of the reader --------------------------------------------------------------------

    def _get_reader_zone(self):
        """The reader's zone; of one who has none, that of the department."""
        # sudo: the hours of a department are nothing to hide from whoever reads the request
        return self.env.context.get("tz") or self.env.user.tz or self.sudo().team_id.calendar_id.tz

    def _to_reader(self, instant):
        return fields.Datetime.context_timestamp(
            self.with_context(tz=self._get_reader_zone()), instant
        )

    def _say_instant(self, instant):
        if not instant:
            return ""
        local = self._to_reader(instant)
        locale = babel_locale_parse(get_lang(self.env).code)
        day = format_skeleton("MMMEd", local, locale=locale)
        return f"{day}, {format_time(local, format='short', locale=locale)}"
