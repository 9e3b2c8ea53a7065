from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Side
from fangzi_desktop.services.history import field_history
from fangzi_desktop.services.problems import ProblemForm, edit_problem, problems, raise_problem
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records import dialog as module
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.history_menu import history_words
from tests.builders import a_project

TODAY = date(2023, 2, 24)
FIELDS = (
    fields.text("words", "情况", lines=3),
    fields.money("yuan", "金额"),
    fields.choice("side", "哪一方", Side),
    fields.tick("sure", "已核实"),
)


@dataclass(frozen=True)
class Form:
    words: str = ""
    yuan: int | None = None
    side: Side | None = Side.GOVERNMENT
    sure: bool = False


@dataclass(frozen=True)
class Day:
    day: date | None = None
    words: str = ""


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def a_dialog(desk: Desk, parent: QWidget, taken: list[Form]) -> RecordDialog[Form]:
    def submit(form: Form) -> None:
        if form.words == "不收":
            raise UserError("problem.no_text")
        taken.append(form)

    return RecordDialog("记录", desk, FIELDS, Form(), submit, parent)


def line(dialog: RecordDialog[Any], name: str) -> QLineEdit:
    editor = dialog.editors[name]
    assert isinstance(editor, QLineEdit)
    return editor


def test_what_was_typed_is_handed_over_as_the_form(desk: Desk, parent: QWidget) -> None:
    taken: list[Form] = []
    dialog = a_dialog(desk, parent, taken)
    words, side = dialog.editors["words"], dialog.editors["side"]
    assert isinstance(words, QPlainTextEdit) and isinstance(side, QComboBox)
    words.setPlainText("两行\n字 🏗️𬭎")
    line(dialog, "yuan").setText("9.5亿")
    side.setCurrentText("企业方")
    dialog._try()
    assert taken == [Form("两行\n字 🏗️𬭎", 950_000_000, Side.ENTERPRISE)]
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_an_unreadable_field_keeps_the_dialog_open_and_says_why(desk: Desk, parent: QWidget) -> None:
    taken: list[Form] = []
    dialog = a_dialog(desk, parent, taken)
    line(dialog, "yuan").setText("-3")
    dialog._try()
    assert not taken and "负" in dialog._problem.text()
    assert line(dialog, "yuan").text() == "-3"


def test_a_refusal_keeps_what_was_typed(desk: Desk, parent: QWidget) -> None:
    taken: list[Form] = []
    dialog = a_dialog(desk, parent, taken)
    words = dialog.editors["words"]
    assert isinstance(words, QPlainTextEdit)
    words.setPlainText("不收")
    dialog._try()
    assert not taken and words.toPlainText() == "不收"
    assert dialog._problem.text() == "请写明问题内容。"


def test_esc_asks_before_something_typed_is_lost(
    desk: Desk, parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    answers = [False, True]

    def discard(_: QWidget) -> bool:
        asked.append(True)
        return answers[len(asked) - 1]

    monkeypatch.setattr(module, "may_discard", discard)
    dialog = a_dialog(desk, parent, [])
    dialog.show()
    line(dialog, "yuan").setText("3")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked == [True] and dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_esc_closes_at_once_while_nothing_is_typed(
    desk: Desk, parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "may_discard", lambda _: pytest.fail("asked"))
    dialog = a_dialog(desk, parent, [])
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_field_of_a_stored_record_tells_what_it_held(desk: Desk, parent: QWidget) -> None:
    changes = desk.do(a_project)
    assert changes is not None
    raised = desk.do(raise_problem, changes.value, ProblemForm("用电", due=date(2023, 3, 1)))
    assert raised is not None
    desk.do(edit_problem, raised.value, ProblemForm("用电", due=date(2023, 3, 8)))
    found = desk.read(field_history, "problem", raised.value, "due")
    assert [(one.old, one.new) for one in found] == [
        (date(2023, 3, 1), date(2023, 3, 8)),
        (None, date(2023, 3, 1)),
    ]
    words = history_words(found, fields.day("due", "解决时限", TODAY))
    assert words[0].endswith("专员甲：2023-03-01 → 2023-03-08")
    assert words[1].endswith("专员甲：空 → 2023-03-01")
    (problem,) = desk.read(problems)
    dialog = RecordDialog(
        "修改",
        desk,
        (fields.text("text", "问题"),),
        ProblemForm("用电"),
        lambda form: None,
        parent,
        record=("problem", problem.id),
    )
    (label,) = dialog.findChildren(QToolButton)
    assert (label.text(), label.accessibleName()) == ("问题", "问题的修改记录")


def test_a_field_that_never_changed_says_so() -> None:
    assert history_words((), fields.text("text", "问题")) == ["问题没有修改记录"]


def test_a_refusal_of_several_lines_is_shown_in_full(desk: Desk, parent: QWidget) -> None:
    asks = (fields.day("day", "日期", TODAY), fields.text("words", "情况", lines=6))
    dialog = RecordDialog("记录", desk, asks, Day(), lambda _: None, parent)
    dialog.show()
    QApplication.processEvents()
    line(dialog, "day").setText("0230")
    dialog._try()
    QApplication.processEvents()
    told = dialog._problem
    assert "0230" in told.text()
    assert told.heightForWidth(told.width()) >= 2 * told.fontMetrics().height()
    assert told.height() >= told.heightForWidth(told.width())
    assert told.y() >= dialog.editors["words"].geometry().bottom()
