from . import imports, privacy
