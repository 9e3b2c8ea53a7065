"""A visit to a site recorded by somebody who stands there with a laptop and no mouse."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import ClockKind, Stage
from fangzi_desktop.services.construction import physical_progress
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.problems import problems
from fangzi_desktop.services.visits import visits
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from tests.builders import a_project
from tests.journeys.keyboard import CTRL, answering, focused, press, write

# A person types two keys a second without haste, so that a minute holds 120; words are counted by what an
# input method needs for them, four keys a character.
_KEYS_A_MINUTE = 120
_KEYS_A_CHARACTER = 4


class Counter(QObject):
    """Counts the keys that are pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and watched is QApplication.focusWidget():
            self.keys += 1
        return False


def test_a_visit_is_recorded_by_keys_alone_within_a_minute(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    desk.workspace.do(a_project, name="乙新材料项目", stage=Stage.CONSTRUCTION)
    project = desk.workspace.do(a_project, name="甲液压阀组项目", stage=Stage.CONSTRUCTION).value
    typed: list[str] = []

    def say(words: str) -> None:
        typed.append(words)
        write(words)

    def fill() -> None:
        qtbot.waitUntil(lambda: focused().objectName() == "visit-project")
        # The project by the initials of its name; Enter takes it and goes on.
        QTest.keyClicks(focused(), "jyy")
        press(Qt.Key.Key_Return)
        # The day is today's and the visitors are those of the last time.
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Tab)
        # The third of the nodes there are.
        for _ in range(3):
            press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Tab)
        QTest.keyClicks(focused(), "45")
        press(Qt.Key.Key_Tab)
        say("浇筑二层")
        press(Qt.Key.Key_Tab)
        say("道路未通")
        press(Qt.Key.Key_Tab)
        say("属地")
        press(Qt.Key.Key_Tab)
        QTest.keyClicks(focused(), "3.3")
        # Past the line that has appeared for a further problem.
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Tab)
        say("增加班组")
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Tab)
        QTest.keyClicks(focused(), "3.1")
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Tab)
        QTest.keyClicks(focused(), "3.6")
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Return, CTRL)

    counter = Counter()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(counter)
    press(Qt.Key.Key_6, CTRL)
    answering(fill, lambda: press(Qt.Key.Key_N))
    application.removeEventFilter(counter)

    (line,) = desk.read(visits, project)
    form = line.form
    assert (form.node, form.percent, form.text) == ("主体施工", 45, "浇筑二层")
    assert (form.who, form.next_on) == ("服务专员", date(2023, 3, 6))
    (problem,) = desk.read(problems, project)
    assert (problem.text, problem.responsible_unit, problem.due) == ("道路未通", "属地", date(2023, 3, 3))
    assert [(one.text, one.due) for one in line.promises] == [("增加班组", date(2023, 3, 1))]
    assert desk.read(physical_progress, project).text == "主体施工，完成约45%。浇筑二层"
    kinds = {one.face.kind for one in desk.read(deadlines)}
    assert {ClockKind.PROMISE, ClockKind.VISIT, ClockKind.PROBLEM} <= kinds
    keys = counter.keys + _KEYS_A_CHARACTER * sum(map(len, typed))
    assert 40 < keys < _KEYS_A_MINUTE, keys
    # One act: one key takes all of it back.
    press(Qt.Key.Key_Z, CTRL)
    assert desk.read(visits, project) == () and desk.read(problems, project) == ()
