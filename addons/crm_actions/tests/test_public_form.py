import threading
from datetime import datetime, timedelta

from odoo.http import Controller, request, route
from odoo.tests import HttpCase, TransactionCase, tagged

from ..tools.public_form import (
    FormPolicy,
    Submission,
    check,
    embedding_headers,
    honeypot_input,
    judge,
    measure,
    normalise_origin,
    read_origins,
    read_submission,
    visitor_network,
)

NOW = datetime(2026, 10, 15, 10, 20)
SHOP, BLOG = "https://shop.example.com", "https://blog.example.com"
POLICY = FormPolicy("test", per_visitor=3, per_form=5, origins=(SHOP,))


@tagged("-at_install", "post_install")
class TestPublicForm(TransactionCase):
    """What a form on the Internet lets through."""

    def setUp(self):
        super().setUp()
        # each count is a transaction of its own; here it is a savepoint of the test's
        self.enterContext(self.enter_registry_test_mode())

    def _send(self, address="203.0.113.7", now=NOW, policy=POLICY, **values):
        return check(self.env, policy, Submission(address, **values), now)

    def test_three_an_hour_of_one_visitor(self):
        reasons = [self._send().reason for _ in range(4)]
        self.assertEqual(reasons, ["", "", "", "visitor_limit"])
        verdict = self._send()
        self.assertEqual((verdict.status, verdict.headers), (429, [("Retry-After", "2400")]))
        # and another hour begins at eleven
        self.assertTrue(self._send(now=NOW + timedelta(minutes=40)).accepted)

    def test_five_an_hour_of_everybody(self):
        reasons = [self._send(f"203.0.113.{n}").reason for n in range(6)]
        self.assertEqual(reasons, [""] * 5 + ["form_limit"])
        # another form counts for itself
        other = FormPolicy("other", per_visitor=3)
        self.assertTrue(self._send(policy=other).accepted)

    def test_a_subscriber_of_ipv6_is_one_visitor(self):
        reasons = [self._send(f"2001:db8:1:2::{n}").reason for n in range(1, 5)]
        self.assertEqual(reasons, ["", "", "", "visitor_limit"])
        self.assertTrue(self._send("2001:db8:1:3::1").accepted)

    def test_what_a_robot_gives_away_counts_against_nobody(self):
        robot = self._send(values={POLICY.honeypot: "x"})
        self.assertEqual((robot.reason, robot.silent, robot.status), ("honeypot", True, 200))
        large = self._send(size=64 * 1024 + 1)
        self.assertEqual((large.reason, large.status), ("too_large", 413))
        foreign = self._send(origin=BLOG)
        self.assertEqual((foreign.reason, foreign.status), ("origin", 403))
        self.assertFalse(self.env["crm.public.form.counter"].search([("form", "=", "test")]))

    def test_addresses_are_kept_as_hashes_that_change_with_the_window(self):
        for hours in (0, 1):
            self._send(now=NOW + timedelta(hours=hours))
        self.env.invalidate_all()
        rows = self.env["crm.public.form.counter"].search(
            [("form", "=", "test"), ("visitor", "!=", "")]
        )
        self.assertEqual(len(set(rows.mapped("visitor"))), 2)
        self.assertFalse([row for row in rows if "203.0.113" in row.visitor])

    def test_old_windows_go(self):
        counters = self.env["crm.public.form.counter"]
        self._send(now=datetime.now() - timedelta(days=3))
        self._send(now=datetime.now())
        self.assertEqual(counters.search_count([("form", "=", "test")]), 4)
        self.assertEqual(counters._gc_counters(), (2, False))
        self.assertEqual(counters.search_count([("form", "=", "test")]), 2)

    def test_nothing_is_taken_where_nothing_is_allowed(self):
        self.assertEqual(self._send(policy=FormPolicy("closed", per_visitor=0)).status, 429)


