"""A project's light by its dimensions, as spans of days, so that it is known for any day (mechanism §9.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import OpenClock, day_zh, is_floor, light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import StageRules
from fangzi_desktop.domain.stage_terms import LightDimension
from fangzi_desktop.domain.terms import ClockKind, Light, LimitKind, Stage

_WORST_LAST = (Light.GREY, Light.GREEN, Light.YELLOW, Light.RED)
_RANK = {light: rank for rank, light in enumerate(_WORST_LAST)}
_BY_CODE = {light.value: light for light in Light}
_ALWAYS = date.min
MOST_MONTHS = 24
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """The investment of one month (``2026-05``) in whole yuan, as the team knows it."""

    month: str
    planned_yuan: int | None
    completed_yuan: int | None


@dataclass(frozen=True, slots=True)
class BuildingFacts:
    """What the lights of 开工 and 投资进度 depend on.

    `annual_plan_yuan` bears no year: it is held to be that of the newest year with completed figures.
    `is_excused` is whether building stands still for a cause that is nobody's fault.
    """

    planned_start: PartialDate | None = None
    is_started: bool = False
    is_built: bool = False
    annual_plan_yuan: int | None = None
    months: tuple[MonthFacts, ...] = ()
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class LightSpan:
    """A dimension shows `light` from `first` to `last`, both included; None is for ever."""

    dimension: LightDimension
    light: Light
    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class YearProgress:
    """How far the plan of a year is done at the end of `months` months of it."""

    year: int
    months: int
    plan_yuan: int
    done_yuan: int

    @property
    def time_points(self) -> Fraction:
        """The share of the year that has passed, in percent."""
        return Fraction(100 * self.months, 12)

    @property
    def done_points(self) -> Fraction:
        """The share of the plan that is done, in percent."""
        return Fraction(100 * self.done_yuan, self.plan_yuan)

    @property
    def points_behind(self) -> Fraction:
        """By how many percentage points the plan lags behind the time; negative when it is ahead."""
        return self.time_points - self.done_points


@dataclass(frozen=True, slots=True)
class DimensionReading:
    """What one dimension shows on a day, and why."""

    dimension: LightDimension
    light: Light
    reason: str


def check_limit(months: int | None, yellow: int | None, red: int | None) -> tuple[int, int, int]:
    """Allow limits for lights and return them, or raise `UserError` ``light.limits``."""
    if months is None or yellow is None or red is None:
        raise UserError("light.limits", most=MOST_MONTHS)
    if not (1 <= months <= MOST_MONTHS and 1 <= yellow <= red < 100):
        raise UserError("light.limits", most=MOST_MONTHS)
    return months, yellow, red


def worst(lights: Iterable[Light]) -> Light:
    """Return the worst of some lights; grey for none."""
    return max(lights, key=_RANK.__getitem__, default=Light.GREY)


def light_spans(
    building: BuildingFacts, clocks: Sequence[OpenClock], rules: StageRules, *, is_stopped: bool
) -> tuple[LightSpan, ...]:
    """Return when each dimension shows which light.

    A project that `is_stopped` (暂缓, 退回) is held to no start and no plan; its clocks have stopped of
    themselves, except days that were agreed as such.
    """
    own = () if is_stopped else (*_start_spans(building, rules), *_progress_spans(building, rules))
    return (*own, *_clock_spans(clocks))


def light_steps(spans: Sequence[LightSpan]) -> str:
    """Write the worst light of every day: ``grey 2026-05-01 yellow 2026-08-01 red``, each from its day on."""
    changes = {span.first for span in spans} | {span.last + _DAY for span in spans if span.last is not None}
    light = worst(span.light for span in spans if span.first == _ALWAYS)
    words = [light.value]
    for day in sorted(changes - {_ALWAYS}):
        following = worst(span.light for span in spans if span.covers(day))
        if following is not light:
            words += [day.isoformat(), following.value]
            light = following
    return " ".join(words)


def light_at(steps: str, today: date) -> Light:
    """Read the light of `today` from what `light_steps` wrote."""
    if " " not in steps:
        return _BY_CODE[steps]
    words = steps.split(" ")
    found, day = words[0], today.isoformat()
    for place in range(1, len(words), 2):
        if words[place] > day:
            break
        found = words[place + 1]
    return _BY_CODE[found]


def year_progress(building: BuildingFacts, day: date) -> YearProgress | None:
    """Return how the plan of the year of `day` stands; only whole months count as time passed.

    None without any month of that year or without a plan for it.
    """
    sums = _year_sums(building, day.year)
    return YearProgress(day.year, day.month - 1, *sums) if sums is not None else None


def dimension_readings(
    building: BuildingFacts,
    clocks: Sequence[OpenClock],
    rules: StageRules,
    today: date,
    *,
    is_stopped: bool,
) -> tuple[DimensionReading, ...]:
    """Return what every dimension shows today, with its reason in a sentence."""
    spans = light_spans(building, clocks, rules, is_stopped=is_stopped)
    reasons = {
        LightDimension.START: _start_reason(building, today),
        LightDimension.PROGRESS: _progress_reason(building, today),
        **{one: _clock_reason(one, clocks, today) for one in _OF_CLOCKS},
    }
    if is_stopped:
        reasons |= dict.fromkeys((LightDimension.START, LightDimension.PROGRESS), "项目暂缓或退回，不考核")
    readings = []
    for dimension in LightDimension:
        light = worst(span.light for span in spans if span.dimension is dimension and span.covers(today))
        if dimension is LightDimension.START and building.is_started:
            light = Light.GREEN
        readings.append(DimensionReading(dimension, light, reasons[dimension]))
    return tuple(readings)


def _start_spans(building: BuildingFacts, rules: StageRules) -> tuple[LightSpan, ...]:
    """Yellow in the planned month (of a planned day: once it is over), red after so many months in a row."""
    planned = building.planned_start
    if planned is None or building.is_started:
        return ()
    limit = rules.light_limit(planned.last_day)
    if limit is None:
        return ()
    if planned.is_day:
        yellow = planned.last_day + _DAY
    else:
        yellow = planned.first_day if planned.month is not None else planned.last_day.replace(day=1)
    red = _first_of_month(planned.last_day, limit.start_red_months)
    return (
        LightSpan(LightDimension.START, Light.YELLOW, yellow),
        LightSpan(LightDimension.START, Light.RED, red),
    )


def _progress_spans(building: BuildingFacts, rules: StageRules) -> Iterable[LightSpan]:
    if building.is_built or building.is_excused:
        return
    for year in sorted({int(month.month[:4]) for month in building.months}):
        sums = _year_sums(building, year)
        if sums is None:
            continue
        plan, done = sums
        for number in range(1, 13):
            first = date(year, number, 1)
            limit = rules.light_limit(first)
            if limit is None:
                continue
            # `points_behind` in whole numbers: fractions of twelve months for every project take their time.
            behind, point = 100 * (number - 1) * plan - 1200 * done, 12 * plan
            light = Light.GREEN
            if behind > limit.red_points * point:
                light = Light.RED
            elif behind >= limit.yellow_points * point:
                light = Light.YELLOW
            yield LightSpan(LightDimension.PROGRESS, light, first, _first_of_month(first, 1) - _DAY)


def _year_sums(building: BuildingFacts, year: int) -> tuple[int, int] | None:
    """Return what is planned for a year and what is done of it."""
    own = [month for month in building.months if month.month.startswith(f"{year:04d}-")]
    plan = sum(month.planned_yuan or 0 for month in own)
    newest = max((one.month for one in building.months if one.completed_yuan is not None), default="")
    if building.annual_plan_yuan and newest.startswith(f"{year:04d}-"):
        plan = building.annual_plan_yuan
    done = sum(month.completed_yuan or 0 for month in own)
    return (plan, done) if own and plan else None


_OF_CLOCKS = (LightDimension.FUNDS, LightDimension.STATS_ENTRY, LightDimension.CLOCKS)


def _dimension_of(clock: OpenClock) -> LightDimension:
    if clock.kind is ClockKind.PAYOUT:
        return LightDimension.FUNDS
    if clock.kind is ClockKind.STAGE and clock.code == Stage.INVEST_STATS:
        return LightDimension.STATS_ENTRY
    return LightDimension.CLOCKS


def _clock_spans(clocks: Sequence[OpenClock]) -> Iterable[LightSpan]:
    clocks = [clock for clock in clocks if clock.kind.is_project_work]
    # A certificate that is merely valid is no work under way.
    if not any(clock.deadline.due is not None and clock.kind is not ClockKind.VALIDITY for clock in clocks):
        return
    pressing = [clock for clock in clocks if not is_floor(clock.clock)]
    yield LightSpan(LightDimension.CLOCKS, Light.GREEN, _ALWAYS)
    for dimension in _OF_CLOCKS:
        own = [clock.deadline for clock in pressing if _dimension_of(clock) is dimension]
        due = min((one.due for one in own if one.due is not None), default=None)
        if due is None:
            continue
        warn_on = min((one.warn_on for one in own if one.warn_on is not None), default=None)
        yield LightSpan(dimension, Light.GREEN, _ALWAYS)
        if warn_on is not None:
            yield LightSpan(dimension, Light.YELLOW, warn_on)
        yield LightSpan(dimension, Light.RED, due + _DAY)


def _start_reason(building: BuildingFacts, today: date) -> str:
    if building.is_started:
        return "已开工"
    planned = building.planned_start
    if planned is None:
        return "未填计划开工日期"
    late = "尚未开工" if planned.first_day <= today else "未到计划开工时间"
    return f"计划{planned.zh}开工，{late}"


def _progress_reason(building: BuildingFacts, today: date) -> str:
    if building.is_built:
        return "已竣工，不再考核"
    if building.is_excused:
        return "因可免责事由停工，不考核"
    if not any(month.month.startswith(f"{today.year:04d}-") for month in building.months):
        return f"未填{today.year}年月度投资"
    found = year_progress(building, today)
    if found is None:
        return f"未填{today.year}年计划投资"
    behind = found.points_behind
    gap = f"落后{_points(behind)}个百分点" if behind > 0 else f"超前{_points(-behind)}个百分点"
    if behind == 0:
        gap = "与时间进度持平"
    done, time = _points(found.done_points), _points(found.time_points)
    return f"完成年度计划的{done}%，时间进度{time}%（已过{found.months}个月），{gap}"


def _clock_reason(dimension: LightDimension, clocks: Sequence[OpenClock], today: date) -> str:
    """Name the clock that calls loudest, of several the one due first."""
    own = []
    for clock in clocks:
        due, warn_on = clock.deadline.due, clock.deadline.warn_on
        if due is None or is_floor(clock.clock) or _dimension_of(clock) is not dimension:
            continue
        light = light_on(today, due=due, warn_on=warn_on, stopped=False, kind=LimitKind.MAX)
        own.append((-_WORST_LAST.index(light), due, clock.label))
    if not own:
        return _NOTHING[dimension]
    loud, due, label = min(own)
    said = {Light.RED: "已逾期", Light.YELLOW: "临近到期"}.get(_WORST_LAST[-loud], "最近到期")
    return f"{said}：{label}，{day_zh(due)}"


_NOTHING = {
    LightDimension.FUNDS: "没有待兑付的资金",
    LightDimension.STATS_ENTRY: "没有在计的入库时限",
    LightDimension.CLOCKS: "没有在计的时限",
}


def _points(value: Fraction) -> str:
    """Percent with one decimal, rounded half up."""
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def _first_of_month(day: date, months: int) -> date:
    """Return the first day of the month so many months after that of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
