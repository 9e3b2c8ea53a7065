"""Importing a ledger in the window: three clicks for a good one, every problem at its cell for a bad one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop import paths
from fangzi_desktop.app import open_window
from fangzi_desktop.domain.ledger import LedgerField
from fangzi_desktop.services.exchange import read_ledger
from fangzi_desktop.services.register import register
from fangzi_desktop.ui.desk import Job
from fangzi_desktop.ui.dialogs import ledger_import
from fangzi_desktop.ui.dialogs.ledger_import import LedgerImport
from fangzi_desktop.ui.main_window import MainWindow
from tests.conftest import TODAY, OpenWorkspace

CASE = paths.resources() / "samples" / "ledger.xlsx"


@pytest.fixture
def window(folder: Path, qapp: QApplication) -> Iterator[MainWindow]:
    shown = open_window(folder, TODAY)
    yield shown
    shown.close()


def a_workbook(path: Path, *rows: tuple[Any, ...], sheet: str = "台账") -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def the_button(dialog: LedgerImport) -> QPushButton:
    found = dialog.findChild(QPushButton, "ledger-import-button")
    assert isinstance(found, QPushButton)
    return found


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> LedgerImport:
    dialog = window.import_ledger(path)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.look is not None and dialog.isVisible())
    return dialog


def settled(qtbot: QtBot, dialog: LedgerImport, test: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: test() and dialog._job is None, timeout=30_000)


def names(window: MainWindow) -> list[str]:
    return [line.name for line in window.desk.read(register)]


def test_the_districts_ledger_gets_in_with_three_clicks(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_import, "choose_file", lambda parent, settings: CASE)
    (first,) = (
        one
        for one in window.findChildren(QPushButton)
        if one.text() == "导入台账" and one.isVisible() and one.objectName() != "import-ledger"
    )
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(LedgerImport) is not None)
    dialog = window.findChild(LedgerImport)
    assert isinstance(dialog, LedgerImport)
    qtbot.waitUntil(lambda: the_button(dialog).isEnabled())
    assert "新建 11 个项目" in dialog._said.text()
    with qtbot.waitSignal(window.desk.changed) as told:
        qtbot.mouseClick(the_button(dialog), Qt.MouseButton.LeftButton)
    assert told.args is not None
    assert told.args[0].label == "import_ledger"
    assert len(names(window)) == 11
    assert window.message_bar.text == "导入台账：11个项目"
    window.desk.undo()
    assert names(window) == []


def test_the_models_keep_their_promises(qtbot: QtBot, window: MainWindow, qtmodeltester: ModelTester) -> None:
    dialog = opened(qtbot, window, CASE)
    for model in (dialog.fields, dialog.sheet, dialog.problems, dialog.changes):
        qtmodeltester.check(model)
    dialog.reject()


def test_the_import_button_wants_a_ledger_without_problems(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = a_workbook(
        tmp_path / "a.xlsx",
        ("项目名称", "总投资（亿元）", "签约时间"),
        ("甲", "大约", "2022-07-21"),
        ("乙", 2, "夏天"),
    )
    dialog = opened(qtbot, window, path)
    settled(qtbot, dialog, lambda: True)
    assert not the_button(dialog).isEnabled()
    assert [dialog.problems.index(row, 1).data() for row in range(2)] == ["大约", "夏天"]
    assert "10亿元" in dialog.problems.index(0, 2).data()
    problems = dialog.findChild(QTableView, "ledger-problems")
    preview = dialog.findChild(QTableView, "ledger-preview")
    assert isinstance(problems, QTableView)
    assert isinstance(preview, QTableView)
    problems.setCurrentIndex(dialog.problems.index(1, 0))
    assert preview.currentIndex() == dialog.sheet.cell(3, "C")
    assert preview.currentIndex().data() == "■ 夏天"
    dialog.reject()
    assert names(window) == []


def test_another_mapping_is_planned_at_once_and_no_field_is_used_twice(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = a_workbook(
        tmp_path / "a.xlsx", ("项目名称", "总投资（亿元）", "协议数（亿元）"), ("甲", "大约", 3)
    )
    dialog = opened(qtbot, window, path)
    settled(qtbot, dialog, lambda: dialog.problems.rowCount() == 1)
    fields = dialog.fields
    assert [fields.words(place) for place in range(3)] == ["项目名称", "总投资（亿元）", "不导入"]
    fields.setData(fields.index(0, 2), LedgerField.INVESTMENT.value)
    assert fields.field(1) is None
    settled(qtbot, dialog, lambda: dialog.problems.rowCount() == 0)
    assert fields.words(2) == "总投资（亿元）"
    qtbot.waitUntil(the_button(dialog).isEnabled)
    with qtbot.waitSignal(window.desk.changed):
        the_button(dialog).click()
    (line,) = window.desk.read(register)
    assert line.investment_yuan == 300_000_000


def test_the_field_of_a_column_is_chosen_by_keyboard(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = a_workbook(tmp_path / "a.xlsx", ("项目名称", "说不清的一列"), ("甲", "某公司"))
    dialog = opened(qtbot, window, path)
    settled(qtbot, dialog, lambda: True)
    mapping = dialog.findChild(QTableView, "ledger-mapping")
    assert isinstance(mapping, QTableView)
    mapping.setFocus()
    mapping.setCurrentIndex(dialog.fields.index(0, 1))
    qtbot.keyClick(mapping, Qt.Key.Key_Return)
    editor = mapping.findChild(QComboBox)
    assert isinstance(editor, QComboBox)
    assert editor.findText("项目名称（现用 A 列）") > 0
    qtbot.waitUntil(lambda: editor.view().isVisible())
    editor.setCurrentIndex(editor.findText("投资主体"))
    editor.activated.emit(editor.currentIndex())
    settled(qtbot, dialog, lambda: dialog.look is not None and LedgerField.INVESTOR in dialog.look.mapping)
    dialog.reject()


def test_a_sheet_without_a_name_column_can_be_told_which_it_is(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = a_workbook(
        tmp_path / "a.xlsx",
        ("序号", "建设内容", "总投资（亿元）", "当前环节"),
        (1, "某某厂房", 2.5, "论证"),
    )
    dialog = opened(qtbot, window, path)
    settled(qtbot, dialog, lambda: True)
    assert "没有项目名称一列" in dialog._said.text()
    assert not the_button(dialog).isEnabled()
    dialog.fields.setData(dialog.fields.index(0, 1), LedgerField.NAME.value)
    qtbot.waitUntil(the_button(dialog).isEnabled)
    with qtbot.waitSignal(window.desk.changed):
        the_button(dialog).click()
    assert names(window) == ["某某厂房"]


def test_another_sheet_and_another_row_of_heads_can_be_chosen(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("二季度")
    assert first is not None
    first.title = "一季度"
    for row in (("项目名称",), ("甲",)):
        first.append(row)
    for row in (("汇总",), ("项目", "投资方"), ("项目名称", "投资主体"), ("乙", "某公司")):
        second.append(row)
    hidden = book.create_sheet("旧账")
    hidden.append(("项目名称",))
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    dialog = opened(qtbot, window, tmp_path / "a.xlsx")
    settled(qtbot, dialog, lambda: True)
    sheets = dialog.findChild(QComboBox, "ledger-sheet")
    heads = dialog.findChild(QComboBox, "ledger-header-row")
    assert isinstance(sheets, QComboBox)
    assert isinstance(heads, QComboBox)
    assert [sheets.itemText(place) for place in range(sheets.count())] == ["一季度", "二季度"]
    sheets.setCurrentIndex(1)
    sheets.activated.emit(1)
    settled(qtbot, dialog, lambda: dialog.look is not None and dialog.look.sheet.name == "二季度")
    heads.setCurrentIndex(heads.findData(3))
    heads.activated.emit(heads.currentIndex())
    settled(qtbot, dialog, lambda: dialog.look is not None and dialog.look.header_row == 3)
    assert dialog.look is not None
    assert dialog.look.reading is not None
    assert [(row.name, row.investor) for row in dialog.look.reading.rows] == [("乙", "某公司")]
    dialog.reject()


def test_what_an_update_changes_is_shown_old_and_new(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    from fangzi_desktop.services.exchange import import_ledger

    window.desk.do(import_ledger, read_ledger(CASE))
    path = a_workbook(tmp_path / "a.xlsx", ("项目名称", "总投资（亿元）"), ("元宇宙配套产业园项目一期", 12))
    dialog = opened(qtbot, window, path)
    shown = [dialog.changes.index(0, column).data() for column in range(5)]
    assert shown == ["2", "元宇宙配套产业园项目一期", "总投资", "10亿元", "12亿元"]
    dialog.reject()
    again = opened(qtbot, window, CASE)
    settled(qtbot, again, lambda: True)
    assert "一致" in again._said.text()
    assert not the_button(again).isEnabled()
    again.reject()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("笔记.txt", "今天天气很好".encode(), "文本文件"),
        ("台账.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "旧版 .xls"),
        ("空.xlsx", b"", "空文件"),
    ],
)
def test_a_dropped_file_that_is_no_workbook_is_one_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with qtbot.waitSignal(window.desk.refused):
        drop(window, tmp_path / name)
    assert said in window.message_bar.text
    assert [dialog for dialog in window.findChildren(LedgerImport) if dialog.isVisible()] == []


def test_a_dropped_ledger_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    drop(window, CASE)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(LedgerImport)))
    (dialog,) = window.findChildren(LedgerImport)
    dialog.reject()
    assert names(window) == []


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(QPoint(200, 200)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    assert event.isAccepted()


def test_a_cancelled_import_leaves_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(f"项目{number}", "是") for number in range(200)]
    path = a_workbook(tmp_path / "a.xlsx", ("项目名称", "是否新增用地"), *rows)
    dialog = opened(qtbot, window, path)
    qtbot.waitUntil(the_button(dialog).isEnabled)
    told = Job.step

    def step(job: Job, done: int, total: int) -> None:
        if done == 100:
            job.cancel()
        told(job, done, total)

    monkeypatch.setattr(Job, "step", step)
    the_button(dialog).click()
    settled(qtbot, dialog, lambda: True)
    assert dialog.isVisible()
    assert names(window) == []
    assert the_button(dialog).isEnabled()
    dialog.reject()


def test_escape_during_an_import_takes_it_back_before_the_dialog_goes(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    rows = [(f"项目{number}", "是") for number in range(300)]
    path = a_workbook(tmp_path / "a.xlsx", ("项目名称", "是否新增用地"), *rows)
    dialog = opened(qtbot, window, path)
    qtbot.waitUntil(the_button(dialog).isEnabled)
    the_button(dialog).click()
    dialog.reject()
    settled(qtbot, dialog, lambda: True)
    assert names(window) == []
    dialog.reject()


def test_a_folder_that_somebody_else_holds_is_shown_with_a_banner_and_refuses_kindly(
    qtbot: QtBot, folder: Path, open_folder: OpenWorkspace, qapp: QApplication
) -> None:
    holder = open_folder()
    window = open_window(folder, date(2023, 2, 24))
    banner = window.findChild(object, "banner")  # type: ignore[type-var]
    assert banner is not None
    assert window.desk.workspace.store.read_only
    assert window.import_ledger(CASE) is None
    assert "只读" in window.message_bar.text
    assert holder.read(register) == ()
    window.close()
