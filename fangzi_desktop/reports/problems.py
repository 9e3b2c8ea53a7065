"""The list of problems (问题清单): what is open, by its day, and what was written off lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.stage_terms import ProblemStep
from fangzi_desktop.domain.terms import ClockKind, Light, ProblemState, Unit
from fangzi_desktop.reports.document import Align, Block, Column, Document, Grid, Look, Passage, Source, grid
from fangzi_desktop.reports.problems_input import ListedProblem, ProblemsInput
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import BLANK, counted, duration, full_day, official, say, short_day

# So many units and problems are named in a sentence; the table has all of them.
_NAMED = 6


def problems_document(data: ProblemsInput) -> Document:
    """Return the list as a document."""
    blocks: list[Block] = list(_words(data))
    if data.open_ones or data.closed:
        blocks.append(_table(data))
    day = full_day(data.as_of)
    return Document(
        title=data.title,
        subject=f"问题清单，截至{day}",
        team=data.team,
        issued_on=data.as_of,
        blocks=tuple(blocks),
        subtitle=f"（截至{day}）",
        setting=Setting.LANDSCAPE,
    )


def _words(data: ProblemsInput) -> Iterator[Passage]:
    yield Passage(_standing(data), key="problems.standing", sources=_sources(data.open_ones))
    if data.open_ones:
        yield Passage(_units(data.open_ones), key="problems.units", sources=_sources(data.open_ones))
    pressing = [one for one in data.open_ones if one.is_listed]
    if pressing:
        yield Passage(_listed(pressing, data.as_of), key="problems.listed", sources=_sources(pressing))
    yield Passage(_closed(data), key="problems.closed", sources=_sources(data.closed))


def _standing(data: ProblemsInput) -> str:
    day, count = full_day(data.as_of), len(data.open_ones)
    if not count:
        return f"截至{day}，没有未销号的问题。"
    states = Counter(one.state for one in data.open_ones)
    divided = "、".join(f"{state.zh}{states[state]}个" for state in ProblemState if states[state])
    overdue = sum(one.light is Light.RED for one in data.open_ones)
    soon = sum(one.light is Light.YELLOW for one in data.open_ones)
    listed = sum(one.is_listed for one in data.open_ones)
    undated = sum(one.due is None for one in data.open_ones)
    parts = [
        words
        for number, words in (
            (overdue, f"逾期{overdue}个"),
            (soon, f"临期{soon}个"),
            (listed, f"{ProblemStep.LISTED.zh}{listed}个"),
            (undated, f"未定时限{undated}个"),
        )
        if number
    ]
    urgent = f"其中{'，'.join(parts)}。" if parts else "均未到期。"
    return f"截至{day}，未销号问题{count}个：{divided}。{urgent}"


def _units(problems: Sequence[ListedProblem]) -> str:
    units = Counter(official(one_line(one.unit)) for one in problems)
    nobody = units.pop("", 0)
    named = sorted(units, key=lambda unit: (-units[unit], unit))
    words = "、".join(f"{unit}{units[unit]}个" for unit in named[:_NAMED])
    rest = sum(units[unit] for unit in named[_NAMED:])
    others = f"，其他单位{rest}个" if rest else ""
    open_ones = f"{'；' if named else ''}未明确责任单位{nobody}个" if nobody else ""
    return f"按责任单位分，{words}{others}{open_ones}。"


def _listed(problems: Sequence[ListedProblem], near: date) -> str:
    said = [
        f"{one_line(one.project)}（{one.number}号问题，{say(one.listed_on, near)}挂牌）"
        for one in problems[:_NAMED]
        if one.listed_on is not None
    ]
    rest = f"等{len(problems)}个" if len(problems) > _NAMED else ""
    return f"{ProblemStep.LISTED.zh}的问题：{'、'.join(said)}{rest}。"


def _closed(data: ProblemsInput) -> str:
    days = (data.as_of - data.closed_from).days
    span = f"近{duration(days, Unit.CALENDAR_DAY)}（{say(data.closed_from, data.as_of)}以来）"
    if not data.closed:
        return f"{span}没有销号的问题。"
    late = sum(_late(one, data.as_of) > 0 for one in data.closed)
    return f"{span}销号问题{len(data.closed)}个" + (f"，其中超过时限销号{late}个。" if late else "。")


_COLUMNS = (
    Column("编号", Align.CENTRE, limit=4),
    Column("项目", share=5, key=True, least=7),
    Column("问题", share=8, least=9),
    Column("提出日", Align.CENTRE, limit=5.2),
    Column("责任单位", share=4, least=6),
    Column("时限", Align.CENTRE, limit=5.2),
    Column("状态", limit=6.5, signed=True),
    Column("逾期\n（自然日）", Align.RIGHT, limit=5),
    Column("建议或销号情况", share=6, least=7),
)


def _table(data: ProblemsInput) -> Grid:
    rows: list[list[str]] = []
    bands: list[int] = []
    span = duration((data.as_of - data.closed_from).days, Unit.CALENDAR_DAY)
    for head, problems in (("未销号", data.open_ones), (f"近{span}内销号", data.closed)):
        if problems:
            bands.append(len(rows))
            rows.append([f"{head}（{len(problems)}个）", *("" for _ in _COLUMNS[1:])])
            rows.extend(_row(one, data.as_of) for one in problems)
    return grid(
        _COLUMNS,
        rows,
        look=Look.SMALL,
        note=f"注：未销号的按时限先后排列；时限为约定日期，遇休息日不顺延，逾期按自然日计；“{BLANK}”为没有登记或没有逾期。",
        bands=bands,
        continued=f"{one_line(data.title)}（续）",
    )


def _row(one: ListedProblem, near: date) -> list[str]:
    late = _late(one, near)
    return [
        counted(one.number),
        one_line(one.project),
        _problem(one),
        short_day(one.raised_on, near),
        official(one_line(one.unit)) or BLANK,
        short_day(one.due, near),
        _state(one, near),
        counted(late) if late > 0 else BLANK,
        _answer(one, near),
    ]


def _problem(one: ListedProblem) -> str:
    about = official(one_line(one.about))
    return f"{plain(one.text).strip()}{f'（{about}）' if about else ''}"


def _answer(one: ListedProblem, near: date) -> str:
    """What is suggested, and the paper of its listing; or how it was solved."""
    if not one.state.is_open:
        return plain(one.closing_note).strip() or BLANK
    lines = [plain(one.suggestion).strip()]
    if one.is_listed:
        number = one_line(one.listed_no)
        listed = f"{short_day(one.listed_on, near)}{ProblemStep.LISTED.zh}"
        lines.append(f"{listed}（{number}）" if number else listed)
    return "\n".join(line for line in lines if line) or BLANK


def _state(one: ListedProblem, near: date) -> str:
    """The sign and the state, whether it is listed, or the day it was written off."""
    if not one.state.is_open:
        return f"{one.state.zh}\n{short_day(one.closed_on, near)}"
    lines = [cell_of(one.light, one.light.zh if one.due else "未定时限"), one.state.zh]
    if one.is_listed:
        lines.append(ProblemStep.LISTED.zh)
    return "\n".join(lines)


def _late(one: ListedProblem, today: date) -> int:
    """By how many calendar days it is, or was when it was written off, past its day; 0 if it is not."""
    if one.due is None:
        return 0
    return max(((one.closed_on or today) - one.due).days, 0)


def _sources(problems: Iterable[ListedProblem]) -> tuple[Source, ...]:
    return tuple(
        Source(f"{one_line(one.project)}：{one.number}号问题", one.project_id, ClockKind.PROBLEM, one.id)
        for one in problems
    )
