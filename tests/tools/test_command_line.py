import errno
import re

import pytest

from tools import __main__ as command_line
from tools.errors import SetupError
from tools.settings import ROOT


def run(monkeypatch, error=None):
    def command(arguments):
        if error:
            raise error
        return len(arguments)

    monkeypatch.setattr(command_line, "_function_of", lambda _name: command)
    return command_line.main(["bench", "one", "two"])


def test_arguments_reach_the_command_and_its_code_the_shell(monkeypatch):
    assert run(monkeypatch) == 2


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (SetupError("Do this."), "Do this.\n"),
        (OSError(errno.ENOSPC, "full"), "There is not enough disk space"),
        (PermissionError(errno.EACCES, "no", "/x"), "/x may not be written"),
    ],
)
def test_what_a_person_can_mend_is_one_line_on_stderr(monkeypatch, capsys, error, sentence):
    assert run(monkeypatch, error) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(sentence)
    assert output.err.count("\n") == 1


def test_a_bug_keeps_its_traceback(monkeypatch):
    with pytest.raises(FileNotFoundError):
        run(monkeypatch, FileNotFoundError(errno.ENOENT, "gone", "/x"))


def test_help_and_the_makefile_list_the_same_commands(capsys):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^COMMANDS = (.*)$", makefile, re.MULTILINE)[1].split()
    assert targets == list(command_line.COMMANDS)
    command_line.show_help([])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == targets
    assert all(len(line.split()) > 2 for line in lines)


@pytest.mark.parametrize("name", list(command_line.COMMANDS))
def test_every_command_exists(name):
    assert callable(command_line._function_of(name))
