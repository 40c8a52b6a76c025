from odoo import fields, models


class CrmAction(models.Model):
    """What a person who leaves had begun."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    def _crm_hand_over_begun(self, former, user, date):
        """Call these actions off and plan them anew for another; see ``res.users``.

        Who was there stays who was there: a check-in does not change hands.

        :param former: the user who had begun them
        :param user: the user who takes them over
        :param date: first day of the new one
        """
        for action in self:
            action.cancel(
                self.env._(
                    "%(former)s had begun it and hands over to %(user)s.",
                    former=former.name,
                    user=user.name,
                )
            )
            if action.partner_id and not action.partner_id.active:
                continue  # nothing is planned with a customer who is gone
            start = max(self._default_start(), fields.Datetime.to_datetime(date))
            anew = self.create(
                {
                    **{name: action[name].id for name in ("type_id", "partner_id", "company_id")},
                    "opportunity_id": action.opportunity_id.id,
                    "user_id": user.id,
                    "start": start,
                    "allday": action.allday,
                    "summary": action.summary,
                }
            )
            anew._write_lifecycle({"previous_id": action.id})
            action._write_lifecycle({"next_id": anew.id})
