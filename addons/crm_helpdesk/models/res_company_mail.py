from odoo import fields, models

from ..engine.participants import FREE_DOMAINS

_MEGABYTE = 1024 * 1024


class ResCompany(models.Model):
    """By which rules a company takes mails in."""

    # one file for each purpose
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    helpdesk_max_mail_mb = fields.Integer(
        string="Largest mail",
        default=25,
        help="Megabytes of the files of a mail that reach a request; what is larger stays with "
        "the entry. 0 for no limit.",
    )
    helpdesk_acknowledge = fields.Boolean(
        string="Acknowledge mails",
        default=True,
        help="Whoever writes a new request by mail is told its number, at most once in the hours "
        "below. Machines are never answered.",
    )
    helpdesk_ack_window_h = fields.Integer(
        string="Acknowledge once in",
        default=24,
        help="Hours in which an address gets one acknowledgement of a department.",
    )
    helpdesk_replay_attempts = fields.Integer(
        string="Read again",
        default=5,
        help="How often a mail that could not be read is tried again, after 2, 4, 8, 16 … minutes; "
        "then the supervisor of the department is told.",
    )
    helpdesk_trusted_authserv = fields.Char(
        string="Trusted mail servers",
        help="Names that our own mail servers write into Authentication-Results, with commas. "
        "Empty: what they found out about senders is not read.",
    )
    helpdesk_free_domains = fields.Char(
        string="More domains of free mail",
        help="Domains, with commas, where anybody has an address, so that a common one says "
        "nothing. The large ones are known.",
    )
    helpdesk_held_back = fields.Text(
        string="Senders held back",
        help="Addresses or @domains, one a line, whose mails wait for a decision.",
    )
    helpdesk_raw_days = fields.Integer(
        string="Keep originals",
        default=365,
        help="Days for which the bytes of a mail are kept once it was decided. 0 for always.",
    )

    _helpdesk_mail_limits = models.Constraint(
        "CHECK(helpdesk_max_mail_mb >= 0 AND helpdesk_ack_window_h >= 0"
        " AND helpdesk_replay_attempts >= 0 AND helpdesk_raw_days >= 0)",
        "Limits of incoming mail are not below zero.",
    )

    def _helpdesk_max_bytes(self):
        """Bytes, or None for no limit."""
        return self.helpdesk_max_mail_mb * _MEGABYTE or None

    def _helpdesk_trusted_servers(self):
        return frozenset(_split(self.helpdesk_trusted_authserv))

    def _helpdesk_free_domains(self):
        return FREE_DOMAINS | frozenset(_split(self.helpdesk_free_domains))

    def _helpdesk_holds_back(self, address):
        """Whether mails of an address wait for a decision."""
        held = set(_split((self.helpdesk_held_back or "").replace("\n", ",")))
        return bool(held) and not held.isdisjoint((address, "@" + address.partition("@")[2]))


def _split(text):
    return [word.strip().lower() for word in (text or "").split(",") if word.strip()]
