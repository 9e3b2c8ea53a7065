"""Whatever is put off, edited, ended and taken back in whatever order: 今日 shows what it must, once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fangzi_desktop.domain.alert_rules import AlertRule
from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.snoozes import Awaited, AwaitedEvent
from fangzi_desktop.domain.terms import ClockKind, Milestone, ProjectStatus, Stage, SuspensionReason, Unit
from fangzi_desktop.services.permits import accept_item, decide_item, reopen_item, resume_item, suspend_item
from fangzi_desktop.services.problems import (
    ProblemForm,
    StepForm,
    edit_problem,
    raise_problem,
    return_problem,
    write_off_problem,
)
from fangzi_desktop.services.projects import (
    SendBack,
    change_status,
    correct_stage_dates,
    move_project,
    note_progress,
    set_milestone,
)
from fangzi_desktop.services.snoozing import event_choices
from fangzi_desktop.storage.database import DATABASE_NAME
from fangzi_desktop.storage.migrate import create_database
from tests.builders import a_project, a_project_with_permits, an_alert_rule, item_id
from tests.watched import Watched

_SEED = Path(tempfile.mkdtemp(prefix="fangzi-today-")) / DATABASE_NAME

# The Friday before the National Day of 2025, in a week whose Sunday is worked.
FIRST = date(2025, 9, 26)
UNTIL = date(2026, 12, 31)
PAST, AHEAD = st.integers(-40, 0), st.integers(-5, 40)
CHOICES = st.sampled_from([Later.TOMORROW, Later.THREE_WORKDAYS, Later.NEXT_MEETING, Later.DAY])
KINDS = st.sampled_from([ClockKind.PROBLEM, ClockKind.PERMIT, ClockKind.STAGE])
STEPS = st.lists(st.integers(0, 20), max_size=4, unique=True).map(lambda found: sorted(found, reverse=True))


@contextmanager
def an_office() -> Iterator[Watched]:
    """Open an empty team folder, and throw it away afterwards."""
    if not _SEED.exists():
        create_database(_SEED)
    with tempfile.TemporaryDirectory(prefix="fangzi-today-") as folder:
        shutil.copy(_SEED, folder)
        with closing(Watched(Path(folder), FIRST, UNTIL)) as office:
            yield office


@given(
    due=st.integers(-5, 20),
    choice=CHOICES,
    asked=st.integers(1, 25),
    later=st.integers(0, 5),
    new=st.integers(-5, 12),
)
@settings(max_examples=20, deadline=None)
def test_what_is_put_off_comes_back_by_its_due_day_wherever_that_is_moved(
    due: int, choice: Later, asked: int, later: int, new: int
) -> None:
    first = FIRST - timedelta(days=40)
    with an_office() as office:
        office.today = first
        project = office.do(a_project)
        office.today = FIRST
        form = ProblemForm("用电", raised_on=first, due=FIRST + timedelta(days=due))
        problem = office.do(raise_problem, project, form)
        day = FIRST + timedelta(days=asked) if choice is Later.DAY else None
        office.put_off(f"problem:{problem}", choice, day)
        watch(office, later)
        office.do(edit_problem, problem, replace(form, due=office.today + timedelta(days=new)))
        watch(office, 12)


def watch(office: Watched, days: int) -> None:
    """Look at today's page, and at that of each of so many days to come."""
    office.check()
    for _ in range(days):
        office.next_day()
        office.check()


