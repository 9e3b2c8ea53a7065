"""A year in an office that does this and that, day by day, watched all the while."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.deadlines import Extension
from fangzi_desktop.domain.terms import PermitState, ProjectStatus, Stage, SuspensionReason, Unit
from fangzi_desktop.services.commitments import reopen_commitment, waive_commitment
from fangzi_desktop.services.elements import mark_available, mark_unavailable
from fangzi_desktop.services.permit_notices import extend_item
from fangzi_desktop.services.permits import (
    accept_item,
    decide_item,
    reopen_item,
    resume_item,
    suspend_item,
    withdraw_item,
)
from fangzi_desktop.services.problems import ProblemForm, edit_problem, raise_problem, write_off_problem
from fangzi_desktop.services.projects import change_status, correct_stage_dates, note_progress
from fangzi_desktop.services.today import Today
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.stage_tables import CommitmentRow, ElementRow
from fangzi_desktop.storage.tables import PermitItemRow, ProblemRow, ProjectRow, table_of
from fangzi_desktop.storage.work import View
from tests.naive import worked
from tests.watched import Watched

UNDER_WAY = (PermitState.ACCEPTED, PermitState.IN_PROGRESS)
CHOICES = (Later.TOMORROW, Later.THREE_WORKDAYS, Later.NEXT_MEETING, Later.DAY)


class Year:
    """Lets days pass in a watched office; what is done on them is chance, the same for the same `seed`."""

    def __init__(self, office: Watched, seed: int, acts_a_day: int) -> None:
        self._office = office
        self._chance = random.Random(seed)
        self._acts_a_day = acts_a_day
        self._page: Today | None = None
        self.acts = 0
        self.days = 0
        self._acts: tuple[Callable[[], None], ...] = (
            self._accept,
            self._decide,
            self._suspend,
            self._resume,
            self._extend,
            self._withdraw,
            self._reopen,
            self._supply,
            self._waive,
            self._raise,
            self._date_problem,
            self._date_problem,
            self._write_off,
            self._date_stage,
            self._stop_or_go,
            self._note,
            self._put_off,
            self._put_off,
            self._put_off,
            self._wake,
            self._office.undo,
            self._office.redo,
        )

    def live(self, last: date) -> None:
        """Let every day up to `last` pass, acting on working days, and look at 今日 on each."""
        while self._office.today < last:
            self._office.next_day()
            self.days += 1
            if worked(self._office.today):
                for _ in range(self._chance.randint(0, 2 * self._acts_a_day)):
                    self.acts += 1
                    self._chance.choice(self._acts)()
            self._page = self._office.check(self._day(30) if self._chance.random() < 0.2 else None)

    def _any(self, kind: type[Row], *states: PermitState) -> str:
        ids = self._office.workspace.read(_ids_of, kind, states)
        return self._chance.choice(ids) if ids else "none"

    def _day(self, back: int, ahead: int = 0) -> date:
        return self._office.today + timedelta(days=self._chance.randint(-back, ahead))

    def _accept(self) -> None:
        self._office.do(accept_item, self._any(PermitItemRow, PermitState.NOT_STARTED), self._day(10))

    def _decide(self) -> None:
        self._office.do(decide_item, self._any(PermitItemRow, *UNDER_WAY), self._day(5))

    def _suspend(self) -> None:
        item, reason = self._any(PermitItemRow, *UNDER_WAY), self._chance.choice(list(SuspensionReason))
        self._office.do(suspend_item, item, self._day(10), reason)

    def _resume(self) -> None:
        self._office.do(resume_item, self._any(PermitItemRow, PermitState.SUSPENDED), self._day(3))

    def _extend(self) -> None:
        unit = self._chance.choice([Unit.WORKING_DAY, Unit.CALENDAR_DAY])
        extension = Extension(self._office.today, self._chance.randint(1, 20), unit, "局领导", "情况复杂")
        self._office.do(extend_item, self._any(PermitItemRow, *UNDER_WAY), extension)

    def _withdraw(self) -> None:
        self._office.do(withdraw_item, self._any(PermitItemRow, *UNDER_WAY), self._day(5))

    def _reopen(self) -> None:
        ended = (PermitState.WITHDRAWN, PermitState.DECIDED)
        self._office.do(reopen_item, self._any(PermitItemRow, *ended))

    def _supply(self) -> None:
        act = self._chance.choice([mark_unavailable, mark_unavailable, mark_available])
        self._office.do(act, self._any(ElementRow), *(["另行解决"] if act is mark_unavailable else []))

    def _waive(self) -> None:
        act = self._chance.choice([waive_commitment, waive_commitment, reopen_commitment])
        grounds = ["情势变化", "坊纪〔2025〕3号"] if act is waive_commitment else []
        self._office.do(act, self._any(CommitmentRow), *grounds)

    def _raise(self) -> None:
        self._office.do(raise_problem, self._any(ProjectRow), self._problem())

    def _date_problem(self) -> None:
        self._office.do(edit_problem, self._any(ProblemRow), self._problem())

    def _problem(self) -> ProblemForm:
        return ProblemForm("用电容量不足", raised_on=self._day(20), due=self._day(10, 40))

    def _write_off(self) -> None:
        self._office.do(write_off_problem, self._any(ProblemRow), self._day(5))

    def _date_stage(self) -> None:
        stage = self._chance.choice(list(Stage))
        self._office.do(correct_stage_dates, self._any(ProjectRow), stage, self._day(90), None)

    def _stop_or_go(self) -> None:
        status = self._chance.choice([ProjectStatus.DEFERRED, ProjectStatus.ACTIVE, ProjectStatus.ACTIVE])
        review_on = self._day(-10, 60) if status is ProjectStatus.DEFERRED else None
        values = (self._office.today, "会议决定", "坊纪〔2025〕2号", None, review_on)
        self._office.do(change_status, self._any(ProjectRow), status, *values)

    def _note(self) -> None:
        self._office.do(note_progress, self._any(ProjectRow), f"进展{self.acts}")

    def _put_off(self) -> None:
        if self._page is not None and (shown := [*self._page.lines, *self._page.silent]):
            choice = self._chance.choice(CHOICES)
            day = self._day(-1, 60) if choice is Later.DAY else None
            self._office.put_off(self._chance.choice(shown).id, choice, day)

    def _wake(self) -> None:
        if self._office.asleep:
            self._office.wake(self._chance.choice(list(self._office.asleep)))


def _ids_of(view: View, kind: type[Row], states: Sequence[PermitState]) -> list[str]:
    table = table_of(kind)
    statement = sa.select(table.c.id).order_by(table.c.id)
    if states:
        statement = statement.where(table.c.state.in_(states))
    return list(view.session.connection().execute(statement).scalars())
