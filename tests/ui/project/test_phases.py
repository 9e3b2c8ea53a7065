from __future__ import annotations

from decimal import Decimal

import pytest

from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import phases as module
from fangzi_desktop.ui.project.phases import PhasesSection
from tests.builders import a_project
from tests.ui.answering import answer


@pytest.fixture
def section(window: MainWindow, desk: Desk) -> PhasesSection:
    """The phases of a park of 2560亩."""
    changes = desk.do(a_project, area_mu=Decimal(2560), investment_yuan=12 * 10**8)
    assert changes is not None
    made = PhasesSection(desk, window)
    made.show_project(changes.value)
    return made


def test_a_phase_is_added_and_held_against_the_project(
    section: PhasesSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, module, area_mu="485", investment_yuan="10亿", planned_completion="2023年5月")
    section._ask_new()
    section.show_project(section._project)
    model = section.model
    words = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert words == [
        *("一期", "485", "100,000", "", "206.2（按总投资）", ""),
        *("计划 2023年5月", ""),
    ]
    assert section.together.text() == (
        "各期合计 485亩，占项目 2560亩（170.7公顷）的 18.9%，差 2075亩 · "
        "总投资合计 10亿元，比项目总投资少 2亿元 · 最晚计划竣工 2023年5月"
    )
    answer(monkeypatch, module, fixed_investment_yuan="9.7亿")
    section._ask_edit()
    section.show_project(section._project)
    assert model.data(model.index(0, 4)) == "200"


def test_the_next_phase_has_its_usual_name(section: PhasesSection, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, module)
    section._ask_new()
    section.show_project(section._project)
    section._ask_new()
    section.show_project(section._project)
    assert [phase.name for phase in section.model.lines] == ["一期", "二期"]
    section._remove()
    section.show_project(section._project)
    assert [phase.name for phase in section.model.lines] == ["二期"]
