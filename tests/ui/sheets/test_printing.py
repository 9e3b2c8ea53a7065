from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from fangzi_desktop.domain.report_terms import ReportKind, Setting
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.reports import paper
from fangzi_desktop.ui.reports.paper import Make
from fangzi_desktop.ui.reports.pictures import opened, page_sizes
from tests.builders import a_project


class Shown:
    """The papers that were shown, each made."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.papers: list[tuple[str, Printed]] = []

    def show(self, desk: Desk, title: str, make: Make, parent: QWidget) -> None:
        self.papers.append((title, make(self._workspace)))

    def widths(self) -> list[int]:
        """How wide the papers' first pages are, in millimetres."""
        found = []
        for _, printed in self.papers:
            with opened(printed.pdf) as document:
                found.append(round(page_sizes(document)[0].width() * 25.4 / 72))
        return found


@pytest.fixture
def papers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Shown:
    shown = Shown(desk.workspace)
    monkeypatch.setattr(paper, "show_paper", shown.show)
    return shown


def the_page(window: MainWindow, desk: Desk) -> ProjectsPage:
    desk.do(a_project, "甲项目")
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    return page


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (Part.PROBLEMS, ReportKind.PROBLEMS),
        (Part.STATISTICS, ReportKind.STATISTICS),
        (Part.COMPLIANCE, ReportKind.COMMITMENTS),
    ],
)
def test_a_sheet_shows_its_list_as_it_will_be_printed(
    window: MainWindow, desk: Desk, papers: Shown, part: Part, kind: ReportKind
) -> None:
    page = the_page(window, desk)
    page.show_part(part)
    button = next(one for one in page.findChildren(QPushButton, f"print-{kind.value}") if one.isVisible())
    assert button.text() == f"打印{kind.zh}"
    button.click()
    ((title, printed),) = papers.papers
    assert title == f"{kind.zh}2023-02-24"
    assert printed.pages >= 1


def test_the_ledger_is_printed_on_the_sheet_that_is_chosen(
    window: MainWindow, desk: Desk, papers: Shown
) -> None:
    page = the_page(window, desk)
    button = page.findChild(QPushButton, "print-ledger")
    assert button is not None and button.isVisible() and button.isEnabled()
    for setting in (Setting.LANDSCAPE, Setting.WIDE):
        action = button.menu().findChild(QAction, f"print-ledger-{setting.value}")
        assert action is not None and setting.zh in action.text()
        action.trigger()
    assert papers.widths() == [297, 420]


def test_an_empty_ledger_is_not_printed(window: MainWindow) -> None:
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    button = page.findChild(QPushButton, "print-ledger")
    assert button is not None and not button.isEnabled()
