"""One browser for all journeys; for each file a database and a server of its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from tests import support
from tests.journeys.browser import DESK, Person, Place, launch

_FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def demo_database(request):
    """A copy of the demo company, new for each file."""
    with support.database_copy("demo", _name(request)) as name:
        yield name


@pytest.fixture(scope="module")
def plain_database(request):
    """A copy of the database without demo data, new for each file."""
    with support.database_copy("plain", _name(request)) as name:
        yield name


@pytest.fixture(scope="module")
def demo_server(demo_database):
    """The address of a server on the demo company."""
    with support.served(demo_database) as url:
        yield url


@pytest.fixture(scope="module")
def plain_server(plain_database):
    """The address of a server on the database without demo data."""
    with support.served(plain_database) as url:
        yield url


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Remember a failure until the people leave, so that they can show what they saw."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture
def person(browser, request):
    """Make people who work in the browser; each must leave without an error on the console."""
    people = []

    def arrive(url, login, *, device=DESK, place: Place | None = None) -> Person:
        people.append(Person(browser, url, login, device, place))
        return people[-1]

    yield arrive
    if _FAILED in request.node.stash:
        for number, each in enumerate(people, 1):
            each.shot(f"failed-{request.node.name}-{number}")
    problems = [problem for each in people for problem in each.leave()]
    assert not problems, "\n".join(problems)


def _name(request) -> str:
    return request.node.name.rpartition("/")[2].removeprefix("test_").removesuffix(".py")
