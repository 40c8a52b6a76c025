from . import portal, portal_new, request_form
