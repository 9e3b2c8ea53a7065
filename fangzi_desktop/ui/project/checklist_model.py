"""A project's permit checklist as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import Enum, IntEnum, auto

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.terms import Applicability, Light, LimitKind, PermitState
from fangzi_desktop.services.permits import Checklist, ChecklistLine
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.project.axis import Axis, Bar, axis_of, bars_of

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
BARS_ROLE = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


class Part(IntEnum):
    """The columns."""

    STATE = 0
    NAME = 1
    DEPARTMENT = 2
    LIMIT = 3
    ACCEPTED = 4
    DUE = 5
    DECIDED = 6
    TIME = 7
    RESULT = 8


class Shown(Enum):
    """Which items are shown."""

    ALL = auto()
    OPEN = auto()
    READY = auto()
    UNDECIDED = auto()

    def admits(self, line: ChecklistLine) -> bool:
        """Whether an item belongs to them."""
        required = line.applicability is Applicability.REQUIRED
        if self is Shown.OPEN:
            return required and line.state is not PermitState.DECIDED
        if self is Shown.READY:
            return required and line.ready and not line.automatic
        if self is Shown.UNDECIDED:
            return line.state_code == Applicability.UNDECIDED
        return True


class ChecklistModel(QAbstractTableModel):
    """The items of a checklist that the filter lets through, in the order of the procedure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[ChecklistLine, ...] = ()
        self._lines: list[ChecklistLine] = []
        self._names: dict[str, str] = {}
        self._bars: dict[str, tuple[Bar, ...]] = {}
        self._shown = Shown.ALL
        self._today = date.min
        self.axis = Axis(date(2000, 1, 1), date(2000, 1, 31))

    @property
    def lines(self) -> list[ChecklistLine]:
        """The items shown."""
        return self._lines

    @property
    def today(self) -> date:
        """The day the checklist was read on."""
        return self._today

    def line(self, item_id: str) -> ChecklistLine | None:
        """An item by its id."""
        return next((line for line in self._all if line.id == item_id), None)

    def find(self, item_id: str) -> ChecklistLine | None:
        """An item by its code."""
        return next((line for line in self._all if line.id == item_id), None)

    def row_of(self, item_id: str) -> int:
        """The row of an item, or -1 while it is filtered out."""
        return next((row for row, line in enumerate(self._lines) if line.id == item_id), -1)

    def name_of(self, code: str) -> str:
        """An item's name without what stands in brackets."""
        return self._names.get(code, code)

    def show_checklist(self, read: Checklist, today: date, *, with_forecast: bool) -> None:
        """Show a checklist; rows that stay the same items only repaint.

        Without the forecast nothing is said of when open items are expected: construction has begun.
        """
        self._all, self._today = read.lines, today
        if not with_forecast:
            self._all = tuple(
                replace(line, critical=False, float_workdays=None, expected_on=None) for line in read.lines
            )
        self._names = {line.id: wording.short_label(line.title) for line in self._all}
        expected = {line.id: line.expected_on for line in self._all if line.expected_on is not None}
        self._bars = {
            line.id: bars_of(line, today, expected, with_forecast=with_forecast) for line in self._all
        }
        self.axis = axis_of((bar for bars in self._bars.values() for bar in bars), today)
        self._arrange()

    def put_line(self, line: ChecklistLine) -> int:
        """Put an item in the place of what is shown of it and return its row, or -1 while it is filtered out.

        Nothing is emitted: whoever calls paints the row, and `show_checklist` follows.
        """
        row = self.row_of(line.id)
        if row >= 0:
            self._lines[row] = line
        return row

    def show_only(self, shown: Shown) -> None:
        """Show only some of the items."""
        if shown is not self._shown:
            self._shown = shown
            self._arrange()

    def _arrange(self) -> None:
        lines = [line for line in self._all if self._shown.admits(line)]
        if lines and [line.id for line in lines] == [line.id for line in self._lines]:
            self._lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(Part) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, Part.TIME, Part.TIME)
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(Part)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line, part = self._lines[index.row()], Part(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(line, part)
        if role == LINE_ROLE:
            return line
        if role == BARS_ROLE:
            return self._bars.get(line.id, ())
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(self._tip(line, part)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = self.headerData(part, Qt.Orientation.Horizontal)
            words = line.why if part is Part.TIME else self.words(line, part)
            return f"{title}：{words or _tr('空')}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Part):
            return None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Part.STATE: _tr("状态"),
            Part.NAME: _tr("事项"),
            Part.DEPARTMENT: _tr("责任部门"),
            Part.LIMIT: _tr("时限"),
            Part.ACCEPTED: _tr("受理"),
            Part.DUE: _tr("应办结"),
            Part.DECIDED: _tr("实办结"),
            Part.TIME: _tr("时间轴"),
            Part.RESULT: _tr("结果/说明"),
        }[Part(section)]

    def words(self, line: ChecklistLine, part: Part) -> str:
        """What an item says in a column."""
        if part is Part.STATE:
            return state_word(line)
        if part is Part.NAME:
            return line.name
        if part is Part.DEPARTMENT:
            return line.department
        if part is Part.LIMIT:
            return limit_words(line)
        if part is Part.ACCEPTED:
            return self._day(line.accepted_on or line.applied_on)
        if part is Part.DUE:
            shown = self._day(line.due) if line.applicability is not Applicability.NOT_APPLICABLE else ""
            return shown + (_tr("预估") if shown and line.reading and line.reading.provisional else "")
        if part is Part.DECIDED:
            return self._day(line.decided_on)
        if part is Part.RESULT:
            return self._result(line)
        return ""

    def _day(self, day: date | None) -> str:
        """A day; one of another year is written with it, so that nobody reads it as this year's."""
        if day is None:
            return ""
        return f"{day:%m-%d}" if day.year == self._today.year else f"{day.year % 100:02d}-{day:%m-%d}"

    def _result(self, line: ChecklistLine) -> str:
        if line.applicability is Applicability.NOT_APPLICABLE:
            return line.note
        if line.state is PermitState.DECIDED:
            return self._outcome(line)
        if line.state in (PermitState.REFUSED, PermitState.WITHDRAWN):
            return line.note
        stop = next((one for one in line.suspensions if one.last is None), None)
        if stop is not None:
            words = _tr("{day}起暂停：{reason}")
            return words.format(day=wording.day(stop.first, self._today), reason=stop.reason)
        if line.reading is not None and line.reading.ended_on is None:
            return left_words(line, self._today)
        if line.state_code == Applicability.UNDECIDED:
            return line.condition
        if line.waiting_for:
            return _tr("待前置：{names}").format(
                names="、".join(self.name_of(item) for item in line.waiting_for)
            )
        return _tr("前置已齐，可以办理") if line.ready and not line.automatic else ""

    def _outcome(self, line: ChecklistLine) -> str:
        """What came of a decided item; what was wrong with its day goes before its number."""
        reading = line.reading
        if reading is not None and reading.before_minimum:
            return _tr("■ 早于法定最短期限")
        if reading is not None and line.light is Light.RED and reading.left is not None:
            late = amount_zh(max(1, -reading.left), reading.left_unit)
            return _tr("■ 逾期{late}办结").format(late=late)
        if line.certificate_no or line.automatic:
            return line.certificate_no
        return _tr("待登记证号") if line.certificate else line.result

    def _tip(self, line: ChecklistLine, part: Part) -> str:
        if part in (Part.DUE, Part.TIME, Part.LIMIT):
            return line.why or limit_words(line)
        if part is Part.ACCEPTED:
            return wording.full_day(line.accepted_on or line.applied_on)
        if part is Part.DECIDED:
            return wording.full_day(line.decided_on)
        return self.words(line, part)


def is_running(line: ChecklistLine) -> bool:
    """Whether an item's clock has a day and has not ended."""
    return line.reading is not None and line.reading.ended_on is None and line.due is not None


def state_word(line: ChecklistLine) -> str:
    """An item's state in a word or two; one not begun says whether it could be."""
    if line.state_code in (Applicability.NOT_APPLICABLE, Applicability.UNDECIDED):
        return line.state_words
    if line.automatic:
        return _tr("已具备") if line.state is PermitState.DECIDED else _tr("未具备")
    if line.state is PermitState.NOT_STARTED:
        return _tr("可办") if line.ready else _tr("待前置")
    if line.state is PermitState.APPLIED:
        return _tr("已收件")
    if line.state in (PermitState.ACCEPTED, PermitState.IN_PROGRESS) and line.light is not Light.GREY:
        return {Light.GREEN: _tr("办理中"), Light.YELLOW: Light.YELLOW.zh, Light.RED: Light.RED.zh}[
            line.light
        ]
    return line.state.zh


def limit_words(line: ChecklistLine) -> str:
    """An item's limit with its unit; a legal minimum says so."""
    if line.limit is None:
        return ""
    if line.limit.amount == 0:
        return _tr("即时办结")
    words = f"{line.limit.amount}{line.limit.unit.zh}"
    return f"≥{words}" if line.limit.kind is LimitKind.MIN else words


def left_words(line: ChecklistLine, today: date) -> str:
    """What is left of an item's running clock, with its unit."""
    reading = line.reading
    if reading is None or reading.due is None or reading.left is None or line.light is Light.GREY:
        return ""
    if line.limit is not None and line.limit.kind is LimitKind.MIN:
        over = reading.due <= today
        return _tr("最短期限已满") if over else _tr("{day}期满").format(day=wording.day(reading.due, today))
    if reading.due < today:
        late = amount_zh(max(1, -reading.left), reading.left_unit)
        return _tr("逾期{late}").format(late=late) + (_tr("，超法定") if reading.beyond_statutory else "")
    if reading.due == today:
        return _tr("今天到期")
    return _tr("剩{left}").format(left=amount_zh(reading.left, reading.left_unit))


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
