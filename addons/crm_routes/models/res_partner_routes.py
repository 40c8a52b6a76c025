from odoo import api, models


class ResPartner(models.Model):
    """What becomes of policies, hours and rows of a contact that is merged or forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_before_merge(self, destination):
        """Opening hours that overlap and rows of one company are folded before core's SQL.

        :param destination: the contact that stays; ``self`` are those that go
        """
        result = super()._crm_before_merge(destination)
        every = (self | destination).ids
        # sudo: a merge concerns all rows of the contacts, whoever made them
        self.env["crm.opening.hours"].sudo().search([("partner_id", "in", every)])._fold(
            destination
        )
        rows = self.env["crm.visit.demand"].sudo().search([("partner_id", "in", every)])
        for own in rows.grouped("company_id").values():
            ranked = own.sorted(lambda row: (row.partner_id != destination, row.id))
            ranked[1:].unlink()
        self.env.flush_all()
        return result

    def _crm_after_merge(self):
        """What follows from the contact is worked out anew."""
        result = super()._crm_after_merge()
        # sudo: likewise
        windows = self.env["crm.opening.hours"].sudo().search([("partner_id", "in", self.ids)])
        closing = self.env["crm.closing.days"].sudo().search([("partner_id", "in", self.ids)])
        for own in (windows, closing):
            self.env.add_to_compute(own._fields["company_id"], own)
        rows = self.env["crm.visit.demand"].sudo().search([("partner_id", "in", self.ids)])
        rows._refresh(rows.company_id, self)
        return result

    # -- erasure and access request --------------------------------------------------------------

    def _crm_get_their_policies(self):
        """Policies for these people alone. sudo: see ``_crm_get_people``."""
        policies = self.env["crm.visit.policy"].sudo().with_context(active_test=False)
        return policies.search([("partner_id", "in", self.ids)])

    def _crm_erase(self):
        """Whoever is no longer known is not visited: the policy stays, archived and nameless."""
        people = self._crm_get_people()
        policies = people._crm_get_their_policies()
        nameless = self.env._("Erased")
        told = policies.filtered(lambda each: each.active or each.name != nameless)
        told.write({"name": nameless, "active": False, "domain": "[]"})
        places = [(each.partner_latitude, each.partner_longitude) for each in people]
        # sudo: what is kept is nobody's to write
        self.env["crm.route.distance"].sudo()._forget_places(places)
        counts = super()._crm_erase()
        # where they live is gone with the address; so is what followed from it
        people.write({"zone_reason": False})
        counts.update({"visit_policies": len(told)})
        return counts

    @api.model
    def _crm_get_erasure_labels(self):
        return {
            **super()._crm_get_erasure_labels(),
            "visit_policies": self.env._("visit policies"),
        }

    def _crm_export(self):
        sections = super()._crm_export()
        people = self._crm_get_people()
        # sudo: see _crm_get_people
        history = self.env["crm.segment.history"].sudo().search([("partner_id", "in", people.ids)])
        hours = self.env["crm.opening.hours"].sudo().search([("partner_id", "in", people.ids)])
        closing = self.env["crm.closing.days"].sudo().search([("partner_id", "in", people.ids)])
        return {
            **sections,
            "visit_policies": self._crm_to_plain(
                people._crm_get_their_policies(), ("partner_id", "name", "sentence")
            ),
            "opening_hours": self._crm_to_plain(
                hours, ("partner_id", "weekday", "hour_from", "hour_to")
            ),
            "closing_days": self._crm_to_plain(
                closing, ("partner_id", "date_from", "date_to", "every_year")
            ),
            "segments": self._crm_to_plain(
                history, ("partner_id", "date", "former_id", "segment_id", "origin", "value")
            ),
        }
