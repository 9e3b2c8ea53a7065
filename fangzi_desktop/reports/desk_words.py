"""How the papers of the permit desk word states, limits and what is left."""

from __future__ import annotations

from datetime import date

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.terms import Applicability, Light, LimitKind, PermitState
from fangzi_desktop.reports.desk_input import ChecklistInput, ChecklistItem, DeskEntry, DueDay, GroupFact
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.wording import BLANK, duration, full_day, short_day


def limit_words(limit: Limit | None) -> str:
    """A limit with its unit; 0 is done at once, and a legal minimum says that it is one."""
    if limit is None:
        return BLANK
    if limit.amount == 0:
        return "即时办结"
    words = duration(limit.amount, limit.unit)
    return f"最短{words}" if limit.kind is LimitKind.MIN else words


def left_words(clock: DueDay, near: date) -> str:
    """What is left of a running clock, with its unit, or how late it is, or since when it stands."""
    if clock.stopped_since is not None:
        return f"{short_day(clock.stopped_since, near)}起暂停"
    if clock.due is None or clock.left is None:
        return "暂停计时"
    if clock.is_floor:
        return "期满后方可办结" if clock.due > near else "已期满"
    if clock.due < near:
        return f"逾期{duration(max(1, -clock.left), clock.unit)}"
    if clock.due == near:
        return "今天到期"
    return f"剩{duration(clock.left, clock.unit)}"


def day_cell(day: date | None, near: date) -> str:
    """A day in a narrow column; the year, where it is not that of `near`, stands above it."""
    if day is None or day.year == near.year:
        return short_day(day, near)
    return f"{day.year}年\n{day:%m-%d}"


def due_words(due: date | None, clock: DueDay | None, near: date) -> str:
    """A due day in a table; one that rests on an unpublished year is an estimate."""
    mark = "预估" if due is not None and clock is not None and clock.provisional else ""
    return f"{short_day(due, near)}{mark}"


def state_cell(item: ChecklistItem, near: date) -> str:
    """Where an item stands: its light and state, below it what is left."""
    if item.applicability is Applicability.NOT_APPLICABLE:
        return item.applicability.zh
    if item.applicability is Applicability.UNDECIDED and item.state is PermitState.NOT_STARTED:
        return item.applicability.zh
    if item.clock is None:
        return "逾期办结" if item.was_late else item.state.zh
    lines = [cell_of(item.clock.light, item.state.zh), left_words(item.clock, near)]
    if item.clock.beyond_statutory:
        lines.append("超法定")
    if item.extensions:
        lines.append(f"延期{item.extensions}次")
    return "\n".join(lines)


def entry_state(entry: DeskEntry) -> str:
    """Where an item on a department's desk stands; what nobody has begun could be handed in."""
    if entry.undecided and not entry.in_hand:
        return Applicability.UNDECIDED.zh
    if not entry.in_hand and entry.state is PermitState.NOT_STARTED:
        return "可申报"
    return entry.state.zh


def entry_left(entry: DeskEntry, near: date) -> str:
    """The light and what is left, or since when the item stands; nothing where no clock runs."""
    if entry.notified_on is not None:
        return cell_of(Light.GREY, f"{short_day(entry.notified_on, near)}告知补正")
    if entry.clock is not None:
        words = cell_of(entry.clock.light, left_words(entry.clock, near))
        return f"{words}\n超法定" if entry.clock.beyond_statutory else words
    if entry.stopped_since is not None:
        return cell_of(Light.GREY, f"{short_day(entry.stopped_since, near)}起暂停")
    return BLANK


def counts_words(data: ChecklistInput) -> str:
    """The first line below a checklist's title."""
    parts = [data.route.zh] if data.route is not None else []
    if data.certificates_total:
        parts.append(f"四证 {data.certificates_done}/{data.certificates_total}")
    permits = f"手续 {data.done}/{data.total}"
    if data.undecided:
        permits += f"（另有待核实{data.undecided}项）"
    parts += [permits, f"截至{full_day(data.as_of)}"]
    return "　".join(parts)


def outlook_words(data: ChecklistInput) -> str:
    """The second line: when the project is or could be ready to start, and its overall limit."""
    parts = []
    if data.ready_on is not None:
        parts.append(f"已于{full_day(data.ready_on)}具备开工条件")
    elif data.expected_on is not None:
        parts.append(f"预计{full_day(data.expected_on)}具备开工条件（按前置关系推算）")
    if data.overall is not None:
        overall = data.overall
        due = f"总时限{full_day(overall.due)}" if overall.due is not None else "总时限"
        mark = "，预估" if overall.provisional else ""
        parts.append(f"{due}（{overall.light.sign}{left_words(overall, data.as_of)}{mark}）")
    return "　".join(parts)


def group_words(group: GroupFact, near: date) -> str:
    """A parallel group in one line: who coordinates it, how far it is and when its limit ends."""
    who = f"（牵头：{group.coordinator}）" if group.coordinator else ""
    words = f"{group.name}{who} {group.done}/{group.total}"
    clock = group.clock
    if clock is None or clock.due is None:
        return words
    mark = "，预估" if clock.provisional else ""
    return f"{words}，应于{full_day(clock.due)}前办结（{clock.light.sign}{left_words(clock, near)}{mark}）"


def critical_words(data: ChecklistInput) -> str:
    """The items that decide the forecast, first to last."""
    if data.ready_on is not None or not data.critical:
        return ""
    return f"关键路径（按前置关系推算）：{' → '.join(data.critical)}"
