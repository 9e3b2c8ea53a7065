from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit

from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import phases as module
from fangzi_desktop.ui.project.phases import PhasesSection
from fangzi_desktop.ui.records.dialog import RecordDialog
from tests.builders import a_project


@pytest.fixture
def section(window: MainWindow, desk: Desk) -> PhasesSection:
    """The phases of a park of 2560亩."""
    changes = desk.do(a_project, area_mu=Decimal(2560), investment_yuan=12 * 10**8)
    assert changes is not None
    made = PhasesSection(desk, window)
    made.show_project(changes.value)
    return made


def answer(monkeypatch: pytest.MonkeyPatch, **typed: str) -> None:
    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, RecordDialog)
        for name, words in typed.items():
            editor = dialog.editors[name]
            assert isinstance(editor, QLineEdit)
            editor.setText(words)
        dialog._try()
        assert dialog.result() == QDialog.DialogCode.Accepted, dialog._problem.text()
        return True

    monkeypatch.setattr(module, "asked", fill)


def test_a_phase_is_added_and_held_against_the_project(
    section: PhasesSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, area_mu="485", investment_yuan="10亿", planned_completion="2023年5月")
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
    answer(monkeypatch, fixed_investment_yuan="9.7亿")
    section._ask_edit()
    section.show_project(section._project)
    assert model.data(model.index(0, 4)) == "200"


def test_the_next_phase_has_its_usual_name(section: PhasesSection, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch)
    section._ask_new()
    section.show_project(section._project)
    section._ask_new()
    section.show_project(section._project)
    assert [phase.name for phase in section.model.lines] == ["一期", "二期"]
    section._remove()
    section.show_project(section._project)
    assert [phase.name for phase in section.model.lines] == ["二期"]
