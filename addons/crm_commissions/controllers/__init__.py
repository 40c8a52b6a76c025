from . import statement_sheet
