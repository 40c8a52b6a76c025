from odoo import api, fields, models

from ..engine import osrm

MOST_NAMES = 5


class CrmRoutePlanJob(models.Model):
    """Where the distances of a search came from, and what a planner should know of them."""

    # one file for each purpose
    _inherit = "crm.route.plan.job"  # pylint: disable=consider-merging-classes-inherited

    distances = fields.Json(export_string_translation=False)
    distances_text = fields.Text(compute="_compute_distances_text")

    @api.depends("distances")
    @api.depends_context("lang")
    def _compute_distances_text(self):
        for job in self:
            job.distances_text = job._word_distances() if job.distances else False

    @api.model
    def _describe_distances(self, matrix, nodes):
        """Source and notes as plain values, with customers in place of nodes.

        :param nodes: by customer id its node
        """
        customers = {node: key for key, node in nodes.items()}
        notes = []
        for note in matrix.notes:
            plain = {name: value for name, value in note.items() if name != "nodes"}
            if "nodes" in note:
                found = [customers[node] for node in note["nodes"] if node in customers]
                # starts and ends, and appointments elsewhere, are no customers of the plan
                plain |= {"customers": found, "others": len(note["nodes"]) - len(found)}
            notes.append(plain)
        return {"source": matrix.source, "notes": notes}

    def _word_distances(self):
        """A line for the source, and one for each thing that a planner should look at."""
        told = self.distances
        if told["source"] == osrm.SOURCE:
            first = self.env._("Distances are by road, from the route server.")
            return "\n".join([first, *map(self._word_note, told["notes"])])
        if not told["notes"]:
            return self.env._("Distances are estimated from the straight line.")
        first = self.env._("Distances are estimated this time.")
        return " ".join([first, *map(self._word_note, told["notes"])])

    def _word_note(self, note):
        if note["code"] == "fallback":
            return self.company_id._word_route_server_error(note["why"], note["text"])
        if note["code"] == "no_road":
            return self.env._("Between some of the places there is no road.")
        names = self._word_customers(note)
        if note["code"] == "outside":
            return self.env._(
                "Outside of its map, so that no road leads there: %(names)s.", names=names
            )
        return self.env._(
            "Far from a road (up to %(metres)d m, not counted): %(names)s. Is the position right?",
            metres=note["metres"],
            names=names,
        )

    def _word_customers(self, note):
        """Some names, and how many more there are."""
        # sudo: the names alone
        partners = self.env["res.partner"].sudo().browse(note["customers"]).exists()
        names = partners[:MOST_NAMES].mapped("display_name")
        more = len(partners) - len(names)
        if more:
            names.append(self.env._("%(count)d more", count=more))
        if note["others"]:
            names.append(
                self.env._("%(count)d places where days begin or end", count=note["others"])
            )
        return ", ".join(names)
