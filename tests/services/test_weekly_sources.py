"""Every figure of the weekly report and of the monthly bulletin is traced to the rows it counts."""

from __future__ import annotations

import itertools
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fangzi_desktop.domain.dates import week_of
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import ClockKind, Stage
from fangzi_desktop.reports.document import Document, Passage
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.permits import accept_item, checklist, decide_item
from fangzi_desktop.services.projects import move_project
from fangzi_desktop.services.register import register
from fangzi_desktop.services.report_issues import issue_report, prepare_issue
from fangzi_desktop.services.report_words import approve_report, edit_passage, words
from fangzi_desktop.services.reports import ReportAsk, drafted_document, report_document
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, open_store
from fangzi_desktop.storage.tables import PermitItemRow, ProblemRow, ProjectRow
from fangzi_desktop.storage.work import View
from tests.builders import a_project, a_project_with_permits
from tests.conftest import OpenWorkspace

TODAY = date(2026, 11, 27)
WEEKLY = ReportAsk(ReportKind.WEEKLY, week_of(TODAY).code)
MONTHLY = ReportAsk(ReportKind.MONTHLY, "2026-11")
# A figure of the text and the name under which its rows stand among the sources.
FIGURES = {
    "overview.week": {
        r"新增项目(\d+)个": "新增项目",
        r"环节变化(\d+)个": "环节变化",
        r"办结手续(\d+)项": "办结手续",
        r"否决项目(\d+)个": "否决项目",
        r"剔除项目(\d+)个": "剔除项目",
        r"逾期事项(\d+)项": "逾期事项",
        r"导入项目(\d+)个": "由台账导入项目",
    },
    "overview.month": {
        r"新增项目(\d+)个": "新增项目",
        r"否决项目(\d+)个": "否决项目",
        r"剔除项目(\d+)个": "剔除项目",
    },
    "overview.investment": {
        r"登记完成投资[\d.]+\w元（(\d+)个项目）": "本月完成",
        r"累计完成投资[\d.]+\w元（(\d+)个项目）": "本年完成",
        r"填报年度计划的(\d+)个": "年度计划",
    },
    "overview.apart": {r"否决(\d+)个": "否决", r"剔除(\d+)个": "剔除"},
    "moves.all": {r"环节推进(\d+)个": "环节推进", r"起止日期的环节(\d+)个": "完成环节"},
    "problems.all": {r"尚未销号(\d+)个": "尚未销号", r"挂牌督办(\d+)个": "挂牌督办"},
    "lamps.all": {r"红灯(\d+)个": "红灯", r"黄灯(\d+)个": "黄灯"},
}
# A paragraph that counts one thing has exactly its rows.
WHOLE = {
    "overview.ledger": r"共有项目(\d+)个",
    "overview.reviews": r"论证项目(\d+)个",
    "moves.reviews": r"论证项目(\d+)个",
    "permits.standing": r"在办手续(\d+)项",
    "permits.decided": r"办结手续(\d+)项",
    "progress.all": r"有进展的项目(\d+)个",
    "problems.open": r"待协调解决的问题(\d+)个",
    "problems.closed": r"销号问题(\d+)个",
    "problems.overdue": r"逾期事项共(\d+)项",
    "next.due": r"下周到期事项(\d+)项",
    "next.entries": r"纳统、升规(\d+)项",
    "lamps.all": r"预警项目(\d+)个",
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Workspace]:
    """A folder of generated projects on one day, read by the tests of this module and never changed."""
    folder = tmp_path_factory.mktemp("generated")
    shutil.copy(empty_database, folder / DATABASE_NAME)
    now = datetime(2026, 11, 27, 2, tzinfo=UTC)
    numbers = itertools.count(1)
    store = open_store(folder, who="专员甲", device="电脑一", now=now)
    clock = OfficeClock(TODAY, lambda: now)
    workspace = Workspace(store, clock, who="专员甲", device="电脑一", new_id=lambda: f"{next(numbers)}")
    workspace.do(fill_with_examples, 80)
    yield workspace
    workspace.close()


def passages(document: Document) -> dict[str, Passage]:
    return {one.key: one for one in document.passages if one.key}


