"""Whatever is edited, put off, undone and left lying: nothing red sleeps too long, nothing is lost."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, Milestone
from fangzi_desktop.domain.workdays import workdays_between
from fangzi_desktop.services.completing import complete
from fangzi_desktop.services.overview import overview
from fangzi_desktop.services.problems import (
    ProblemForm,
    StepForm,
    edit_problem,
    raise_problem,
    return_problem,
)
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.services.snoozing import event_choices, snooze, wake
from fangzi_desktop.services.today import Today, follow_today, today_page
from fangzi_desktop.services.workspace import Changes, OfficeClock, View, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, open_store
from fangzi_desktop.storage.migrate import create_database
from fangzi_desktop.storage.tables import ProblemRow
from tests.builders import a_project

_SEED = Path(tempfile.mkdtemp(prefix="fangzi-snooze-")) / DATABASE_NAME
# Over the Qingming and Labour Day breaks with their make-up days.
FIRST = date(2023, 3, 27)
RAISED = date(2023, 3, 1)

SPANS = st.integers(-20, 40)


class SnoozeMachine(RuleBasedStateMachine):
    problems = Bundle("problems")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fangzi-snooze-case-"))
        if not _SEED.exists():
            create_database(_SEED)
        shutil.copy(_SEED, self.folder / DATABASE_NAME)
        self.numbers = itertools.count(1)
        self.today = FIRST
        self.workspace = self._open()
        self.project = self.workspace.do(a_project).value
        self.read: Today = self.workspace.read(today_page)
        # On which day each reminder was last put off, kept apart from what the program stores.
        self.put_off: dict[str, date] = {}

    def _open(self) -> Workspace:
        now = datetime.combine(self.today, time(2), UTC)
        store = open_store(self.folder, who="专员甲", device="电脑一", now=now)
        clock = OfficeClock(self.today, lambda: now)
        return Workspace(
            store, clock, who="专员甲", device="电脑一", new_id=lambda: f"id-{next(self.numbers)}"
        )

    def _followed(self, changes: Changes[object]) -> None:
        self.read = self.workspace.read(follow_today, self.read, changes.projects)

    @rule(target=problems, span=SPANS)
    def raise_one(self, span: int) -> Any:
        due = max(RAISED, self.today + timedelta(days=span))
        try:
            changes = self.workspace.do(raise_problem, self.project, ProblemForm("用电", "", RAISED, due))
        except UserError:
            # The project itself was undone.
            return multiple()
        self._followed(changes)
        return changes.value

    @rule(problem=problems, span=SPANS)
    def move_deadline(self, problem: str, span: int) -> None:
        due = max(RAISED, self.today + timedelta(days=span))
        try:
            self._followed(self.workspace.do(edit_problem, problem, ProblemForm("用电", "", RAISED, due)))
        except UserError:
            return

    @rule(
        problem=problems, choice=st.sampled_from([one for one in Later if one is not Later.EVENT]), span=SPANS
    )
    def put_one_off(self, problem: str, choice: Later, span: int) -> None:
        key = f"problem:{problem}"
        try:
            self._followed(self.workspace.do(snooze, key, choice, self.today + timedelta(days=span)))
        except UserError:
            return
        self.put_off[key] = self.today

    @rule(problem=problems, place=st.integers(0, 30))
    def wait_for_something(self, problem: str, place: int) -> None:
        key = f"problem:{problem}"
        try:
            choices = self.workspace.read(event_choices, key)
            event = choices[place % len(choices)].event
            self._followed(self.workspace.do(snooze, key, Later.EVENT, None, event))
        except UserError:
            return
        self.put_off[key] = self.today

    @rule(kind=st.sampled_from([one for one in Milestone if not one.is_plan]))
    def record(self, kind: Milestone) -> None:
        try:
            self._followed(self.workspace.do(set_milestone, self.project, kind, PartialDate.of(self.today)))
        except UserError:
            return

    @rule(problem=problems)
    def wake_one(self, problem: str) -> None:
        self._followed(self.workspace.do(wake, f"problem:{problem}"))

    @rule(problem=problems)
    def close_or_reopen(self, problem: str) -> None:
        try:
            self._followed(self.workspace.do(complete, f"problem:{problem}", self.today))
        except UserError:
            form = StepForm(self.today, "未解决")
            try:
                self._followed(self.workspace.do(return_problem, problem, form))
            except UserError:
                return

    @rule()
    def undo(self) -> None:
        if self.workspace.can_undo:
            try:
                self._followed(self.workspace.undo())
            except UserError:
                return

    @rule()
    def redo(self) -> None:
        if self.workspace.can_redo:
            try:
                self._followed(self.workspace.redo())
            except UserError:
                return

    @rule(days=st.integers(1, 9))
    def leave_it_lying(self, days: int) -> None:
        self.workspace.close()
        self.today += timedelta(days=days)
        self.workspace = self._open()
        self.read = self.workspace.read(today_page)

    @invariant()
    def nothing_red_sleeps_too_long(self) -> None:
        page, calendar = self.workspace.read(today_page), self.workspace.calendar
        for one in page.asleep:
            if one.due is not None and one.due < self.today:
                since = max(one.due, self.put_off.get(one.id, date.min))
                assert workdays_between(since, self.today, calendar) == 0, one

    @invariant()
    def every_overdue_problem_is_listed_or_asleep_once(self) -> None:
        page = self.workspace.read(today_page)
        shown = sorted(
            one.id for one in (*page.lines, *page.asleep) if one.is_overdue and one.kind is ClockKind.PROBLEM
        )
        assert shown == sorted(self.workspace.read(self._overdue))

    @invariant()
    def what_is_followed_reads_like_what_is_read_anew(self) -> None:
        anew = self.workspace.read(today_page)
        assert self.read.lines == anew.lines
        assert self.read.asleep == anew.asleep
        assert self.read.listed == anew.listed

    @invariant()
    def the_rail_counts_what_the_list_shows(self) -> None:
        assert self.workspace.glance(overview).urgent == self.workspace.read(today_page).overdue

    def _overdue(self, view: View) -> list[str]:
        rows = view.session.query(ProblemRow).all()
        return [
            f"problem:{row.id}"
            for row in rows
            if row.state.is_open and row.due is not None and row.due < view.today
        ]

    def teardown(self) -> None:
        self.workspace.close()
        shutil.rmtree(self.folder, ignore_errors=True)


SnoozeMachine.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestSnoozes = SnoozeMachine.TestCase
