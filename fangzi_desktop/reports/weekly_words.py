"""The sentences of the weekly report, worst and most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar

from fangzi_desktop.domain.terms import (
    ClockKind,
    Light,
    LimitKind,
    Milestone,
    PermitState,
    ProjectStatus,
    Stage,
    Term,
)
from fangzi_desktop.reports.document import Source
from fangzi_desktop.reports.text import glued, one_line, plain
from fangzi_desktop.reports.weekly_input import (
    DueItem,
    Event,
    Figure,
    ItemAccepted,
    ItemDecided,
    MilestoneReached,
    NextStep,
    OverdueClock,
    PermitLine,
    PlannedMilestone,
    ProblemLine,
    ProgressNoted,
    ProjectAdded,
    ProjectProgress,
    StageMoved,
    StatusChanged,
    WeeklyInput,
)
from fangzi_desktop.reports.wording import (
    When,
    clause,
    duration,
    full_day,
    money,
    numeral,
    official,
    period,
    say,
    sentence,
)

Kind = TypeVar("Kind", bound=Term)

# More than this is not read in the text; the first ones stay there and all go into an annex.
MOST_PROGRESS = 15
MOST_PROBLEMS = 10
MOST_OVERDUE = 6
MOST_DUE = 20

URGENCY = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_WEEKDAYS = "一二三四五六日"
# Up to this many projects are listed straight on; more are put under headings.
_FEW = 6
# Of a day or of the departments, so many are named when there are too many for all.
_NAMED = 3
_DEPARTMENTS = 5


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; its `lead` says what it is about and is set bold. A `heading` is a line of its own.

    `key` names the paragraph among those of its section for as long as it tells of the same thing; `sources`
    are the rows its words rest on.
    """

    text: str
    lead: str = ""
    heading: bool = False
    key: str = ""
    sources: tuple[Source, ...] = ()


def overview(data: WeeklyInput) -> list[Words]:
    """一、总体情况."""
    words = [Words(_ledger_words(data)), Words(_week_words(data))]
    return [Words(_late_words(data)), *words] if data.is_late else words


def progress(data: WeeklyInput, annex: str = "") -> list[Words]:
    """二、本周工作进展: a paragraph per project, or per urgent project when `annex` holds them all."""
    ordered = by_urgency(data.progress)
    words: list[Words] = []
    if annex:
        words.append(Words(f"本周有进展的项目{len(ordered)}个，紧要的{MOST_PROGRESS}个如下，全部见{annex}。"))
        ordered = ordered[:MOST_PROGRESS]
    elif not ordered and not data.undated:
        words.append(Words("本周未登记项目进展。"))
    return words + _progress(ordered, data, grouped=not annex) + _undated(data)


def by_urgency(lines: Iterable[ProjectProgress]) -> list[ProjectProgress]:
    """The projects that need attention first, key projects first among equals."""
    return sorted(lines, key=lambda line: (URGENCY.index(line.light), not line.key))


def _progress(ordered: Sequence[ProjectProgress], data: WeeklyInput, *, grouped: bool) -> list[Words]:
    grouped = grouped and len(ordered) > _FEW and len({line.light for line in ordered}) > 1
    groups: Iterable[tuple[Light | None, Iterable[ProjectProgress]]] = (
        groupby(ordered, key=lambda line: line.light) if grouped else [(None, ordered)]
    )
    words: list[Words] = []
    for number, (light, group) in enumerate(groups, start=1):
        lines = list(group)
        if light is not None:
            words.append(Words(f"（{numeral(number)}）{light.lamp}项目（{len(lines)}个）", heading=True))
        words.extend(_numbered(((one_line(line.project), week_of(line, data)) for line in lines), len(lines)))
    return words


def _undated(data: WeeklyInput) -> list[Words]:
    if not data.undated:
        return []
    opening = "" if data.progress else "本周未登记项目进展。"
    notes = [(one_line(note.project), sentence(plain(note.text).strip())) for note in data.undated]
    return [
        Words(f"{opening}本周导入的台账所载进展如下，原台账未注明日期，不作为本周进展："),
        *_numbered(notes, len(notes)),
    ]


