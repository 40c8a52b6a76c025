"""How rows of this addon's models are made that point at a contact and carry a text."""


def _make_survey_request(env, partner, text):
    return env["crm.helpdesk.survey.request"].create(
        {
            "campaign_id": _make_campaign(env, text).id,
            "partner_id": partner.id,
            "company_id": env.company.id,
            "kind": "nps",
            "send_at": "2026-10-15 09:00:00",
        }
    )


def _make_campaign(env, text):
    return env["crm.helpdesk.survey.campaign"].create({"name": "Autumn", "introduction": "Hello"})


def _make_survey_answer(env, partner, text):
    answer = env["crm.helpdesk.survey.answer"].create(
        {
            "company_id": env.company.id,
            "campaign_id": _make_campaign(env, text).id,
            "partner_id": partner.id,
            "kind": "nps",
            "score": 9,
            "comment": text,
            "answer_day": "2026-10-15",
        }
    )
    answer.message_post(body=text)
    return answer


EXAMPLES = {
    "crm.helpdesk.survey.request": _make_survey_request,
    "crm.helpdesk.survey.answer": _make_survey_answer,
}
