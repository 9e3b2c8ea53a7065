from __future__ import annotations

from datetime import date

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project.elapsed import ElapsedSection
from tests.builders import a_project


def a_section(window: MainWindow, desk: Desk, **days: date) -> ElapsedSection:
    changes = desk.do(a_project)
    assert changes is not None
    for kind, day in days.items():
        desk.do(set_milestone, changes.value, Milestone(kind), PartialDate.of(day))
    section = ElapsedSection(desk, window)
    section.show_project(changes.value)
    return section


def test_a_span_is_shown_in_both_units_with_its_two_days(window: MainWindow, desk: Desk) -> None:
    section = a_section(window, desk, listed=date(2022, 5, 23), four_certificates=date(2022, 6, 29))
    model = section.model
    words = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert words == ["土地挂牌 2022年5月23日", "四证齐发 2022年6月29日", "37", "26"]


def test_any_two_events_can_be_chosen(window: MainWindow, desk: Desk) -> None:
    section = a_section(window, desk, agreement=date(2022, 7, 21), topped_out=date(2022, 10, 27))
    section.first.setCurrentText("签约")
    section.last.setCurrentText("主体封顶")
    assert section.answer.text() == "98个自然日（66个工作日）"
    section.first.setCurrentText("主体封顶")
    section.last.setCurrentText("签约")
    assert section.answer.text() == "98个自然日（66个工作日）"


def test_without_two_known_events_it_says_what_to_do(window: MainWindow, desk: Desk) -> None:
    section = a_section(window, desk)
    assert not section.table.isVisibleTo(section)
    assert "还算不出用时" in section._empty.text()
