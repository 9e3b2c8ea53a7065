"""Telling what calls: how this machine wants it, and the message that is due in working time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import QCoreApplication, QObject, QSettings, QSysInfo, QTimer, Signal

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.telling import Told, WorkingHours, told_from
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.telling import Gathered, gather, is_working_time
from fangzi_desktop.services.today import HORIZON_WORKDAYS
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk, Job

# Looked at so often, and not by one long timer, because a machine that sleeps stops its timers.
WATCH_MS = 60_000
# What several acts in a row bring about is told once.
SETTLED_MS = 5_000
# The 今日 page keeps whose list it shows behind this sign, so that nobody's differ from everybody's.
_OFFICER, _NAMED = "today/officer", "="


class TellingSettings:
    """How this machine tells; a team folder can be opened on several, which then differ."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self._group = f"telling-{QSysInfo.machineHostName()}"

    @property
    def hours(self) -> WorkingHours:
        """The working hours."""
        usual = WorkingHours()
        try:
            opens = time.fromisoformat(self._value("opens", usual.opens.isoformat("minutes")))
            closes = time.fromisoformat(self._value("closes", usual.closes.isoformat("minutes")))
        except ValueError:
            return usual
        return WorkingHours(opens, closes) if opens < closes else usual

    def set_hours(self, hours: WorkingHours) -> None:
        """Keep the working hours."""
        self._set("opens", hours.opens.isoformat("minutes"))
        self._set("closes", hours.closes.isoformat("minutes"))

    @property
    def notifies(self) -> bool:
        """Whether the desktop tells at all."""
        return self._value("notifies", "1") == "1"

    def set_notifies(self, wanted: bool) -> None:
        """Let the desktop tell, or not."""
        self._set("notifies", "1" if wanted else "0")

    @property
    def stays_in_tray(self) -> bool:
        """Whether closing the window leaves the program in the tray."""
        return self._value("stays-in-tray", "0") == "1"

    def set_stays_in_tray(self, wanted: bool) -> None:
        """Let the program stay in the tray when its window is closed, or not."""
        self._set("stays-in-tray", "1" if wanted else "0")

    @property
    def officer(self) -> str | None:
        """Whose projects are told of: the person chosen on 今日; None for everybody's."""
        stored = str(self._settings.value(_OFFICER, ""))
        return stored.removeprefix(_NAMED) if stored.startswith(_NAMED) else None

    def told(self) -> Told:
        """Return what was told on this machine, by this window or another."""
        self._settings.sync()
        return told_from(self._value("told", ""))

    def remember(self, told: Told) -> None:
        """Keep what was told, at once, so that it survives whatever happens next."""
        self._set("told", told.text())
        self._settings.sync()

    def _value(self, key: str, usual: str) -> str:
        return str(self._settings.value(f"{self._group}/{key}", usual))

    def _set(self, key: str, value: str) -> None:
        self._settings.setValue(f"{self._group}/{key}", value)


class Teller(QObject):
    """Tells in working time what calls and was not told yet, as one message.

    `show` brings a title and words before a person and says whether it could; what was not shown is told
    later. The data are read when the office opens, and again only after they have changed.
    """

    looked = Signal()

    def __init__(
        self, desk: Desk, settings: TellingSettings, show: Callable[[str, str], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._show = show
        self._looked_on: date | None = None
        self._job: Job | None = None
        watch = QTimer(self)
        watch.timeout.connect(self.check)
        watch.start(WATCH_MS)
        self._settled = QTimer(self, interval=SETTLED_MS, singleShot=True)
        self._settled.timeout.connect(self.check)
        desk.changed.connect(self._follow)

    def check(self) -> None:
        """Tell what is due to be told now, if it is working time."""
        workspace = self._desk.workspace
        if not self._settings.notifies or not is_working_time(workspace, self._settings.hours):
            # In the morning everything is looked at again, whoever has changed it.
            self._looked_on = None
            return
        if self._job is not None or self._looked_on == workspace.today:
            return
        self._looked_on = workspace.today
        # 0.2 s over 3,000 projects, so not on the window's thread.
        self._job = self._desk.start(self._gather)
        self._job.done.connect(self._tell)
        self._job.refused.connect(self.look_again)
        self._job.finished.connect(self._end)

    def look_again(self) -> None:
        """Read the data again at the next look."""
        self._looked_on = None

    def _follow(self, changes: Changes[object]) -> None:
        self.look_again()
        self._settled.start()

    def _gather(self, job: Job) -> object:
        # Widgets found to be garbage on this thread would stop their timers from the wrong one.
        with uncollected():
            return self._desk.read(gather, self._settings.told(), self._settings.officer)

    def _tell(self, found: Gathered) -> None:
        if found.count and not self._show(*message(found, self._desk.workspace.today)):
            self.look_again()
            return
        told = self._settings.told()
        after = told.after(found.told, found.calling, self._desk.workspace.today)
        if after != told:
            self._settings.remember(after)

    def _end(self) -> None:
        self._job = None
        self.looked.emit()


def message(found: Gathered, today: date) -> tuple[str, str]:
    """Word what is told: the counts, and the worst by name."""
    soon = amount_zh(HORIZON_WORKDAYS, Unit.WORKING_DAY)
    counts = (
        (found.overdue, _tr("逾期{count}项")),
        (found.due_soon, _tr("{soon}内到期{count}项")),
        (found.due_later, _tr("其他临期{count}项")),
    )
    parts = [words.format(count=count, soon=soon) for count, words in counts if count]
    title = _tr("今日提醒：{parts}").format(parts="、".join(parts))
    lines = [
        _tr("{left} · {item} · {project}").format(
            left=wording.left_words(face, today), item=face.label, project=project
        )
        for project, face in found.worst
    ]
    more = found.count - len(found.worst)
    if more > 0:
        lines.append(_tr("另有{count}项，点击查看").format(count=more))
    return title, "\n".join(lines)


def _tr(words: str) -> str:
    return QCoreApplication.translate("telling", words)
