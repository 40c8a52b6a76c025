from . import pdf, privacy
