"""Versions of the checklist as a person edits, publishes, passes on and deletes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import PermitRule, Source, SourceKind
from fangzi_desktop.domain.terms import LimitKind, PermitPhase, Route, Unit
from fangzi_desktop.services.templates import (
    lagging_projects,
    newest_template,
    publish_template,
    template_of,
    versions,
)
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.settings import template_editor
from fangzi_desktop.ui.settings.lagging import LaggingDialog
from fangzi_desktop.ui.settings.publishing import ProblemsDialog, PublishDialog
from fangzi_desktop.ui.settings.rule_fields import ItemPicker
from fangzi_desktop.ui.settings.rule_form import RuleForm
from fangzi_desktop.ui.settings.template_editor import TemplateEditor
from fangzi_desktop.ui.settings.templates import TemplatesCard
from tests.builders import a_project_with_permits
from tests.conftest import TODAY, OpenWorkspace
from tests.domain.seeds import SHIPPED

ITEMS = [(rule.code, rule.name) for rule in SHIPPED]


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(900, 700)
    widget.show()
    return widget


@pytest.fixture
def desk(workspace: Workspace) -> Desk:
    return Desk(workspace)


@pytest.fixture
def editor(desk: Desk, host: QWidget, monkeypatch: pytest.MonkeyPatch) -> Iterator[TemplateEditor]:
    monkeypatch.setattr(template_editor, "ask_discard", lambda parent: True)
    template = desk.read(newest_template)
    assert template is not None
    made = TemplateEditor(desk, template, host)
    made.show()
    QCoreApplication.processEvents()
    yield made
    made.close()


@pytest.fixture
def card(desk: Desk, host: QWidget) -> TemplatesCard:
    made = TemplatesCard(desk, host)
    made.resize(620, 300)
    made.show()
    desk.changed.connect(made.follow)
    made.refresh()
    return made


def button(widget: QWidget, name: str) -> QPushButton:
    found = widget.findChild(QPushButton, name)
    assert found is not None
    return found


def text_of(widget: QWidget, name: str) -> str:
    label = widget.findChild(QLabel, name)
    assert label is not None
    return label.text()


def when_asked(act: Callable[[QDialog], None]) -> list[str]:
    """Do something with the dialog that comes up next; the list tells what kind it was."""
    met: list[str] = []

    def meet() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        met.append(dialog.objectName())
        act(dialog)

    QTimer.singleShot(0, meet)
    return met


def accept(dialog: QDialog) -> None:
    button(dialog, "accept").click()


def publish_slow_filing(desk: Desk, day: date = TODAY) -> str:
    newest = desk.read(newest_template)
    assert newest is not None
    rules = tuple(
        replace(rule, limit=Limit(5, Unit.WORKING_DAY)) if rule.code == "FILING" else rule
        for rule in newest.rules
    )
    return desk.attempt(publish_template, rules, newest.groups, day, "放宽备案时限").value


# The form.


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.code)
def test_the_form_shows_every_rule_without_changing_it(host: QWidget, rule: PermitRule) -> None:
    form = RuleForm(host)
    form.show_rule(rule, ITEMS, is_own=False)
    assert form.rule() == rule


def test_showing_a_rule_is_no_edit(host: QWidget, qtbot: QtBot) -> None:
    form = RuleForm(host)
    with qtbot.assertNotEmitted(form.edited):
        for rule in SHIPPED:
            form.show_rule(rule, ITEMS, is_own=True)


def test_what_is_typed_is_told(host: QWidget) -> None:
    form = RuleForm(host)
    told: list[PermitRule] = []
    form.edited.connect(told.append)
    form.show_rule(SHIPPED[0], ITEMS, is_own=False)
    form.name.setText("项目备案")
    form.limit.kind.setCurrentIndex(form.limit.kind.findData(LimitKind.MIN))
    form.limit.amount.setText("7")
    form.limit.unit.setCurrentIndex(form.limit.unit.findData(Unit.CALENDAR_DAY))
    form.routes[Route.NEW_LAND].setChecked(False)
    form.sources.setPlainText("公开资料：某办法第3条\n区里的通知")
    assert told[-1].name == "项目备案"
    assert told[-1].limit == Limit(7, Unit.CALENDAR_DAY, LimitKind.MIN)
    assert told[-1].routes == (Route.EXISTING_LAND,)
    assert told[-1].sources == (
        Source(SourceKind.PUBLIC, "某办法第3条"),
        Source(SourceKind.GENERAL, "区里的通知"),
    )


def test_the_code_of_a_known_item_is_fixed(host: QWidget) -> None:
    form = RuleForm(host)
    form.show_rule(SHIPPED[0], ITEMS, is_own=False)
    assert form.code.isReadOnly()
    form.show_rule(SHIPPED[0], ITEMS, is_own=True)
    assert not form.code.isReadOnly()


def test_the_wheel_scrolls_the_form_and_changes_no_field(host: QWidget) -> None:
    form = RuleForm(host)
    form.resize(600, 400)
    form.show()
    form.show_rule(SHIPPED[0], ITEMS, is_own=False)
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(form.phase.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(form.phase, turn)
    assert form.rule() == SHIPPED[0]


def test_kinds_whose_limit_has_no_unit_are_complained_of(host: QWidget) -> None:
    form = RuleForm(host)
    eia = next(rule for rule in SHIPPED if rule.code == "EIA")
    form.show_rule(eia, ITEMS, is_own=False)
    cell = form.variants.table.item(0, 2)
    assert cell is not None
    cell.setText("10天")
    assert not form.is_readable
    assert "报告书" in form.variants.problem.text()
    cell.setText("10个工作日")
    assert form.is_readable
    assert form.rule().variants[0].limit == Limit(10, Unit.WORKING_DAY)


def test_prerequisites_are_picked_from_a_list(host: QWidget) -> None:
    form = RuleForm(host)
    told: list[PermitRule] = []
    form.edited.connect(told.append)
    eia = next(rule for rule in SHIPPED if rule.code == "EIA")
    form.show_rule(eia, ITEMS, is_own=False)

    def pick(dialog: QDialog) -> None:
        assert isinstance(dialog, ItemPicker)
        names = [dialog.entries.item(row).text() for row in range(dialog.entries.count())]
        assert eia.name not in names
        dialog.filter.setText("规划条件")
        shown = [row for row in range(dialog.entries.count()) if not dialog.entries.item(row).isHidden()]
        assert len(shown) == 1
        dialog.entries.item(shown[0]).setCheckState(Qt.CheckState.Checked)
        accept(dialog)

    when_asked(pick)
    form.requires.pick.click()
    assert told[-1].requires == ("FILING", "PLAN_COND")


# The editor.


def test_a_draft_that_says_the_same_cannot_be_published(editor: TemplateEditor) -> None:
    assert not button(editor, "template-publish").isEnabled()
    assert text_of(editor, "template-told") == "没有改动"


def test_an_edit_is_published_after_its_differences_were_shown(desk: Desk, editor: TemplateEditor) -> None:
    editor.select("FILING")
    editor.form.limit.amount.setText("5")
    seen: list[str] = []

    def publish(dialog: QDialog) -> None:
        assert isinstance(dialog, PublishDialog)
        seen.extend(dialog.table.words(0, column) for column in range(5))
        dialog.day.setText("2023-03-01")
        dialog.note.setText("按新文件")
        accept(dialog)

    met = when_asked(publish)
    button(editor, "template-publish").click()
    assert met == ["publish"]
    assert seen == ["◆ 修改", "企业投资项目备案", "承诺时限", "1个工作日", "5个工作日"]
    newest = desk.read(newest_template)
    assert newest is not None
    assert (newest.version, newest.valid_from, newest.note) == (2, date(2023, 3, 1), "按新文件")
    assert newest.by_code["FILING"].limit == Limit(5, Unit.WORKING_DAY)
    assert editor.result() == QDialog.DialogCode.Accepted


@pytest.mark.parametrize(
    ("day", "said"), [("明年", "读不懂"), ("1999-01-01", "生效日期应在"), ("2040-1-1", "生效日期应在")]
)
def test_a_day_that_cannot_be_is_told_in_the_dialog(
    desk: Desk, editor: TemplateEditor, day: str, said: str
) -> None:
    editor.select("FILING")
    editor.form.limit.amount.setText("5")
    told: list[str] = []

    def publish(dialog: QDialog) -> None:
        assert isinstance(dialog, PublishDialog)
        dialog.day.setText(day)
        accept(dialog)
        told.append(text_of(dialog, "publish-problem"))
        assert dialog.isVisible()
        dialog.reject()

    when_asked(publish)
    button(editor, "template-publish").click()
    assert said in told[0]
    assert len(desk.read(versions)) == 1
    assert editor.isVisible()


def test_a_new_item_wants_its_name_and_department(desk: Desk, editor: TemplateEditor) -> None:
    editor.select("EIA")
    button(editor, "template-add").click()
    fault = button(editor, "template-fault")
    assert fault.isVisible()
    assert "没有名称" in fault.text()
    assert not button(editor, "template-publish").isEnabled()
    editor.form.name.setText("噪声防治方案")
    editor.form.department.setText("市生态环境局坊子分局")
    assert not fault.isVisible()
    assert button(editor, "template-publish").isEnabled()
    codes = [rule.code for rule in editor.rules]
    assert codes.index("LOCAL_01") == codes.index("EIA") + 1
    when_asked(accept)
    button(editor, "template-publish").click()
    newest = desk.read(newest_template)
    assert newest is not None
    assert newest.by_code["LOCAL_01"].name == "噪声防治方案"
    assert newest.by_code["LOCAL_01"].phase is PermitPhase.PRE_START


def test_a_circle_is_told_at_once_and_a_click_leads_to_it(editor: TemplateEditor) -> None:
    place = next(at for at, rule in enumerate(editor.rules) if rule.code == "FILING")
    editor.select("FILING")
    editor.form.requires.show_codes(("EIA",), ITEMS)
    editor.form.requires.changed.emit()
    fault = button(editor, "template-fault")
    assert "循环" in fault.text()
    editor.select("BIDDING")
    fault.click()
    current = editor.tree.currentItem()
    assert current is not None
    assert current.data(0, Qt.ItemDataRole.UserRole) == place
    assert current.text(0).startswith("■")


def test_deleting_an_item_hands_its_prerequisites_on(editor: TemplateEditor) -> None:
    editor.select("EIA")
    button(editor, "template-drop").click()
    assert "EIA" not in [rule.code for rule in editor.rules]
    assert "项改为等它的前置事项" in text_of(editor, "template-told")
    assert not button(editor, "template-fault").isVisible()


def test_the_milestone_cannot_be_deleted(editor: TemplateEditor) -> None:
    editor.select("START_READY")
    assert not button(editor, "template-drop").isEnabled()
    editor.select("EIA")
    assert button(editor, "template-drop").isEnabled()


def test_items_change_places_within_their_phase(editor: TemplateEditor) -> None:
    before = [rule.code for rule in editor.rules if rule.phase is PermitPhase.SETUP]
    editor.select(before[0])
    button(editor, "template-up").click()
    assert [rule.code for rule in editor.rules if rule.phase is PermitPhase.SETUP] == before
    button(editor, "template-down").click()
    after = [rule.code for rule in editor.rules if rule.phase is PermitPhase.SETUP]
    assert after == [before[1], before[0], *before[2:]]


def test_an_item_moves_to_the_phase_it_is_given(editor: TemplateEditor) -> None:
    editor.select("EIA")
    editor.form.phase.setCurrentIndex(editor.form.phase.findData(PermitPhase.COMPLETION))
    current = editor.tree.currentItem()
    assert current is not None
    assert current.parent().text(0).startswith("竣工")


def test_a_character_that_cannot_be_stored_is_told(editor: TemplateEditor) -> None:
    editor.select("EIA")
    editor.form.result.setText("环评\u202e批复")
    assert "不能保存的控制字符" in button(editor, "template-fault").text()
    assert not button(editor, "template-publish").isEnabled()


def test_a_draft_is_not_lost_without_a_question(
    desk: Desk, host: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, True])
    monkeypatch.setattr(template_editor, "ask_discard", lambda parent: next(answers))
    template = desk.read(template_of, "permits.1")
    editor = TemplateEditor(desk, template, host)
    editor.show()
    editor.select("EIA")
    editor.form.name.setText("环评")
    editor.reject()
    assert editor.isVisible()
    editor.reject()
    assert not editor.isVisible()


def test_an_older_version_can_be_published_again(desk: Desk, host: QWidget) -> None:
    publish_slow_filing(desk)
    editor = TemplateEditor(desk, desk.read(template_of, "permits.1"), host)
    editor.show()
    assert button(editor, "template-publish").isEnabled()
    when_asked(accept)
    button(editor, "template-publish").click()
    newest = desk.read(newest_template)
    assert newest is not None
    assert (newest.version, newest.rules) == (3, SHIPPED)


# The card.


def rows(card: TemplatesCard) -> list[list[str]]:
    model = card.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_versions_are_listed_with_those_that_follow_them(
    desk: Desk, card: TemplatesCard, qtmodeltester: ModelTester
) -> None:
    desk.attempt(a_project_with_permits)
    publish_slow_filing(desk)
    count = str(len(SHIPPED))
    assert rows(card) == [
        ["● 第2版 现行", "2023年2月24日", count, "0", "放宽备案时限"],
        ["○ 第1版", "2000年1月1日", count, "1", "随程序提供"],
    ]
    assert button(card, "template-lagging").text() == "转移在办项目（1）…"
    qtmodeltester.check(card.model)


def test_a_version_in_use_stays_and_says_why(desk: Desk, card: TemplatesCard) -> None:
    refused: list[UserError] = []
    desk.refused.connect(refused.append)
    desk.attempt(a_project_with_permits)
    publish_slow_filing(desk)
    card.table.selectRow(1)
    button(card, "template-delete").click()
    assert "还有 1 个项目在用" in sentence(refused[0])
    card.table.selectRow(0)
    button(card, "template-delete").click()
    assert len(rows(card)) == 1
    desk.undo()
    assert len(rows(card)) == 2


def test_enter_opens_the_editor(card: TemplatesCard, qtbot: QtBot) -> None:
    met = when_asked(QDialog.reject)
    card.table.setFocus()
    qtbot.keyClick(card.table, Qt.Key.Key_Return)
    assert met == ["template-editor"]


def test_a_version_goes_out_and_comes_back_changed(
    desk: Desk, card: TemplatesCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "清单.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path.with_suffix("")), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    button(card, "template-export").click()
    assert text_of(card, "template-exported") == f"已导出{len(SHIPPED)}项：清单.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["手续清单"]
    sheet["B2"] = "项目备案"
    book.save(path)
    met = when_asked(accept)
    button(card, "template-import").click()
    assert met == ["publish"]
    newest = desk.read(newest_template)
    assert newest is not None
    assert newest.by_code["FILING"].name == "项目备案"
    assert len(rows(card)) == 2


def test_a_faulty_workbook_is_shown_cell_by_cell(
    desk: Desk, card: TemplatesCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "清单.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    button(card, "template-export").click()
    book = openpyxl.load_workbook(path)
    book["手续清单"]["F2"] = "3天"
    book.save(path)
    said: list[str] = []

    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, ProblemsDialog)
        said.extend(dialog.table.words(0, column) for column in range(3))
        dialog.reject()

    when_asked(read)
    button(card, "template-import").click()
    assert said[:2] == ["■ 手续清单 第2行 F列", "3天"]
    assert "请写明单位" in said[2]
    assert len(desk.read(versions)) == 1


def test_several_projects_are_moved_together(
    desk: Desk, card: TemplatesCard, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    for name in ("甲", "乙", "丙"):
        desk.attempt(a_project_with_permits, name=name)
    publish_slow_filing(desk)

    def move(dialog: QDialog) -> None:
        assert isinstance(dialog, LaggingDialog)
        qtmodeltester.check(dialog.model)
        assert dialog.model.index(0, 3).data() == "修改1项"
        dialog.table.setFocus()
        dialog.table.selectRow(0)
        qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
        assert dialog.move_button.text() == "转2个项目"
        accept(dialog)

    met = when_asked(move)
    button(card, "template-lagging").click()
    desk.wait()
    assert met == ["lagging"]
    assert len(desk.read(lagging_projects)) == 1
    assert [row[3] for row in rows(card)] == ["2", "1"]
    assert button(card, "template-lagging").text() == "转移在办项目（1）…"


def test_a_move_that_is_refused_leaves_every_project_where_it_was(
    desk: Desk, host: QWidget, qtbot: QtBot
) -> None:
    for name in ("甲", "乙"):
        desk.attempt(a_project_with_permits, name=name)
    publish_slow_filing(desk)
    version = replace(desk.read(versions)[0], id="gone")
    dialog = LaggingDialog(desk, desk.read(lagging_projects), version, host)
    dialog.show()
    dialog.move_button.click()
    qtbot.waitUntil(lambda: dialog.move_button.isEnabled())
    assert dialog.isVisible()
    assert len(desk.read(lagging_projects)) == 2
    dialog.reject()
    assert not dialog.isVisible()


def test_nothing_can_be_changed_in_a_folder_opened_to_read(
    open_folder: OpenWorkspace, qtbot: QtBot, workspace: Workspace, host: QWidget
) -> None:
    workspace.close()
    card = TemplatesCard(Desk(open_folder(read_only=True)), host)
    card.refresh()
    assert not button(card, "template-import").isEnabled()
    assert not button(card, "template-delete").isEnabled()
    assert button(card, "template-export").isEnabled()