def permits(data: WeeklyInput) -> str:
    """The sentence before the table of permit items."""
    if not data.permits:
        return "台账中目前没有登记在办的手续事项。"
    counts = Counter(permit_word(line) for line in data.permits)
    if len(counts) == 1:
        states = f"{'均为' if len(data.permits) > 1 else '为'}{next(iter(counts))}"
    else:
        order = [light.zh for light in URGENCY]
        ranked = sorted(counts, key=lambda word: order.index(word) if word in order else len(order))
        states = "其中" + "，".join(f"{word}{counts[word]}项" for word in ranked)
    beyond = sum(line.beyond_statutory for line in data.permits)
    legal = f"超出法定时限{beyond}项。" if beyond else ""
    return f"目前在办手续{len(data.permits)}项，{states}。{legal}"


def permit_word(line: PermitLine) -> str:
    """How a permit item stands, in a word."""
    if line.stopped:
        return PermitState.SUSPENDED.zh
    return line.kind.zh if line.kind is LimitKind.MIN else line.light.zh


def problems(data: WeeklyInput, annex: str = "", overdue_annex: str = "") -> list[Words]:
    """四、存在问题及需协调事项: the open problems, then the clocks past their end.

    Of too many only the first are told; `annex` and `overdue_annex` hold all.
    """
    still_open = sorted(
        (line for line in data.problems if line.state.is_open),
        key=lambda line: (not _is_late(line, data.as_of), line.due or date.max, line.number),
    )
    closed = len(data.problems) - len(still_open)
    words: list[Words] = []
    if not still_open and not data.overdue:
        words.append(Words("目前没有登记待协调解决的问题，也没有逾期事项。"))
    both = bool(still_open and data.overdue)
    if both:
        words.append(Words(f"（一）需协调解决的问题（{len(still_open)}个）", heading=True))
    told = still_open[:MOST_PROBLEMS]
    if len(told) < len(still_open):
        words.append(
            Words(f"待协调解决的问题{len(still_open)}个，办结时限最早的{len(told)}个如下，全部见{annex}。")
        )
    words.extend(_numbered(((one_line(line.project), _problem(line, data)) for line in told), len(told)))
    if both:
        words.append(Words(f"（二）逾期事项（{len(data.overdue)}项）", heading=True))
    words.extend(_overdue(data, overdue_annex))
    if closed:
        words.append(Words(f"本周销号问题{closed}个。"))
    return words


def next_week(data: WeeklyInput, annex: str = "") -> list[Words]:
    """五、下周工作打算: what ends or is planned, day by day; `annex` holds all when they are too many."""
    monday, sunday = data.sunday + timedelta(days=1), data.sunday + timedelta(days=7)
    week = f"下周（{period(monday, sunday, data.as_of)}）"
    if sunday < data.as_of:
        return [Words(f"{week}已过，不再列出。")]
    words: list[Words] = []
    if monday < data.as_of:
        words.append(Words(f"{week}已开始，以下为截至{say(data.as_of, data.as_of)}尚未到期的事项。"))
    if annex:
        words.append(Words(f"下周到期事项{len(data.due_items)}项，按日列出部分事项，全部见{annex}。"))
    due: dict[date, list[DueItem]] = {}
    for item in data.due_items:
        due.setdefault(item.on, []).append(item)
    planned: dict[When, list[PlannedMilestone]] = {}
    for plan in data.planned:
        planned.setdefault(plan.on, []).append(plan)
    dated: list[tuple[tuple[int, date], str, str]] = [
        ((0, day), f"{_weekday(day, data.as_of)}前", _due_on(items, whole=not annex))
        for day, items in due.items()
    ]
    for when, plans in planned.items():
        told = f"{'、'.join(map(_planned, plans))}。"
        if isinstance(when, str):
            dated.append(((1, date.max), one_line(when), told))
        else:
            dated.append(((0, when), _weekday(when, data.as_of), told))
    if not dated:
        none = "台账中下周没有到期事项和计划节点。"
        return [Words(none)] if not words else [*words[:-1], Words(f"{week}已开始，其余几天没有到期事项。")]
    dated.sort(key=lambda task: task[0])
    return words + _numbered(((when, text) for _, when, text in dated), len(dated), between="，")