@tagged("-at_install", "post_install")
class TestOrigins(TransactionCase):
    """Which sites may embed a form."""

    def test_origins_as_people_write_them(self):
        for text, expected in (
            ("https://Shop.example.com", SHOP),
            (" https://shop.example.com:443/ ", SHOP),
            ("http://localhost:8069", "http://localhost:8069"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
            ("https://*.example.com", None),
            ("https://shop.example.com/form", None),
            ("https://user@shop.example.com", None),
            ("https://shop.example.com:x", None),
            ("javascript:alert(1)", None),
            ("https://a b", None),
            ("https://evil.example; script-src *", None),
            ("null", None),
            ("", None),
        ):
            self.assertEqual(normalise_origin(text), expected, text)
        self.assertEqual(read_origins(f"{SHOP},\n{BLOG} {SHOP}/"), (SHOP, BLOG))
        with self.assertRaisesRegex(ValueError, "ftp://x, shop"):
            read_origins(f"ftp://x {SHOP} shop")

    def test_who_may_send(self):
        own = "https://erp.example.com/"
        for origin, expected in (
            (None, ""),
            (SHOP, ""),
            ("https://erp.example.com", ""),
            (BLOG, "origin"),
            ("null", "origin"),
            ("http://shop.example.com", "origin"),
        ):
            submission = Submission("203.0.113.7", origin=origin, own_origin=own)
            self.assertEqual(judge(POLICY, submission), expected, origin)

    def test_headers(self):
        self.assertEqual(
            dict(embedding_headers(POLICY, BLOG)),
            {"Content-Security-Policy": f"frame-ancestors 'self' {SHOP}", "Vary": "Origin"},
        )
        self.assertEqual(dict(embedding_headers(POLICY, SHOP))["Access-Control-Allow-Origin"], SHOP)

    def test_the_field_for_robots(self):
        html = honeypot_input(FormPolicy("x", honeypot='a"b'))
        self.assertIn('name="a&#34;b"', html)
        self.assertIn('tabindex="-1"', html)
        self.assertIn('aria-hidden="true"', html)

    def test_no_browser_fills_the_field_for_robots(self):
        """Given the words by which browsers know what to fill in, then the name has none."""
        words = (
            "name", "mail", "phone", "tel", "fax", "mobile", "address", "street", "city", "zip",
            "post", "country", "company", "organi", "url", "web", "user", "pass", "card", "birth",
            "title", "search",
        )  # fmt: skip
        self.assertFalse([word for word in words if word in FormPolicy("x").honeypot])
        html = honeypot_input(FormPolicy("x"))
        self.assertIn('autocomplete="off"', html)
        for manager in ("data-1p-ignore", "data-lpignore", "data-bwignore", "data-form-type"):
            self.assertIn(manager, html)

    def test_the_measure_of_a_form(self):
        self.assertEqual(measure({"note": "ñ", "tags": ["a", b"bc"], "n": None}), 14)

    def test_visitors(self):
        for address, expected in (
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
            ("", "unknown"),
            ("proxy", "unknown"),
        ):
            self.assertEqual(visitor_network(address), expected)


@tagged("-at_install", "post_install")
class TestPublicFormConcurrency(TransactionCase):
    """Real connections: the limit holds however many come at once."""

    def test_twelve_at_once_and_five_are_taken(self):
        form = "concurrent"
        self.addCleanup(self._clean_up, form)
        barrier = threading.Barrier(12)
        taken = []
        counters = self.env["crm.public.form.counter"]

        def send():
            barrier.wait(10)
            taken.append(counters._take(form, "", 5, 3600, NOW))

        threads = [threading.Thread(target=send) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual(sorted(taken), [False] * 7 + [True] * 5)

    def _clean_up(self, form):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM crm_public_form_counter WHERE form = %s", [form])


class PublicFormController(Controller):
    """A form as an addon would have one; there is none in this addon."""

    POLICY = FormPolicy("test_route", per_visitor=2, max_bytes=1000, origins=(SHOP,))
    FREE = FormPolicy("test_route_free", per_visitor=9, max_bytes=1000)

    @route(
        "/crm_actions/test_form", type="http", auth="public", methods=["POST"], csrf=False,
        max_content_length=POLICY.max_bytes,
    )  # fmt: skip
    def send(self, **values):
        return self._answer(self.POLICY, values)

    @route(
        "/crm_actions/test_form_unlimited", type="http", auth="public", methods=["POST"],
        csrf=False,
    )  # fmt: skip
    def send_unlimited(self, **values):
        """Whose author forgot to limit the route."""
        return self._answer(self.FREE, values)

    def _answer(self, policy, values):
        submission = read_submission(request, values)
        verdict = check(request.env, policy, submission)
        headers = [*verdict.headers, *embedding_headers(policy, submission.origin)]
        return request.make_response(verdict.reason or "thanks", headers, status=verdict.status)


@tagged("-at_install", "post_install")
class TestPublicFormRoute(HttpCase):
    def _post(self, data, **headers):
        return self.url_open("/crm_actions/test_form", data=data, headers=headers)

    def test_through_the_web_server(self):
        self.env.registry.clear_cache("routing")
        self.addCleanup(self.env.registry.clear_cache, "routing")
        answers = [self._post({"name": "Xandru"}, Origin=SHOP) for _ in range(3)]
        self.assertEqual([answer.status_code for answer in answers], [200, 200, 429])
        self.assertEqual(answers[0].headers["Access-Control-Allow-Origin"], SHOP)
        self.assertIn(SHOP, answers[0].headers["Content-Security-Policy"])
        self.assertTrue(int(answers[2].headers["Retry-After"]) > 0)
        self.assertEqual(self._post({"name": "x"}, Origin=BLOG).status_code, 403)
        robot = FormPolicy("x").honeypot
        self.assertEqual(self._post({robot: "x"}).text, "honeypot")
        self.assertEqual(self._post({"name": "x" * 2000}).status_code, 413)

    def test_a_body_that_does_not_say_its_length_is_measured(self):
        """Given a form in pieces, without Content-Length, then the same limit holds."""
        self.env.registry.clear_cache("routing")
        self.addCleanup(self.env.registry.clear_cache, "routing")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        for path in ("test_form", "test_form_unlimited"):
            for size, status in ((10, 200), (2000, 413)):
                with self.subTest(path=path, size=size):
                    pieces = iter([b"name=", b"x" * size])
                    answer = self.url_open(f"/crm_actions/{path}", data=pieces, headers=kind)
                    self.assertEqual(answer.status_code, status)

    def test_a_file_in_pieces_is_measured_too(self):
        self.env.registry.clear_cache("routing")
        self.addCleanup(self.env.registry.clear_cache, "routing")
        body = (
            b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\n'
            + b"x" * 2000
            + b"\r\n--b--\r\n"
        )
        answer = self.url_open(
            "/crm_actions/test_form_unlimited",
            data=iter([body[:100], body[100:]]),
            headers={"Content-Type": "multipart/form-data; boundary=b"},
        )
        self.assertEqual(answer.status_code, 413)
