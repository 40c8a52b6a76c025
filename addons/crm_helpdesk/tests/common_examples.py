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


def _make_team(env):
    team = env["crm.helpdesk.team"].search([("company_id", "=", env.company.id)], limit=1)
    return team or env["crm.helpdesk.team"].create({"name": "Support"})


def _make_ticket(env, partner, text):
    """With a transfer, a message, a file, a plan and a product, all of which carry the text."""
    team = _make_team(env)
    other = env["crm.helpdesk.team"].create({"name": "Quality"})
    product = env["product.product"].create({"name": "Tomato"})
    ticket = env["crm.helpdesk.ticket"].create(
        {
            "name": text,
            "description": f"<p>{text}</p>",
            "team_id": team.id,
            "partner_id": partner.id,
            "partner_name": text,
            "partner_email": partner.email or "somebody@example.com",
            "partner_phone": partner.phone or "+34 600 000 000",
            "email_cc": partner.email,
            "line_ids": [(0, 0, {"product_id": product.id, "note": text})],
        }
    )
    ticket.action_transfer(other, text)
    ticket.action_wait_for_others(text)
    ticket.message_post(body=text, subject=text, author_id=partner.id, message_type="email")
    ticket.activity_schedule(summary=text, note=text, user_id=env.uid)
    env["ir.attachment"].create(
        {"name": f"{text}.png", "raw": b"x", "res_model": ticket._name, "res_id": ticket.id}
    )
    return ticket


def _make_policy(env, partner, text):
    """What is promised to a customer has a name of ours."""
    return env["crm.helpdesk.sla.policy"].create(
        {"name": "Four hours", "partner_id": partner.id, "resolution_hours": 4}
    )


EXAMPLES = {
    "crm.helpdesk.sla.policy": _make_policy,
    "crm.helpdesk.ticket": _make_ticket,
    "crm.helpdesk.survey.request": _make_survey_request,
    "crm.helpdesk.survey.answer": _make_survey_answer,
}
