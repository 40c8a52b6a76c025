from odoo.http import Controller, request, route

_BIGGEST = 64 * 1024
_HEADERS = {
    # the address of the page is a right to answer: it goes nowhere else and is kept nowhere
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY",
}


class SurveyPage(Controller):
    """The page behind the link of a question.

    Looking at it records nothing, however often a scanner of mails does: only the button does.
    """

    @route(
        "/requests/rate/<string:token>", type="http", auth="public", methods=["GET"],
        readonly=True, sitemap=False,
    )  # fmt: skip
    def show(self, token, score=None, done=None, **_kwargs):
        """The question, with the score that was pressed in the mail."""
        question = request.env["crm.helpdesk.survey.request"]._find_by_token(token)
        page = question._get_page()
        if page != "open":
            page = "thanks" if page == "used" and done else page
            return self._render(page, question)
        chosen = question._read_score(question.kind, score)
        return self._render("open", question, token=token, chosen=chosen)

    @route(
        "/requests/rate/<string:token>", type="http", auth="public", methods=["POST"],
        max_content_length=_BIGGEST, sitemap=False,
    )  # fmt: skip
    def answer(self, token, score=None, comment="", **_kwargs):
        """The answer, once: of two that come at the same moment one is taken."""
        question = request.env["crm.helpdesk.survey.request"]._find_by_token(token)
        page = question._get_page()
        if page != "open":
            return self._render(page, question)
        given = question._read_score(question.kind, score)
        if given is None:
            return self._render("open", question, token=token, comment=comment, missing=True)
        if not question._answer(given, str(comment)):
            return self._render(question._get_page(), question)
        return request.redirect(f"/requests/rate/{token}?done=1", code=303)

    def _render(self, page, question, **values):
        """In the language of the customer, whatever the browser's is."""
        lang = question._get_language() if question else None
        if lang:
            request.update_context(lang=lang)
            question = question.with_context(lang=lang)
        values = {
            "html_data": {"lang": (request.env.lang or "en_US").replace("_", "-")},
            "page": page,
            "question": question,
            "words": question._get_words() if question else {},
            "company": question.company_id or request.env.company.sudo(),
            "chosen": None,
            "comment": "",
            "missing": False,
            **values,
        }
        response = request.render("crm_helpdesk.survey_page", values, headers=dict(_HEADERS))
        response.status_code = 404 if page == "unknown" else 200
        return response
