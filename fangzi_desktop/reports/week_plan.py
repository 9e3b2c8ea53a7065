"""周工作安排: what one officer has to do in a week, day by day, to tick off on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from fangzi_desktop.domain.day_kinds import DayKind, DayMark
from fangzi_desktop.reports.desk_input import DueDay
from fangzi_desktop.reports.desk_words import due_words, left_words
from fangzi_desktop.reports.document import Align, Column
from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.page import SIZE_5, SIZE_SMALL_5, WORKING, Paper
from fangzi_desktop.reports.tables import cell_of, draw_table
from fangzi_desktop.reports.text import one_line, set_spans
from fangzi_desktop.reports.wording import BLANK, full_day, official, period, short_day

_TITLE_SIZE = 18.0
_FACTS_PITCH = SIZE_5 * 1.6
_ROOMY_ROWS = 13
_ROOMY_PAD = 6.0
_PAD = 3.0
_WEEKDAYS = "一二三四五六日"
_BOX = "□"
UNNAMED = "未指定专员"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """Something to do: its clock says by when; `returns` marks a reminder that was put off to this day.

    A silent project has no clock.
    """

    title: str
    project: str
    department: str
    clock: DueDay | None
    returns: bool = False


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day of the week with what is to be done on it."""

    mark: DayMark
    items: tuple[PlanItem, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One officer's week; an empty name stands for the projects of nobody. What is overdue comes first."""

    officer: str
    overdue: tuple[PlanItem, ...]
    days: tuple[PlanDay, ...]


@dataclass(frozen=True, slots=True)
class WeekPlanInput:
    """The plans of the week that begins on `monday`, as they stand on the day `as_of`."""

    team: str
    monday: date
    as_of: date
    sheets: tuple[PlanSheet, ...]


def print_week_plan(data: WeekPlanInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print the plans of a week, each officer's on a page of its own, and return how many pages there are.

    Raises as `weekly.print_weekly` does.
    """
    title = "周工作安排"
    last = data.monday + timedelta(days=6)
    paper = Paper(
        target,
        fonts or FontBook(),
        title=title,
        author=data.team,
        subject=f"{title}，{period(data.monday, last)}",
        on=data.as_of,
        sheet=WORKING,
        running=f"{one_line(data.team)}　{title}　{period(data.monday, last)}",
    )
    if not data.sheets:
        paper.centred(title, Role.TITLE, _TITLE_SIZE, _TITLE_SIZE * 1.45)
        _facts(paper, f"{_week_words(data)}　本周没有到期事项，也没有逾期事项。")
    for sheet in data.sheets:
        if not paper.fresh:
            paper.new_page()
        _draw_sheet(paper, sheet, data)
    return paper.finish()


def _draw_sheet(paper: Paper, sheet: PlanSheet, data: WeekPlanInput) -> None:
    title = f"{one_line(sheet.officer) or UNNAMED}周工作安排"
    paper.bookmark(title)
    paper.centred(title, Role.TITLE, _TITLE_SIZE, _TITLE_SIZE * 1.45)
    _facts(paper, f"{_week_words(data)}　{_counts(sheet)}　截至{full_day(data.as_of)}")
    paper.skip(5)
    rows, ends = _rows(sheet, data)
    # A usual week fills one page in a size that leaves room to write; a full one is set smaller.
    roomy = len(rows) <= _ROOMY_ROWS
    draw_table(
        paper,
        _COLUMNS,
        rows,
        continued=f"{title}（续）",
        size=SIZE_5 if roomy else SIZE_SMALL_5,
        pad=_ROOMY_PAD if roomy else _PAD,
        ruled_after=ends,
    )


_COLUMNS = (
    Column("日期", limit=9, key=True, least=8),
    Column("事项", share=5),
    Column("项目", share=5),
    Column("责任部门", share=3.4),
    Column("到期日", Align.CENTRE, limit=6, least=5),
    Column("剩余", limit=9, signed=True, least=6),
    Column("完成", Align.CENTRE, limit=3, least=3),
)


def _rows(sheet: PlanSheet, data: WeekPlanInput) -> tuple[list[list[str]], set[int]]:
    """The rows of a sheet, and after which of them another day begins."""
    rows: list[list[str]] = []
    ends: set[int] = set()
    for name, items, empty in _parts(sheet):
        first = [name, empty, "", "", "", "", ""]
        found = [_row(item, data.as_of) for item in items]
        rows += [[name if n == 0 else "", *row] for n, row in enumerate(found)] or [first]
        ends.add(len(rows) - 1)
    return rows, ends - {len(rows) - 1}


def _parts(sheet: PlanSheet) -> Iterator[tuple[str, tuple[PlanItem, ...], str]]:
    if sheet.overdue:
        yield "已逾期", sheet.overdue, ""
    for day in sheet.days:
        yield day_cell(day.mark), day.items, _nothing(day.mark)


def _row(item: PlanItem, near: date) -> list[str]:
    title = official(one_line(item.title))
    clock = item.clock
    left = cell_of(clock.light, left_words(clock, near)) if clock is not None else BLANK
    if clock is not None and clock.beyond_statutory:
        left = f"{left}\n超法定"
    return [
        f"再提醒：{title}" if item.returns else title,
        one_line(item.project),
        official(one_line(item.department)) or BLANK,
        due_words(clock.due, clock, near) if clock is not None else short_day(None, near),
        left,
        _BOX,
    ]


def day_cell(mark: DayMark) -> str:
    """A day in the first column: 10月9日 周四, 10月4日 周六 休, 10月11日 周六 班."""
    day = mark.day
    return f"{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]} {mark.kind.zh}".rstrip()


def _nothing(mark: DayMark) -> str:
    if mark.kind is DayKind.REST:
        return f"{mark.holiday}放假" if mark.holiday else "休息日"
    worked = f"{mark.holiday}调休上班，" if mark.kind is DayKind.MAKE_UP and mark.holiday else ""
    return f"{worked}没有到期事项"


def _week_words(data: WeekPlanInput) -> str:
    last = data.monday + timedelta(days=6)
    number = data.monday.isocalendar().week
    mark = "" if all(not day.mark.provisional for sheet in data.sheets for day in sheet.days) else "（预估）"
    return f"{period(data.monday, last)}（第{number}周）{mark}"


def _counts(sheet: PlanSheet) -> str:
    items = [item for day in sheet.days for item in day.items]
    due, again = sum(not one.returns for one in items), sum(one.returns for one in items)
    words = [f"已逾期{len(sheet.overdue)}项"] if sheet.overdue else []
    words.append(f"本周到期{due}项")
    if again:
        words.append(f"再提醒{again}项")
    return "　".join(words)


def _facts(paper: Paper, words: str) -> None:
    lines = set_spans([paper.span(Role.TABLE, words)], SIZE_5, paper.sheet.measure)
    paper.put(lines, SIZE_5, _FACTS_PITCH)
