"""Forms that anybody on the Internet may send: how often, how big, and from which pages.

A controller describes its form once and asks about each submission::

    POLICY = FormPolicy("newsletter", per_visitor=5, per_form=300)

    @route("/newsletter", type="http", auth="public", methods=["POST"], csrf=False,
           max_content_length=POLICY.max_bytes)
    def subscribe(self, **values):
        verdict = check(request.env, POLICY, read_submission(request, values))
        if not verdict.accepted and not verdict.silent:
            return request.make_response("", verdict.headers, status=verdict.status)
        if verdict.accepted:
            ...
        return request.render("...", headers=embedding_headers(POLICY, origin))

What counts is kept in the database, so that all workers count together and a form that fails
counts all the same. Addresses of visitors are kept as keyed hashes that change with each window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from os import SEEK_END
from urllib.parse import urlsplit

from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

DEFAULT_PORTS = {"http": 80, "https": 443}
STATUS = {
    "": 200,
    "honeypot": 200,
    "too_large": 413,
    "origin": 403,
    "visitor_limit": 429,
    "form_limit": 429,
}


@dataclass(frozen=True)
class FormPolicy:
    """What one form allows.

    :param name: technical, unique: submissions are counted by it
    :param per_visitor: submissions of one address in a window
    :param per_form: submissions of everybody in a window
    :param window_s: length of the window in seconds; windows follow each other without overlap
    :param max_bytes: size of a submission
    :param honeypot: field that people do not see, so that only robots fill it; a name that no
        browser takes for something that it knows of its user
    :param origins: other sites that may embed or send the form, as :func:`read_origins` gives them
    """

    name: str
    per_visitor: int = 5
    per_form: int = 300
    window_s: int = 3600
    max_bytes: int = 64 * 1024
    honeypot: str = "topic_code"
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission:
    """What arrives: ``origin`` is the header, ``own_origin`` the site that it arrives at."""

    address: str
    size: int = 0
    values: Mapping[str, object] = field(default_factory=dict)
    origin: str | None = None
    own_origin: str | None = None


@dataclass(frozen=True)
class Verdict:
    """Empty ``reason``: accepted. Else one of the keys of ``STATUS``."""

    reason: str = ""
    retry_after: int = 0

    @property
    def accepted(self) -> bool:
        return not self.reason

    @property
    def silent(self) -> bool:
        """Whether to answer as if it had been accepted: a robot learns nothing."""
        return self.reason == "honeypot"

    @property
    def status(self) -> int:
        return STATUS[self.reason]

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [("Retry-After", str(self.retry_after))] if self.retry_after else []


def read_submission(request, values: Mapping[str, object]) -> Submission:
    """The submission behind a request of Odoo, behind a proxy too if ``proxy_mode`` is set."""
    http = request.httprequest
    return Submission(
        address=http.remote_addr or "",
        size=_read_size(http, values),
        values=values,
        origin=http.headers.get("Origin"),
        own_origin=http.host_url,
    )


def _read_size(http, values: Mapping[str, object]) -> int:
    """What the body says of its length; what comes in pieces says nothing and is measured.

    Where the route has a limit, werkzeug cuts such a body off there without a word; it only speaks
    when more is asked for.
    """
    said = http.content_length
    if said is not None and not http.headers.get("Transfer-Encoding"):
        return said
    try:
        rest = http.get_data(cache=False)
    except RequestEntityTooLarge:
        return http.max_content_length + 1
    return max(said or 0, measure(values) + len(rest))


def measure(value: object) -> int:
    """Bytes of what was read of a form: names, texts and files."""
    if value is None:
        return 0
    if isinstance(value, bytes | bytearray):
        return len(value)
    if isinstance(value, Mapping):
        return sum(measure(key) + measure(one) for key, one in value.items())
    if isinstance(value, list | tuple):
        return sum(map(measure, value))
    if stream := getattr(value, "stream", None):
        here = stream.tell()
        size = stream.seek(0, SEEK_END)
        stream.seek(here)
        return size
    return len(str(value).encode(errors="replace"))


def check(env, policy: FormPolicy, submission: Submission, now=None) -> Verdict:
    """Whether a submission is taken; it then counts against the limits.

    What a robot gives away by itself is judged first and counts against nobody.

    :param now: UTC; default: now
    """
    if reason := judge(policy, submission):
        return Verdict(reason)
    # sudo: whoever sends a form has no rights, and nobody but this counts
    counters = env["crm.public.form.counter"].sudo()
    for reason, visitor, limit in (
        ("visitor_limit", visitor_network(submission.address), policy.per_visitor),
        ("form_limit", "", policy.per_form),
    ):
        if not counters._take(policy.name, visitor, limit, policy.window_s, now):
            return Verdict(reason, counters._get_seconds_left(policy.window_s, now))
    return Verdict()


def judge(policy: FormPolicy, submission: Submission) -> str:
    """What the submission itself gives away: ``too_large``, ``origin``, ``honeypot`` or nothing."""
    if submission.size > policy.max_bytes:
        return "too_large"
    if not is_origin_allowed(policy, submission):
        return "origin"
    if submission.values.get(policy.honeypot):
        return "honeypot"
    return ""


def is_origin_allowed(policy: FormPolicy, submission: Submission) -> bool:
    """A browser says from which site a form is sent; what says nothing is embedded nowhere."""
    if not submission.origin:
        return True
    origin = normalise_origin(submission.origin)
    return origin is not None and origin in (
        *policy.origins,
        normalise_origin(submission.own_origin or ""),
    )


def embedding_headers(policy: FormPolicy, origin: str | None = None) -> list[tuple[str, str]]:
    """Headers of the page with the form and of its answers.

    :param origin: header ``Origin`` of the request, if any
    """
    ancestors = " ".join(["'self'", *policy.origins])
    headers = [("Content-Security-Policy", f"frame-ancestors {ancestors}"), ("Vary", "Origin")]
    known = normalise_origin(origin or "")
    if known and known in policy.origins:
        headers += [
            ("Access-Control-Allow-Origin", known),
            ("Access-Control-Allow-Methods", "GET, POST, OPTIONS"),
            ("Access-Control-Allow-Headers", "Content-Type"),
            ("Access-Control-Max-Age", "600"),
        ]
    return headers


def honeypot_input(policy: FormPolicy) -> Markup:
    """The field that people neither see nor reach by keyboard nor hear.

    Neither a browser nor a manager of passwords fills it in for them.
    """
    return Markup(
        '<div aria-hidden="true" style="position:absolute;left:-9999px">'
        '<input type="text" name="%s" value="" tabindex="-1" autocomplete="off" '
        'data-1p-ignore="true" data-lpignore="true" data-bwignore="true" data-form-type="other"/>'
        "</div>"
    ) % (policy.honeypot,)


def read_origins(text: str | None) -> tuple[str, ...]:
    """The sites in a setting, one a line or separated by commas or blanks.

    :raise ValueError: with the words that are no site, separated by commas
    """
    words = (text or "").replace(",", " ").split()
    origins = [normalise_origin(word) for word in words]
    wrong = [word for word, origin in zip(words, origins, strict=True) if origin is None]
    if wrong:
        raise ValueError(", ".join(wrong))
    return tuple(dict.fromkeys(origins))


def normalise_origin(text: str) -> str | None:
    """``https://example.com`` of what a person or a browser writes; None if it is no site.

    A path is refused, but for a lonely slash: it would look as if it were respected.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in DEFAULT_PORTS or not host or extra or not _is_host(host):
        return None
    if ":" in host:
        host = f"[{host}]"
    return f"{parts.scheme}://{host}" + _port(parts.scheme, port)


def visitor_network(address: str) -> str:
    """What counts as one visitor: an IPv4 address, or the /64 that a subscriber gets of IPv6."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown"
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.version == 4:
        return str(ip)
    return str(ip_network(f"{ip}/64", strict=False))


def _is_host(host: str) -> bool:
    return all(char.isalnum() or char in "-.:" for char in host) and not host.startswith(".")


def _port(scheme: str, port: int | None) -> str:
    return "" if port in (None, DEFAULT_PORTS[scheme]) else f":{port}"
