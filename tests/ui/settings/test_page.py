"""The 设置 page as a person uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from fangzi_desktop import __version__
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.domain.workdays import CalendarYear
from fangzi_desktop.services.calendar import YearEffect, read_notice, year_effect, years
from fangzi_desktop.services.copies import KEPT_COPIES
from fangzi_desktop.services.projects import correct_stage_dates
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.database import SCHEMA_VERSION
from fangzi_desktop.storage.numbers import NUMBERS
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.settings import page as page_module
from fangzi_desktop.ui.settings.dialogs import PasteNotice, YearPreview
from fangzi_desktop.ui.settings.page import SettingsPage
from fangzi_desktop.ui.settings.wording import check_words
from tests.builders import REST_OF_2027, a_project
from tests.conftest import OpenWorkspace

NEW_YEAR_2027 = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕7号
一、元旦：1月1日（周五）至4日（周一）放假调休，共4天。1月9日（周六）上班。"""
NOTICE = NEW_YEAR_2027 + REST_OF_2027

OpenPage = Callable[[Workspace], SettingsPage]


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def open_page(qtbot: QtBot, settings: QSettings) -> Iterator[OpenPage]:
    # A job holds its page; were the job the last to do so, the page would go in the middle of the job's end.
    opened: list[SettingsPage] = []

    def open_it(workspace: Workspace) -> SettingsPage:
        page = SettingsPage(Desk(workspace), settings)
        opened.append(page)
        qtbot.addWidget(page)
        page.resize(1290, 694)
        page.show()
        QApplication.processEvents()
        return page

    yield open_it
    for page in opened:
        page._desk.wait()


@pytest.fixture
def december(open_folder: OpenWorkspace) -> Workspace:
    workspace = open_folder(date(2026, 12, 24))
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2026, 12, 21), None)
    return workspace


