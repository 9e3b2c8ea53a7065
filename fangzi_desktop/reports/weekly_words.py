"""The sentences of the weekly report, worst and most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import TypeVar

from fangzi_desktop.domain.terms import (
    ClockKind,
    Light,
    LimitKind,
    Milestone,
    PermitState,
    Stage,
    Term,
)
from fangzi_desktop.reports.document import Source
from fangzi_desktop.reports.fact_tables import entry_sources
from fangzi_desktop.reports.text import glued, one_line, plain
from fangzi_desktop.reports.weekly_input import (
    DueItem,
    Event,
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
    SiteVisited,
    StageMoved,
    StatusChanged,
    WeeklyInput,
)
from fangzi_desktop.reports.wording import (
    When,
    clause,
    duration,
    full_day,
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


def progress(data: WeeklyInput, annex: str = "") -> list[Words]:
    """二、本周工作进展: a paragraph per project, or per urgent project when `annex` holds them all."""
    ordered = by_urgency(data.progress)
    words: list[Words] = []
    if annex:
        words.append(
            Words(
                f"本周有进展的项目{len(ordered)}个，紧要的{MOST_PROGRESS}个如下，全部见{annex}。",
                key="all",
                sources=_project_sources((line.project, line.project_id) for line in ordered),
            )
        )
        ordered = ordered[:MOST_PROGRESS]
    elif not ordered and not data.undated:
        words.append(Words("本周未登记项目进展。", key="none"))
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
        words.extend(
            _numbered(
                [
                    Words(
                        week_of(line, data),
                        one_line(line.project),
                        key=line.project_id,
                        sources=_progress_sources(line),
                    )
                    for line in lines
                ]
            )
        )
    return words


def _undated(data: WeeklyInput) -> list[Words]:
    if not data.undated:
        return []
    opening = "" if data.progress else "本周未登记项目进展。"
    notes = [
        Words(
            sentence(plain(note.text).strip()),
            one_line(note.project),
            key=f"undated.{note.project_id}" if note.project_id else "",
            sources=_project_sources([(note.project, note.project_id)]),
        )
        for note in data.undated
    ]
    return [
        Words(
            f"{opening}本周导入的台账所载进展如下，原台账未注明日期，不作为本周进展：",
            key="undated",
            sources=_project_sources((note.project, note.project_id) for note in data.undated),
        ),
        *_numbered(notes),
    ]


def _project_sources(projects: Iterable[tuple[str, str]]) -> tuple[Source, ...]:
    return tuple(Source(one_line(name), project_id) for name, project_id in projects if project_id)


def _progress_sources(line: ProjectProgress) -> tuple[Source, ...]:
    """The project itself, the items its week tells of, and what it waits for next."""
    if not line.project_id:
        return ()
    items = [
        Source(official(one_line(event.item)), line.project_id, ClockKind.PERMIT, event.item_id)
        for event in line.events
        if isinstance(event, ItemAccepted | ItemDecided) and event.item_id
    ]
    items += [
        Source(f"{say(event.on, event.on)}走访", line.project_id, ClockKind.VISIT, event.visit_id)
        for event in line.events
        if isinstance(event, SiteVisited) and event.visit_id
    ]
    step = line.next_step
    if step is not None and step.owner_id:
        items.append(Source(what(step.item, step.kind), line.project_id, step.kind, step.owner_id))
    return (Source(one_line(line.project), line.project_id), *items)


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


def permit_sources(lines: Iterable[PermitLine]) -> tuple[Source, ...]:
    """The rows behind the count of permit items under way."""
    return tuple(
        Source(
            f"{one_line(line.project)}：{official(one_line(line.item))}，{permit_word(line)}",
            line.project_id,
            line.clock,
            line.owner_id,
        )
        for line in lines
        if line.project_id
    )


def entries(data: WeeklyInput, annex: str) -> list[Words]:
    """纳统升规: how many papers are due, when next, and how many entries lack papers."""
    lines = data.entries
    if not lines:
        return []
    ahead = [line for line in lines if line.left_days >= 0]
    parts = [f"待申报纳统、升规{len(lines)}项"]
    if ahead:
        first = min(line.due for line in ahead)
        count = sum(line.due == first for line in ahead)
        parts.append(f"最近的材料截止日为{say(first, data.as_of)}，涉及{count}项")
    missed = len(lines) - len(ahead)
    lacking = sum(bool(line.missing) for line in lines)
    parts.append(f"材料不齐{lacking}项" if lacking else "材料均已齐全")
    if missed:
        parts.append(f"材料截止日已过{missed}项")
    see = f"，见{annex}" if annex else ""
    text = f"{'，'.join(parts)}{see}。"
    return [Words(text, "纳统升规：", key="entries", sources=entry_sources(lines))]


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
    closed = [line for line in data.problems if not line.state.is_open]
    words: list[Words] = []
    if not still_open and not data.overdue:
        words.append(Words("目前没有登记待协调解决的问题，也没有逾期事项。", key="none"))
    both = bool(still_open and data.overdue)
    if both:
        words.append(Words(f"（一）需协调解决的问题（{len(still_open)}个）", heading=True))
    told = still_open[:MOST_PROBLEMS]
    if len(told) < len(still_open):
        words.append(
            Words(
                f"待协调解决的问题{len(still_open)}个，办结时限最早的{len(told)}个如下，全部见{annex}。",
                key="open",
                sources=_problem_sources(still_open),
            )
        )
    words.extend(
        _numbered(
            [
                Words(
                    _problem(line, data),
                    one_line(line.project),
                    key=line.problem_id,
                    sources=_problem_sources([line]),
                )
                for line in told
            ]
        )
    )
    if both:
        words.append(Words(f"（二）逾期事项（{len(data.overdue)}项）", heading=True))
    words.extend(_overdue(data, overdue_annex))
    if closed:
        words.append(Words(f"本周销号问题{len(closed)}个。", key="closed", sources=_problem_sources(closed)))
    return words


def _problem_sources(lines: Iterable[ProblemLine]) -> tuple[Source, ...]:
    return tuple(
        Source(
            f"{one_line(line.project)}：问题{line.number}",
            line.project_id,
            ClockKind.PROBLEM,
            line.problem_id,
        )
        for line in lines
        if line.problem_id
    )


def next_week(data: WeeklyInput, annex: str = "") -> list[Words]:
    """五、下周工作打算: what ends or is planned, day by day; `annex` holds all when they are too many."""
    monday, sunday = data.sunday + timedelta(days=1), data.sunday + timedelta(days=7)
    week = f"下周（{period(monday, sunday, data.as_of)}）"
    if sunday < data.as_of:
        return [Words(f"{week}已过，不再列出。", key="past")]
    words: list[Words] = []
    if monday < data.as_of:
        words.append(
            Words(f"{week}已开始，以下为截至{say(data.as_of, data.as_of)}尚未到期的事项。", key="begun")
        )
    if annex:
        words.append(
            Words(
                f"下周到期事项{len(data.due_items)}项，按日列出部分事项，全部见{annex}。",
                key="due",
                sources=_due_sources(data.due_items),
            )
        )
    due: dict[date, list[DueItem]] = {}
    for item in data.due_items:
        due.setdefault(item.on, []).append(item)
    planned: dict[When, list[PlannedMilestone]] = {}
    for plan in data.planned:
        planned.setdefault(plan.on, []).append(plan)
    dated: list[tuple[tuple[int, date], Words]] = [
        (
            (0, day),
            Words(
                _due_on(items, whole=not annex),
                f"{_weekday(day, data.as_of)}前",
                key=f"due.{day.isoformat()}",
                sources=_due_sources(items),
            ),
        )
        for day, items in due.items()
    ]
    for when, plans in planned.items():
        told = f"{'、'.join(map(_planned, plans))}。"
        sources = _project_sources((plan.project, plan.project_id) for plan in plans)
        if isinstance(when, str):
            key = f"planned.{one_line(when)}"
            dated.append(((1, date.max), Words(told, one_line(when), key=key, sources=sources)))
        else:
            key = f"planned.{when.isoformat()}"
            dated.append(((0, when), Words(told, _weekday(when, data.as_of), key=key, sources=sources)))
    if not dated:
        if words:
            return [*words[:-1], Words(f"{week}已开始，其余几天没有到期事项。", key="begun")]
        return [Words("台账中下周没有到期事项和计划节点。", key="none")]
    dated.sort(key=lambda task: task[0])
    return words + _numbered([told for _, told in dated], between="，")


def _due_sources(items: Iterable[DueItem]) -> tuple[Source, ...]:
    return tuple(
        Source(
            f"{one_line(item.project)}：{what(item.item, item.kind)}",
            item.project_id,
            item.kind,
            item.owner_id,
        )
        for item in items
        if item.project_id
    )


def overdue_words(clock: OverdueClock) -> str:
    """What is late and by how much, without the project."""
    legal = "，超出法定时限" if clock.beyond_statutory else ""
    return f"{what(clock.what, clock.kind)}逾期{duration(clock.late, clock.unit)}{legal}"


def what(name: str, kind: ClockKind) -> str:
    """What a clock counts for: a permit item's name, or 论证环节 for a stage."""
    name = official(one_line(name)) or kind.zh
    return f"{name}环节" if kind is ClockKind.STAGE else name