def overdue_words(clock: OverdueClock) -> str:
    """What is late and by how much, without the project."""
    legal = "，超出法定时限" if clock.beyond_statutory else ""
    return f"{what(clock.what, clock.kind)}逾期{duration(clock.late, clock.unit)}{legal}"


def what(name: str, kind: ClockKind) -> str:
    """What a clock counts for: a permit item's name, or 论证环节 for a stage."""
    name = official(one_line(name)) or kind.zh
    return f"{name}环节" if kind is ClockKind.STAGE else name


def _late_words(data: WeeklyInput) -> str:
    day = say(data.as_of, data.monday)
    return (
        f"本期在{day}印制，晚于所报的一周。进展、新增、环节变化和手续办结按事项本身的日期统计；"
        f"项目数、亮灯、在办手续、问题和逾期事项为{day}的情况。"
    )


def _ledger_words(data: WeeklyInput) -> str:
    totals = data.totals
    day = say(data.as_of, data.monday)
    if not totals.projects:
        words = f"截至{day}，机制台账尚无项目。"
    else:
        invested = f"，已填报总投资{money(totals.investment_yuan)}" if totals.investment_known else ""
        words = f"截至{day}，机制台账共有项目{totals.projects}个{invested}。"
        if any(totals.stages.values()):
            words += f"{_divided(totals.stages, Stage, '个', '阶段', '处于')}。"
        if {kind for kind, count in totals.lights.items() if count} == {Light.GREY}:
            words += "目前没有计时中的事项，不亮灯。"
        elif any(totals.lights.values()):
            words += f"按亮灯情况，{_divided(totals.lights, URGENCY, '个', '', '为').removeprefix('其中')}。"
        unknown = totals.projects - totals.investment_known
        if unknown > 0:
            words += f"尚有{unknown}个项目未填报总投资。" if invested else "总投资均未填报。"
    apart = [f"{status.zh}{totals.apart[status]}个" for status in ProjectStatus if totals.apart.get(status)]
    return words + (f"另有{'、'.join(apart)}，不计入上述项目数。" if apart else "")


def _divided(
    counts: Mapping[Kind, int], kinds: Iterable[Kind], unit: str, suffix: str = "", verb: str = "为"
) -> str:
    """How a total divides: each kind with its count, or the one kind all belong to."""
    present = [(kind, counts[kind]) for kind in kinds if counts.get(kind)]
    if len(present) == 1:
        kind, count = present[0]
        return f"{'均' if count > 1 else ''}{verb}{kind.zh}{suffix}"
    return "其中" + "，".join(f"{kind.zh}{suffix}{count}{unit}" for kind, count in present)


def _week_words(data: WeeklyInput) -> str:
    week = data.week
    ended = [
        (f"{status.zh}项目", f"项目{status.zh}", "个", figure)
        for status, figure in week.ended.items()
        if figure.now or figure.before
    ]
    figures = (
        ("新增项目", "新增项目", "个", week.new_projects),
        ("环节变化", "环节变化", "个", week.stage_moves),
        ("办结手续", "手续办结", "项", week.decided_items),
        *(ended or [("", "项目办结或退出", "个", Figure())]),
    )
    done = [f"{name}{f.now}{unit}{_before(f, unit)}" for name, _, unit, f in figures if f.now]
    if week.taken_over:
        done.insert(0, f"由台账导入项目{week.taken_over}个（原台账未载纳入日期，不计作新增）")
    # What nobody recorded may still have happened, so the paper does not say that it did not.
    none = "、".join(f"{name}{_before(f, unit)}" for _, name, unit, f in figures if not f.now)
    words = "；".join(part for part in ("，".join(done), f"未登记{none}" if none else "") if part)
    overdue = week.overdue_items
    timed = any(count for light, count in data.totals.lights.items() if light is not Light.GREY)
    late = f"目前逾期事项{overdue.now}项" if overdue.now else "目前无逾期事项" if timed else ""
    return f"本周{words}。" + (f"{late}{_change(overdue, '项')}。" if late else "")


