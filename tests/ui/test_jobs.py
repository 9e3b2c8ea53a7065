"""Work on another thread, and how its end is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk, Job


@pytest.fixture
def desk(workspace: Workspace, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(workspace)
    yield desk
    desk.wait()


def at_once(job: Job) -> str:
    return "ready"


def test_a_job_that_ends_at_once_is_still_told_to_who_asked(desk: Desk, qtbot: QtBot) -> None:
    for _ in range(30):
        job = desk.start(at_once)
        # A thread that begins at once ends while this one sleeps.
        threading.Event().wait(0.005)
        with qtbot.waitSignal(job.done) as told:
            pass
        assert told.args == ["ready"]


def test_a_job_cancelled_before_it_began_does_nothing(desk: Desk, qtbot: QtBot) -> None:
    done: list[Job] = []
    job = desk.start(done.append)
    with qtbot.waitSignal(job.finished):
        job.cancel()
    assert done == []


def test_work_that_is_refused_tells_why(desk: Desk, qtbot: QtBot) -> None:
    def refuse(job: Job) -> None:
        raise UserError("undo.nothing")

    job = desk.start(refuse)
    with qtbot.waitSignal(job.refused) as refused:
        pass
    assert refused.args is not None
    assert refused.args[0].code == "undo.nothing"


def test_the_desk_says_when_it_is_busy(desk: Desk, qtbot: QtBot) -> None:
    said: list[bool] = []
    desk.busy.connect(said.append)
    job = desk.start(at_once)
    with qtbot.waitSignal(job.finished):
        pass
    qtbot.waitUntil(lambda: is_quiet(said))


def is_quiet(said: list[bool]) -> None:
    assert said == [True, False]


def test_progress_is_told_of_more_bytes_than_qt_can_count(desk: Desk, qtbot: QtBot) -> None:
    told: list[float] = []

    def copy_much(job: Job) -> None:
        job.step(3 << 32, 4 << 32)
        job.step(4 << 32, 4 << 32)

    job = desk.start(copy_much)
    job.progressed.connect(lambda done, total: told.append(done / total))
    with qtbot.waitSignal(job.finished):
        pass
    assert told == [0.75, 1.0]
