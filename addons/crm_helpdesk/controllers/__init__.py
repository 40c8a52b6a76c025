from . import (
    files,
    portal,
    portal_new,
    request_form,
    survey,
)
