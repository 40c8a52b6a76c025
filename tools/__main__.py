"""The command line behind the Makefile: `python3 -m tools <command>`."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable

from . import process
from .errors import SetupError

# command: (module, function, what `make help` says). Modules are imported when they are needed:
# the set-up runs before the packages that some of them import are installed.
COMMANDS = {
    "help": ("__main__", "show_help", "list the commands"),
    "run": ("server", "run", "set up what is missing and serve on http://localhost:8069"),
    "setup": ("setup", "everything", "set up Odoo, Python and PostgreSQL without serving"),
    "test": ("testing", "test", "lint, engine tests, Odoo tests and browser journeys"),
    "test-slow": ("testing", "test_slow", "what takes longer: every screen, long random tests"),
    "test-core": ("core_regression", "test_core", "Odoo's own tests, with and without our addons"),
    "lint": ("testing", "lint", "the linters alone"),
    "bench": ("bench", "bench", "side-by-side benchmarks"),
    "shell": ("shell", "shell", "Odoo's shell, also for a script: make -s shell < script.py"),
    "i18n": ("i18n", "i18n", "export the terms of the addons and merge them into es.po"),
    "screenshots": ("screenshots", "screenshots", "take the pictures of docs/ anew"),
    "clean": ("clean", "clean", "remove all that was set up, databases included"),
}


def main(words: list[str] | None = None) -> int:
    """Run one command; what a person can mend is told in one sentence."""
    parser = argparse.ArgumentParser(prog="python3 -m tools", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (_module, _function, text) in COMMANDS.items():
        command = subparsers.add_parser(name, help=text)
        command.add_argument("arguments", nargs="*", help="names to choose from, where it applies")
    arguments = parser.parse_args(words)
    try:
        return _function_of(arguments.command)(arguments.arguments) or 0
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        sentence = process.os_error_sentence(error)
        if not sentence:
            raise
        print(sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def show_help(_arguments: list[str]) -> None:
    """List the commands of the Makefile, a line each."""
    for name, (_module, _function, text) in COMMANDS.items():
        print(f"  make {name:<12} {text}")


def _function_of(command: str) -> Callable[[list[str]], int | None]:
    module, function, _text = COMMANDS[command]
    return getattr(importlib.import_module(f".{module}", __package__), function)


if __name__ == "__main__":
    sys.exit(main())
