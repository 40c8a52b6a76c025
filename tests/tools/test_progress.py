from tools import progress


def test_a_long_step_says_that_it_is_alive_and_how_far(monkeypatch, capsys):
    monkeypatch.setattr(progress, "_EVERY", 0.01)
    with progress.step("unpacking", lambda: "module 3 of 9"):
        progress.time.sleep(0.1)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].endswith("s] unpacking …")
    assert lines[1].endswith("s] … module 3 of 9")


def test_a_short_step_is_one_line(capsys):
    with progress.step("unpacking"):
        pass
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_message_is_repeated_while_the_status_is_unknown(monkeypatch, capsys):
    monkeypatch.setattr(progress, "_EVERY", 0.01)
    with progress.step("unpacking", lambda: ""):
        progress.time.sleep(0.05)
    assert capsys.readouterr().err.splitlines()[1].endswith("… still unpacking")
