import errno
from collections import namedtuple

import pytest

from tools import process
from tools.errors import SetupError


def test_the_reason_of_a_failure_is_the_error_not_the_talk_after_it():
    output = "Reading lists\nE: Unable to locate package x\n\nW: some advice"
    assert (
        process.failure_sentence("Installing x", output)
        == "Installing x failed: E: Unable to locate package x."
    )


def test_a_failure_without_errors_gives_its_last_line():
    assert process.failure_sentence("It", "one\ntwo.\n") == "It failed: two."
    assert process.failure_sentence("It", "") == "It failed: no reason given."


@pytest.mark.parametrize("output", ["write: No space left on device", "npm error code ENOSPC"])
def test_a_full_disk_is_told_whichever_program_met_it(output):
    assert "not enough disk space" in process.failure_sentence("Unpacking", output)


def test_a_missing_program_is_named():
    with pytest.raises(SetupError, match="program no-such-program is missing"):
        process.run(["no-such-program"], "Looking")


def test_a_failing_program_ends_in_one_line():
    with pytest.raises(SetupError) as caught:
        process.run(["sh", "-c", "echo talk; echo 'error: broken' >&2; exit 3"], "Trying")
    assert str(caught.value) == "Trying failed: error: broken."


def test_space_is_asked_for_before_a_big_step(monkeypatch, tmp_path):
    usage = namedtuple("usage", "total used free")(0, 0, 100 * 2**20)
    monkeypatch.setattr(process.shutil, "disk_usage", lambda _path: usage)
    process.require_space(tmp_path, 100)
    with pytest.raises(SetupError, match=r"Only 100 MB are free .* needs 101 MB"):
        process.require_space(tmp_path, 101)


def test_only_what_a_person_can_mend_becomes_a_sentence():
    assert "disk space" in process.os_error_sentence(OSError(errno.ENOSPC, "full"))
    assert "/x" in process.os_error_sentence(PermissionError(errno.EACCES, "no", "/x"))
    assert process.os_error_sentence(FileNotFoundError(errno.ENOENT, "gone")) is None
