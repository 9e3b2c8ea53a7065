"""A project's permit checklist as a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.permit_items import CALLED_OFF
from fangzi_desktop.domain.permit_items import Part as ProjectPart
from fangzi_desktop.domain.terms import Applicability, Light, LimitKind, PermitPhase, PermitState
from fangzi_desktop.services.permits import Checklist, ChecklistLine, GroupLine
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.project.axis import Axis, Bar, Flag, Ink, axis_of, bars_of, flags_of, group_bars
from fangzi_desktop.ui.project.checklist_rows import (
    Family,
    Filters,
    GroupRow,
    Heading,
    ItemRow,
    Row,
    Shown,
    rows_of,
    without_forecast,
)

__all__ = ["ChecklistModel", "Index", "Part", "Shown"]

ROW_ROLE = Qt.ItemDataRole.UserRole + 1

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


class ChecklistModel(QAbstractTableModel):
    """The rows of a checklist that the filters and folds let through. Rows come and go one by one.

    `bars_changed` tells that bars may lie elsewhere though nothing else of their rows was changed.
    """

    bars_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[ChecklistLine, ...] = ()
        self._by_id: dict[str, ChecklistLine] = {}
        self._groups: tuple[GroupLine, ...] = ()
        self._project = ""
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}
        self._untold: set[str] = set()
        self._names: dict[str, str] = {}
        self._bars: dict[str, tuple[Bar, ...]] = {}
        self._filters = Filters()
        self._folded: frozenset[PermitPhase] = frozenset()
        self._today = date.min
        self._words = {"round": _tr("第{number}轮"), "whole": _tr("整个项目")}
        self.axis = Axis(date(2000, 1, 1), date(2000, 1, 31))
        self.marks: tuple[Flag, ...] = ()

    @property
    def lines(self) -> list[ChecklistLine]:
        """The items shown."""
        return [row.line for row in self._rows if isinstance(row, ItemRow)]

    @property
    def all_lines(self) -> tuple[ChecklistLine, ...]:
        """Every item, shown or not."""
        return self._all

    @property
    def rows(self) -> Sequence[Row]:
        """What stands in the rows."""
        return self._rows

    @property
    def today(self) -> date:
        """The day the checklist was read on."""
        return self._today

    @property
    def filters(self) -> Filters:
        """What is looked for."""
        return self._filters

    @property
    def folded(self) -> frozenset[PermitPhase]:
        """The phases that only show their heading."""
        return self._folded

    def row(self, place: int) -> Row | None:
        """What stands in a row."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def line_at(self, place: int) -> ChecklistLine | None:
        """The item in a row, or None for a row of another kind."""
        row = self.row(place)
        return row.line if isinstance(row, ItemRow) else None

    def find(self, item_id: str) -> ChecklistLine | None:
        """An item by its id, shown or not."""
        return self._by_id.get(item_id)

    def find_promised(self, paper_id: str) -> ChecklistLine | None:
        """The item that was decided without a promised paper, by the paper's id."""
        lines = self._by_id.values()
        return next((line for line in lines if any(one.id == paper_id for one in line.promises)), None)

    def row_of(self, key: str) -> int:
        """The row of an item, or of another row by its key; -1 while it is not shown."""
        return self._places.get(key, -1)

    def name_of(self, item_id: str) -> str:
        """An item's name without what stands in brackets, but with its part."""
        return self._names.get(item_id, item_id)

    def bars_of(self, key: str) -> tuple[Bar, ...]:
        """The bars of an item or a group."""
        return self._bars.get(key, ())

    def group_of(self, item_id: str) -> list[GroupLine]:
        """The parallel groups an item belongs to."""
        return [group for group in self._groups if item_id in group.item_ids]

    def show_checklist(self, read: Checklist, today: date, *, with_forecast: bool) -> None:
        """Show a checklist; rows that stay the same only repaint.

        Without the forecast nothing is said of when open items are expected: construction has begun.
        """
        self._all, self._today = read.lines, today
        self._groups = read.groups
        if not with_forecast:
            self._all = tuple(without_forecast(line) for line in read.lines)
            self._groups = tuple(replace(group, expected_on=None) for group in read.groups)
        self._all = _in_order(self._all, read.parts)
        self._by_id = {line.id: line for line in self._all}
        self._names = {line.id: _short_title(line) for line in self._all}
        expected = {line.id: line.expected_on for line in self._all if line.expected_on is not None}
        self._bars = {
            line.id: bars_of(line, today, expected, with_forecast=with_forecast) for line in self._all
        }
        for group in self._groups:
            self._bars[f"group:{group.code}"] = group_bars(group, today, with_forecast=with_forecast)
        self.marks = flags_of(self._all)
        marked = [Bar(flag.day, flag.day, Ink.PLANNED) for flag in self.marks]
        self.axis = axis_of((*(bar for bars in self._bars.values() for bar in bars), *marked), today)
        is_other = read.project_id != self._project
        self._project = read.project_id
        self._arrange(anew=is_other)

    def put_line(self, line: ChecklistLine) -> int:
        """Put an item in the place of what is shown of it and return its row, or -1 while it is not shown.

        Nothing is emitted: whoever calls paints the row at once, and `show_checklist`, which follows, tells
        that it has changed.
        """
        place = self.row_of(line.id)
        row = self.row(place)
        if isinstance(row, ItemRow):
            self._rows[place] = replace(row, line=line)
            self._untold.add(line.id)
        return place

    def look_for(self, filters: Filters) -> None:
        """Show only the items that meet the filters."""
        if filters != self._filters:
            self._filters = filters
            self._arrange()

    def show_only(self, shown: Shown) -> None:
        """Show only the items in some states."""
        self.look_for(replace(self._filters, shown=shown))

    def fold(self, phases: Collection[PermitPhase]) -> None:
        """Show only the headings of some phases."""
        if frozenset(phases) != self._folded:
            self._folded = frozenset(phases)
            self._arrange()

    def _arrange(self, *, anew: bool = False) -> None:
        rows = rows_of(self._all, self._groups, self._filters, self._folded, self._words)
        untold, self._untold = self._untold, set()
        if anew:
            self.beginResetModel()
            self._take(rows)
            self.endResetModel()
            return
        before = {row.key: row for row in self._rows}
        old = list(before)
        new = [row.key for row in rows]
        if old != new:
            for kind, start, end, first, last in reversed(
                SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            ):
                if kind in ("delete", "replace"):
                    self.beginRemoveRows(QModelIndex(), start, end - 1)
                    self._take([*self._rows[:start], *self._rows[end:]])
                    self.endRemoveRows()
                if kind in ("insert", "replace"):
                    self.beginInsertRows(QModelIndex(), start, start + last - first - 1)
                    self._take([*self._rows[:start], *rows[first:last], *self._rows[start:]])
                    self.endInsertRows()
        self._take(rows)
        for place, row in enumerate(rows):
            if row != before.get(row.key, row) or row.key in untold:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(Part) - 1))
        self.bars_changed.emit()

    def _take(self, rows: list[Row]) -> None:
        self._rows = rows
        self._places = {row.key: place for place, row in enumerate(rows)}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(Part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(row, (Heading, Family)):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        part = Part(index.column())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(row, part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(self._tip(row, part)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = self.headerData(part, Qt.Orientation.Horizontal)
            words = row.line.why if isinstance(row, ItemRow) and part is Part.TIME else self.cell(row, part)
            return f"{title}：{words or _tr('空')}"
        return None

    def cell(self, row: Row, part: Part) -> str:
        """What a row says in a column."""
        if isinstance(row, ItemRow):
            return row.name if part is Part.NAME else self.words(row.line, part)
        if isinstance(row, Heading):
            return f"{row.phase.zh} {row.done}/{row.total}" if part is Part.NAME else ""
        if isinstance(row, Family):
            return {
                Part.STATE: f"{row.done}/{row.total}",
                Part.NAME: row.name,
                Part.DEPARTMENT: row.department,
            }.get(part, "")
        return self._group_words(row.group, part)

    def _group_words(self, group: GroupLine, part: Part) -> str:
        if part is Part.STATE:
            return f"{group.done}/{group.total}"
        if part is Part.NAME:
            return group.name
        if part is Part.DEPARTMENT:
            return _tr("牵头 {department}").format(department=group.coordinator) if group.coordinator else ""
        if part is Part.LIMIT and group.limit is not None:
            return f"{group.limit.amount}{group.limit.unit.zh}"
        if part is Part.ACCEPTED:
            return self._day(group.started_on)
        if part is Part.DUE:
            provisional = group.reading is not None and group.reading.provisional
            return self._day(group.due) + (_tr("预估") if group.due and provisional else "")
        if part is Part.RESULT and group.reading is not None and group.reading.ended_on is not None:
            return _tr("全部办结")
        if part is Part.RESULT and group.expected_on is not None:
            return _tr("预计{day}办齐").format(day=wording.day(group.expected_on, self._today))
        return ""

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
            Part.ACCEPTED: _tr("起算/受理"),
            Part.DUE: _tr("应办结"),
            Part.DECIDED: _tr("实办结"),
            Part.TIME: _tr("时间轴"),
            Part.RESULT: _tr("文号/说明"),
        }[Part(section)]

    def words(self, line: ChecklistLine, part: Part) -> str:
        """What an item says in a column."""
        if part is Part.STATE:
            return state_word(line)
        if part is Part.NAME:
            return line.title
        if part is Part.DEPARTMENT:
            return line.department
        if part is Part.LIMIT:
            return limit_words(line)
        if part is Part.ACCEPTED:
            if line.accepted_on is None and line.applied_on is not None:
                return _tr("收件{day}").format(day=self._day(line.applied_on))
            return self._day(line.accepted_on)
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
        if line.state in CALLED_OFF:
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
        return _tr("前置已齐") if line.ready and not line.automatic else ""

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

    def _tip(self, row: Row, part: Part) -> str:
        if isinstance(row, GroupRow):
            return f"{row.group.name}\n{self.group_words(row.group)}"
        if not isinstance(row, ItemRow):
            return self.cell(row, part)
        line = row.line
        if part is Part.NAME:
            return line.title
        if part in (Part.DUE, Part.TIME, Part.LIMIT):
            return line.why or limit_words(line)
        if part is Part.ACCEPTED:
            return wording.full_day(line.accepted_on or line.applied_on)
        if part is Part.DECIDED:
            return wording.full_day(line.decided_on)
        return self.words(line, part)

    def group_words(self, group: GroupLine) -> str:
        """What there is to say of a parallel group."""
        coordinator = _tr("牵头：{name}").format(name=group.coordinator or _tr("未定"))
        longest = _tr("按其中最长的一项“{name}”计").format(name=group.longest) if group.longest else ""
        members = _tr("共{total}项，已办结{done}项").format(total=group.total, done=group.done)
        return "\n".join(part for part in (coordinator, members, group.why, longest) if part)


def _in_order(lines: Sequence[ChecklistLine], parts: Sequence[ProjectPart]) -> tuple[ChecklistLine, ...]:
    """Items in the order of the procedure, the instances of one in the order of their parts."""
    places = {part.id: place for place, part in enumerate(parts)}
    codes = {code: place for place, code in enumerate(dict.fromkeys(line.code for line in lines))}
    return tuple(
        sorted(lines, key=lambda line: (codes[line.code], places.get(line.part_id or "", -1), line.round_no))
    )


def can_write(line: ChecklistLine, part: Part) -> bool:
    """Whether what an item says in a column can be written right there."""
    if line.automatic or line.superseded or line.applicability is Applicability.NOT_APPLICABLE:
        return False
    return part in (Part.ACCEPTED, Part.DECIDED) or (
        part is Part.RESULT and line.state is PermitState.DECIDED
    )


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


def _short_title(line: ChecklistLine) -> str:
    """A name without its brackets, but with part and round, which tell instances apart."""
    name = wording.short_label(line.name)
    return name + line.title.removeprefix(line.name)


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
