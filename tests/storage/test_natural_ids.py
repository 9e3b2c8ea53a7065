"""Rows that are told apart by what they are about have the same id in every copy of the team's folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stage_terms import Evidence, NodeKind, StatsKind, StatsMaterial
from fangzi_desktop.domain.terms import Milestone, PartKind, Route, Stage
from fangzi_desktop.services.construction import NodeForm, set_node
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.idle_limits import IdleLimitForm, set_idle_limit
from fangzi_desktop.services.light_rules import LightLimitForm, set_light_limit
from fangzi_desktop.services.meetings import MeetingForm, add_meeting, put_on_agenda
from fangzi_desktop.services.months import MonthForm, write_month
from fangzi_desktop.services.papers import KeptFile, add_material, attach_files
from fangzi_desktop.services.parts import add_part, divide_items, fail_listing, name_coordinator
from fangzi_desktop.services.permits import accept_item, start_checklist
from fangzi_desktop.services.phases import PhaseForm, add_phase, edit_phase
from fangzi_desktop.services.projects import move_project, set_milestone
from fangzi_desktop.services.removals import set_removal_limit
from fangzi_desktop.services.report_words import edit_passage
from fangzi_desktop.services.reports import ReportAsk
from fangzi_desktop.services.review import open_round
from fangzi_desktop.services.stage_records import EvidenceForm, record_evidence
from fangzi_desktop.services.statistics import file_application, tick_stats_material
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.database import open_store
from fangzi_desktop.storage.natural_ids import BIRTH_KEYS, NATURAL_KEYS, OWN_KEYS, natural_id
from fangzi_desktop.storage.tables import ROWS, table_of
from fangzi_desktop.storage.work import View, Work
from tests.builders import a_project, item_id
from tests.conftest import NOW, TODAY, OpenWorkspace

KEYS = {**NATURAL_KEYS, **BIRTH_KEYS}


def wrong_ids(view: View, table: str) -> list[str]:
    """Return the ids of the rows of a table that do not have the id of their key."""
    rows = view.session.scalars(sa.select(ROWS[table]))
    return [row.id for row in rows if row.id != natural_id(table, *(getattr(row, c) for c in KEYS[table]))]


def filled(view: View) -> set[str]:
    """Return the tables with a natural key that have rows."""
    return {table for table in KEYS if view.session.scalars(sa.select(ROWS[table].id).limit(1)).first()}


@pytest.mark.parametrize("table", Row.metadata.tables.values(), ids=str)
def test_only_primary_keys_are_unique(table: sa.Table) -> None:
    unique = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    assert not unique
    assert not [index for index in table.indexes if index.unique]
    assert [column.name for column in table.primary_key] == ["id"]


@pytest.mark.parametrize("table", KEYS)
def test_a_natural_key_is_made_of_columns(table: str) -> None:
    assert set(KEYS[table]) <= set(table_of(ROWS[table]).c.keys())


def test_the_created_database_knows_no_unique_columns_either(folder: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{folder / 'fangzi.db'}")
    inspector = sa.inspect(engine)
    assert not [name for name in inspector.get_table_names() if inspector.get_unique_constraints(name)]
    engine.dispose()


def test_examples_have_the_ids_of_their_keys(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2026, 4, 20))
    workspace.do(fill_with_examples, 40)
    found = workspace.read(filled)
    # What examples have none of is added by the two copies below.
    added = {"attachment", "photo", "coordinator", "report_edit", "report_approval", "assessment_mark"}
    assert KEYS.keys() - found == added
    assert {table: wrong for table in KEYS if (wrong := workspace.read(wrong_ids, table))} == {}


def test_some_ids_are_a_column_as_it_is(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2026, 4, 20))
    workspace.do(fill_with_examples, 20)

    def ids(view: View, table: str, column: str) -> list[tuple[str, object]]:
        columns = table_of(ROWS[table]).c
        return [(a, b) for a, b in view.session.execute(sa.select(columns.id, columns[column]))]

    for table, column in OWN_KEYS.items():
        rows = workspace.read(ids, table, column)
        assert rows
        assert all(own == str(value) for own, value in rows)


def test_an_id_stays_the_same_in_every_version_of_the_program() -> None:
    known = "3d322d4c-6063-5624-9e4a-6173f427d7eb"
    assert natural_id("milestone", "p", Milestone.START) == natural_id("milestone", "p", "start") == known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("material", "a", "bc"), ("material", "ab", "c"), id="the parts are kept apart"),
        pytest.param(("node", "p", None, "x"), ("node", "p", "", "x"), id="nothing is not an empty text"),
        pytest.param(("node", "p", None, "x"), ("node", "p", "None", "x"), id="nor the word for nothing"),
        pytest.param(("milestone", "p", "x"), ("evidence", "p", "x"), id="tables are kept apart"),
        pytest.param(("review_round", "p", 1), ("review_round", "p", "1"), id="a number is not its digits"),
    ],
)
def test_other_keys_have_other_ids(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert natural_id(*one) != natural_id(*other)


def test_a_key_has_all_its_parts() -> None:
    with pytest.raises(TypeError, match="project_id, kind"):
        natural_id("milestone", "p")


# Two copies that add the same.


@pytest.fixture
def copies(folder: Path, tmp_path: Path) -> Iterator[tuple[Workspace, Workspace]]:
    """Two copies of a folder with one project; each gives out random ids of its own."""
    with closing(_opened(folder)) as office:
        office.do(_begin)
    shutil.copytree(folder, tmp_path / "laptop")
    with closing(_opened(folder)) as office, closing(_opened(tmp_path / "laptop")) as laptop:
        yield office, laptop


def _opened(folder: Path) -> Workspace:
    store = open_store(folder, who="专员甲", device=folder.name, now=NOW)
    return Workspace(store, OfficeClock(TODAY, lambda: NOW), who="专员甲", device=folder.name)


def _begin(work: Work) -> str:
    project = a_project(work, "甲", Stage.REVIEW)
    work.flush()
    start_checklist(work, project, Route.NEW_LAND)
    work.flush()
    add_part(work, project, PartKind.BUILDING, "1号楼")
    work.flush()
    add_part(work, project, PartKind.BUILDING, "2号楼")
    add_phase(work, project, PhaseForm("一期"))
    add_meeting(work, MeetingForm("会议", TODAY, "坊论〔2023〕3号"))
    return project


def _only(work: View, table: str) -> str:
    return str(work.session.scalars(sa.select(ROWS[table].id)).one())


def _project_work(work: Work, project: str) -> None:
    open_round(work, project, TODAY, ("财政局", "发展和改革局"))
    put_on_agenda(work, _only(work, "meeting"), [project])
    move_project(work, project, Stage.FORMATION, TODAY)
    set_milestone(work, project, Milestone.LISTED, PartialDate.of(TODAY))
    record_evidence(work, project, Evidence.PROPOSAL, EvidenceForm(TODAY))
    name_coordinator(work, project, "G1", "协调岗")
    write_month(work, project, MonthForm("2023-01", 50, 60))
    set_node(work, project, NodeKind.ENTRY, None, NodeForm(TODAY))
    tick_stats_material(work, project, StatsKind.INVEST, next(iter(StatsMaterial)), TODAY)
    set_milestone(work, project, Milestone.START_STATISTICAL, PartialDate.of(TODAY))
    file_application(work, project, StatsKind.INVEST, TODAY)


def _permit_work(work: Work, project: str) -> None:
    filing = item_id(work, project, "FILING")
    add_material(work, filing, "补充说明")
    attach_files(work, project, filing, [KeptFile("扫描件.pdf", "a" * 64, 4)])
    parts = {row.name: row.id for row in work.session.scalars(sa.select(ROWS["project_part"]))}  # type: ignore[attr-defined]
    divide_items(work, [item_id(work, project, "CONSTR_PERMIT")], [parts["1号楼"], parts["2号楼"]])
    edit_phase(work, parts["一期"], PhaseForm("一期", dates={Milestone.START: PartialDate.of(TODAY)}))
    listing = item_id(work, project, "LAND_LISTING")
    accept_item(work, listing, TODAY)
    fail_listing(work, listing, TODAY, "流拍")


def _team_work(work: Work) -> None:
    week = ReportAsk(ReportKind.WEEKLY, "2023w8")
    edit_passage(work, week, "k", "写的", "拟的")
    set_idle_limit(work, IdleLimitForm(Stage.PERMITS, 9, TODAY))
    set_light_limit(work, LightLimitForm(TODAY, 1, 5, 10))
    set_removal_limit(work, 7, TODAY)


def test_two_copies_that_add_the_same_have_added_the_same_rows(copies: tuple[Workspace, Workspace]) -> None:
    def all_ids(view: View) -> dict[str, set[str]]:
        return {table: set(view.session.scalars(sa.select(ROWS[table].id))) for table in KEYS}

    before = copies[0].read(all_ids)
    project = copies[0].read(_only, "project")
    for copy in copies:
        for act in (_project_work, _permit_work):
            copy.do(act, project)
        copy.do(_team_work)
    office, laptop = (copy.read(all_ids) for copy in copies)
    assert office == laptop
    assert {table for table in KEYS if office[table] > before[table]} >= {
        "agenda",
        "attachment",
        "coordinator",
        "evidence",
        "idle_limit",
        "light_limit",
        "material",
        "milestone",
        "month_investment",
        "node",
        "opinion",
        "part_date",
        "permit_item",
        "removal_limit",
        "report_edit",
        "review_round",
        "stage_record",
        "stats_file",
        "stats_material",
    }
