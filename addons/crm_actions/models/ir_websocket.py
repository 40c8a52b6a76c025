from odoo import models

CHANNEL = "crm_actions.followup"


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        return super()._build_bus_channel_list(self._get_followup_channels(channels))

    def _get_followup_channels(self, channels):
        """The board asks for the news of its follow-up; it hears that of the user's companies.

        :param channels: names that the browser sent
        """
        if CHANNEL not in channels:
            return channels
        others = [channel for channel in channels if channel != CHANNEL]
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            return others
        return others + [(company, CHANNEL) for company in self.env.user.company_ids]
