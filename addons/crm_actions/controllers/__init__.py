from . import modules, privacy
