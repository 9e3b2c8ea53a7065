"""The screens' one way to the services: acts, readings and background jobs, told by signals."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.workspace import Changes, Glance, View, Work, Workspace

P = ParamSpec("P")
T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_MOST_STEPS = 1 << 30


class Cancelled(Exception):  # noqa: N818 - no error, but an end that a person asked for
    """Ends a job's work between two steps."""


class Job(QObject):
    """A piece of work on another thread. It lives on the window's thread, so its signals always arrive."""

    progressed = Signal(int, int)
    done = Signal(object)
    refused = Signal(object)
    finished = Signal()

    def __init__(self, work: Callable[[Job], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._cancelled = threading.Event()
        self._ending = threading.Lock()
        self._is_final = False

    @property
    def is_cancelled(self) -> bool:
        """Whether the person has asked for an end; the work looks at it between its steps."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to end early; its result is then not told. After its last step that is too late."""
        with self._ending:
            if not self._is_final:
                self._cancelled.set()

    def step(self, done: int, total: int) -> None:
        """Tell how far the work is. Raises `Cancelled` if the person has asked for an end."""
        # Qt counts to 2^31 only, and bytes may be more.
        coarse = total // _MOST_STEPS + 1
        self.progressed.emit(done // coarse, total // coarse)
        with self._ending:
            if self.is_cancelled:
                raise Cancelled
            self._is_final = done >= total

    def run(self) -> None:
        """Do the work on the calling thread and tell how it ended."""
        try:
            result = self._work(self)
        except Cancelled:
            _LOG.info("a background job was cancelled")
        except UserError as error:
            self.refused.emit(error)
        except Exception:
            _LOG.exception("a background job failed")
            self.refused.emit(UserError("job.failed"))
        else:
            if not self.is_cancelled:
                self.done.emit(result)
        self.finished.emit()


class _Runner(QRunnable):
    def __init__(self, job: Job, ended: Callable[[Job], None]) -> None:
        super().__init__()
        self._job = job
        self._ended = ended

    def run(self) -> None:
        self._job.run()
        self._ended(self._job)


class Desk(QObject):
    """Runs commands and queries for the screens; every change is told once, every refusal once."""

    changed = Signal(object)
    refused = Signal(object)
    busy = Signal(bool)
    _ended = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._jobs: list[Job] = []
        self._ended.connect(self._forget)

    def do(
        self, command: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Changes[T] | None:
        """Run a command; None if it was refused, which `refused` has then told."""
        return self._told(lambda: self.workspace.do(command, *args, **kwargs))

    def attempt(
        self, command: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Changes[T]:
        """Run a command for a dialog that shows the refusal itself. Raises `UserError`."""
        changes = self.workspace.do(command, *args, **kwargs)
        if changes.act is not None:
            self.changed.emit(changes)
        return changes

    def undo(self) -> Changes[None] | None:
        """Take the newest act back."""
        return self._told(self.workspace.undo)

    def redo(self) -> Changes[None] | None:
        """Do the newest undone act again."""
        return self._told(self.workspace.redo)

    def tell(self, changes: Changes[Any]) -> None:
        """Tell what an act changed that ran in a job."""
        if changes.act is not None:
            self.changed.emit(changes)

    def read(self, query: Callable[Concatenate[View, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query."""
        return self.workspace.read(query, *args, **kwargs)

    def glance(self, query: Callable[Concatenate[Glance, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one of the few queries in plain SQL, which need not wait for SQLAlchemy."""
        return self.workspace.glance(query, *args, **kwargs)

    def start(self, work: Callable[[Job], object]) -> Job:
        """Run `work` on another thread, one at a time. It returns plain values and touches no widget."""
        job = Job(work, self)
        self._jobs.append(job)
        self.busy.emit(True)
        # Begun by the event loop: a quick job would end before its caller has connected to it.
        QTimer.singleShot(0, job, partial(self._begin, job))
        return job

    def wait(self) -> None:
        """Wait for the job that is under way; what has not begun is cancelled."""
        for job in self._jobs:
            job.cancel()
        self._pool.waitForDone()

    def _told(self, act: Callable[[], Changes[Any]]) -> Changes[Any] | None:
        try:
            changes = act()
        except UserError as error:
            self.refused.emit(error)
            return None
        if changes.act is not None:
            self.changed.emit(changes)
        return changes

    def _begin(self, job: Job) -> None:
        if job.is_cancelled:
            job.finished.emit()
            self._forget(job)
        else:
            self._pool.start(_Runner(job, self._ended.emit))

    def _forget(self, job: Job) -> None:
        # Told by the thread after the job's own signals: a job deleted while it still tells them loses some.
        self._jobs.remove(job)
        job.deleteLater()
        self.busy.emit(bool(self._jobs))
