"""外勤, and 现场 on the page of a project."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.photos import photos_of
from fangzi_desktop.services.visits import (
    FindingForm,
    PromiseForm,
    VisitForm,
    record_visit,
    visits,
)
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field import section as section_module
from fangzi_desktop.ui.field import visits_part as part_module
from fangzi_desktop.ui.field.page import FieldPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.photos.wall import PhotoWall
from fangzi_desktop.ui.project.site import SiteTab
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.reports.paper import PaperDialog
from tests.builders import a_project
from tests.picture_files import a_photo

TODAY = date(2023, 2, 24)
LAST_WEEK = date(2023, 2, 17)


def a_site(desk: Desk, name: str = "甲项目") -> str:
    return desk.workspace.do(a_project, name=name, stage=Stage.CONSTRUCTION).value


def field_page(window: MainWindow) -> FieldPage:
    page = window.show_area("field")
    assert isinstance(page, FieldPage)
    return page


def site_of(window: MainWindow, project: str, record: str = "") -> SiteTab:
    window.open_project(project, "site", record)
    page = window._project_page
    assert page is not None
    tab = page.tab("site")
    assert isinstance(tab, SiteTab)
    return tab


def button(tab: SiteTab, name: str) -> QPushButton:
    found = tab.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def idle(qtbot: QtBot, wall: PhotoWall) -> None:
    qtbot.waitUntil(lambda: wall._job is None and not wall.grid._is_reading)


def test_what_is_due_stands_worst_first_and_opens_its_visit(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    first, second = a_site(desk), a_site(desk, "乙项目")
    promises = [PromiseForm("增加班组", "施工单位", date(2023, 2, 27))]
    desk.do(record_visit, second, VisitForm(LAST_WEEK, "看", next_on=TODAY))
    late = desk.do(record_visit, first, VisitForm(LAST_WEEK, "看", next_on=date(2023, 2, 21)), (), promises)
    assert late is not None
    part = field_page(window).visits
    assert [(one.project, one.light.zh) for one in part.due.model.lines] == [
        ("甲项目", "逾期"),
        ("乙项目", "临期"),
    ]
    assert part.due.note.text() == "■ 逾期1 · 今天1"
    assert [one.project for one in part.promises.model.lines] == ["甲项目"]
    assert part.made.model.lines == []
    part.take_focus()
    qtbot.keyClick(part.due.table, Qt.Key.Key_Return)
    page = window._project_page
    assert page is not None and page.isVisible()
    tab = page.tab("site")
    assert isinstance(tab, SiteTab) and tab.isVisible()
    assert tab.visits.current is not None and tab.visits.current.id == late.value


def test_a_visit_that_was_made_leaves_the_list_and_stands_in_the_week(window: MainWindow, desk: Desk) -> None:
    project = a_site(desk)
    desk.do(record_visit, project, VisitForm(LAST_WEEK, "看", next_on=TODAY))
    part = field_page(window).visits
    assert len(part.due.model.lines) == 1
    desk.do(record_visit, project, VisitForm(TODAY, "又看"))
    assert part.due.model.lines == []
    assert [one.form.text for one in part.made.model.lines] == ["又看"]
    window._search.setText("乙")
    assert part.made.model.lines == []
    window._search.setText("甲")
    assert len(part.made.model.lines) == 1
    part.select(project)
    assert part.made.table.hasFocus()


def test_an_empty_area_says_what_to_do(window: MainWindow, desk: Desk) -> None:
    a_site(desk)
    part = field_page(window).visits
    assert part.due._empty.isVisible() and "按 N 记走访" in part.due._empty.text()
    assert not part.promises.isVisible()


def test_n_records_a_visit_of_the_current_due_project(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_site(desk)
    desk.do(record_visit, project, VisitForm(LAST_WEEK, "看", next_on=TODAY))
    asked: list[str] = []
    monkeypatch.setattr(part_module, "ask_visit", lambda desk, wanted, parent: asked.append(wanted))
    part = field_page(window).visits
    part.take_focus()
    qtbot.keyClick(part.due.table, Qt.Key.Key_N)
    part.made.table.setFocus()
    part.setFocus()
    qtbot.keyClick(part, Qt.Key.Key_N)
    assert asked == [project, ""]


def test_a_visit_shows_all_that_came_of_it(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_site(desk)
    made = desk.do(
        record_visit,
        project,
        VisitForm(LAST_WEEK, "浇筑二层", "服务专员", "主体施工", 45, TODAY),
        [FindingForm("道路未通", "属地单位")],
        [PromiseForm("增加班组", "施工单位", date(2023, 3, 1))],
    )
    assert made is not None
    tab = site_of(window, project)
    text = tab.detail.text.text()
    assert text == "到达节点、进度：主体施工 约45%\n浇筑二层\n下次走访：2023年2月24日"
    (promise,) = tab.detail.promises.model.lines
    assert tab.select(promise.id) and tab.detail.promises.table.hasFocus()

    def keep(dialog: RecordDialog[object]) -> int:
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(RecordDialog, "exec", keep)
    button(tab, "keep-promise").click()
    (promise,) = tab.detail.promises.model.lines
    assert promise.kept_on == TODAY
    button(tab, "reopen-promise").click()
    button(tab, "withdraw-visit").click()
    assert desk.read(visits, project)[0].form.next_on is None
    assert button(tab, "withdraw-visit").isHidden()
    button(tab, "go-to-problems").click()
    page = window._project_page
    assert page is not None and page.tab("problems").isVisible()


def test_photos_that_are_dropped_on_a_visit_go_with_it(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    project = a_site(desk)
    old = desk.do(record_visit, project, VisitForm(LAST_WEEK, "看"))
    new = desk.do(record_visit, project, VisitForm(TODAY, "又看"))
    assert old is not None and new is not None
    tab = site_of(window, project, old.value)
    assert tab.wall.empty.text().startswith("这次走访还没有照片")
    tab.wall.add([a_photo(tmp_path, "1.jpg", colour=(1, 9, 9))])
    idle(qtbot, tab.wall)
    (photo,) = desk.read(photos_of, project)
    assert photo.visit_id == old.value
    assert tab.visits.current is not None and len(tab.visits.current.photos) == 1
    tab.visits.select(new.value)
    assert tab.wall.heading.text() == "照片 0" and "项目共有 1 张" in tab.wall.empty.text()
    tab.wall.only.click()
    assert tab.wall.heading.text() == "照片 1"
    tab.wall.grid.choose([photo.id])
    button(tab, "photos-assign").click()
    assert desk.read(photos_of, project)[0].visit_id == new.value
    assert tab.select(photo.id) and tab.wall.grid.chosen_photos() == desk.read(photos_of, project)
    idle(qtbot, tab.wall)


def test_a_visit_is_printed_from_its_line(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    project = a_site(desk)
    desk.do(record_visit, project, VisitForm(TODAY, "看"))
    tab = site_of(window, project)
    tab.visits.print_current()
    (dialog,) = tab.visits.findChildren(PaperDialog)
    assert dialog.windowTitle() == "2023年2月24日走访记录"
    qtbot.waitUntil(lambda: dialog.state == "共1页", timeout=10_000)
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_n_records_a_visit_of_the_project_shown(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_site(desk)
    asked: list[str] = []
    monkeypatch.setattr(section_module, "ask_visit", lambda desk, wanted, parent: asked.append(wanted))
    tab = site_of(window, project)
    assert tab.visits.new is not None and tab.visits.new.hasFocus()
    qtbot.keyClick(tab.visits.new, Qt.Key.Key_N)
    assert asked == [project]