class Desk(RuleBasedStateMachine):
    """Somebody who works through 今日 while the days pass."""

    @initialize()
    def open(self) -> None:
        self.leaving = ExitStack()
        self.office = self.leaving.enter_context(an_office())
        self.project = self.office.do(a_project_with_permits)
        self.item = self.office.do(item_id, self.project, "DRAWING_REVIEW")
        self.other = self.office.do(a_project, "另一项目", Stage.REVIEW)
        self.problems = [self.office.do(raise_problem, self.other, ProblemForm("用电", due=FIRST))]

    def _day(self, ahead: int) -> date:
        return self.office.today + timedelta(days=ahead)

    @rule(days=st.integers(1, 4))
    def let_days_pass(self, days: int) -> None:
        watch(self.office, days)

    @rule(choice=CHOICES, ahead=AHEAD, data=st.data())
    def put_off(self, choice: Later, ahead: int, data: st.DataObject) -> None:
        page = self.office.check()
        shown = sorted(one.id for one in (*page.lines, *page.silent, *page.asleep))
        if shown:
            day = self._day(ahead) if choice is Later.DAY else None
            self.office.put_off(data.draw(st.sampled_from(shown)), choice, day)

    @rule(data=st.data())
    def put_off_until_something_is_recorded(self, data: st.DataObject) -> None:
        page = self.office.check()
        shown = sorted(one.id for one in (*page.lines, *page.silent))
        if shown:
            reminder = data.draw(st.sampled_from(shown))
            offered = self.office.workspace.read(event_choices, reminder)
            own = AwaitedEvent(Awaited.ITEM, self.item)
            likely = [one.event for one in offered if one.is_likely or one.event == own]
            event = data.draw(st.sampled_from([*likely, AwaitedEvent(Awaited.MILESTONE, Milestone.START)]))
            self.office.put_off(reminder, Later.EVENT, event=event)

    @rule(on=PAST)
    def start_building(self, on: int) -> None:
        day = PartialDate.of(self._day(on))
        self.office.do(set_milestone, self.project, Milestone.START, day)

    @rule(to=st.sampled_from([Stage.PERMITS, Stage.CONSTRUCTION, Stage.FORMATION]))
    def move(self, to: Stage) -> None:
        self.office.do(move_project, self.project, to, self.office.today, None, SendBack("材料不实"))

    @precondition(lambda self: self.office.asleep)
    @rule(data=st.data())
    def wake(self, data: st.DataObject) -> None:
        self.office.wake(data.draw(st.sampled_from(sorted(self.office.asleep))))

    @rule(due=AHEAD)
    def raise_another_problem(self, due: int) -> None:
        form = ProblemForm("用水", raised_on=self._day(-5), due=self._day(due))
        problem = self.office.do(raise_problem, self.other, form)
        if problem is not None:
            self.problems.append(problem)

    @rule(due=AHEAD, data=st.data())
    def date_problem(self, due: int, data: st.DataObject) -> None:
        form = ProblemForm("用电", raised_on=FIRST - timedelta(days=40), due=self._day(due))
        self.office.do(edit_problem, data.draw(st.sampled_from(self.problems)), form)

    @rule(data=st.data())
    def write_off(self, data: st.DataObject) -> None:
        self.office.do(write_off_problem, data.draw(st.sampled_from(self.problems)), self.office.today)

    @rule(data=st.data())
    def take_up_again(self, data: st.DataObject) -> None:
        step = StepForm(self.office.today, "又跳闸了")
        self.office.do(return_problem, data.draw(st.sampled_from(self.problems)), step)

    @rule(on=PAST)
    def accept(self, on: int) -> None:
        self.office.do(accept_item, self.item, self._day(on))

    @rule(on=PAST)
    def stop(self, on: int) -> None:
        self.office.do(suspend_item, self.item, self._day(on), SuspensionReason.EXPERT_REVIEW)

    @rule(on=PAST)
    def go_on(self, on: int) -> None:
        self.office.do(resume_item, self.item, self._day(on))

    @rule(on=PAST)
    def decide(self, on: int) -> None:
        self.office.do(decide_item, self.item, self._day(on))

    @rule()
    def reopen(self) -> None:
        self.office.do(reopen_item, self.item)

    @rule(on=PAST)
    def date_stage(self, on: int) -> None:
        self.office.do(correct_stage_dates, self.other, Stage.REVIEW, self._day(on), None)

    @rule(status=st.sampled_from([ProjectStatus.ACTIVE, ProjectStatus.DEFERRED, ProjectStatus.VETOED]))
    def stop_or_go(self, status: ProjectStatus) -> None:
        review_on = self._day(20) if status is ProjectStatus.DEFERRED else None
        values = (self.office.today, "会议决定", "坊纪〔2025〕2号", None, review_on)
        self.office.do(change_status, self.other, status, *values)

    @rule(words=st.sampled_from(["已对接", "已进场"]))
    def note(self, words: str) -> None:
        self.office.do(note_progress, self.project, words)

    @rule(kind=KINDS, steps=STEPS, unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]), ahead=AHEAD)
    def change_the_rule(self, kind: ClockKind, steps: list[int], unit: Unit, ahead: int) -> None:
        first = self._day(ahead)
        if all(one.valid_from != first for one in self.office.workspace.rules.alerts.rules):
            rule = AlertRule(kind, tuple(steps), unit, steps[-1] if steps else None, 2, 3, 4, first)
            self.office.do(an_alert_rule, rule)

    @rule()
    def undo(self) -> None:
        self.office.undo()

    @rule()
    def redo(self) -> None:
        self.office.redo()

    @rule()
    def undo_and_redo(self) -> None:
        if self.office.workspace.can_undo:
            before = self.office.check()
            self.office.undo()
            self.office.check()
            self.office.redo()
            assert (self.office.check().lines, self.office.check().asleep) == (before.lines, before.asleep)

    @invariant()
    def the_page_is_as_it_must_be(self) -> None:
        if hasattr(self, "office"):
            self.office.check()

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.leaving.close()


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
