"""The form of a visit: what it takes, offers and refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.construction import physical_progress, write_physical_progress
from fangzi_desktop.services.problems import problems
from fangzi_desktop.services.visits import VisitForm, record_visit, visits
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field import form as form_module
from fangzi_desktop.ui.field.form import VisitDialog
from tests.builders import a_project

TODAY = date(2023, 2, 24)


@pytest.fixture
def project(desk: Desk) -> str:
    return desk.workspace.do(a_project, name="甲项目", stage=Stage.CONSTRUCTION).value


@pytest.fixture
def holder(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.close()
    made.deleteLater()


def shown(qtbot: QtBot, dialog: VisitDialog) -> VisitDialog:
    dialog.setModal(False)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def test_everything_typed_is_saved_as_one_act(
    qtbot: QtBot, desk: Desk, project: str, holder: QWidget
) -> None:
    dialog = shown(qtbot, VisitDialog(desk, project, holder))
    dialog.node.setCurrentText("主体施工")
    dialog.percent.setText("45%")
    dialog.text.setPlainText("浇筑二层")
    what, who, due = dialog.problems.lines[0]
    assert not who.isEnabled() and not due.isEnabled()
    what.setText("道路未通")
    assert who.isEnabled() and len(dialog.problems.lines) == 2
    who.setText("属地单位")
    due.setText("3.3")
    dialog.promises.lines[0][0].setText("增加班组")
    dialog.next_on.setText("3.6")
    assert dialog.progress.isEnabled() and not dialog.progress.isChecked()
    dialog.progress.setChecked(True)
    assert dialog.progress_words.text() == "原为：未填写\n改为：主体施工，完成约45%。浇筑二层"
    dialog._try()
    assert dialog.result()
    (line,) = desk.read(visits, project)
    assert line.form == VisitForm(TODAY, "浇筑二层", "服务专员", "主体施工", 45, date(2023, 3, 6))
    assert [(one.text, one.due) for one in line.problems] == [("道路未通", date(2023, 3, 3))]
    assert [one.text for one in line.promises] == ["增加班组"]
    assert desk.read(physical_progress, project).text == "主体施工，完成约45%。浇筑二层"
    desk.undo()
    assert desk.read(visits, project) == () and desk.read(problems, project) == ()


def test_progress_is_left_alone_unless_it_is_ticked(desk: Desk, project: str, holder: QWidget) -> None:
    desk.do(write_physical_progress, project, "基础完成")
    dialog = VisitDialog(desk, project, holder)
    assert not dialog.progress.isEnabled()
    dialog.percent.setText("45")
    assert dialog.progress_words.text() == "可改为：完成约45%"
    dialog._try()
    assert desk.read(physical_progress, project).text == "基础完成"


def test_an_older_visit_does_not_offer_to_change_newer_progress(
    desk: Desk, project: str, holder: QWidget
) -> None:
    desk.do(write_physical_progress, project, "基础完成")
    dialog = VisitDialog(desk, project, holder)
    dialog.percent.setText("45")
    dialog.progress.setChecked(True)
    dialog.visited_on.setText("2.17")
    assert not dialog.progress.isEnabled() and "不更新" in dialog.progress_words.text()
    dialog._try()
    assert desk.read(physical_progress, project).text == "基础完成"
    assert len(desk.read(visits, project)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("percent", "四成", "形象进度应为 0 至 100 的整数（填的是“四成”）。"),
        ("percent", "101", "形象进度应为 0 至 100 的整数（填的是“101”）。"),
        ("visited_on", "2.25", "走访日期不能晚于今天（2023年2月24日）。"),
        ("next_on", "2.1", "下次走访应晚于这次走访（2023年2月24日）。"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(
    desk: Desk, project: str, holder: QWidget, field: str, typed: str, words: str
) -> None:
    dialog = VisitDialog(desk, project, holder)
    dialog.text.setPlainText("看")
    getattr(dialog, field).setText(typed)
    dialog._try()
    assert dialog._problem.text() == words
    assert dialog.text.toPlainText() == "看" and desk.read(visits, project) == ()


def test_a_day_that_cannot_be_read_keeps_the_form_open(desk: Desk, project: str, holder: QWidget) -> None:
    dialog = VisitDialog(desk, project, holder)
    dialog.problems.lines[0][0].setText("道路未通")
    dialog.problems.lines[0][2].setText("下月")
    dialog._try()
    assert dialog._problem.text() and desk.read(problems, project) == ()


def test_no_project_is_taken_for_granted(qtbot: QtBot, desk: Desk, project: str, holder: QWidget) -> None:
    dialog = shown(qtbot, VisitDialog(desk, "", holder))
    assert dialog.project_id == ""
    dialog.text.setPlainText("看")
    dialog._try()
    assert dialog._problem.text() == "请先选择走访的项目。"
    assert dialog.focusWidget() is dialog.project
    QTest.keyClicks(dialog.project, "jxm")
    QTest.keyClick(dialog.project, Qt.Key.Key_Return)
    assert dialog.project_id == project and dialog.isVisible()
    assert dialog.windowTitle() == "记走访 · 甲项目"
    dialog._try()
    assert len(desk.read(visits, project)) == 1


def test_an_older_visit_is_corrected_in_the_same_fields(desk: Desk, project: str, holder: QWidget) -> None:
    desk.do(record_visit, project, VisitForm(TODAY, "看", "专员甲", "塔吊安装", 20, date(2023, 3, 6)))
    (line,) = desk.read(visits, project)
    dialog = VisitDialog(desk, project, holder, line)
    assert (dialog.node.currentText(), dialog.who.text(), dialog.percent.text()) == (
        "塔吊安装",
        "专员甲",
        "20",
    )
    dialog.percent.setText("25")
    dialog.next_on.setText("")
    dialog._try()
    (line,) = desk.read(visits, project)
    assert line.form == VisitForm(TODAY, "看", "专员甲", "塔吊安装", 25)


def test_what_was_typed_is_not_thrown_away_without_asking(
    desk: Desk, project: str, holder: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(form_module, "may_discard", lambda _: bool(asked.append(True)))
    dialog = VisitDialog(desk, project, holder)
    dialog.show()
    dialog.promises.lines[0][0].setText("增加班组")
    dialog.reject()
    assert asked and dialog.isVisible()
    dialog.promises.lines[0][0].setText("")
    dialog.reject()
    assert len(asked) == 1 and not dialog.isVisible()
