"""Invented project lives for the examples: dates that keep the rules up to the office's day, as values."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from fangzi_desktop.domain.clocks import ProblemFacts, ProjectFacts, open_clocks
from fangzi_desktop.domain.deadlines import is_floor, light_on
from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.rulebook import RuleBook
from fangzi_desktop.domain.stage_terms import RemovalReason
from fangzi_desktop.domain.stages import StageFacts, StatusChange, stopped_intervals
from fangzi_desktop.domain.terms import (
    ClockKind,
    Gate,
    Light,
    LimitKind,
    Milestone,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
)
from fangzi_desktop.domain.workdays import WorkCalendar, add_workdays, subtract_workdays, workdays_between
from fangzi_desktop.services.demo_permits import Permits, PermitTimes

# Of twenty invented projects in a stage so many show a light; grey where the stage itself has no limit. They
# are dealt like cards, so that a small number of projects is mixed as well as a large one.
_USUAL = {Light.GREEN: 14, Light.YELLOW: 4, Light.RED: 2}
_LIGHTS: Mapping[Stage, Mapping[Light, int]] = {
    Stage.PLANNING: {Light.GREY: 1},
    Stage.REVIEW: _USUAL,
    Stage.FORMATION: _USUAL,
    Stage.PERMITS: _USUAL,
    Stage.CONSTRUCTION: {Light.GREEN: 11, Light.GREY: 4, Light.YELLOW: 3, Light.RED: 2},
    Stage.INVEST_STATS: _USUAL,
    Stage.COMPLETION: {Light.GREEN: 10, Light.GREY: 6, Light.YELLOW: 3, Light.RED: 1},
    Stage.SCALE_UP: {Light.GREY: 14, Light.GREEN: 4, Light.YELLOW: 1, Light.RED: 1},
    Stage.COMPLIANCE: {Light.GREY: 16, Light.GREEN: 3, Light.YELLOW: 1},
}
_EARLY = (Stage.PLANNING, Stage.REVIEW, Stage.FORMATION)
_TRIES = 60
# A project may be late in the examples, but not so late that nobody would believe it.
_LATEST = timedelta(days=16)
_MOST_RED = 2

_USED_IN_REVIEW = {Light.GREEN: (0, 6), Light.YELLOW: (7, 10), Light.RED: (11, 16)}
_USED_IN_FORMATION = {Light.GREEN: (0, 20), Light.YELLOW: (22, 30), Light.RED: (31, 38)}
_AGE_IN_PERMITS = {
    Route.NEW_LAND: {False: (3, 150), True: (25, 165)},
    Route.EXISTING_LAND: {False: (2, 86), True: (20, 104)},
}
_PROCEDURES = {Route.NEW_LAND: 120, Route.EXISTING_LAND: 62}
_BUILDING = (Stage.CONSTRUCTION, Stage.INVEST_STATS)
# How many days ago construction began, for later stages how many days ago it ended; usually, and when late.
_SINCE_START = {
    Stage.CONSTRUCTION: {False: (0, 300), True: (55, 110)},
    Stage.INVEST_STATS: {False: (0, 56), True: (58, 76)},
    Stage.COMPLETION: {False: (0, 110), True: (10, 110)},
    Stage.SCALE_UP: {False: (90, 230), True: (90, 230)},
    Stage.COMPLIANCE: {False: (210, 560), True: (210, 560)},
}
_TROUBLED = {Stage.FORMATION: 0.15, Stage.PERMITS: 0.3, Stage.CONSTRUCTION: 0.35}
_SELDOM_TROUBLED = 0.15
_TROUBLES = {
    Stage.FORMATION: (
        ("意向地块权属尚未理清", "请属地会同自然资源部门核实权属，提出处理意见"),
        ("投资协议兑付条款未达成一致", "请招商部门会同财政部门再次会商"),
    ),
    Stage.PERMITS: (
        ("地块内弱电杆线尚未迁移", "请属地牵头，会同通信运营单位制定迁移计划"),
        ("污水接入点标高与设计不符", "请设计单位复核，主管部门确认接入方案"),
        ("消防水池方案需优化，图纸待修改", "请审图机构提前介入指导"),
        ("地块局部附着物尚未清理", "请属地明确清理时间，确保净地交付"),
    ),
    Stage.CONSTRUCTION: (
        ("临时用电容量不足", "请供电公司会同属地现场会商，明确增容时间"),
        ("施工便道未接通，大型构件无法进场", "请属地协调沿线用地，尽快接通便道"),
        ("企业贷款尚未放款，进度款支付困难", "请金融主管部门组织银企对接"),
        ("厂区外供水管道管径不足", "请供水企业提出改造方案和时间"),
    ),
    Stage.COMPLETION: (
        ("正式用电容量不足，影响设备调试", "请供电公司明确增容方案和送电时间"),
        ("厂区出入口道路未硬化", "请属地会同交通部门明确施工时间"),
    ),
    Stage.SCALE_UP: (("一线技术工人缺口较大", "请人社部门组织专场招聘"),),
}
_NOTES = ("已现场办结", "已会商解决，企业确认", "方案已确定并实施")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem of an invented project."""

    text: str
    suggestion: str
    raised_on: date
    due: date
    closed_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """What an invented project has come to by today. Items bear their code as id."""

    stage: Stage
    status: ProjectStatus
    route: Route | None
    created_on: date
    stages: Mapping[Stage, StageFacts]
    days: Mapping[Milestone, date]
    items: tuple[ItemFacts, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    changes: tuple[StatusChange, ...] = ()
    gates: Mapping[Gate, bool] = field(default_factory=dict)


class LifeMaker:
    """Makes up lives on one day, by one team's rules and calendar."""

    def __init__(self, chance: random.Random, today: date, calendar: WorkCalendar, book: RuleBook) -> None:
        self._chance = chance
        self._today = today
        self._calendar = calendar
        self._book = book
        self._permits = Permits(chance, today, calendar, book)
        self._decks: dict[Stage, list[Light]] = {}

    def life(self, stage: Stage, *, hazardous: bool) -> Life:
        """Return the life of a project that goes on in a stage, with the light dealt to it.

        The first of each early stage has entered it this week, so that every week has something to report. A
        `hazardous` industry may need what the law asks of dangerous goods.
        """
        if stage in _EARLY and stage not in self._decks:
            self._decks[stage] = []
            return self._fresh(stage)
        wanted = self._deal(stage)
        found = None
        tries = 0
        while found is None or tries < _TRIES:
            tries += 1
            draft = self._draft(stage, wanted, hazardous)
            if draft is None:
                continue
            found = draft
            if self._shows(draft, wanted):
                break
        return found

    def _deal(self, stage: Stage) -> Light:
        deck = self._decks.setdefault(stage, [])
        if not deck:
            deck += [light for light, count in _LIGHTS[stage].items() for _ in range(count)]
            self._chance.shuffle(deck)
        return deck.pop()

    def _fresh(self, stage: Stage) -> Life:
        monday = self._today - timedelta(days=self._today.weekday())
        worked = workdays_between(monday - timedelta(days=1), self._today, self._calendar)
        back = self._chance.randint(0, max(0, worked - 1))
        if stage is Stage.PLANNING:
            return self._planning(back)
        return self._review(back) if stage is Stage.REVIEW else self._formation(back)

    def stopped(self, status: ProjectStatus, document_no: str) -> Life:
        """Return the life of a project that was deferred, returned, vetoed or removed."""
        chance = self._chance
        if status is ProjectStatus.DEFERRED:
            life = self._formation(chance.randint(4, 24))
            return self._changed(life, status, "用地指标尚未落实，待条件具备后恢复", document_no)
        if status is ProjectStatus.REMOVED:
            life = self._formation(chance.randint(130, 190))
            return self._changed(life, status, "长期无进展", document_no)
        life = self._review(chance.randint(5, 9))
        if status is ProjectStatus.RETURNED:
            return self._changed(life, status, "能耗和排放测算不完整，补充后再报", document_no)
        life = replace(life, gates={**dict.fromkeys(Gate, True), chance.choice(list(Gate)): False})
        return self._changed(life, status, "未通过联合会审", document_no)

    def _changed(self, life: Life, status: ProjectStatus, reason: str, document_no: str) -> Life:
        """Let the project's status change on a day of the last two weeks."""
        begun = life.stages[life.stage].started_on or self._today
        on = max(begun, self._back(self._chance.randint(0, 9)))
        removal = RemovalReason.NO_PROGRESS if status is ProjectStatus.REMOVED else None
        again = on + timedelta(days=60) if status is ProjectStatus.DEFERRED else None
        change = StatusChange(on, life.status, status, reason, document_no, removal, again)
        days = {kind: day for kind, day in life.days.items() if kind.is_plan or day <= on}
        return replace(life, status=status, changes=(change,), days=days)

    def _draft(self, stage: Stage, wanted: Light, hazardous: bool) -> Life | None:
        chance = self._chance
        if stage is Stage.PLANNING:
            return self._planning(chance.choice((0, 1, 2, 4, 6, 9, 13, 18, 27, 40)))
        if stage is Stage.REVIEW:
            return self._review(chance.randint(*_USED_IN_REVIEW[wanted]))
        if stage is Stage.FORMATION:
            return self._troubled(self._formation(chance.randint(*_USED_IN_FORMATION[wanted])))
        route = chance.choices((Route.NEW_LAND, Route.EXISTING_LAND), (65, 35))[0]
        late = wanted is Light.RED
        if stage is Stage.PERMITS:
            age = chance.randint(*_AGE_IN_PERMITS[route][late])
            return self._in_permits(route, self._today - timedelta(days=age), late, hazardous)
        return self._built(stage, route, late, hazardous)

    def _planning(self, back: int) -> Life:
        """A lead that came in `back` working days ago."""
        created = self._back(back)
        stages = {Stage.PLANNING: StageFacts(Stage.PLANNING, StageStatus.ACTIVE, created)}
        return Life(Stage.PLANNING, ProjectStatus.LEAD, None, created, stages, {})

    def _review(self, used: int) -> Life:
        """A review that began `used` working days ago."""
        stages = self._until_review(self._back(used))
        stages[Stage.REVIEW] = StageFacts(Stage.REVIEW, StageStatus.ACTIVE, self._back(used))
        return Life(Stage.REVIEW, ProjectStatus.ACTIVE, None, _created(stages), stages, {})

    def _formation(self, used: int) -> Life:
        """A project that passed its review `used` working days ago and is not established yet."""
        chance, passed = self._chance, self._back(used)
        stages = self._until_pass(passed)
        stages[Stage.FORMATION] = StageFacts(Stage.FORMATION, StageStatus.ACTIVE, passed)
        days = {Milestone.REVIEW_PASSED: passed}
        signed = add_workdays(passed, chance.randint(4, 28), self._calendar)
        if signed <= self._today:
            days[Milestone.AGREEMENT] = signed
            stages[Stage.COMPLIANCE] = StageFacts(Stage.COMPLIANCE, StageStatus.ACTIVE, signed)
        route = chance.choices((Route.NEW_LAND, Route.EXISTING_LAND, None), (55, 25, 20))[0]
        passed_all = dict.fromkeys(Gate, True)
        return Life(
            Stage.FORMATION, ProjectStatus.ACTIVE, route, _created(stages), stages, days, gates=passed_all
        )

    def _in_permits(self, route: Route, around: date, late: bool, hazardous: bool) -> Life | None:
        established = self._calendar.next_workday(around)
        if established > self._today:
            return None
        times = self._permits.times(route, established, late=late, hazardous=hazardous)
        if times.ready_on <= self._today:
            return None
        life = self._established(Stage.PERMITS, route, times)
        planned = add_workdays(times.ready_on, self._chance.randint(3, 20), self._calendar)
        return self._troubled(replace(life, days={**life.days, Milestone.PLANNED_START: planned}))

    def _built(self, stage: Stage, route: Route, late: bool, hazardous: bool) -> Life | None:
        """A project whose construction has begun, or None if the drawn dates do not lead to the stage."""
        chance = self._chance
        building = chance.randint(210, 430)
        first, last = _SINCE_START[stage][late]
        since = chance.randint(first, last) + (0 if stage in _BUILDING else building)
        before = _PROCEDURES[route] + chance.randint(-10, 10)
        established = self._calendar.next_workday(self._today - timedelta(days=since + before))
        times = self._permits.times(
            route,
            established,
            late=late and chance.random() < 0.5,
            hazardous=hazardous,
            building=building,
        )
        # Levelling the ground is no start for the statistics; the first piles are.
        piled = times.started_on + timedelta(days=chance.randint(2, 9))
        entry = piled + timedelta(days=chance.randint(64, 80) if late else chance.randint(18, 56))
        scaled = times.producing_on + timedelta(days=chance.randint(40, 150))
        if stage not in self._reached(times, piled, entry, scaled):
            return None
        return self._troubled(self._building(stage, route, times, piled, entry, scaled))

    def _reached(self, times: PermitTimes, piled: date, entry: date, scaled: date) -> tuple[Stage, ...]:
        """Return the stages in which the project's card may stand today."""
        today = self._today
        if times.started_on > today:
            return ()
        if times.complete_on > today:
            counted = piled <= today < entry
            return (Stage.CONSTRUCTION, Stage.INVEST_STATS) if counted else (Stage.CONSTRUCTION,)
        if times.producing_on > today:
            return (Stage.COMPLETION,)
        return (Stage.SCALE_UP,) if scaled > today else (Stage.COMPLIANCE,)

    def _building(
        self, stage: Stage, route: Route, times: PermitTimes, piled: date, entry: date, scaled: date
    ) -> Life:
        life = self._established(stage, route, times)
        started, complete, producing = times.started_on, times.complete_on, times.producing_on
        stages = {
            **life.stages,
            Stage.PERMITS: StageFacts(Stage.PERMITS, StageStatus.DONE, times.established_on, started),
            Stage.CONSTRUCTION: self._record(Stage.CONSTRUCTION, started, complete),
            Stage.INVEST_STATS: self._record(Stage.INVEST_STATS, piled, entry),
            Stage.COMPLETION: self._record(Stage.COMPLETION, complete, producing),
            Stage.SCALE_UP: self._record(Stage.SCALE_UP, producing, scaled),
        }
        days = {
            **life.days,
            Milestone.START: started,
            Milestone.START_STATISTICAL: piled,
            Milestone.STATS_ENTRY: entry,
            Milestone.TOPPED_OUT: started + (complete - started) * 6 // 10,
            Milestone.MAIN_COMPLETE: complete,
            Milestone.ACCEPTED: times.accepted_on,
            Milestone.PRODUCTION: producing,
            Milestone.SCALE_ENTRY: scaled,
        }
        days = {kind: day for kind, day in days.items() if day <= self._today}
        if complete > self._today:
            days[Milestone.PLANNED_COMPLETION] = complete + timedelta(days=self._chance.randint(0, 20))
        elif producing > self._today:
            days[Milestone.PLANNED_PRODUCTION] = producing + timedelta(days=self._chance.randint(0, 20))
        begun = {one: facts for one, facts in stages.items() if (facts.started_on or started) <= self._today}
        return replace(life, stages=begun, days=days)

    def _record(self, stage: Stage, started: date, ended: date) -> StageFacts:
        if ended > self._today:
            return StageFacts(stage, StageStatus.ACTIVE, started)
        return StageFacts(stage, StageStatus.DONE, started, ended)

    def _established(self, stage: Stage, route: Route, times: PermitTimes) -> Life:
        """A project from its first contact to 立项, with its checklist as far as it has come."""
        chance, established = self._chance, times.established_on
        passed = subtract_workdays(established, chance.randint(8, 27), self._calendar)
        signed = add_workdays(
            passed, chance.randint(3, workdays_between(passed, established, self._calendar)), self._calendar
        )
        stages = self._until_pass(passed)
        stages[Stage.FORMATION] = StageFacts(Stage.FORMATION, StageStatus.DONE, passed, established)
        stages[Stage.COMPLIANCE] = StageFacts(Stage.COMPLIANCE, StageStatus.ACTIVE, signed)
        stages[Stage.PERMITS] = StageFacts(Stage.PERMITS, StageStatus.ACTIVE, established)
        days = {
            Milestone.REVIEW_PASSED: passed,
            Milestone.AGREEMENT: signed,
            Milestone.ESTABLISHED: established,
            **{kind: day for kind, day in times.milestones.items() if day <= self._today},
        }
        items = self._permits.cut(times)
        return Life(
            stage,
            ProjectStatus.ACTIVE,
            route,
            _created(stages),
            stages,
            days,
            items,
            gates=dict.fromkeys(Gate, True),
        )

    def _until_pass(self, passed: date) -> dict[Stage, StageFacts]:
        started = subtract_workdays(passed, self._chance.randint(4, 10), self._calendar)
        stages = self._until_review(started)
        stages[Stage.REVIEW] = StageFacts(Stage.REVIEW, StageStatus.DONE, started, passed)
        return stages

    def _until_review(self, started: date) -> dict[Stage, StageFacts]:
        created = subtract_workdays(started, self._chance.randint(4, 45), self._calendar)
        return {Stage.PLANNING: StageFacts(Stage.PLANNING, StageStatus.DONE, created, started)}

    def _troubled(self, life: Life) -> Life:
        """Give some projects a problem: raised lately, solved in good time or still open."""
        chance = self._chance
        begun = life.stages[life.stage].started_on or self._today
        if life.stage not in _TROUBLES or chance.random() > _TROUBLED.get(life.stage, _SELDOM_TROUBLED):
            return life
        raised = max(begun, self._back(chance.randint(1, 24)))
        due = add_workdays(raised, chance.randint(8, 30), self._calendar)
        text, suggestion = chance.choice(_TROUBLES[life.stage])
        trouble = Trouble(text, suggestion, raised, due)
        if chance.random() < 0.5:
            closed = min(self._today, add_workdays(raised, chance.randint(3, 15), self._calendar))
            trouble = replace(trouble, closed_on=closed, note=chance.choice(_NOTES))
        return replace(life, troubles=(trouble,))

    def _back(self, workdays: int) -> date:
        return subtract_workdays(self._today, workdays, self._calendar) if workdays else self._today

    def _shows(self, life: Life, wanted: Light) -> bool:
        facts = self._facts(life)
        rules = self._book.rules_for(facts.items, self._today)
        running = [
            clock
            for clock in open_clocks(facts, self._book, rules, self._calendar)
            if clock.deadline.due is not None and clock.kind is not ClockKind.VALIDITY
        ]
        pressing = [clock.deadline for clock in running if not is_floor(clock.clock)]
        lights = [self._light(one.due, one.warn_on) for one in pressing]
        if any(one.due is not None and one.due < self._today - _LATEST for one in pressing):
            return False
        if lights.count(Light.RED) > _MOST_RED:
            return False
        worst = next((light for light in (Light.RED, Light.YELLOW, Light.GREEN) if light in lights), None)
        return (worst or (Light.GREEN if running else Light.GREY)) is wanted

    def _light(self, due: date | None, warn_on: date | None) -> Light:
        return light_on(self._today, due=due, warn_on=warn_on, stopped=False, kind=LimitKind.MAX)

    def _facts(self, life: Life) -> ProjectFacts:
        return ProjectFacts(
            "",
            life.stage,
            life.status,
            life.route,
            life.stages,
            life.days,
            life.items,
            tuple(
                ProblemFacts("", 1, one.text, "", one.raised_on, one.due)
                for one in life.troubles
                if one.closed_on is None
            ),
            stopped_intervals(life.changes),
        )


def _created(stages: Mapping[Stage, StageFacts]) -> date:
    """The day the project entered the ledger: with its first stage."""
    return min(facts.started_on for facts in stages.values() if facts.started_on is not None)
