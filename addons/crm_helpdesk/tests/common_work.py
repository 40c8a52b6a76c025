from odoo import Command

from .common import HelpdeskCase


class WorkCase(HelpdeskCase):
    """Soporte with three agents: Ana, Berta and Carla; Leo supervises it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.support.member_ids.unlink()
        cls.ana, cls.berta, cls.carla = (
            cls._make_user(name, "crm_helpdesk.group_helpdesk_agent", cls.support)
            for name in ("ana", "berta", "carla")
        )
        cls.leo = cls._make_user("leo", "crm_helpdesk.group_helpdesk_supervisor")
        cls.support.leader_id = cls.leo
        # what they are told is compared in English
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.ana | cls.berta | cls.carla | cls.leo).lang = "en_US"

    @classmethod
    def member(cls, user):
        return cls.support.member_ids.filtered(lambda member: member.user_id == user)

    def assign(self, text):
        """The job, at that moment."""
        with self.at(text):
            self.run_cron("ir_cron_helpdesk_assign")

    def watch(self, text):
        with self.at(text):
            self.run_cron("ir_cron_helpdesk_watch")

    def silence(self, text):
        with self.at(text):
            self.run_cron("ir_cron_helpdesk_auto_close")

    def alerts(self, ticket):
        """Who was told what, by an activity."""
        found = ticket.sudo().activity_ids.sorted("id")
        return [(each.user_id, each.summary.partition(":")[0]) for each in found]

    def wizard(self, name, tickets, user=None, **values):
        """A question as a person gets it."""
        model = self.env[f"crm.helpdesk.{name}.wizard"].with_user(user or self.ana)
        return model.create({"ticket_ids": [Command.set(tickets.ids)], **values})
