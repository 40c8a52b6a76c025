"""Answers that come at the same moment, and a job that is killed, on a real server."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests import support
from tests.lifecycle.scheduler import start, wait_until

_TIMEOUT = 60
_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_PAGE = re.compile(r'data-page="(\w+)"')
# One campaign by name and an anonymous one, which ask the same people and have sent their mails;
# here the links are known.
_ASKED = """
from datetime import timedelta
company = env.company
company.helpdesk_survey_quota_days = 0
contacts = env["res.partner"].create(
    [{"name": f"Guest {n}", "email": f"guest{n}@example.com"} for n in range(6)])
day = company._crm_today() - timedelta(days=1)
for name in ("named", "anonymous"):
    campaign = env["crm.helpdesk.survey.campaign"].create({
        "name": name, "anonymous": name == "anonymous", "selection": "list",
        "partner_ids": [(6, 0, contacts.ids)], "planned_on": day})
    campaign.action_start()
    campaign._prepare_batch()
    campaign.request_ids._send_due()
    for number, request in enumerate(campaign.request_ids.sorted("id")):
        request.token_hash = request._hash(f"{name}-{number}")
env["mail.mail"].search([]).unlink()
env.cr.commit()
"""
_WASH = """
env["crm.helpdesk.survey.campaign"]._finish_sending()
env.cr.commit()
"""
_CONTACTS = 450
_QUEUED = f"""
contacts = env["res.partner"].create(
    [{{"name": f"Guest {{n}}", "email": f"guest{{n}}@example.com"}} for n in range({_CONTACTS})])
from datetime import timedelta
env["crm.helpdesk.survey.campaign"].create({{
    "name": "Autumn", "selection": "list", "partner_ids": [(6, 0, contacts.ids)],
    "planned_on": env.company._crm_today() - timedelta(days=1)}}).action_start()
env.cr.execute("UPDATE ir_cron SET nextcall = now() + interval '1 day'")
env.cr.execute("DELETE FROM ir_cron_trigger")
env.cr.commit()
"""  # noqa: S608
_JOB = "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_helpdesk_survey')"
_DUE = f"UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = {_JOB}"  # noqa: S608
_SENT = "SELECT count(*) FROM crm_helpdesk_survey_request WHERE state = 'sent'"
_MAILS = "SELECT count(*) FROM mail_message WHERE message_id LIKE '%helpdesk-survey%'"
_TWICE = """
SELECT count(*) - count(DISTINCT email_to) FROM mail_mail JOIN mail_message ON
       mail_message.id = mail_message_id WHERE message_id LIKE '%helpdesk-survey%'
"""


class Visitor:
    """A browser without an account, with a connection of its own."""

    def __init__(self, url: str, token: str) -> None:
        self._url = f"{url}/requests/rate/{token}"
        self._session = requests.Session()
        self._session.trust_env = False
        self._csrf = _CSRF.search(self._get())[1]

    def _get(self) -> str:
        return self._session.get(self._url, timeout=_TIMEOUT).text

    def answer(self, score: int) -> str:
        """Press the button; which page shows then."""
        values = {"csrf_token": self._csrf, "score": score}
        return _PAGE.search(self._session.post(self._url, data=values, timeout=_TIMEOUT).text)[1]


def count(name: str, sql: str) -> int:
    return int(support.environment().connection.query(sql, name)[0][0])


def together(url: str, token: str, scores: list[int]) -> list[str]:
    """People who press the button of one link at the same moment; what each sees."""
    visitors = [Visitor(url, token) for _score in scores]
    with ThreadPoolExecutor(len(scores)) as pool:
        return sorted(pool.map(Visitor.answer, visitors, scores))


def test_of_two_answers_that_come_at_once_one_is_taken():
    with support.database_copy("plain", "survey_race") as name:
        support.run_in_shell(name, _ASKED, "Two campaigns that were sent")
        with support.served(name) as url:
            # when two, then four people press the button of one link at the same moment
            assert together(url, "named-0", [9, 1]) == ["thanks", "used"]
            assert together(url, "named-1", [9, 1, 2, 3]).count("thanks") == 1
            assert together(url, "anonymous-0", [9, 1]) == ["thanks", "used"]
            for number in range(1, 5):
                assert Visitor(url, f"anonymous-{number}").answer(8) == "thanks"
        # then each link has one answer
        answers = "SELECT count(*) FROM crm_helpdesk_survey_answer"
        assert count(name, answers) == 7
        assert count(name, f"{answers} WHERE anonymous") == 5
        # and the rows of the database do not tell in which transaction an anonymous one was
        # written together with its question, once the job has run
        shared = """
            SELECT count(*) FROM crm_helpdesk_survey_answer answer
              JOIN crm_helpdesk_survey_request asked
                ON asked.xmin::text = answer.xmin::text AND answer.anonymous
        """
        assert count(name, shared) == 5
        support.run_in_shell(name, _WASH, "The job of the night")
        assert count(name, shared) == 0


@pytest.mark.slow
def test_a_killed_job_sends_nobody_two_mails():
    with support.database_copy("plain", "survey_kill") as name:
        support.run_in_shell(name, _QUEUED, "A campaign of hundreds")
        deaths = 0
        for limit in (1, 101, 301):
            # given the job is due, when the server is killed between or in batches
            support.environment().connection.query(_DUE, name)
            server = start(name, workers="0", max_cron_threads="1")
            support.environment().connection.query(f"NOTIFY cron_trigger, '{name}'", "postgres")
            wait_until(lambda limit=limit: count(name, _SENT) >= limit)
            server.kill()
            deaths += count(name, _SENT) < _CONTACTS
            # then each question that is sent has its mail in the outbox, and no other has
            assert count(name, _SENT) == count(name, _MAILS)
        assert deaths
        # and the next one sends the rest
        support.environment().connection.query(_DUE, name)
        server = start(name, workers="0", max_cron_threads="1")
        try:
            support.environment().connection.query(f"NOTIFY cron_trigger, '{name}'", "postgres")
            wait_until(lambda: count(name, _SENT) == _CONTACTS)
        finally:
            server.stop()
        assert count(name, _MAILS) == _CONTACTS
        assert count(name, _TWICE) == 0
