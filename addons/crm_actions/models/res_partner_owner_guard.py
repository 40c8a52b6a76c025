from odoo import api, models
from odoo.exceptions import UserError

from .res_partner_owner_join import DECIDES_CUSTOMER

DECIDERS = "sales_team.group_sale_salesman_all_leads"


class ResPartner(models.Model):
    """Who may give a customer to whom: the salesperson decides what counts for whom.

    A new customer is taken from nobody, so whoever makes it may say whose it is; core does so when
    a lead becomes a customer of a colleague. What runs with full rights was decided elsewhere.
    """

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        if "user_id" in vals:
            self._check_may_give_to(self.env["res.users"].browse(vals["user_id"] or ()))
        if self._crm_gives_all() or not DECIDES_CUSTOMER.intersection(vals):
            return super().write(vals)
        # sudo: who has a customer is told, or nobody knew whom to ask
        had = {partner: partner.user_id for partner in self.sudo()._crm_get_customers()}
        result = super().write(vals)
        self._check_may_join(had)
        return result

    @api.model
    def _crm_gives_all(self):
        return self.env.su or self.env.user.has_group(DECIDERS)

    @api.model
    def _check_may_join(self, had):
        """Who puts a customer under another one gives it to whoever has that one.

        :param had: map of what were customers to their salespeople until now
        """
        self._check_are_in_charge(
            {
                partner: user
                for partner, user in had.items()
                if partner.commercial_partner_id.user_id != user
            }
        )

    def _crm_check_may_merge(self, destination):
        """Of two owners that of the contact which stays wins: the other one gives it away.

        :param destination: the contact that stays; ``self`` are those that go
        """
        if self._crm_gives_all():
            return
        # sudo: who has a customer is told, or nobody knew whom to ask
        customers = self.sudo()._crm_get_customers()
        stays = destination.sudo()._crm_get_owner() or customers.user_id[:1]
        self._check_are_in_charge(
            {partner: partner.user_id for partner in customers if partner.user_id != stays}
        )

    @api.model
    def _check_are_in_charge(self, owners):
        """:param owners: map of customers to those from whom they are taken, if anybody"""
        mine = self.env.user._crm_get_in_charge_of(self.env["res.users"].union(*owners.values()))
        for partner, owner in owners.items():
            if owner - mine:
                raise self._get_refusal(partner, owner)

    def _check_may_give_to(self, user):
        """One gives what is his or his team's, and takes what is nobody's.

        :param user: the new salesperson, may be empty
        """
        if self._crm_gives_all():
            return
        # sudo: who has a customer is told to whoever wants it, or nobody knew whom to ask
        changed = self.sudo().filtered(lambda partner: partner.user_id != user)
        owners = {partner: partner._crm_get_owner() for partner in changed}
        everybody = self.env["res.users"].union(user, *owners.values())
        mine = self.env.user._crm_get_in_charge_of(everybody)
        for partner, owner in owners.items():
            if owner - mine:
                raise self._get_refusal(partner, owner)
            if not owner and user not in mine:
                raise UserError(
                    self.env._(
                        "%(customer)s has no salesperson. You may take the customer yourself; a "
                        "sales manager gives it to %(other)s.",
                        customer=partner.display_name,
                        other=user.name,
                    )
                )

    @api.model
    def _get_refusal(self, partner, owner):
        return UserError(
            self.env._(
                "%(customer)s belongs to %(owner)s. Only %(owner)s, the team's leader or a "
                "sales manager gives the customer to somebody else.",
                customer=partner.display_name,
                owner=owner.name,
            )
        )

    def _crm_get_owner(self):
        """Who has the customer today; of a contact or an address its company's owner is meant."""
        return self.commercial_partner_id.user_id or self.user_id
