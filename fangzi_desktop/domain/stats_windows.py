"""When papers for an entry into statistics are due next (mechanism §6.2, §6.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fangzi_desktop.domain.deadlines import WEEKDAYS, day_zh
from fangzi_desktop.domain.stage_rules import FilingWindow, StageRules
from fangzi_desktop.domain.stage_terms import Sector, WindowKind
from fangzi_desktop.domain.workdays import ONE_DAY, WorkCalendar, month_end

# How many calendar days before a window's last day somebody is reminded.
REMINDED_BEFORE = (30, 15, 7)
# These enter with the second annual batch only, whatever month they qualify in.
DECEMBER_ONLY = frozenset({Sector.CONSTRUCTION, Sector.REAL_ESTATE, Sector.INVESTMENT_UNIT})
_MONTHS_AHEAD = 36
_NEW_SINCE_MONTH = 10


@dataclass(frozen=True, slots=True)
class Window:
    """A coming filing window: the last day by the bureau's rule, and the day papers are safely in by.

    The bureau's day is a parameter and no legal limit that would move on (民法典 §203), so on a rest day the
    working day before it is the safe one.
    """

    kind: WindowKind
    last_day: date
    due: date
    source: str = ""

    @property
    def reminders(self) -> tuple[date, ...]:
        """The days to remind on, earliest first."""
        return tuple(self.due - timedelta(days=days) for days in REMINDED_BEFORE)


@dataclass(frozen=True, slots=True)
class Producer:
    """A producing firm: its sector, when it began to produce, and the month it reached the threshold in.

    A production date known by its month stands as that month's first day; `reached_month` is ``2026-08``.
    """

    sector: Sector | None
    produced_on: date
    reached_month: str


def next_window(rules: StageRules, calendar: WorkCalendar, firm: Producer, after: date) -> Window | None:
    """Return the first window on or after `after` that takes the firm, or None within three years.

    A month's revenue is known when it is over, so no window up to the end of the reached month counts.
    """
    known = month_end(_first_of(firm.reached_month), 1)
    return _first(rules, calendar, max(after, known), lambda rule, day: takes(rule, day, firm))


def next_invest_day(rules: StageRules, calendar: WorkCalendar, after: date) -> Window | None:
    """Return the first day on or after `after` for the papers of investment projects, or None."""
    return _first(rules, calendar, after, lambda rule, _: rule.kind is WindowKind.INVEST)


def takes(rule: FilingWindow, last_day: date, firm: Producer) -> bool:
    """Whether the window that ends on `last_day` takes the firm.

    月度升规 takes only who began to produce since the fourth quarter of the year before and reached the
    threshold in the window's own year; 有资质的建筑业, 房地产 and 投资单位 enter in December only.
    """
    if rule.kind is WindowKind.INVEST or (rule.sectors and firm.sector not in rule.sectors):
        return False
    if firm.sector in DECEMBER_ONLY and rule.kind is not WindowKind.ANNUAL_SECOND:
        return False
    if rule.new_only and firm.produced_on < date(last_day.year - 1, _NEW_SINCE_MONTH, 1):
        return False
    return rule.kind is not WindowKind.MONTHLY or firm.reached_month[:4] == f"{last_day.year:04d}"


def why_window(window: Window) -> str:
    """Say why papers are due on this day, in one sentence."""
    words = f"{window.kind.zh}的材料截止日为{day_zh(window.last_day)}"
    if window.due != window.last_day:
        weekday = WEEKDAYS[window.last_day.weekday()]
        words += f"（星期{weekday}，休息日），按前一个工作日{day_zh(window.due)}报送"
    return f"{words}（{window.source}）。" if window.source else f"{words}。"


def _first(
    rules: StageRules, calendar: WorkCalendar, after: date, admits: Callable[[FilingWindow, date], bool]
) -> Window | None:
    order = list(WindowKind)
    best: Window | None = None
    for rule, last_day in _ends(rules, after):
        # The days come month by month, and papers are due on the last working day before a month at the
        # earliest.
        if best is not None and _working_day_before(last_day.replace(day=1), calendar) > best.due:
            break
        if not admits(rule, last_day):
            continue
        one = Window(rule.kind, last_day, _working_day_before(last_day, calendar), rule.source)
        if one.due >= after and (best is None or _place(one, order) < _place(best, order)):
            best = one
    return best


def _place(window: Window, order: list[WindowKind]) -> tuple[date, int]:
    return window.due, order.index(window.kind)


def _ends(rules: StageRules, after: date) -> Iterator[tuple[FilingWindow, date]]:
    """The last days by the version of each rule that applies on that very day."""
    for ahead in range(_MONTHS_AHEAD + 1):
        first = month_end(after.replace(day=1), ahead)
        last = month_end(first, 1) - ONE_DAY
        for rule in rules.windows:
            if first.month in rule.months:
                day = first.replace(day=min(rule.day, last.day))
                if rule in rules.windows_on(day):
                    yield rule, day


def _working_day_before(day: date, calendar: WorkCalendar) -> date:
    while not calendar.is_workday(day):
        day -= ONE_DAY
    return day


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
