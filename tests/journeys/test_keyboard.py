"""A project led through its stages by someone who has no mouse."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fangzi_desktop.services.problems import problems
from fangzi_desktop.services.register import register
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from tests.journeys.keyboard import ALT, CTRL, accept, answering, fill, press, push, write


def test_a_problem_is_led_to_its_end_by_keys(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.show_area("board")
    window.setFocus()
    push("welcome-add")
    write("液压阀组项目")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    (project,) = desk.read(register)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_8, ALT)

    def raise_it() -> None:
        fill(text="临时用电容量不足", responsible_unit="供电公司", due="3.1")
        accept()

    answering(raise_it, lambda: push("raise-problem"))

    def claim() -> None:
        fill(note="已增容")
        accept()

    answering(claim, lambda: push("claim-problem-solved"))
    answering(claim, lambda: push("write-off-problem"))
    (problem,) = desk.read(problems, project.id)
    assert (problem.state.zh, problem.due) == ("已销号", date(2023, 3, 1))
    press(Qt.Key.Key_Z, CTRL)
    (problem,) = desk.read(problems, project.id)
    assert problem.state.zh == "待核实"
