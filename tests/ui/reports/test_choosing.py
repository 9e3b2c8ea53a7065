"""Choosing a paper: its kind, its time, what it is about and its sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.report_terms import ReportKind, Setting, Span, Subject
from fangzi_desktop.services.meetings import MeetingForm, add_meeting
from fangzi_desktop.services.reports import ReportAsk
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.reports import choosing as choosing_module
from fangzi_desktop.ui.reports.choosing import Choosing, grouped_kinds
from tests.builders import a_project

TODAY = date(2023, 2, 24)

Make = Callable[[], Choosing]


@pytest.fixture
def make(qtbot: QtBot, desk: Desk, settings: QSettings, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Make the strip for a registry that makes every kind, as after each start."""
    monkeypatch.setattr(choosing_module, "is_made", lambda _: True)
    for name, officer in (("元宇宙配套产业园", "乙"), ("半导体产业基地", "甲"), ("磁技术创新中心", "")):
        desk.workspace.do(a_project, name, service_officer=officer)

    def made() -> Choosing:
        strip = Choosing(desk, settings)
        qtbot.addWidget(strip)
        with qtbot.waitActive(strip):
            strip.show()
        return strip

    return made


def take_kind(strip: Choosing, kind: ReportKind) -> None:
    """Choose a kind as a person does in the list."""
    place = strip.kinds.findData(kind.value)
    strip.kinds.setCurrentIndex(place)
    strip.kinds.activated.emit(place)


def type_into(strip: Choosing, words: str) -> None:
    """Type a period and press Enter. Chinese is set at once: key events are Latin."""
    field = strip.period.field
    field.setFocus()
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_usual_paper_is_the_weekly_report_of_the_present_week(make: Make) -> None:
    assert make().ask == ReportAsk(ReportKind.WEEKLY, "2023-W08")


def test_papers_stand_under_what_they_are(make: Make) -> None:
    strip = make()
    groups = dict(grouped_kinds())
    assert groups["编发"] == [ReportKind.WEEKLY, ReportKind.MONTHLY]
    assert ReportKind.LEDGER in groups["清单"]
    assert ReportKind.PERMITS in groups["单个项目"]
    assert ReportKind.MEETING in groups["专员、会议与走访"]
    assert sum(map(len, groups.values())) == len(ReportKind)
    assert not strip.kinds.model().flags(strip.kinds.model().index(0, 0))


def test_only_what_can_be_made_is_offered(
    qtbot: QtBot, desk: Desk, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing_module, "is_made", lambda kind: kind is ReportKind.WEEKLY)
    strip = Choosing(desk, settings)
    qtbot.addWidget(strip)
    assert [strip.kinds.itemText(n) for n in range(strip.kinds.count())] == ["编发", "周报"]


@pytest.mark.parametrize("kind", list(ReportKind))
def test_each_kind_shows_what_it_can_be_asked_for(make: Make, kind: ReportKind) -> None:
    strip = make()
    take_kind(strip, kind)
    assert strip.ask.kind is kind
    assert strip.period.isVisible() is (kind.span is not Span.DAY)
    assert strip.subject.isVisible() is (kind.subject is not Subject.ALL)
    assert strip.sheets.isVisible() is bool(kind.sheets)
    assert strip.is_complete is (kind.subject not in (Subject.MEETING, Subject.VISIT))


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("5", "2023-W05"),
        ("第7周", "2023-W07"),
        ("2022年第52周", "2022-W52"),
        ("2022-W51", "2022-W51"),
        ("2.14", "2023-W07"),
        ("", "2023-W08"),
    ],
)
def test_a_week_can_be_typed(make: Make, typed: str, period: str) -> None:
    strip = make()
    type_into(strip, typed)
    assert strip.ask.period == period


@pytest.mark.parametrize(
    ("typed", "period"), [("1", "2023-01"), ("2022年11月", "2022-11"), ("202212", "2022-12")]
)
def test_a_month_can_be_typed_and_stepped(make: Make, typed: str, period: str) -> None:
    strip = make()
    strip.take(ReportAsk(ReportKind.MONTHLY))
    assert strip.ask.period == "2023-02"
    assert strip.period.field.text() == "2023年2月"
    type_into(strip, typed)
    assert strip.ask.period == period


def test_a_month_is_stepped_over_the_end_of_the_year(make: Make) -> None:
    strip = make()
    strip.take(ReportAsk(ReportKind.MONTHLY, "2023-01"))
    strip.period.step(-1)
    assert strip.ask.period == "2022-12"
    strip.period.step(1)
    assert strip.ask.period == "2023-01"
    strip.period.step(5)
    assert strip.ask.period == "2023-02"


@pytest.mark.parametrize(
    ("typed", "code"), [("9", "report.ahead"), ("第60周", "week.unreadable"), ("下周", "week.unreadable")]
)
def test_a_week_that_cannot_be_taken_is_refused_and_stays_to_be_mended(
    qtbot: QtBot, make: Make, typed: str, code: str
) -> None:
    strip = make()
    with qtbot.waitSignal(strip.refused) as refused:
        type_into(strip, typed)
    assert refused.args is not None
    assert refused.args[0].code == code
    assert strip.ask.period == "2023-W08"
    assert strip.period.field.text() == typed
    strip.kinds.setFocus()
    assert strip.period.field.text() == "2023年第8周　2月20日—2月26日"


