from . import imports, modules, pbx, pdf, privacy