def press(page: SettingsPage, qtbot: QtBot, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def text_of(page: SettingsPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text()


def test_the_teams_name_is_saved_as_an_act_that_can_be_undone(
    workspace: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(workspace)
    before = workspace.read(team_settings)
    save = page.findChild(QPushButton, "settings-save")
    name = page.findChild(QLineEdit, "settings-team")
    assert save is not None
    assert name is not None
    assert not save.isEnabled()
    name.setText("装备制造服务专班")
    assert save.isEnabled()
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert workspace.read(team_settings).name == "装备制造服务专班"
    assert not save.isEnabled()
    page._desk.undo()
    assert (workspace.read(team_settings), name.text()) == (before, before.name)


def test_the_numbers_of_papers_begin_as_the_team_says(
    workspace: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(workspace)
    code = page.findChild(QLineEdit, "settings-document-code")
    assert code is not None
    assert (code.text(), code.placeholderText()) == ("", "坊专班")
    code.setText("坊项办")
    qtbot.keyClick(code, Qt.Key.Key_Return)
    assert workspace.read(team_settings).code == "坊项办"
    refused: list[UserError] = []
    page._desk.refused.connect(refused.append)
    code.setText("坊〔项〕")
    press(page, qtbot, "settings-save")
    assert [error.code for error in refused] == ["settings.document_code"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("  ", "settings.no_name"), ("长" * 61, "settings.too_long"), ("甲\u202e", "text.forbidden")],
)
def test_a_name_that_cannot_be_is_refused_and_stays_to_be_mended(
    workspace: Workspace, open_page: OpenPage, qtbot: QtBot, typed: str, code: str
) -> None:
    page = open_page(workspace)
    refused: list[UserError] = []
    page._desk.refused.connect(refused.append)
    page._name.setText(typed)
    press(page, qtbot, "settings-save")
    assert [error.code for error in refused] == [code]
    assert page._name.text() == typed


def test_what_is_being_typed_outlives_another_act(workspace: Workspace, open_page: OpenPage) -> None:
    page = open_page(workspace)
    page._name.setText("新名称")
    page._desk.do(a_project, "甲")
    assert page._name.text() == "新名称"


def test_the_folder_is_opened_or_its_path_copied(
    workspace: Workspace, open_page: OpenPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(workspace)
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    press(page, qtbot, "settings-open-folder")
    assert [Path(url.toLocalFile()) for url in opened] == [workspace.store.folder]
    press(page, qtbot, "settings-copy-path")
    assert QGuiApplication.clipboard().text() == str(workspace.store.folder)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    with qtbot.waitSignal(page._desk.refused) as refused:
        press(page, qtbot, "settings-open-folder")
    assert refused.args[0].code == "folder.cannot_open"


def test_a_copy_is_made_in_the_background_and_counted(
    workspace: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(workspace)
    assert text_of(page, "settings-copies").startswith("还没有备份")
    with qtbot.waitSignal(page.backed_up):
        press(page, qtbot, "settings-back-up")
    qtbot.waitUntil(lambda: "现有1份" in text_of(page, "settings-copies"))
    assert f"最多保留{KEPT_COPIES}份" in text_of(page, "settings-copies")
    assert len(list((workspace.store.folder / "backups").glob("*.db"))) == 1


def test_a_copy_that_fails_is_told_and_can_be_tried_again(
    workspace: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    (workspace.store.folder / "backups").write_text("in the way", encoding="utf-8")
    page = open_page(workspace)
    with qtbot.waitSignal(page._desk.refused) as refused:
        press(page, qtbot, "settings-back-up")
    assert refused.args[0].code == "backup.failed"
    qtbot.waitUntil(page._back_up_button.isEnabled)


def test_a_folder_opened_read_only_makes_no_copy(open_folder: OpenWorkspace, open_page: OpenPage) -> None:
    page = open_page(open_folder(read_only=True))
    assert not page._back_up_button.isEnabled()


def test_a_check_of_whole_data_says_so(workspace: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(workspace)
    press(page, qtbot, "settings-check")
    qtbot.waitUntil(lambda: text_of(page, "settings-checked").startswith("数据完好"))


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (("clock.a", "clock.b"), "有2个时限与记录不一致"),
        (("reference.problem.3",), "有1条记录找不到所属的记录"),
        (("attachment.missing.甲.乙项目/批复.pdf",), "有1个所附文件丢失或损坏（甲.乙项目/批复.pdf）"),
        (
            ("number.project.name.甲.乙项目", "number.notice.number.提醒函/2023/3"),
            "有2处编号或名称重复（项目名称 甲.乙项目；函件编号 提醒函/2023/3）",
        ),
        (("file.row 3 missing from index x",), "数据文件有损坏（row 3 missing from index x）"),
    ],
)
def test_each_kind_of_damage_has_its_words(codes: tuple[str, ...], words: str) -> None:
    assert words in check_words(codes)


@pytest.mark.parametrize(("table", "column"), [(t, c[-1]) for t in NUMBERS for c in NUMBERS[t]])
def test_every_number_that_may_be_shared_has_its_words(table: str, column: str) -> None:
    assert "（" in check_words([f"number.{table}.{column}.1"])


def test_a_year_that_clocks_reach_into_is_told_to_be_an_estimate(
    december: Workspace, open_page: OpenPage, qtmodeltester: object
) -> None:
    model = open_page(december).years
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    assert [model.data(model.index(0, column)) for column in range(4)] == [
        "2027",
        "—",
        "—",
        "▲ 预估：尚未载入，1个未办结时限到期于这一年",
    ]
    assert model.data(model.index(1, 0)) == "2026"


def test_a_file_is_loaded_after_its_effect_was_approved(
    december: Workspace, open_page: OpenPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "2027.txt"
    file.write_text(NOTICE, encoding="utf-8")
    page = open_page(december)
    asked: list[tuple[CalendarYear, YearEffect]] = []
    answers = [False, True]

    def answer(parent: object, year: CalendarYear, effect: YearEffect) -> bool:
        asked.append((year, effect))
        return answers.pop(0)

    monkeypatch.setattr(page_module, "approve_year", answer)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(file), ""))
    press(page, qtbot, "settings-load-year")
    assert december.read(years)[0].is_published is False
    press(page, qtbot, "settings-load-year")
    assert december.read(years)[0].is_published is True
    assert [len(effect.moved) for _, effect in asked] == [1, 1]
    assert page.years.data(page.years.index(0, 3)) == "国办发明电〔2026〕7号"
    page._desk.undo()
    assert december.read(years)[0].is_published is False


def test_no_file_or_a_wrong_one_loads_nothing(
    december: Workspace, open_page: OpenPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(december)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: ("", ""))
    with qtbot.assertNotEmitted(page._desk.refused):
        press(page, qtbot, "settings-load-year")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("日期,类型\n2027-01-01,半天\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(wrong), ""))
    with qtbot.waitSignal(page._desk.refused) as refused:
        press(page, qtbot, "settings-load-year")
    assert refused.args[0].code == "calendar.unreadable"


def test_the_preview_shows_the_days_and_what_they_move(
    december: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(december)
    year = read_notice(NOTICE)
    preview = YearPreview(year, december.read(year_effect, year), page)
    qtbot.addWidget(preview)
    days = preview.findChild(QTableWidget, "year-days")
    moved = preview.findChild(QTableWidget, "year-moved")
    assert days is not None
    assert moved is not None
    assert cells(days)[0] == ["元旦", "1月1日（五）至4日（一）", "1月9日（六）"]
    assert len(cells(days)) == 7
    assert cells(moved) == [["甲", "论证", "1月5日", "1月6日"]]
    assert preview.effect.text() == "将有1个未办结时限的到期日变动。1个预估的到期日将转为确定。"
    accept = preview.findChild(QPushButton, "accept")
    assert accept is not None
    with qtbot.waitSignal(preview.accepted):
        accept.click()


def cells(table: QTableWidget) -> list[list[str]]:
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_the_preview_says_when_nothing_would_change(
    december: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(december)
    year = read_notice(NOTICE)
    page._desk.do(page_module.calendar.load_year, year)
    preview = YearPreview(year, december.read(year_effect, year), page)
    qtbot.addWidget(preview)
    assert preview.effect.text() == (
        "没有未办结时限的到期日会变动。现有的2027年安排（国办发明电〔2026〕7号）与此相同。"
    )
    assert preview.findChild(QTableWidget, "year-moved") is None


def test_a_pasted_text_that_is_no_notice_keeps_the_dialog_open(
    december: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    dialog = PasteNotice(open_page(december))
    qtbot.addWidget(dialog)
    dialog.show()
    accept = dialog.findChild(QPushButton, "accept")
    problem = dialog.findChild(QLabel, "paste-problem")
    assert accept is not None
    assert problem is not None
    for text in ("", "今天放假", "一、元旦：1月1日至3日放假，共3天。"):
        dialog.text.setPlainText(text)
        accept.click()
        assert dialog.isVisible()
        assert "读不懂" in problem.text()
    dialog.text.setPlainText(NEW_YEAR_2027)
    accept.click()
    assert dialog.isVisible()
    assert problem.text() == (
        "这份2027年的放假安排里没有春节、清明节、劳动节、端午节、中秋节、国庆节的放假日期，不是全年的安排；"
        "日历没有改动，请载入全年的放假通知。"
    )
    dialog.text.setPlainText(NOTICE)
    accept.click()
    assert dialog.year is not None
    assert dialog.year.year == 2027


def test_a_look_is_kept_and_told(
    workspace: Workspace, open_page: OpenPage, qtbot: QtBot, settings: QSettings
) -> None:
    page = open_page(workspace)
    dark = page.findChild(QRadioButton, "look-dark")
    assert dark is not None
    with qtbot.waitSignal(page.look_changed):
        dark.click()
    assert theme.wanted_look(settings) is theme.Look.DARK
    settings.setValue("window/look", "plaid")
    assert theme.wanted_look(settings) is theme.Look.SYSTEM


def test_the_versions_are_told(workspace: Workspace, open_page: OpenPage) -> None:
    assert text_of(open_page(workspace), "settings-versions") == (
        f"坊子专班 {__version__} · 数据格式第{SCHEMA_VERSION}版"
    )


def test_the_day_of_the_weekly_meeting_is_saved_with_the_team(
    open_page: OpenPage, workspace: Workspace
) -> None:
    page = open_page(workspace)
    meeting, save = (
        page.findChild(QComboBox, "settings-meeting"),
        page.findChild(QPushButton, "settings-save"),
    )
    assert meeting is not None and save is not None
    assert (meeting.currentText(), save.isEnabled()) == ("星期一", False)
    meeting.setCurrentIndex(3)
    assert save.isEnabled()
    save.click()
    assert workspace.read(team_settings).meeting_weekday == 3
    assert (meeting.currentText(), save.isEnabled()) == ("星期四", False)
    workspace.undo()
    assert workspace.read(team_settings).meeting_weekday == 0


def test_a_year_that_is_missing_is_told_until_it_is_loaded(
    open_page: OpenPage, december: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(december)
    missing = page.findChild(QLabel, "settings-missing-year")
    assert missing is not None
    assert missing.isVisible()
    assert missing.text().startswith("▲ 2027年的放假安排还没有载入")
    monkeypatch.setattr(page_module, "ask_notice", lambda parent: read_notice(NOTICE))
    monkeypatch.setattr(page_module, "approve_year", lambda parent, year, effect: True)
    page._paste()
    assert not missing.isVisible()


def test_the_years_can_be_opened_from_elsewhere(open_page: OpenPage, december: Workspace) -> None:
    page = open_page(december)
    page.resize(1290, 500)
    page._scroll.verticalScrollBar().setValue(page._scroll.verticalScrollBar().maximum())
    page.reveal_years()
    button = page.findChild(QPushButton, "settings-load-year")
    assert button is not None
    assert page.rect().contains(button.mapTo(page, button.rect().center()))
    assert page.focusWidget() is button


def test_days_that_seem_left_out_are_told_before_a_year_is_loaded(
    open_page: OpenPage, december: Workspace
) -> None:
    page = open_page(december)
    year = read_notice(NOTICE)
    dialog = YearPreview(year, december.read(year_effect, year), page)
    doubt = dialog.findChild(QLabel, "year-doubt")
    assert doubt is not None
    assert doubt.text().startswith("▲ 减去调休上班后，比法定节假日多放")
    assert "漏了调休上班的日子" in doubt.text()
    sound = replace(december.read(year_effect, year), surplus_days_off=0)
    assert YearPreview(year, sound, page).findChild(QLabel, "year-doubt") is None
    dialog.deleteLater()