@pytest.mark.parametrize("ask", [WEEKLY, MONTHLY], ids=["weekly", "monthly"])
def test_every_counted_figure_has_as_many_rows(generated: Workspace, ask: ReportAsk) -> None:
    found = passages(generated.read(drafted_document, ask))
    checked = 0
    for key, figures in FIGURES.items():
        if key not in found:
            continue
        named = Counter(source.words.partition("：")[0] for source in found[key].sources)
        for pattern, name in figures.items():
            match = re.search(pattern, found[key].text)
            assert named[name] == (int(match[1]) if match else 0), (key, pattern, found[key].text)
            checked += match is not None
    for key, pattern in WHOLE.items():
        if key in found:
            match = re.search(pattern, found[key].text)
            assert match is not None, (key, found[key].text)
            assert len(found[key].sources) == int(match[1]), (key, found[key].text)
            checked += 1
    assert checked >= 12


@pytest.mark.parametrize("ask", [WEEKLY, MONTHLY], ids=["weekly", "monthly"])
def test_every_paragraph_has_a_key_of_its_own(generated: Workspace, ask: ReportAsk) -> None:
    keys = [one.key for one in generated.read(drafted_document, ask).passages if one.text]
    assert all(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("ask", [WEEKLY, MONTHLY], ids=["weekly", "monthly"])
def test_every_row_named_is_in_the_records(generated: Workspace, ask: ReportAsk) -> None:
    tables = {ClockKind.PERMIT: PermitItemRow, ClockKind.PROBLEM: ProblemRow}

    def lost(view: View) -> list[str]:
        return [
            source.words
            for passage in drafted_document(view, ask).passages
            for source in passage.sources
            if view.session.get(ProjectRow, source.project_id) is None
            or (source.kind in tables and view.session.get(tables[source.kind], source.owner_id) is None)
        ]

    assert generated.read(lost) == []


def test_the_ledger_counts_who_stands_still_among_its_projects(generated: Workspace) -> None:
    inside = [line for line in generated.read(register) if line.status not in TERMINAL]
    found = passages(generated.read(drafted_document, WEEKLY))
    assert {source.project_id for source in found["overview.ledger"].sources} == {line.id for line in inside}
    assert not {source.project_id for source in found["overview.apart"].sources} & {
        line.id for line in inside
    }


def issue(workspace: Workspace, ask: ReportAsk) -> None:
    workspace.do(approve_report, ask, workspace.read(words, ask).digest)
    workspace.do(issue_report, prepare_issue(workspace, ask))


def test_the_first_number_is_compared_with_nothing(workspace: Workspace) -> None:
    workspace.do(a_project, "甲")
    document = workspace.read(drafted_document, ReportAsk(ReportKind.WEEKLY, "2023-W08"))
    assert "overview.changes" not in passages(document)
    assert "本周变化" not in str(document)


def test_what_changed_since_the_last_number_is_told(open_folder: OpenWorkspace) -> None:
    before = open_folder(date(2023, 2, 17))
    project = before.do(a_project, "甲", stage=Stage.REVIEW).value
    issue(before, ReportAsk(ReportKind.WEEKLY, "2023-W07"))
    before.close()
    workspace = open_folder()
    workspace.do(move_project, project, Stage.FORMATION)
    added = workspace.do(a_project, "乙").value
    document = workspace.read(drafted_document, ReportAsk(ReportKind.WEEKLY, "2023-W08"))
    told = passages(document)["overview.changes"]
    assert told.text.startswith("与上期（第7期，截至2月17日）相比，新增项目1个，环节推进1个")
    assert {source.project_id for source in told.sources} == {project, added}
    ledger = next(part for part in document.annexes if part.title == "项目总台账")
    assert "推进到生成" in str(ledger)
    assert "第7期" in str(ledger)


def test_a_sentence_keeps_its_words_when_its_number_changes(workspace: Workspace) -> None:
    ask = ReportAsk(ReportKind.WEEKLY, "2023-W08")
    project = workspace.do(a_project_with_permits, name="乙").value
    key = f"progress.{project}"
    drafted = passages(workspace.read(drafted_document, ask))[key].text
    workspace.do(edit_passage, ask, key, "乙项目已由区领导现场调度。", drafted)
    other = workspace.do(a_project_with_permits, name="甲").value
    items = {line.code: line.id for line in workspace.read(checklist, other).lines}
    workspace.do(accept_item, items["FILING"], date(2023, 2, 20))
    workspace.do(decide_item, items["FILING"], date(2023, 2, 21), "备1号")
    found = passages(workspace.read(report_document, ask))[key]
    assert found.text == "乙项目已由区领导现场调度。"
    assert found.lead.endswith("乙：")
