from . import modules, pdf, privacy