def _numbered(paragraphs: Sequence[Words], between: str = "：") -> list[Words]:
    """Number what stands in a list; a paragraph's key is no part of it."""
    many = len(paragraphs) > 1
    return [
        replace(one, lead=f"{f'{number}. ' if many else ''}{one.lead}{between}")
        for number, one in enumerate(paragraphs, start=1)
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
            case SiteVisited():
                yield _visited(first, near)


def _visited(event: SiteVisited, near: date) -> str:
    percent = f"形象进度约{event.percent}%" if event.percent is not None else ""
    # A visit may be told of at length; the report takes its first sentence.
    seen = clause(one_line(event.text).partition("。")[0])
    words = "，".join(part for part in (one_line(event.node), percent, seen) if part)
    return f"{say(event.on, near)}走访" + (f"，{words}" if words else "")


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
                f"到期最早的{len(told)}项如下，全部见{annex}。",
                key="overdue",
                sources=_overdue_sources(clocks),
            )
        )
    return words + _numbered(
        [
            Words(
                f"{overdue_words(clock)}（{say(clock.due, near)}到期）。"
                + (f"责任单位：{official(one_line(clock.department))}。" if clock.department.strip() else ""),
                one_line(clock.project),
                key=f"overdue.{clock.kind.value}.{clock.owner_id}" if clock.owner_id else "",
                sources=_overdue_sources([clock]),
            )
            for clock in told
        ]
    )


def _overdue_sources(clocks: Iterable[OverdueClock]) -> tuple[Source, ...]:
    return tuple(
        Source(
            f"{one_line(clock.project)}：{what(clock.what, clock.kind)}",
            clock.project_id,
            clock.kind,
            clock.owner_id,
        )
        for clock in clocks
        if clock.project_id
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