def _before(figure: Figure, unit: str) -> str:
    return f"（上周{figure.before}{unit}）" if figure.before or (figure.before == 0 and figure.now) else ""


def _change(figure: Figure, unit: str) -> str:
    if figure.before is None:
        return ""
    change = figure.now - figure.before
    if not change:
        return "，与上周持平"
    return f"，较上周{'增加' if change > 0 else '减少'}{abs(change)}{unit}"


def _numbered(items: Iterable[tuple[str, str]], count: int, between: str = "：") -> list[Words]:
    return [
        Words(text, f"{f'{number}. ' if count > 1 else ''}{lead}{between}")
        for number, (lead, text) in enumerate(items, start=1)
    ]


def week_of(line: ProjectProgress, data: WeeklyInput) -> str:
    """What happened to a project in the week, and what comes next."""
    facts = [event for event in line.events if not isinstance(event, ProgressNoted)]
    notes = [sentence(plain(event.text).strip()) for event in line.events if isinstance(event, ProgressNoted)]
    clauses = list(_clauses(facts, data.as_of))
    words = (sentence("；".join(clauses)) if clauses else "") + "".join(notes)
    return words + (_next(line.next_step, data.as_of) if line.next_step else "")


def _next(step: NextStep, near: date) -> str:
    mark = "（预估）" if step.provisional else ""
    return f"下一节点为{what(step.item, step.kind)}，{say(step.due, near)}到期{mark}。"


def _clauses(facts: Sequence[Event], near: date) -> Iterator[str]:
    """One clause per fact; items accepted or decided on one day share theirs."""
    for _, group in groupby(facts, key=_same_clause):
        events = list(group)
        first = events[0]
        match first:
            case ItemAccepted():
                items = [_accepted(event, near) for event in events if isinstance(event, ItemAccepted)]
                yield f"{say(first.on, near)}受理{'、'.join(items)}"
            case ItemDecided():
                items = [_decided(event, near) for event in events if isinstance(event, ItemDecided)]
                yield f"{say(first.on, near)}办结{'、'.join(items)}"
            case ProjectAdded():
                yield f"{say(first.on, near) if first.on else '本周'}纳入机制台账"
            case StageMoved():
                yield _moved(first, near)
            case StatusChanged():
                reason = clause(one_line(first.reason))
                because = f"，原因为{reason}" if reason else ""
                yield f"{say(first.on, near)}项目转为{first.after.zh}{because}"
            case MilestoneReached():
                yield f"{say(first.on, near)}{_reached(first.kind)}"


def _same_clause(event: Event) -> object:
    return (type(event), event.on) if isinstance(event, ItemAccepted | ItemDecided) else id(event)


def _accepted(event: ItemAccepted, near: date) -> str:
    return official(one_line(event.item)) + (f"（{say(event.due, near)}到期）" if event.due else "")


def _decided(event: ItemDecided, near: date) -> str:
    details = [glued(one_line(event.number))] if event.number.strip() else []
    if event.due:
        early = (event.due - event.on).days
        if early:
            details.append(f"较到期日{'提前' if early > 0 else '推迟'}{abs(early)}个自然日")
        else:
            details.append("于到期日当天")
    return official(one_line(event.item)) + (f"（{'，'.join(details)}）" if details else "")


def _moved(event: StageMoved, near: date) -> str:
    day = say(event.on, near)
    if event.before is None:
        return f"{day}进入{event.after.zh}阶段"
    stages = list(Stage)
    verb = "转入" if stages.index(event.after) > stages.index(event.before) else "退回"
    return f"{day}由{event.before.zh}阶段{verb}{event.after.zh}阶段"


_DONE = {
    Milestone.AGREEMENT: "完成",
    Milestone.ESTABLISHED: "完成",
    Milestone.LISTED: "完成",
    Milestone.ACCEPTED: "完成",
    Milestone.STATS_ENTRY: "完成",
    Milestone.SCALE_ENTRY: "完成",
    Milestone.REVIEW_PASSED: "",
    Milestone.PLANNED_COMPLETION: "",
}


