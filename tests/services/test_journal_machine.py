"""Whatever is done in whatever order: clocks agree with the records, and undo leads all the way back."""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from sqlalchemy import select

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import Sheet, read_sheet
from fangzi_desktop.domain.stage_terms import RemovalReason
from fangzi_desktop.domain.terms import Applicability, Gate, Milestone, ProjectStatus, Route, Stage
from fangzi_desktop.services.exchange import import_ledger
from fangzi_desktop.services.permits import (
    accept_item,
    decide_item,
    reopen_item,
    set_applicability,
    start_checklist,
    withdraw_item,
)
from fangzi_desktop.services.projects import (
    ProjectForm,
    SendBack,
    add_project,
    change_status,
    correct_stage_dates,
    edit_project,
    move_project,
    note_progress,
    set_gate,
    set_milestone,
)
from fangzi_desktop.services.recount import differences
from fangzi_desktop.services.workspace import OfficeClock, View, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, open_store
from fangzi_desktop.storage.journal import plain
from fangzi_desktop.storage.migrate import create_database
from fangzi_desktop.storage.tables import DERIVED, JOURNAL, ROWS, PermitItemRow, table_of
from tests.conftest import NOW, TODAY

_SEED = Path(tempfile.mkdtemp(prefix="fangzi-machine-")) / DATABASE_NAME

DAYS = st.integers(-400, 0).map(lambda back: TODAY + timedelta(days=back))
NAMES = st.sampled_from(["甲", "乙项目", "丙（一期）", "丁 & <戊>", "己\n庚"])
CODES = st.sampled_from(["FILING", "LAND_ANNOUNCE", "EIA", "LAND_USE_PLAN", "LAND_TITLE", "CONSTR_PLAN"])


def every_row(view: View) -> dict[str, list[str]]:
    """Everything that people have recorded, as it is stored."""
    return {
        name: sorted(
            json.dumps([plain(value) for value in row], ensure_ascii=False)
            for row in view.session.connection().execute(select(table_of(kind)))
        )
        for name, kind in ROWS.items()
        if name not in DERIVED | JOURNAL
    }


