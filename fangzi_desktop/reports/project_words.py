"""How the paper on one project words its overview: what it is, where it stands, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fangzi_desktop.domain.construction import PLANS
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.terms import Light, Milestone, ProjectStatus
from fangzi_desktop.reports import desk_words
from fangzi_desktop.reports.project_input import DueFact, ProblemFact, ProjectInput
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import area, full_day, money, official, say, short_day


@dataclass(frozen=True, slots=True)
class Most:
    """How many lines of each kind stand in the overview, and whether notes do; the rest is in the detail."""

    dues: int = 5
    problems: int = 3
    reasons: int = 3
    ways: int = 2
    notes: bool = True


# From the overview that says most to the one that fits beside the longest names.
LEVELS = (
    Most(),
    Most(4, 3, 3, 1),
    Most(3, 2, 3, 1),
    Most(3, 2, 3, 1, notes=False),
    Most(2, 2, 2, 1, notes=False),
    Most(2, 1, 1, 1, notes=False),
)
PROBLEM_LENGTH = 60
NAME_LENGTH = 60
NOTE_LENGTH = 100
_DATES_PER_LINE = 3

# The dates a leader asks for, in the order in which they come about; the detail has them all.
KEY_DATES = (
    Milestone.AGREEMENT,
    Milestone.REVIEW_PASSED,
    Milestone.ESTABLISHED,
    Milestone.LISTED,
    Milestone.FOUR_CERTIFICATES,
    Milestone.START,
    Milestone.COMPLETED,
    Milestone.PRODUCTION,
    Milestone.FULL_CAPACITY,
    Milestone.STATS_ENTRY,
    Milestone.SCALE_ENTRY,
)
# Where the plain one is not on record, one of its kinds stands for it.
_KINDS = {
    Milestone.START: (Milestone.START_LEGAL, Milestone.START_STATISTICAL, Milestone.START_CONTRACT),
    Milestone.COMPLETED: (Milestone.ACCEPTED,),
}


def brief(text: str, length: int) -> str:
    """A text in one line, cut to `length` characters."""
    line = one_line(text)
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def is_cut(text: str, length: int) -> bool:
    """Whether `brief` leaves something of a text out, be it only its line ends."""
    return bool(text.strip()) and brief(text, length) != text.strip()


def what_words(data: ProjectInput) -> str:
    """Who invests how much in what, on how much land, and who looks after it."""
    parts = [
        f"投资方：{brief(data.investor, NAME_LENGTH)}" if data.investor else "",
        f"项目公司：{brief(data.developer, NAME_LENGTH)}"
        if data.developer and data.developer != data.investor
        else "",
        _size(data),
        f"赛道：{brief(data.track, 30)}" if data.track else "",
        f"类型：{brief(data.project_type, 30)}" if data.project_type else "",
        f"用地方式：{data.route.zh}" if data.route is not None else "",
        f"选址意向：{brief(data.site, 40)}" if data.site else "",
        f"责任单位：{official(brief(data.unit, 40))}" if data.unit else "",
        f"服务专员：{brief(data.officer, 20)}" if data.officer else "",
        f"项目编号：{brief(data.project_no, 40)}" if data.project_no else "",
    ]
    return "；".join(part for part in parts if part)


def _size(data: ProjectInput) -> str:
    figures = (
        ("总投资", data.investment_yuan),
        ("其中固定资产投资", data.fixed_investment_yuan),
        ("达产年产值", data.output_yuan),
        ("达产年税收", data.tax_yuan),
    )
    parts = [f"{name}{money(value)}" for name, value in figures if value is not None]
    if data.area_mu is not None:
        parts.append(f"用地{area(data.area_mu)}亩")
    words = "，".join(parts)
    return words.removeprefix("其中") if data.investment_yuan is None else words


def stage_words(data: ProjectInput) -> str:
    """The main stage with its length, and its limit if it has one; below it a status that stops it."""
    fact = next(one for one in data.stages if one.stage is data.stage)
    words = data.stage.zh
    since = f"{full_day(fact.started_on)}开始" if fact.started_on is not None else ""
    long = f"已{fact.calendar_days}个自然日" if fact.calendar_days is not None and not fact.done_on else ""
    about = "，".join(part for part in (since, long) if part)
    if about:
        words += f"（{about}）"
    if data.stage_clock is not None:
        words += f"；{clock_words(data.stage_clock, data.as_of)}"
    status = status_words(data)
    return f"{words}\n{status}" if status else words


def clock_words(one: DueFact, near: date) -> str:
    """What a clock is called, its limit, its day and what is left."""
    limit = f"{desk_words.limit_words(one.limit)}，" if one.limit is not None else ""
    day = f"{full_day(one.clock.due)}到期，" if one.clock.due is not None else ""
    mark = "（预估）" if one.clock.provisional and one.clock.due is not None else ""
    return f"{one.kind.zh}{limit}{day}{desk_words.left_words(one.clock, near)}{mark}"


def status_words(data: ProjectInput) -> str:
    """A status other than that of a project which goes on, with the paper that decided it."""
    if data.status in (ProjectStatus.ACTIVE, ProjectStatus.LEAD):
        return ""
    change = data.status_change
    if change is None:
        return f"状态：{data.status.zh}"
    parts = [
        full_day(change.changed_on),
        brief(change.reason, PROBLEM_LENGTH),
        one_line(change.document_no),
        f"{full_day(change.review_on)}复审" if change.review_on is not None else "",
    ]
    return f"状态：{data.status.zh}（{'，'.join(part for part in parts if part)}）"


def way_words(data: ProjectInput, most: Most) -> str:
    """The last times that a failed gate was passed or the project was sent back, newest first."""
    lines = []
    for one in data.way[: -most.ways - 1 : -1]:
        act = f"{Light.YELLOW.sign} 退回" if one.is_back else f"{Light.RED.sign} 越关"
        about = "，".join(
            part for part in (brief(one.reason, PROBLEM_LENGTH), one_line(one.document_no)) if part
        )
        why = f"（{about}）" if about else ""
        lines.append(f"{act} {full_day(one.on)}{one.before.zh}→{one.after.zh}{why}")
    if len(data.way) > most.ways:
        lines.append(f"共{len(data.way)}次")
    return "\n".join(lines)


def light_words(data: ProjectInput, most: Most) -> str:
    """The light, and in a line of its own each reason for it, the worst first."""
    lines = [f"{data.light.sign} {data.light.lamp}"]
    calling = [one for one in data.lights if one.light in (Light.RED, Light.YELLOW)]
    calling.sort(key=lambda one: one.light is not Light.RED)
    lines += [
        f"{one.light.sign} {one.dimension.zh}：{brief(one.reason, NOTE_LENGTH)}"
        for one in calling[: most.reasons]
    ]
    if not calling and data.light is Light.GREEN:
        lines[0] += "，各项时限和计划正常"
    return "\n".join(lines)


def permit_words(data: ProjectInput) -> str:
    """How far the permits are and when the project is or could be ready to start."""
    read = data.permits
    if read is None:
        return ""
    parts = [f"已办结{read.done}项，共{read.total}项"]
    if read.undecided:
        parts[0] += f"（另有待核实{read.undecided}项）"
    if read.certificates_total:
        parts.append(f"四证{read.certificates_done}/{read.certificates_total}")
    if read.ready_on is not None:
        parts.append(f"{full_day(read.ready_on)}具备开工条件")
    elif read.expected_on is not None:
        parts.append(f"预计{full_day(read.expected_on)}具备开工条件（按前置关系推算）")
    return "；".join(parts)


def date_words(data: ProjectInput) -> str:
    """The key dates that are known, each with its plan where that is another."""
    lines: list[str] = []
    room = 0
    for words, is_planned_too in _dates(data):
        need = 2 if is_planned_too else 1
        if lines and need <= room:
            lines[-1] += f"；{words}"
        else:
            lines.append(words)
            room = _DATES_PER_LINE
        room -= need
    return "\n".join(lines)


def _dates(data: ProjectInput) -> Iterator[tuple[str, bool]]:
    """Each date in words, and whether its plan stands beside it."""
    for kind in KEY_DATES:
        known = next((one for one in (kind, *_KINDS.get(kind, ())) if data.day(one) is not None), kind)
        happened, planned = data.day(known), None
        plan = PLANS.get(known)
        if plan is not None:
            planned = data.day(plan)
        if happened is not None:
            differs = planned is not None and planned != happened
            beside = f"（计划{planned.zh}）" if planned is not None and differs else ""
            yield f"{known.zh} {happened.zh}{beside}", differs
        elif planned is not None and plan is not None:
            late = "（已过期）" if planned.last_day < data.as_of else ""
            yield f"{plan.zh} {planned.zh}{late}", bool(late)


def money_words(data: ProjectInput) -> str:
    """What is planned and done, this year and altogether, with the shares."""
    one = data.money
    parts = []
    if one.annual_plan_yuan is not None:
        parts.append(f"年度计划{money(one.annual_plan_yuan)}")
    if one.year is not None and one.year_done_yuan is not None:
        share = _share(one.year_done_yuan, one.annual_plan_yuan)
        parts.append(f"{one.year}年完成{money(one.year_done_yuan)}{f'，占年度计划{share}' if share else ''}")
    if one.total_done_yuan is not None:
        share = _share(one.total_done_yuan, data.investment_yuan)
        parts.append(f"累计完成{money(one.total_done_yuan)}{f'，占总投资{share}' if share else ''}")
    return "；".join(parts)


def _share(part: int, whole: int | None) -> str:
    """In percent to one decimal, half up as people round."""
    if not whole or whole < 0:
        return ""
    tenths = int(Fraction(part * 1000, whole) + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def site_words(data: ProjectInput) -> str:
    """形象进度 with the day it was confirmed."""
    site = data.site_progress
    if not site.text:
        return ""
    day = f"（{full_day(site.confirmed_on)}核实）" if site.confirmed_on is not None else "（未核实）"
    return f"{brief(site.text, NOTE_LENGTH)}{day}{'，▲ 需重新核实' if site.is_stale else ''}"


def progress_words(data: ProjectInput) -> str:
    """The newest note on how it goes."""
    if not data.progress:
        return ""
    day = f"（{full_day(data.progress_on)}）" if data.progress_on is not None else ""
    return f"{brief(data.progress, NOTE_LENGTH)}{day}"


def due_lines(data: ProjectInput, most: Most) -> str:
    """What is due next, one line each, and how much more there is."""
    dues = [one for one in data.dues if one.clock.due is not None and not one.clock.is_floor]
    lines = [due_line(one, data.as_of) for one in dues[: most.dues]]
    if len(dues) > most.dues:
        lines.append(f"另有{len(dues) - most.dues}项在计时限")
    return "\n".join(lines)


def due_line(one: DueFact, near: date) -> str:
    """■ 建筑工程施工许可证（区住建局）11月20日到期，逾期5个工作日."""
    who = f"（{official(brief(one.department, 24))}）" if one.department else ""
    mark = "预估" if one.clock.provisional else ""
    day = f"{mark}{say(one.clock.due, near)}到期，" if one.clock.due is not None else ""
    left = desk_words.left_words(one.clock, near)
    return f"{one.clock.light.sign} {official(brief(one.label, 40))}{who}{day}{left}"


def open_problems(data: ProjectInput) -> list[ProblemFact]:
    """The problems that are not written off."""
    return [one for one in data.problems if one.state.is_open]


def problem_lines(data: ProjectInput, most: Most) -> str:
    """The open problems that call first, one line each, and how many more there are."""
    found = open_problems(data)
    lines = [_problem_line(one, data.as_of) for one in found[: most.problems]]
    if len(found) > most.problems:
        lines.append(f"另有{len(found) - most.problems}个未销号问题，见后")
    return "\n".join(lines)


def _problem_line(one: ProblemFact, near: date) -> str:
    parts = [
        official(brief(one.unit, 20)),
        f"{short_day(one.due, near)}前解决" if one.due is not None else "未定时限",
        one.state.zh,
        "挂牌督办" if one.is_listed else "",
    ]
    about = "，".join(part for part in parts if part)
    return f"{one.light.sign} {brief(one.text, PROBLEM_LENGTH)}（{about}）"


def when_cell(when: PartialDate | None, near: date) -> str:
    """A date in a table, no more precise than it is known."""
    if when is None:
        return "—"
    return short_day(when.as_date(), near) if when.is_day else when.zh


def late_words(calendar_days: int | None) -> str:
    """By how many calendar days something was late or early."""
    if calendar_days is None:
        return "—"
    if calendar_days == 0:
        return "按期"
    word = "滞后" if calendar_days > 0 else "提前"
    return f"{word}{abs(calendar_days)}个自然日"
