from odoo.http import Controller, request, route

MAX_BYTES = 64 * 1024
TIMESTAMP, SIGNATURE = "X-Pilares-Timestamp", "X-Pilares-Signature"


class PbxController(Controller):
    @route(
        "/crm/pbx/<string:token>", type="http", auth="public", methods=["POST"], csrf=False,
        readonly=False, save_session=False, max_content_length=MAX_BYTES,
    )  # fmt: skip
    def receive(self, token, **_kwargs):
        """What a phone system tells: one event of a call, signed.

        Answers 200 also to what is known already, 400 with a sentence to what makes no sense, and
        the same 401 to all others, without a word on what was wrong.
        """
        http = request.httprequest
        body = http.get_data()
        timestamp = http.headers.get(TIMESTAMP, "")
        account = request.env["crm.pbx.account"]._authenticate(
            token, timestamp, body, http.headers.get(SIGNATURE, "")
        )
        status, answer = account._receive(timestamp, body) if account else (401, {})
        return request.make_json_response(
            answer if status != 401 else {"error": "unauthorized"},
            headers=[("Cache-Control", "no-store")],
            status=status,
        )
