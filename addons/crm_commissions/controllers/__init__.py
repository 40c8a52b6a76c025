from . import (
    portal,
    statement_sheet,
)
