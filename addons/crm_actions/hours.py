"""Hours in words as screens show them: the language's own format, without seconds."""

import datetime
import re

from odoo.tools import format_time, get_lang
from odoo.tools.misc import babel_locale_parse, posix_to_ldml

NO_BREAK = "\N{NARROW NO-BREAK SPACE}"


def word_hour(env, moment, tz=False):
    """ "09:05" or "09:05 AM": a time of a clock, or an instant (UTC) on the clock of that zone.

    Babel's short times are not Odoo's: in Spanish they have 9:05 where lists and forms, and
    whoever changed the format of a language, have 09:05.
    """
    return format_time(env, moment, tz=tz, time_format=_get_pattern(env))


def word_minutes(env, minutes):
    """The same for minutes since midnight; the end of a day is its midnight."""
    hour, minute = divmod(round(minutes), 60)
    return word_hour(env, datetime.time(hour % 24, minute))


def word_window(begin, end):
    """From one hour to another, both in words."""
    dash = " – " if NO_BREAK in begin else "–"
    return f"{begin}{dash}{end}"


def word_length(minutes):
    """ "2:05": so many hours and minutes, which are no hour of a day."""
    hours, rest = divmod(round(minutes), 60)
    return f"{hours}:{rest:02d}"


def _get_pattern(env):
    lang = get_lang(env)
    without_seconds = re.sub(r"\W?%S", "", lang.time_format)
    pattern = posix_to_ldml(without_seconds, babel_locale_parse(lang.code))
    return pattern.replace(" ", NO_BREAK)