class Office(RuleBasedStateMachine):
    """Somebody at the desk."""

    projects = Bundle("projects")

    @initialize()
    def open(self) -> None:
        if not _SEED.exists():
            create_database(_SEED)
        self.folder = Path(tempfile.mkdtemp(prefix="fangzi-machine-"))
        shutil.copy(_SEED, self.folder / DATABASE_NAME)
        self.numbers = itertools.count(1)
        self.workspace = self._open()
        self.start = self.workspace.read(every_row)
        self.before_import = False

    def _open(self) -> Workspace:
        store = open_store(self.folder, who="专员甲", device="电脑一", now=NOW)
        clock = OfficeClock(TODAY, lambda: NOW)
        return Workspace(
            store, clock, who="专员甲", device="电脑一", new_id=lambda: f"id-{next(self.numbers)}"
        )

    def _try(self, command: Any, *values: Any) -> Any:
        """Do what may be refused; a refusal changes nothing."""
        before = self.workspace.read(every_row)
        try:
            return self.workspace.do(command, *values).value
        except UserError:
            assert self.workspace.read(every_row) == before
            return None

    def _item(self, project: str, code: str) -> str:
        def query(view: View) -> str:
            found = select(PermitItemRow.id).where(
                PermitItemRow.project_id == project, PermitItemRow.code == code
            )
            return view.session.scalars(found).first() or "none"

        return self.workspace.read(query)

    @rule(target=projects, name=NAMES, stage=st.sampled_from(Stage))
    def add(self, name: str, stage: Stage) -> Any:
        project = self._try(add_project, ProjectForm(name), stage)
        return multiple() if project is None else project

    @rule(
        project=projects,
        name=NAMES,
        yuan=st.none() | st.integers(0, 10**11),
        mu=st.none() | st.decimals("0.01", 9999, places=2),
        route=st.none() | st.sampled_from(Route),
    )
    def edit(
        self, project: str, name: str, yuan: int | None, mu: Decimal | None, route: Route | None
    ) -> None:
        self._try(edit_project, project, ProjectForm(name, investment_yuan=yuan, area_mu=mu, route=route))

    @rule(project=projects, to=st.sampled_from(Stage), on=st.none() | DAYS)
    def move(self, project: str, to: Stage, on: date | None) -> None:
        self._try(move_project, project, to, on, None, SendBack("材料不实"))

    @rule(project=projects, stage=st.sampled_from(Stage), first=st.none() | DAYS, last=st.none() | DAYS)
    def date_stage(self, project: str, stage: Stage, first: date | None, last: date | None) -> None:
        self._try(correct_stage_dates, project, stage, first, last)

    @rule(project=projects, route=st.none() | st.sampled_from(Route))
    def list_permits(self, project: str, route: Route | None) -> None:
        self._try(start_checklist, project, route)

    @rule(project=projects, code=CODES, on=DAYS)
    def accept(self, project: str, code: str, on: date) -> None:
        self._try(accept_item, self._item(project, code), on)

    @rule(project=projects, code=CODES, on=DAYS)
    def decide(self, project: str, code: str, on: date) -> None:
        self._try(decide_item, self._item(project, code), on, "坊字〔2023〕1号")

    @rule(project=projects, code=CODES, on=DAYS)
    def withdraw(self, project: str, code: str, on: date) -> None:
        self._try(withdraw_item, self._item(project, code), on)

    @rule(project=projects, code=CODES)
    def reopen(self, project: str, code: str) -> None:
        self._try(reopen_item, self._item(project, code))

    @rule(project=projects, code=CODES, applicability=st.sampled_from(Applicability))
    def apply_or_not(self, project: str, code: str, applicability: Applicability) -> None:
        self._try(set_applicability, self._item(project, code), applicability, "核实过")

    @rule(project=projects, kind=st.sampled_from(Milestone), on=st.none() | DAYS)
    def date_fact(self, project: str, kind: Milestone, on: date | None) -> None:
        self._try(set_milestone, project, kind, PartialDate.of(on) if on else None)

    @rule(project=projects, gate=st.sampled_from(Gate), passed=st.none() | st.booleans())
    def judge(self, project: str, gate: Gate, passed: bool | None) -> None:
        self._try(set_gate, project, gate, passed, "不达标")

    @rule(project=projects, new=st.sampled_from(ProjectStatus), on=DAYS)
    def stop_or_go(self, project: str, new: ProjectStatus, on: date) -> None:
        grounds = (RemovalReason.NO_PROGRESS, on + timedelta(days=30))
        self._try(change_status, project, new, on, "会议决定", "坊纪〔2023〕2号", *grounds)

    @rule(project=projects, words=st.sampled_from(["主体施工", "", "完成\n封顶"]))
    def report(self, project: str, words: str) -> None:
        self._try(note_progress, project, words)

    @rule(stage=st.sampled_from(["论证", "生成", "手续办理"]), land=st.sampled_from(["是", "否", ""]))
    def take_over(self, stage: str, land: str) -> None:
        heads = ("项目名称", "当前环节", "是否新增用地", "总投资（亿元）", "挂牌时间")
        rows = [("甲", stage, land, 2, "2022.5.23"), ("台账项目", stage, land, None, None)]
        reading = read_sheet(Sheet.of("台账", [heads, *rows]))
        if self._try(import_ledger, reading) is not None:
            self.before_import = True

    @rule()
    def undo(self) -> None:
        if self.workspace.can_undo:
            self.workspace.undo()

    @rule()
    def redo(self) -> None:
        if self.workspace.can_redo:
            self.workspace.redo()

    @rule()
    def undo_and_redo(self) -> None:
        if self.workspace.can_undo:
            before = self.workspace.read(every_row)
            self.workspace.undo()
            self.workspace.redo()
            assert self.workspace.read(every_row) == before

    @rule()
    def close_and_open(self) -> None:
        stacks = self.workspace.can_undo, self.workspace.can_redo
        self.workspace.close()
        self.workspace = self._open()
        assert (self.workspace.can_undo, self.workspace.can_redo) == stacks

    @invariant()
    def clocks_agree_with_the_records(self) -> None:
        if hasattr(self, "workspace"):
            assert self.workspace.read(differences) == []

    def teardown(self) -> None:
        if not hasattr(self, "workspace"):
            return
        while self.workspace.can_undo:
            self.workspace.undo()
        # What was done before an import stays, as nothing before it can be undone.
        if not self.before_import:
            assert self.workspace.read(every_row) == self.start
        assert self.workspace.read(differences) == []
        self.workspace.close()
        shutil.rmtree(self.folder)


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
