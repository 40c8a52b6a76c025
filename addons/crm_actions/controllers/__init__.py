from . import imports, modules, pdf, privacy
