"""The parts of a project, dividing items among them, and a group's coordinator, through their dialogs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import PartKind
from fangzi_desktop.services.permits import ChecklistLine, checklist
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.part_dialogs import PartsDialog, _Coordinator
from tests.builders import a_project_with_permits


@pytest.fixture
def project(desk: Desk) -> str:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    return changes.value


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def lines_of(desk: Desk, project: str, *codes: str) -> list[ChecklistLine]:
    return [line for line in desk.read(checklist, project).lines if line.code in codes]


def add(dialog: PartsDialog, kind: PartKind, name: str, within: str = "") -> None:
    dialog.kind.setCurrentText(kind.zh)
    dialog.within.setCurrentText(within or "整个项目")
    dialog.name.setText(name)
    dialog.add.click()


def names(item: QTreeWidgetItem) -> list[str]:
    return [item.child(place).text(0) for place in range(item.childCount())]


def test_a_part_is_put_elsewhere_and_never_within_itself(desk: Desk, project: str, parent: QWidget) -> None:
    dialog = PartsDialog(desk, project, (), parent)
    assert not dialog.arrange.isEnabled()
    add(dialog, PartKind.PHASE, "一期")
    add(dialog, PartKind.PLOT, "1号厂房")
    building = dialog.tree.topLevelItem(1)
    assert building is not None
    dialog.tree.setCurrentItem(building)
    dialog.kind.setCurrentText(PartKind.BUILDING.zh)
    dialog.within.setCurrentText("一期")
    dialog.arrange.click()
    phase = dialog.tree.topLevelItem(0)
    assert phase is not None and names(phase) == ["1号厂房"]
    assert phase.child(0).text(1) == PartKind.BUILDING.zh
    dialog.tree.setCurrentItem(phase)
    dialog.within.setCurrentText("1号厂房")
    dialog.arrange.click()
    assert dialog._problem.isVisibleTo(dialog) and "一期" in dialog._problem.text()


def test_parts_are_added_within_each_other_renamed_and_removed(
    desk: Desk, project: str, parent: QWidget
) -> None:
    dialog = PartsDialog(desk, project, (), parent)
    add(dialog, PartKind.PHASE, "一期")
    add(dialog, PartKind.BUILDING, "1号厂房", "一期")
    assert names(dialog.tree.invisibleRootItem()) == ["一期"]
    phase = dialog.tree.topLevelItem(0)
    assert phase is not None and names(phase) == ["1号厂房"]
    dialog.tree.setCurrentItem(phase.child(0))
    assert (dialog.name.text(), dialog.within.currentText()) == ("1号厂房", "一期")
    dialog.name.setText("2号厂房")
    dialog.rename.click()
    assert [part.name for part in desk.read(checklist, project).parts] == ["一期", "2号厂房"]
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0))
    dialog.remove.click()
    assert dialog._problem.isVisibleTo(dialog)
    assert "一期" in dialog._problem.text()
    phase = dialog.tree.topLevelItem(0)
    assert phase is not None
    dialog.tree.setCurrentItem(phase.child(0))
    dialog.remove.click()
    assert not dialog._problem.isVisibleTo(dialog)
    assert [part.name for part in desk.read(checklist, project).parts] == ["一期"]


def test_a_part_without_a_name_or_of_a_name_twice_is_refused_and_the_name_is_kept(
    desk: Desk, project: str, parent: QWidget
) -> None:
    dialog = PartsDialog(desk, project, (), parent)
    add(dialog, PartKind.PLOT, "  ")
    assert dialog._problem.text().endswith("。")
    add(dialog, PartKind.PLOT, "A宗地")
    add(dialog, PartKind.PLOT, "A宗地")
    assert "A宗地" in dialog._problem.text()
    assert dialog.name.text() == "A宗地"
    assert len(desk.read(checklist, project).parts) == 1


def test_items_are_divided_among_the_ticked_parts_in_one_act(
    desk: Desk, project: str, parent: QWidget
) -> None:
    lines = lines_of(desk, project, "CONSTR_PLAN", "CONSTR_PERMIT")
    dialog = PartsDialog(desk, project, lines, parent)
    assert not dialog.divide.isEnabled()
    add(dialog, PartKind.PHASE, "一期")
    add(dialog, PartKind.PHASE, "二期")
    add(dialog, PartKind.PHASE, "三期")
    third = dialog.tree.topLevelItem(2)
    assert third is not None
    assert third.checkState(0) is Qt.CheckState.Checked
    third.setCheckState(0, Qt.CheckState.Unchecked)
    dialog.divide.click()
    assert dialog.result() == 1
    titles = [line.title for line in lines_of(desk, project, "CONSTR_PLAN")]
    assert titles == ["建设工程规划许可证（一期）", "建设工程规划许可证（二期）"]
    assert len(lines_of(desk, project, "CONSTR_PERMIT")) == 2
    desk.undo()
    assert len(lines_of(desk, project, "CONSTR_PLAN")) == 1


def test_what_every_part_has_already_is_refused(desk: Desk, project: str, parent: QWidget) -> None:
    first = PartsDialog(desk, project, lines_of(desk, project, "CONSTR_PLAN"), parent)
    add(first, PartKind.PHASE, "一期")
    first.divide.click()
    again = PartsDialog(desk, project, lines_of(desk, project, "CONSTR_PLAN"), parent)
    item = again.tree.topLevelItem(0)
    assert item is not None
    item.setCheckState(0, Qt.CheckState.Checked)
    again.divide.click()
    assert again.result() == 0
    assert "建设工程规划许可证" in again._problem.text()


def test_a_groups_coordinator_is_named_and_taken_back(desk: Desk, project: str, parent: QWidget) -> None:
    group = desk.read(checklist, project).groups[0]
    dialog = _Coordinator(desk, project, group, parent)
    dialog.name.setText("长" * 31)
    dialog._try()
    assert dialog._problem.text()
    dialog.name.setText("区行政审批服务局")
    dialog._try()
    group = desk.read(checklist, project).groups[0]
    assert group.coordinator == "区行政审批服务局"
    again = _Coordinator(desk, project, group, parent)
    assert again.name.text() == "区行政审批服务局"
    again.name.setText("")
    again._try()
    assert desk.read(checklist, project).groups[0].coordinator == ""
