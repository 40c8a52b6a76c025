from dataclasses import replace

from odoo.exceptions import UserError
from odoo.http import Controller, request, route
from odoo.tools import email_normalize

from odoo.addons.crm_actions.tools import public_form

from .files import ACCEPT, MAX_FILES, read_files, read_id, read_texts

MODEL = "crm.helpdesk.ticket"
_MAX_BYTES = 12 * 1024 * 1024
POLICY = public_form.FormPolicy(
    "helpdesk_request", per_visitor=5, per_form=300, max_bytes=_MAX_BYTES
)
PER_ADDRESS = 3
"""Requests an hour with one e-mail address, wherever they are sent from."""
_TEXTS = ("name", "text", "sender", "email", "phone")


class RequestForm(Controller):
    """The form by which anybody writes a request, on a page of its own or within another site.

    What is typed proves nothing: no contact is looked up, nothing of anybody is shown, and the
    answer is the same whether the address is known or not.
    """

    @route(
        ["/requests/new", "/requests/new/<int:team_id>"],
        type="http", auth="public", website=True, methods=["GET"], sitemap=False, readonly=True,
    )  # fmt: skip
    def request_form(self, team_id=0, embed="", **_kwargs):
        """The form of a department, or that of the first one that has one."""
        team = self._get_team(team_id)
        return self._show("request_form", team, embed, given={})

    @route(
        ["/requests/new", "/requests/new/<int:team_id>"],
        type="http", auth="public", website=True, methods=["POST"], sitemap=False,
        # who sends it has no session that could be abused, and another site may embed it
        csrf=False, captcha="crm_helpdesk_form", max_content_length=_MAX_BYTES,
    )  # fmt: skip
    def request_form_send(self, team_id=0, embed="", **values):
        """What was written is kept, and a mail asks the sender to confirm the address."""
        team = self._get_team(team_id)
        verdict = public_form.check(
            request.env, self._get_policy(team), public_form.read_submission(request, values)
        )
        if verdict.silent:
            return self._show("request_form_sent", team, embed)
        if not verdict.accepted:
            return self._refuse(verdict, team, embed, values)
        given = dict(zip(_TEXTS, read_texts(values, *_TEXTS), strict=True))
        given["category"] = read_id(values.get("category"))
        try:
            with request.env.cr.savepoint():
                self._keep(team, given)
        except UserError as error:
            return self._show("request_form", team, embed, given=given, failure=error.args[0])
        return self._show("request_form_sent", team, embed)

    def _keep(self, team, given):
        address = email_normalize(given["email"])
        if not address:
            raise UserError(request.env._("Write your e-mail address, so that we can answer."))
        if not self._take_address(address):
            raise UserError(
                request.env._("There were several requests with this address: write again later.")
            )
        ticket = request.env[MODEL]._create_from_outside(
            {
                "name": given["name"],
                "text": given["text"],
                "team_id": team.id,
                "category_id": given["category"] if self._is_offered(team, given) else False,
                "partner_name": given["sender"].strip()[:100] or address,
                "partner_email": address,
                "partner_phone": given["phone"].strip()[:40],
                "channel": "form",
                "sender_trust": "unverified",
            },
            read_files(request),
        )
        ticket._send_confirmation()

    def _take_address(self, address):
        """Whether one more request with an address is taken in this hour."""
        # sudo: whoever sends a form has no rights, and nobody but this counts
        counters = request.env["crm.public.form.counter"].sudo()
        return counters._take("helpdesk_request_address", address, PER_ADDRESS, POLICY.window_s)

    # -- confirm ---------------------------------------------------------------------------------

    @route(
        "/requests/confirm", type="http", auth="public", website=True, methods=["GET"],
        sitemap=False, readonly=True,
    )  # fmt: skip
    def request_confirm(self, token="", **_kwargs):
        """The page behind the link: programs that read mails open it, so it changes nothing."""
        ticket = self._find_confirmed(token)
        return request.render(
            "crm_helpdesk.request_confirm", {"number": ticket.number, "token": token, "url": ""}
        )

    @route(
        "/requests/confirm", type="http", auth="public", website=True, methods=["POST"],
        sitemap=False,
    )  # fmt: skip
    def request_confirm_post(self, token="", **_kwargs):
        """A person has pressed the button: the address is the sender's."""
        ticket = self._find_confirmed(token)
        ticket._confirm_sender()
        url = ticket.get_portal_url()
        return request.render(
            "crm_helpdesk.request_confirm", {"number": ticket.number, "token": "", "url": url}
        )

    def _find_confirmed(self, token):
        ticket = request.env[MODEL]._find_by_confirm_token(token if isinstance(token, str) else "")
        if not ticket:
            raise request.not_found()
        return ticket

    # -- pages -----------------------------------------------------------------------------------

    def _get_team(self, team_id):
        """The department whose form it is.

        sudo: nobody outside reads departments; those without a form are as if they were not.
        """
        teams = request.env["crm.helpdesk.team"].sudo()
        domain = [("public_form", "=", True)]
        domain += (
            [("id", "=", team_id)] if team_id else [("company_id", "=", request.env.company.id)]
        )
        team = teams.search(domain, limit=1)
        if not team:
            raise request.not_found()
        return team

    def _get_policy(self, team):
        origins = public_form.read_origins(team.company_id.helpdesk_form_origins)
        return replace(POLICY, origins=origins)

    def _get_categories(self, team):
        # sudo: names of categories that are on the portal
        categories = request.env["crm.helpdesk.category"].sudo()
        return categories.search(
            [("portal_visible", "=", True), ("company_id", "in", (False, team.company_id.id))]
        )

    def _is_offered(self, team, given):
        return given["category"] in self._get_categories(team).ids

    def _refuse(self, verdict, team, embed, values):
        sentences = {
            "too_large": request.env._("The files are too large."),
            "origin": request.env._("This form may not be sent from that page."),
            "visitor_limit": request.env._("You have written several requests: write again later."),
            "form_limit": request.env._("Too many requests come in just now: write again later."),
        }
        given = dict(zip(_TEXTS, read_texts(values, *_TEXTS), strict=True))
        response = self._show(
            "request_form", team, embed, given=given, failure=sentences[verdict.reason]
        )
        response.status_code = verdict.status
        response.headers.extend(verdict.headers)
        return response

    def _show(self, template, team, embed, given=None, failure=""):
        policy = self._get_policy(team)
        response = request.render(
            f"crm_helpdesk.{template}",
            {
                "team_id": team.id,
                "title": team.name,
                "company": team.company_id.name,
                "embed": bool(embed),
                "no_header": bool(embed),
                "no_footer": bool(embed),
                "given": given,
                "failure": failure,
                "categories": [(one.id, one.name) for one in self._get_categories(team)],
                "honeypot": public_form.honeypot_input(policy),
                "accept": ACCEPT,
                "max_files": MAX_FILES,
                "max_bytes": _MAX_BYTES,
            },
        )
        origin = request.httprequest.headers.get("Origin")
        for name, value in public_form.embedding_headers(policy, origin):
            response.headers[name] = value
        return response