def _reached(kind: Milestone) -> str:
    return f"{_DONE.get(kind, '实现')}{kind.zh}"


def _is_late(line: ProblemLine, today: date) -> bool:
    return line.due is not None and line.due < today


def _problem(line: ProblemLine, data: WeeklyInput) -> str:
    near = data.as_of
    duty = [f"责任单位：{one_line(line.responsible_unit)}"] if line.responsible_unit.strip() else []
    if line.due:
        late = "（已逾期）" if _is_late(line, near) else ""
        duty.append(f"办结时限：{say(line.due, near)}{late}")
    words = f"{clause(plain(line.text).strip())}（{say(line.raised_on, near)}提出）。"
    words += f"{'，'.join(duty)}。" if duty else ""
    suggestion = plain(line.suggestion).strip()
    return words + (f"建议：{sentence(suggestion)}" if suggestion else "")


def _overdue(data: WeeklyInput, annex: str) -> list[Words]:
    clocks = by_due(data.overdue)
    near = data.as_of
    words: list[Words] = []
    told = clocks[:MOST_OVERDUE]
    if len(told) < len(clocks):
        words.append(
            Words(
                f"逾期事项共{len(clocks)}项，{_by_department(clocks)}。"
                f"到期最早的{len(told)}项如下，全部见{annex}。"
            )
        )
    return words + _numbered(
        (
            (
                one_line(clock.project),
                f"{overdue_words(clock)}（{say(clock.due, near)}到期）。"
                + (f"责任单位：{official(one_line(clock.department))}。" if clock.department.strip() else ""),
            )
            for clock in told
        ),
        len(told),
    )


def by_due(clocks: Iterable[OverdueClock]) -> list[OverdueClock]:
    """What is late, the longest first."""
    return sorted(clocks, key=lambda clock: (clock.due, clock.project))


def _by_department(clocks: Iterable[OverdueClock]) -> str:
    counts = Counter(official(one_line(clock.department)) or "责任单位未明确" for clock in clocks)
    named = counts.most_common(_DEPARTMENTS)
    words = "；".join(f"{department}{count}项" for department, count in named)
    others = len(counts) - len(named)
    if not others:
        return f"按责任单位分：{words}"
    rest = sum(counts.values()) - sum(count for _, count in named)
    return f"涉及{len(counts)}个责任单位，较多的为：{words}；其余{others}个单位{rest}项"


def _due_on(items: Sequence[DueItem], *, whole: bool) -> str:
    verb = "办结" if all(item.kind is ClockKind.PERMIT for item in items) else "完成"
    if len(items) == 1:
        return f"{verb}{_due(items[0])}。"
    if whole or len(items) <= _NAMED:
        return f"{verb}{len(items)}项：{'；'.join(map(_due, items))}。"
    named = (f"{one_line(item.project)}{what(item.item, item.kind)}" for item in items[:_NAMED])
    return f"{verb}{len(items)}项，包括{'；'.join(named)}等。"


def _due(item: DueItem) -> str:
    details = [official(one_line(item.department))] if item.department.strip() else []
    if item.provisional:
        details.append("到期日为预估")
    return f"{one_line(item.project)}{what(item.item, item.kind)}" + (
        f"（{'，'.join(details)}）" if details else ""
    )


def _weekday(day: date, near: date) -> str:
    return f"{say(day, near)}（星期{_WEEKDAYS[day.weekday()]}）"


def _planned(plan: PlannedMilestone) -> str:
    planned = "" if plan.kind.zh.startswith("计划") else "计划"
    return f"{one_line(plan.project)}{planned}{plan.kind.zh}"


def issue_words(data: WeeklyInput) -> str:
    """〔2023〕第8期, as far as it is known."""
    year = f"〔{data.issue_year}〕" if data.issue_year is not None else ""
    return f"{year}第{data.issue}期" if data.issue is not None else year


def subject(data: WeeklyInput) -> str:
    parts = (issue_words(data), full_day(data.issued_on))
    return " ".join(part for part in parts if part)
