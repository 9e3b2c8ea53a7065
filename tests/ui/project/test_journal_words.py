"""What was done with permit items, in the words of 动态 and of the message after each act."""

from __future__ import annotations

import inspect
from datetime import date
from types import ModuleType

import pytest

from fangzi_desktop.domain.deadlines import Extension
from fangzi_desktop.domain.rule_edits import without_rule
from fangzi_desktop.domain.terms import IssueMode, PartKind, SuspensionReason, Unit
from fangzi_desktop.services import (
    parts,
    permit_notices,
    permit_results,
    permits,
    statistics,
    statistics_rules,
    templates,
)
from fangzi_desktop.services.history import project_history
from fangzi_desktop.services.permit_results import Certificate
from fangzi_desktop.storage.tables import DERIVED, JOURNAL, ROWS, table_of
from fangzi_desktop.storage.work import Work
from fangzi_desktop.ui.acts import act_names
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import journal_words
from fangzi_desktop.ui.project.journal_words import WordedAct, WordedLine
from fangzi_desktop.ui.project.paper_words import PAPER_TABLES
from fangzi_desktop.ui.project.record_words import field_name, table_name
from tests.builders import a_project_with_permits, item_id


@pytest.mark.parametrize(
    "module",
    [parts, permit_notices, permit_results, permits, statistics, statistics_rules, templates],
)
def test_every_command_has_words(module: ModuleType) -> None:
    commands = {
        name
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(found).parameters.values())).annotation in (Work, "Work")
    }
    assert commands
    assert commands - act_names().keys() == set()


def newest(window: MainWindow, project: str) -> WordedAct:
    window.open_project(project, "journal")
    page = window._project_page
    assert page is not None
    page.journal.show_dossier(page._dossier)  # type: ignore[arg-type]
    return page.journal.model.acts[0]


def test_the_whole_life_of_items_is_told_in_words(window: MainWindow, desk: Desk) -> None:
    project = desk.attempt(a_project_with_permits).value

    def item(code: str) -> str:
        return desk.attempt(item_id, project, code).value

    plan, eia = item("CONSTR_PLAN"), item("EIA")
    desk.attempt(permits.apply_item, eia, date(2023, 2, 1))
    desk.attempt(permit_notices.require_correction, eia, date(2023, 2, 2), "缺总量确认书", "环补3号")
    assert set(newest(window, project).lines) == {
        WordedLine("建设项目环境影响评价文件审批 · 状态", "已申报(收件) → 补正"),
        WordedLine(
            "新增 补正告知 建设项目环境影响评价文件审批",
            "告知 2023年2月2日，缺什么 缺总量确认书，文号 环补3号",
        ),
    }
    desk.attempt(permits.accept_item, plan, date(2023, 2, 6))
    granted = Extension(date(2023, 2, 7), 5, Unit.WORKING_DAY, "分管负责人", "勘验", "", statutory=True)
    desk.attempt(permit_notices.extend_item, plan, granted)
    told = newest(window, project).lines[0].change
    assert told == "批准日期 2023年2月7日，延长 5个工作日，批准人 分管负责人，理由 勘验，法定时限顺延 是"
    days = (date(2023, 2, 7), date(2023, 2, 8))
    desk.attempt(permit_notices.exclude_days, plan, *days, SuspensionReason.HEARING)
    papers = [("人防意见", date(2023, 3, 1))]
    desk.attempt(permit_results.decide_on_promise, plan, date(2023, 2, 9), "1号", IssueMode.PROMISE, papers)
    desk.attempt(
        permit_results.record_certificate,
        plan,
        Certificate("1号", "自规坊子分局", date(2023, 2, 10), date(2025, 2, 9)),
    )
    part = desk.attempt(parts.add_part, project, PartKind.PHASE, "一期").value
    desk.attempt(parts.add_part, project, PartKind.BUILDING, "1号厂房", part)
    assert "属于 一期" in newest(window, project).lines[0].change
    desk.attempt(parts.rename_part, part, "首期")
    assert newest(window, project).lines == (WordedLine("首期 · 名称", "一期 → 首期"),)
    desk.attempt(parts.divide_items, [plan], [part])
    assert newest(window, project).lines == (WordedLine("建设工程规划许可证 · 所属部分", "空 → 首期"),)
    (group, *_) = desk.read(permits.checklist, project).groups
    desk.attempt(parts.name_coordinator, project, group.code, "区行政审批服务局")
    assert newest(window, project).lines[0].change == f"并联组 {group.name}，牵头单位 区行政审批服务局"
    desk.attempt(permit_results.waive_items, [item("SEISMIC")], "区域评估5号")
    desk.attempt(permit_results.verify_items, [plan, eia], date(2023, 2, 24))
    desk.attempt(permits.accept_item, item("LAND_ANNOUNCE"), date(2023, 1, 30))
    desk.attempt(parts.fail_listing, item("LAND_ANNOUNCE"), date(2023, 2, 22), "无人报名")
    window.open_project(project, "journal")
    assert window._project_page is not None
    newest(window, project)
    *acts, _ = window._project_page.journal.model.acts
    told = "".join(f"{act.name}{one.subject}{one.change}" for act in acts for one in act.lines)
    for code in ("_", "None", "True", "promise", "listing", "1-", "working", "phase", "EIA"):
        assert code not in told, (code, told[max(0, told.find(code) - 60) :][:120])
    assert len(desk.read(project_history, project)) > 10


def test_a_move_to_another_version_is_told_by_its_number(window: MainWindow, desk: Desk) -> None:
    project = desk.attempt(a_project_with_permits).value
    newest_version = desk.read(templates.newest_template)
    assert newest_version is not None
    rules, groups = without_rule(newest_version.rules, newest_version.groups, "ENERGY")
    version = desk.attempt(templates.publish_template, rules, groups, date(2023, 2, 24), "").value
    desk.attempt(templates.move_to_template, project, version)
    act = newest(window, project)
    assert act.name == "转到新版手续清单"
    assert WordedLine("手续清单版本", "第1版 → 第2版") in act.lines
    assert "删除 手续 固定资产投资项目节能审查" in {line.subject for line in act.lines}
    assert len(act.lines) == 2


def _worded() -> list[tuple[str, str]]:
    """Every field that the journal may tell of a project: what a person writes, keys left out."""
    silent = journal_words._SILENT | {"round_id", "problem_id", "search_key", "sort_key", "instance"}
    return [
        (table, column.name)
        for table, kind in sorted(ROWS.items(), key=lambda pair: pair[0])
        if table not in DERIVED | JOURNAL and ("project_id" in table_of(kind).c or table == "project")
        for column in table_of(kind).c
        if column.name not in silent
        and table not in PAPER_TABLES
        # Told together with the amount.
        and (table, column.name) != ("extension", "unit")
    ]


@pytest.mark.parametrize(("table", "field"), _worded())
def test_every_field_of_a_projects_records_has_a_word(table: str, field: str) -> None:
    assert table_name(table) != table
    assert field_name(table, field) != field
