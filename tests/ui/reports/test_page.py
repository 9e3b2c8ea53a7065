"""The reports area: the week's paper to look at, to save and to print."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.dates import Week
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.services.meetings import MeetingForm, add_meeting
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.projects import note_progress
from fangzi_desktop.services.reports import ReportAsk, report_bytes
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.reports import composing
from fangzi_desktop.ui.reports import page as page_module
from fangzi_desktop.ui.reports.composing import Composed, compose
from fangzi_desktop.ui.reports.page import ReportsPage
from fangzi_desktop.ui.reports.preview import Fit
from tests.builders import a_project, a_project_with_permits
from tests.conftest import OpenWorkspace


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, settings: QSettings) -> Iterator[ReportsPage]:
    """The page of a team folder with one project, its report already shown."""
    desk.workspace.do(a_project, "元宇宙配套产业园")
    page = shown(qtbot, desk, settings)
    yield page
    page.close()


def shown(qtbot: QtBot, desk: Desk, settings: QSettings) -> ReportsPage:
    page = ReportsPage(desk, settings)
    qtbot.addWidget(page)
    page.resize(1290, 690)
    page.show()
    wait_for_report(qtbot, page)
    return page


def wait_for_report(qtbot: QtBot, page: ReportsPage) -> None:
    qtbot.waitUntil(lambda: settled(page))


def is_free(desk: Desk) -> None:
    assert not desk._jobs


def is_idle(page: ReportsPage) -> None:
    assert page.state == ""


def settled(page: ReportsPage) -> None:
    assert page.state == ""
    assert part(page, "report-save", QPushButton).isEnabled()


def part(page: QWidget, name: str, kind: type[Any] = QWidget) -> Any:
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(one.get_textpage().get_text_range() for one in document)
    finally:
        document.close()


def test_the_present_week_is_shown_first(page: ReportsPage) -> None:
    assert page.ask == ReportAsk(ReportKind.WEEKLY, "2023-W08")
    assert part(page, "report-period", QLineEdit).text() == "2023年第8周　2月20日—2月26日"
    assert part(page, "report-page", QLineEdit).text() == "1"
    assert page._printed is not None
    assert page.preview.pages == page._printed.pages > 1
    assert part(page, "report-pages", QLabel).text() == f"/ {page.preview.pages}页"
    assert page.preview.accessibleName() == "周报预览"
    assert not part(page, "report-period-next").isEnabled()


def test_a_team_without_projects_is_told_what_to_do(qtbot: QtBot, desk: Desk, settings: QSettings) -> None:
    page = ReportsPage(desk, settings)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: is_idle(page))
    assert not page.preview.isVisible()
    assert not part(page, "report-save").isEnabled()
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "去看板")
    with qtbot.waitSignal(page.board_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_weeks_are_stepped_with_buttons_and_keys(qtbot: QtBot, page: ReportsPage) -> None:
    qtbot.mouseClick(part(page, "report-period-previous", QToolButton), Qt.MouseButton.LeftButton)
    assert page.ask.period == "2023-W07"
    assert not part(page, "report-save").isEnabled()
    wait_for_report(qtbot, page)
    page.preview.setFocus()
    for _ in range(7):
        qtbot.keyClick(page.preview, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert part(
        page, "report-period", QLineEdit
    ).text() == "2022年第52周　2022年12月26日—2023年1月1日".replace("2022年12月26日—", "12月26日—")
    qtbot.keyClick(page.preview, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.ask.period == "2023-W01"
    qtbot.keyClick(page.preview, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert page.ask.period == "2023-W08"
    qtbot.keyClick(page.preview, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.ask.period == "2023-W08"
    wait_for_report(qtbot, page)


def test_the_report_of_the_week_stepped_to_last_is_the_one_shown(qtbot: QtBot, page: ReportsPage) -> None:
    for week in (Week(2023, 7), Week(2023, 5), Week(2023, 6)):
        page.show_report(ReportAsk(ReportKind.WEEKLY, week.code))
        page.refresh()
    wait_for_report(qtbot, page)
    assert page._composed is not None
    assert page._composed.ask.period == "2023-W06"


def test_a_change_of_data_prints_the_report_anew(qtbot: QtBot, desk: Desk, page: ReportsPage) -> None:
    project = desk.workspace.do(a_project, "第二个项目").value
    desk.do(note_progress, project, "场地平整完成")
    assert page.state == "数据有变动，正在更新…"
    assert not part(page, "report-save").isEnabled()
    wait_for_report(qtbot, page)
    assert page._composed is not None
    assert page._composed.printed is not None
    assert page._composed.printed.pdf == desk.read(report_bytes, page.ask).pdf


def test_a_hidden_page_waits_until_it_is_seen(qtbot: QtBot, desk: Desk, page: ReportsPage) -> None:
    page.hide()
    project = desk.workspace.do(a_project, "第二个项目").value
    desk.do(note_progress, project, "场地平整完成")
    assert page.state == ""
    page.show()
    assert page.state == "正在生成周报…"
    wait_for_report(qtbot, page)


def test_a_print_can_be_cancelled_and_asked_for_again(
    qtbot: QtBot, page: ReportsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    compose = page_module.compose

    def slow(*arguments: Any) -> Any:
        go_on.wait(5)
        return compose(*arguments)

    monkeypatch.setattr(page_module, "compose", slow)
    before = page._composed
    page.refresh()
    assert page.state == "正在生成周报…"
    qtbot.mouseClick(part(page, "report-cancel", QPushButton), Qt.MouseButton.LeftButton)
    assert page.state == "已取消，以下不是最新的内容。"
    go_on.set()
    qtbot.waitUntil(lambda: is_free(page._desk))
    assert page._composed is before
    assert not part(page, "report-save").isEnabled()
    qtbot.mouseClick(part(page, "report-retry", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: settled(page))
    assert page._composed is not before


def test_the_pages_shown_are_saved_under_the_week_s_name(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(parent: QWidget, title: str, folder: str, name: str) -> Path:
        asked.append(name)
        return tmp_path / name

    monkeypatch.setattr(page_module, "ask_target", choose)
    with qtbot.waitSignal(page.told) as told:
        page.ask_and_save()
    assert asked == ["周报-2023-W08.pdf"]
    path = tmp_path / "周报-2023-W08.pdf"
    assert told.args == [f"已存为 {path}"]
    assert page._composed is not None
    assert page._composed.printed is not None
    assert path.read_bytes() == page._composed.printed.pdf
    assert "元宇宙配套产业园" in text_of(path)


@pytest.mark.parametrize(
    ("name", "code"), [("none/周报.pdf", "file.unwritable"), ("周报.doc", "report.extension")]
)
def test_a_report_that_cannot_be_saved_is_refused_with_a_reason(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    monkeypatch.setattr(page_module, "ask_target", lambda *_: tmp_path / name)
    with qtbot.waitSignal(page._desk.refused) as refused:
        page.ask_and_save()
    assert refused.args is not None
    assert refused.args[0].code == code
    assert not (tmp_path / name).exists()


def test_thinking_better_of_it_saves_and_prints_nothing(
    qtbot: QtBot, page: ReportsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "ask_target", lambda *_: None)
    monkeypatch.setattr(page_module, "ask_printer", lambda *_: None)
    busy: list[bool] = []
    qtbot.waitUntil(lambda: is_free(page._desk))
    page._desk.busy.connect(busy.append)
    page.ask_and_save()
    page.ask_and_print()
    assert True not in busy
    assert page.state == ""


def a_file_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_a_printing_into_a_file_writes_the_pages_as_they_are(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "printed.pdf"
    monkeypatch.setattr(page_module, "ask_printer", lambda *_: a_file_printer(target))
    with qtbot.waitSignal(page.told, timeout=20_000) as told:
        page.ask_and_print()
        assert page.state == "正在打印…"
        assert not part(page, "report-print").isEnabled()
    assert page._printed is not None
    assert told.args == [f"已送去打印，共{page._printed.pages}页。"]
    wait_for_report(qtbot, page)
    assert target.read_bytes() == page._printed.pdf


def test_only_the_chosen_pages_are_printed(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "printed.pdf"
    printer = a_file_printer(target)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    monkeypatch.setattr(page_module, "ask_printer", lambda *_: printer)
    with qtbot.waitSignal(page.told, timeout=20_000) as told:
        page.ask_and_print()
    assert told.args == ["已送去打印，共1页。"]
    assert "— 2 —" in text_of(target)
    document = pypdfium2.PdfDocument(target)
    assert len(document) == 1
    document.close()


def test_a_file_that_cannot_be_printed_into_is_told(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "ask_printer", lambda *_: a_file_printer(tmp_path / "none" / "x.pdf"))
    with qtbot.waitSignal(page._desk.refused, timeout=20_000) as refused:
        page.ask_and_print()
    assert refused.args is not None
    assert refused.args[0].code == "file.unwritable"
    wait_for_report(qtbot, page)


def test_fonts_that_stand_in_and_missing_characters_are_told(qtbot: QtBot, page: ReportsPage) -> None:
    page._warn(Printed(b"", 1, (("仿宋", "Fandol仿宋"), ("小标宋", "思源宋体（特粗）")), ("\ue123",)))
    assert page.warning == (
        "本机没有公文标准字体，仿宋用Fandol仿宋代替，小标宋用思源宋体（特粗）代替；装好标准字体后重新打开程序即可。\n"
        "这些字没有字体能印，已印成“〓”：\ue123（U+E123）。"
    )
    page._warn(Printed(b"", 1, (), ()))
    assert page.warning == ""


def test_the_zoom_is_kept_for_the_next_start(
    qtbot: QtBot, page: ReportsPage, desk: Desk, settings: QSettings
) -> None:
    qtbot.mouseClick(part(page, "report-fit-page", QPushButton), Qt.MouseButton.LeftButton)
    assert part(page, "report-fit-page", QPushButton).isChecked()
    qtbot.keyClick(page, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.preview.fit is Fit.NONE
    assert not part(page, "report-fit-page", QPushButton).isChecked()
    qtbot.keyClick(page, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert shown(qtbot, desk, settings).preview.fit is Fit.PAGE
    settings.setValue("reports/zoom", "no number")
    settings.setValue("reports/fit", "no fit")
    assert shown(qtbot, desk, settings).preview.zoom == 1.0


def test_every_control_has_a_name_in_chinese(page: ReportsPage) -> None:
    ours = (one for one in page.findChildren(QWidget) if one.objectName().startswith("report-"))
    for button in ours:
        if not isinstance(button, QToolButton | QPushButton):
            continue
        name = button.accessibleName() or button.text()
        assert any("一" <= char <= "鿿" for char in name), button.objectName()


def test_a_past_week_says_on_the_paper_of_which_day_it_is(
    qtbot: QtBot, open_folder: OpenWorkspace, settings: QSettings, tmp_path: Path
) -> None:
    workspace = open_folder(date(2023, 2, 24))
    workspace.do(a_project, "甲项目")
    desk = Desk(workspace)
    page = shown(qtbot, desk, settings)
    page.show_report(ReportAsk(ReportKind.WEEKLY, "2023-W05"))
    wait_for_report(qtbot, page)
    assert page._composed is not None
    assert page._composed.printed is not None
    path = tmp_path / "a.pdf"
    path.write_bytes(page._composed.printed.pdf)
    assert "本期在2月24日印制" in text_of(path).replace(" ", "").replace("\r\n", "")
    desk.wait()


def test_a_printing_can_be_cancelled(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, begun = threading.Event(), threading.Event()
    print_pages = page_module.print_pages

    def slow(*arguments: Any) -> Any:
        begun.set()
        go_on.wait(5)
        return print_pages(*arguments)

    monkeypatch.setattr(page_module, "print_pages", slow)
    monkeypatch.setattr(page_module, "ask_printer", lambda *_: a_file_printer(tmp_path / "printed.pdf"))
    told: list[str] = []
    page.told.connect(told.append)
    page.ask_and_print()
    qtbot.waitUntil(lambda: has_begun(begun))
    qtbot.mouseClick(part(page, "report-cancel", QPushButton), Qt.MouseButton.LeftButton)
    go_on.set()
    qtbot.waitUntil(lambda: says(page, "打印已取消，已送出的页可能仍会印出。"))
    assert told == []
    assert part(page, "report-print").isEnabled()


def has_begun(begun: threading.Event) -> None:
    assert begun.is_set()


def says(page: ReportsPage, words: str) -> None:
    assert page.state == words


def test_another_screen_can_open_a_paper(qtbot: QtBot, page: ReportsPage) -> None:
    with qtbot.waitSignal(page.ask_changed) as told:
        page.show_report(ReportAsk(ReportKind.WEEK_PLAN, "2023-W09"))
    assert told.args == [ReportAsk(ReportKind.WEEK_PLAN, "2023-W09")]
    wait_for_report(qtbot, page)
    assert page._composed is not None
    assert page._composed.ask.kind is ReportKind.WEEK_PLAN
    assert page.preview.accessibleName() == "周工作安排预览"
    page.hide()
    page.show_report(ReportAsk(ReportKind.WEEKLY))
    page.show()
    wait_for_report(qtbot, page)
    assert page._composed.ask == ReportAsk(ReportKind.WEEKLY, "2023-W08")


def test_another_paper_is_shown_from_its_head_and_a_newer_version_where_one_was(
    qtbot: QtBot, desk: Desk, page: ReportsPage
) -> None:
    page.preview.show_page(1)
    place = page.preview.verticalScrollBar().value()
    assert place > 0
    page.redraw()
    wait_for_report(qtbot, page)
    assert page.preview.verticalScrollBar().value() == place
    page.show_report(ReportAsk(ReportKind.WEEK_PLAN))
    wait_for_report(qtbot, page)
    assert page.preview.verticalScrollBar().value() == 0


def test_a_paper_that_cannot_be_made_leaves_no_pages_of_another(
    qtbot: QtBot, page: ReportsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("report.no_font")

    monkeypatch.setattr(composing, "report_bytes", refuse)
    with qtbot.waitSignal(page._desk.refused):
        page.show_report(ReportAsk(ReportKind.WEEK_PLAN))
    assert page.state == "周工作安排没有生成。"
    assert not page.preview.isVisible()
    assert not part(page, "report-print").isEnabled()
    monkeypatch.undo()
    qtbot.mouseClick(part(page, "report-retry", QPushButton), Qt.MouseButton.LeftButton)
    wait_for_report(qtbot, page)
    assert page.preview.isVisible()


def test_material_for_a_meeting_waits_for_a_meeting(qtbot: QtBot, desk: Desk, page: ReportsPage) -> None:
    page.show_report(ReportAsk(ReportKind.MEETING))
    said = "还没有论证会议，论证会材料没有内容"
    qtbot.waitUntil(lambda: is_said(page, said))
    assert not part(page, "report-save").isEnabled()
    desk.do(add_meeting, MeetingForm("第1次论证会", date(2023, 2, 24)))
    wait_for_report(qtbot, page)
    assert page.preview.isVisible()


def is_said(page: ReportsPage, words: str) -> None:
    assert words in [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_a_page_is_gone_to_by_its_number(qtbot: QtBot, page: ReportsPage) -> None:
    field = part(page, "report-page", QLineEdit)
    page.activateWindow()
    qtbot.keyClick(page.preview, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    last = page.preview.pages
    for typed, reached in (("2", 2), ("99", last), ("0", 1)):
        field.setText(typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert page.preview.current_page == reached - 1
        assert field.text() == str(reached)


def test_the_small_pages_follow_and_lead(qtbot: QtBot, page: ReportsPage) -> None:
    strip = page.thumbnails
    assert strip.isVisible()
    assert strip.currentIndex().row() == 0
    page.preview.show_page(1)
    assert strip.currentIndex().row() == 1
    qtbot.keyClick(strip, Qt.Key.Key_Up)
    assert page.preview.current_page == 0


def test_the_small_pages_are_shown_or_not_as_last_time(
    qtbot: QtBot, page: ReportsPage, desk: Desk, settings: QSettings
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert not page.thumbnails.isVisible()
    assert not shown(qtbot, desk, settings).thumbnails.isVisible()


def test_what_stands_beside_is_shown_for_documents_only(qtbot: QtBot, page: ReportsPage) -> None:
    toggle = part(page, "report-show-side", QPushButton)
    assert not toggle.isVisible()
    assert not page.side.isVisible()
    page.add_side(QLabel("文字", page), "文字")
    page.add_side(QLabel("编发", page), "编发")
    assert page.side.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_F8)
    assert not page.side.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_F8)
    page.show_report(ReportAsk(ReportKind.WEEK_PLAN))
    assert not page.side.isVisible()
    assert not toggle.isVisible()
    page.show_report(ReportAsk(ReportKind.WEEKLY))
    assert page.side.isVisible()


@pytest.mark.parametrize("place", [2, 3], ids=["Word", "Excel"])
def test_a_document_is_saved_for_other_programs_too(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr(page_module, "ask_target", lambda _, title, folder, name: tmp_path / name)
    buttons = page.actions_widgets
    assert [button.text() for button in buttons] == ["打印…", "存为 PDF", "存为 Word", "存为 Excel"]
    with qtbot.waitSignal(page.told) as told:
        buttons[place].click()
    target = tmp_path / f"周报-2023-W08{('.docx', '.xlsx')[place - 2]}"
    assert told.args == [f"已存为 {target}"]
    with zipfile.ZipFile(target) as archive:
        words = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "元宇宙配套产业园" in words


def test_what_is_drawn_is_only_printed(page: ReportsPage) -> None:
    page.show_report(ReportAsk(ReportKind.WEEK_PLAN))
    assert [button.text() for button in page.actions_widgets] == ["打印…", "存为 PDF"]


def test_one_project_s_paper_is_saved_under_its_name(
    qtbot: QtBot, desk: Desk, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = desk.workspace.do(a_project_with_permits, name="甲/乙项目").value
    asked: list[str] = []
    monkeypatch.setattr(page_module, "ask_target", lambda *words: asked.append(words[3]))
    page.show_report(ReportAsk(ReportKind.PERMITS, subject=project))
    wait_for_report(qtbot, page)
    page.ask_and_save()
    assert asked == ["手续清单-甲／乙项目-2023-02-24.pdf"]


def test_changes_close_upon_one_another_make_one_print(
    qtbot: QtBot, desk: Desk, page: ReportsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[ReportAsk] = []

    def counted(workspace: Workspace, ask: ReportAsk, job: Job) -> Composed:
        made.append(ask)
        return compose(workspace, ask, job)

    monkeypatch.setattr(page_module, "compose", counted)
    for _ in range(5):
        page.redraw()
    wait_for_report(qtbot, page)
    assert len(made) == 1


def test_what_is_unsaved_beside_the_pages_keeps_one_at_the_paper(
    qtbot: QtBot, desk: Desk, page: ReportsPage
) -> None:
    may_leave = False
    page.add_side(QLabel("文字", page), "文字", lambda: may_leave)
    before = page.ask
    kinds = page.choosing.kinds
    place = kinds.findData(ReportKind.WEEK_PLAN.value)
    kinds.setCurrentIndex(place)
    kinds.activated.emit(place)
    qtbot.mouseClick(part(page, "report-period-previous", QToolButton), Qt.MouseButton.LeftButton)
    page.show_report(ReportAsk(ReportKind.WEEK_PLAN))
    assert page.ask == before
    assert kinds.currentText() == "周报"
    assert part(page, "report-period", QLineEdit).text() == "2023年第8周　2月20日—2月26日"
    assert not page.may_leave()
    may_leave = True
    kinds.setCurrentIndex(place)
    kinds.activated.emit(place)
    assert page.ask.kind is ReportKind.WEEK_PLAN
    wait_for_report(qtbot, page)


def test_the_keyboard_begins_at_the_pages_and_goes_from_the_choice_to_them(
    qtbot: QtBot, page: ReportsPage
) -> None:
    with qtbot.waitActive(page):
        page.activateWindow()
    assert page.preview.hasFocus()
    page.choosing.kinds.setFocus()
    reached: list[str] = []
    while not page.preview.hasFocus() and len(reached) < 30:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        reached.append(page.focusWidget().objectName())
    assert reached == [
        "report-period-previous",
        "report-period",
        "report-show-thumbnails",
        "report-page",
        "report-smaller",
        "report-larger",
        "report-fit-width",
        "report-fit-page",
        "report-thumbnails",
        "report-preview",
    ]


def test_until_a_person_zooms_no_paper_is_cut_off(qtbot: QtBot, page: ReportsPage) -> None:
    assert page.preview.fit is Fit.WIDTH
    page.add_side(QLabel("文字", page), "文字")
    qtbot.waitUntil(lambda: fits(page))


def fits(page: ReportsPage) -> None:
    assert page.preview.horizontalScrollBar().maximum() == 0
