"""What the addon needs from the first day on."""


def post_init_hook(env):
    """Each company has a department, so that requests can come in before anything is set up."""
    env["res.company"].search([])._helpdesk_add_first_team()
