from . import survey
from . import portal, portal_new, request_form
