"""One project led through all nine stages by someone who has no mouse, and the ways off the straight one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from fangzi_desktop.domain.terms import Gate, Milestone, ProjectStatus, Stage, StageStatus
from fangzi_desktop.services.dossier import Dossier, dossier
from fangzi_desktop.services.register import register
from fangzi_desktop.services.review import review_rounds
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from tests.journeys.keyboard import ALT, CTRL, accept, answering, fill, go_to, pick, press, push, put, write

OVERVIEW, PERMITS, REVIEW, ELEMENTS, COMPLIANCE, CONSTRUCTION, STATISTICS = (
    Qt.Key.Key_1,
    Qt.Key.Key_2,
    Qt.Key.Key_3,
    Qt.Key.Key_4,
    Qt.Key.Key_5,
    Qt.Key.Key_6,
    Qt.Key.Key_7,
)


def begin(window: MainWindow, desk: Desk) -> str:
    """Add the first project by keys and open it; return its id."""
    window.show_area("board")
    window.setFocus()
    push("welcome-add")
    write("智能液压控制系统项目")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Return)
    (project,) = desk.read(register)
    return project.id


def read(desk: Desk, project: str) -> Dossier:
    return desk.read(dossier, project)


def tab(key: Qt.Key) -> None:
    press(key, ALT)


def advance(desk: Desk, project: str, to: Stage) -> None:
    push("advance")
    assert read(desk, project).stage is to


def accept_package() -> None:
    tab(REVIEW)

    def day() -> None:
        put(受理日期="2.6")
        accept()

    answering(day, lambda: push("open-round"))


def decide(decision: str, **typed: str) -> None:
    def conclude() -> None:
        fill(decision=decision, decided_on="2.10", minutes_no="坊项论〔2023〕1号", **typed)
        accept()

    answering(conclude, lambda: push("decide-round"))


def test_a_project_is_led_through_all_nine_stages_by_keys(window: MainWindow, desk: Desk) -> None:
    project = begin(window, desk)

    # 策划: what is known of it, saved in one act.
    tab(OVERVIEW)
    for name, words in (
        ("field-investor", "甲公司"),
        ("field-investment-yuan", "10.7亿"),
        ("field-fixed-investment-yuan", "8亿"),
        ("field-area-mu", "120"),
    ):
        go_to(name)
        write(words)
    press(Qt.Key.Key_S, CTRL)
    assert read(desk, project).form.investment_yuan == 1_070_000_000
    assert read(desk, project).form.area_mu == 120

    # 论证: the package opens the round and moves the card; the gates and the conclusion follow.
    accept_package()
    assert read(desk, project).stage is Stage.REVIEW
    tab(OVERVIEW)
    for gate in Gate:
        pick(gate.value.replace("_", "-"), "✓ 通过")
    assert set(read(desk, project).gates.values()) == {True}
    tab(REVIEW)
    decide("通过")
    (line,) = desk.read(review_rounds, project)
    assert line.decision is not None and line.decision.is_pass

    # 生成: the agreement.
    advance(desk, project, Stage.FORMATION)
    tab(COMPLIANCE)

    def sign() -> None:
        fill(kind="投资协议", signed_on="2.13", number="协议1号")
        accept()

    answering(sign, lambda: push("add-agreement"))
    assert Milestone.AGREEMENT in read(desk, project).milestones
    spans = {span.stage: span for span in read(desk, project).stages}
    assert spans[Stage.COMPLIANCE].started_on == date(2023, 2, 13)

    # 手续办理, 开工建设: dates typed short.
    advance(desk, project, Stage.PERMITS)
    advance(desk, project, Stage.CONSTRUCTION)
    tab(CONSTRUCTION)
    for kind, day in (("start", "2.15"), ("start-statistical", "0216")):
        go_to(f"construction-{kind}")
        write(day)
        press(Qt.Key.Key_Return)
    assert read(desk, project).milestones[Milestone.START_STATISTICAL].as_date() == date(2023, 2, 16)

    # 投资纳统 to 履约监管.
    advance(desk, project, Stage.INVEST_STATS)
    advance(desk, project, Stage.COMPLETION)
    tab(CONSTRUCTION)
    go_to("construction-production")
    write("2.20")
    press(Qt.Key.Key_Return)
    assert Milestone.PRODUCTION in read(desk, project).milestones
    advance(desk, project, Stage.SCALE_UP)
    advance(desk, project, Stage.COMPLIANCE)
    done = {span.stage for span in read(desk, project).stages if span.status is StageStatus.DONE}
    assert {Stage.PLANNING, Stage.REVIEW, Stage.FORMATION, Stage.PERMITS, Stage.COMPLETION} <= done


def test_a_failed_gate_blocks_until_it_is_overridden_for_ever_after(window: MainWindow, desk: Desk) -> None:
    project = begin(window, desk)
    accept_package()
    tab(OVERVIEW)

    def why() -> None:
        put(gate_reason="涉及过剩产能")
        accept()

    answering(why, lambda: pick("gate-capacity", "未通过"))
    assert read(desk, project).gates[Gate.CAPACITY] is False

    def override() -> None:
        go_to("理由")
        write("区政府常务会议研究同意")
        go_to("会议纪要文号")
        write("坊政纪〔2023〕8号")
        accept()

    answering(override, lambda: push("advance"))
    now = read(desk, project)
    assert now.stage is Stage.FORMATION
    assert [(one.reason, one.minutes_no) for one in now.overrides] == [
        ("区政府常务会议研究同意", "坊政纪〔2023〕8号")
    ]
    press(Qt.Key.Key_Z, CTRL)
    assert read(desk, project).stage is Stage.REVIEW
    assert not read(desk, project).overrides


def test_a_vetoed_project_comes_back_only_as_a_new_round(window: MainWindow, desk: Desk) -> None:
    project = begin(window, desk)
    accept_package()
    decide("否决", text="不符合产业政策")
    assert read(desk, project).status is ProjectStatus.VETOED
    assert not may_advance(window)

    def again() -> None:
        put(受理日期="2.20", 复议文号="坊项论〔2023〕3号")
        accept()

    answering(again, lambda: push("open-round"))
    assert read(desk, project).status is ProjectStatus.ACTIVE
    rounds = desk.read(review_rounds, project)
    assert [one.round_no for one in rounds] == [2, 1]
    assert rounds[1].decision is not None and rounds[1].minutes_no == "坊项论〔2023〕1号"


def may_advance(window: MainWindow) -> bool:
    button = window.findChild(QPushButton, "advance")
    return button is not None and button.isEnabled()


def test_a_card_sent_back_says_why_and_is_counted(window: MainWindow, desk: Desk) -> None:
    project = begin(window, desk)
    accept_package()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)

    def why() -> None:
        put(send_back_reason="投资方信息不全")
        accept()

    go_to("board-column-review")
    answering(why, lambda: press(Qt.Key.Key_Left, ALT))
    now = read(desk, project)
    assert now.stage is Stage.PLANNING
    assert [one.reason for one in now.send_backs] == ["投资方信息不全"]