def test_a_plan_may_be_of_a_week_to_come(make: Make) -> None:
    strip = make()
    take_kind(strip, ReportKind.WEEK_PLAN)
    strip.period.step(1)
    assert strip.ask.period == "2023-W09"
    take_kind(strip, ReportKind.WEEKLY)
    assert strip.ask.period == "2023-W08"


def test_a_project_is_found_by_its_pinyin(qtbot: QtBot, make: Make) -> None:
    strip = make()
    take_kind(strip, ReportKind.PERMITS)
    assert strip.subject.currentText() == "半导体产业基地"
    field = strip.subject.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "yyz")
    with qtbot.waitSignal(strip.chosen):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert strip.subject.currentText() == "元宇宙配套产业园"
    assert strip.subject_words == "元宇宙配套产业园"
    assert strip.ask.subject == strip.subject.subject != ""


def test_letters_that_fit_nothing_go_when_one_leaves(make: Make) -> None:
    strip = make()
    take_kind(strip, ReportKind.PERMITS)
    before = strip.ask
    field = strip.subject.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "qqqq")
    QTest.keyClick(field, Qt.Key.Key_Return)
    strip.kinds.setFocus()
    assert field.text() == "半导体产业基地"
    assert strip.ask == before


def test_a_plan_is_of_everybody_or_of_one_officer(make: Make) -> None:
    strip = make()
    take_kind(strip, ReportKind.WEEK_PLAN)
    assert [strip.subject.itemText(n) for n in range(strip.subject.count())] == ["全部专员", "甲", "乙"]
    assert strip.ask.subject == ""
    assert strip.subject_words == ""
    strip.take(ReportAsk(ReportKind.WEEK_PLAN, subject="乙"))
    assert strip.ask.subject == "乙"
    strip.take(ReportAsk(ReportKind.WEEK_PLAN, subject=""))
    assert strip.ask.subject == "乙"


def test_a_meeting_is_chosen_by_name_and_day(desk: Desk, make: Make) -> None:
    meeting = desk.workspace.do(add_meeting, MeetingForm("第3次论证会", TODAY)).value
    strip = make()
    take_kind(strip, ReportKind.MEETING)
    assert strip.subject.currentText() == "第3次论证会（2023-02-24）"
    assert strip.ask.subject == meeting


def test_the_choice_outlives_a_restart_but_for_its_time(make: Make) -> None:
    strip = make()
    strip.take(ReportAsk(ReportKind.LEDGER, setting=Setting.WIDE))
    take_kind(strip, ReportKind.PERMITS)
    strip.subject.offer((), "")
    strip.refresh()
    strip.subject.setCurrentIndex(2)
    strip.subject.activated.emit(2)
    chosen = strip.ask
    assert make().ask == chosen
    strip.take(ReportAsk(ReportKind.WEEKLY, "2023-W03"))
    again = make()
    assert again.ask == ReportAsk(ReportKind.WEEKLY, "2023-W08")
    take_kind(again, ReportKind.LEDGER)
    assert again.ask == ReportAsk(ReportKind.LEDGER, setting=Setting.WIDE)


def test_what_is_stored_and_no_longer_there_is_forgotten(make: Make, settings: QSettings) -> None:
    settings.setValue("reports/kind", "no such paper")
    settings.setValue("reports/subject/project", "gone")
    strip = make()
    assert strip.ask.kind is ReportKind.WEEKLY
    take_kind(strip, ReportKind.PERMITS)
    assert strip.subject.currentText() == "半导体产业基地"


def test_the_sheet_is_chosen_where_there_is_a_choice(qtbot: QtBot, make: Make) -> None:
    strip = make()
    take_kind(strip, ReportKind.LEDGER)
    assert [strip.sheets.itemText(n) for n in range(strip.sheets.count())] == ["A4 横向", "A3 横向"]
    assert strip.ask.setting is Setting.LANDSCAPE
    strip.sheets.setCurrentIndex(1)
    with qtbot.waitSignal(strip.chosen):
        strip.sheets.activated.emit(1)
    assert strip.ask.setting is Setting.WIDE


def test_every_field_has_a_name(make: Make) -> None:
    strip = make()
    for kind in ReportKind:
        strip.take(ReportAsk(kind))
        for field in (strip.kinds, strip.period.field, strip.subject, strip.sheets):
            assert field.isHidden() or field.accessibleName()


def test_what_is_being_typed_stays_when_the_data_change(desk: Desk, make: Make) -> None:
    strip = make()
    take_kind(strip, ReportKind.PERMITS)
    strip.subject.field.setFocus()
    strip.subject.field.setText("yy")
    strip.refresh()
    assert strip.subject.field.text() == "yy"
    before = strip.ask
    desk.workspace.do(a_project, "阿项目")
    strip.refresh()
    assert strip.subject.itemText(0) == "阿项目"
    assert strip.ask == before
    take_kind(strip, ReportKind.WEEKLY)
    strip.period.field.setText("第")
    strip.refresh()
    assert strip.period.field.text() == "第"
