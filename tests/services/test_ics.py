"""The calendar file: what other calendars make of it, read back by two libraries that know nothing of us."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.calendar import load_year
from fangzi_desktop.services.ics import calendar_events, export_calendar
from fangzi_desktop.services.ics_file import CalendarEvent, CalendarHead, known_events, write_calendar
from fangzi_desktop.services.problems import ProblemForm, edit_problem, raise_problem, write_off_problem
from fangzi_desktop.services.projects import correct_stage_dates
from fangzi_desktop.services.settings import change_team
from fangzi_desktop.services.snoozing import snooze
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_permit_item, a_project
from tests.conftest import OpenWorkspace

NOW = datetime(2023, 2, 24, 2, 30, tzinfo=UTC)
EARLY = date(2023, 2, 1)
HEAD = CalendarHead("calendar-1", "专班到期日")


def a_problem(workspace: Workspace, project: str, text: str, due: date) -> str:
    return workspace.do(raise_problem, project, ProblemForm(text, raised_on=EARLY, due=due)).value


def events_of(path: Path) -> dict[str, Event]:
    calendar = Calendar.from_ical(path.read_bytes())
    found = {str(one["UID"]): one for one in calendar.walk("VEVENT")}
    assert len(found) == len(list(calendar.walk("VEVENT")))
    return found


def by_words(path: Path, words: str) -> Event:
    (found,) = [one for one in events_of(path).values() if words in str(one["SUMMARY"])]
    return found


class SomeCalendar:
    """A calendar as the standard asks for: it knows events by UID and takes only newer ones."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.updated = 0

    def take(self, path: Path) -> None:
        for uid, event in events_of(path).items():
            old = self.events.get(uid)
            if old is not None and int(event["SEQUENCE"]) <= int(old["SEQUENCE"]):
                continue
            self.updated += old is not None
            if event["STATUS"] == "CANCELLED":
                self.events.pop(uid, None)
            else:
                self.events[uid] = event


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "到期日.ics"


def test_every_open_clock_is_an_all_day_event_on_its_due_day(workspace: Workspace, target: Path) -> None:
    project = workspace.do(a_project, "碳化硅项目").value
    a_problem(workspace, project, "用电容量不足", date(2023, 3, 3))
    count = export_calendar(workspace, target)
    event = by_words(target, "用电容量不足")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2023, 3, 3), date(2023, 3, 4))
    assert b"DTSTART;VALUE=DATE:20230303\r\n" in target.read_bytes()
    assert str(event["SUMMARY"]) == "● 用电容量不足 · 碳化硅项目"
    assert str(event["DESCRIPTION"]).endswith("截至2023年2月24日：剩余7个自然日。")
    assert event["CATEGORIES"].cats == ["问题时限"]
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert count == len(events_of(target)) == len(workspace.read(calendar_events))


def test_another_library_reads_the_same(workspace: Workspace, target: Path) -> None:
    workspace.do(change_team, "坊子区,第一专班;甲", "坊子区")
    workspace.do(a_permit_item, "FILING", accepted_on=date(2023, 2, 20))
    export_calendar(workspace, target)
    calendar = vobject.readOne(target.read_text(encoding="utf-8"))
    assert calendar.method.value == "PUBLISH"
    assert calendar.calscale.value == "GREGORIAN"
    assert calendar.version.value == "2.0"
    assert calendar.x_wr_calname.value == "坊子区,第一专班;甲到期日"
    ours = events_of(target)
    assert {one.uid.value for one in calendar.vevent_list} == set(ours)
    for one in calendar.vevent_list:
        assert one.dtend.value - one.dtstart.value == timedelta(days=1)
        assert one.summary.value == str(ours[one.uid.value]["SUMMARY"])
        assert one.description.value == str(ours[one.uid.value]["DESCRIPTION"])


def test_a_second_import_adds_nothing_and_changes_nothing(workspace: Workspace, target: Path) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    a_problem(workspace, project, "用电", date(2023, 3, 3))
    other = SomeCalendar()
    export_calendar(workspace, target)
    other.take(target)
    before = len(other.events)
    export_calendar(workspace, target)
    other.take(target)
    assert (len(other.events), other.updated) == (before, 0)


def test_a_due_day_that_was_changed_moves_the_event_and_comes_back_with_undo(
    workspace: Workspace, target: Path
) -> None:
    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 3, 3))
    other = SomeCalendar()
    export_calendar(workspace, target)
    other.take(target)
    first = by_words(target, "用电")
    workspace.do(edit_problem, problem, ProblemForm("用电", raised_on=EARLY, due=date(2023, 3, 10)))
    export_calendar(workspace, target)
    other.take(target)
    second = by_words(target, "用电")
    assert second["UID"] == first["UID"]
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"])
    assert other.events[str(first["UID"])]["DTSTART"].dt == date(2023, 3, 10)
    workspace.undo()
    export_calendar(workspace, target)
    other.take(target)
    assert other.events[str(first["UID"])]["DTSTART"].dt == date(2023, 3, 3)


def test_a_new_calendar_year_raises_the_sequence_of_every_project_and_a_snooze_of_none(
    workspace: Workspace, target: Path
) -> None:
    from fangzi_desktop.domain.workdays import CalendarYear

    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 2, 27))
    export_calendar(workspace, target)
    first = int(by_words(target, "用电")["SEQUENCE"])
    workspace.do(snooze, f"problem:{problem}", Later.TOMORROW)
    export_calendar(workspace, target)
    assert int(by_words(target, "用电")["SEQUENCE"]) == first
    workspace.do(load_year, CalendarYear(2030, frozenset({date(2030, 1, 1)}), frozenset(), "通知"))
    export_calendar(workspace, target)
    assert int(by_words(target, "用电")["SEQUENCE"]) > first


def test_a_copy_of_the_team_folder_keeps_the_uids_and_another_team_has_others(
    folder: Path, tmp_path: Path, open_folder: OpenWorkspace
) -> None:
    workspace = open_folder()
    project = workspace.do(a_project, "甲").value
    a_problem(workspace, project, "用电", date(2023, 3, 3))
    one, two = tmp_path / "一.ics", tmp_path / "二.ics"
    export_calendar(workspace, one)
    workspace.close()
    shutil.copytree(folder, tmp_path / "copy")
    export_calendar(open_folder(read_only=True), two)
    assert events_of(one).keys() == events_of(two).keys()


def test_what_has_ended_is_cancelled_in_a_file_that_is_written_over(
    workspace: Workspace, target: Path
) -> None:
    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 3, 3))
    other = SomeCalendar()
    export_calendar(workspace, target)
    other.take(target)
    uid = str(by_words(target, "用电")["UID"])
    workspace.do(write_off_problem, problem, date(2023, 2, 24), "已增容")
    export_calendar(workspace, target)
    gone = events_of(target)[uid]
    assert (str(gone["STATUS"]), str(gone["SUMMARY"])) == ("CANCELLED", "（已结束）● 用电 · 甲")
    other.take(target)
    assert uid not in other.events
    once_more = export_calendar(workspace, target)
    assert str(events_of(target)[uid]["SUMMARY"]) == "（已结束）● 用电 · 甲"
    assert once_more == len(workspace.read(calendar_events))
    # Taken back, it is there again, and every calendar takes it.
    workspace.undo()
    export_calendar(workspace, target)
    other.take(target)
    assert str(other.events[uid]["STATUS"]) == "CONFIRMED"


def test_a_new_file_has_only_what_is_open(workspace: Workspace, target: Path, tmp_path: Path) -> None:
    project = workspace.do(a_project, "甲").value
    problem = a_problem(workspace, project, "用电", date(2023, 3, 3))
    export_calendar(workspace, target)
    workspace.do(write_off_problem, problem, date(2023, 2, 24), "已增容")
    export_calendar(workspace, tmp_path / "新.ics")
    assert "CANCELLED" not in (tmp_path / "新.ics").read_text(encoding="utf-8")


def test_another_calendars_file_is_replaced_without_taking_anything_from_it(
    workspace: Workspace, target: Path
) -> None:
    write_calendar(target, CalendarHead("elsewhere", "别处"), [an_event("x", "别处的事")], NOW)
    workspace.do(a_project, "甲", stage=Stage.REVIEW)
    export_calendar(workspace, target)
    assert "别处的事" not in target.read_text(encoding="utf-8")
    target.write_bytes(b"\xff\xfeBEGIN:VEVENT" * 100)
    export_calendar(workspace, target)
    assert events_of(target)


def test_what_was_cancelled_long_ago_is_forgotten(target: Path) -> None:
    write_calendar(target, HEAD, [an_event("old", "旧", on=NOW.date() - timedelta(days=91))], NOW)
    write_calendar(target, HEAD, [], NOW)
    assert events_of(target) == {}


def test_the_sequence_never_falls_even_where_the_team_folder_was_restored(target: Path) -> None:
    write_calendar(target, HEAD, [an_event("a", "甲", sequence=90)], NOW)
    write_calendar(target, HEAD, [an_event("a", "甲", sequence=40, on=date(2023, 3, 4))], NOW)
    assert int(events_of(target)["a"]["SEQUENCE"]) == 91
    write_calendar(target, HEAD, [an_event("a", "甲", sequence=40, on=date(2023, 3, 4))], NOW)
    assert int(events_of(target)["a"]["SEQUENCE"]) == 91


def test_alarms_ring_on_the_telling_days_still_to_come_and_before_the_day(
    workspace: Workspace, target: Path
) -> None:
    project = workspace.do(a_project, "甲").value
    a_problem(workspace, project, "用电", date(2023, 3, 8))
    a_problem(workspace, project, "用水", date(2023, 2, 28))
    a_problem(workspace, project, "用气", date(2023, 2, 20))
    export_calendar(workspace, target)
    # Problems are told of from two working days on: 6 March, and for the second today, which is past.
    (alarm,) = by_words(target, "用电").walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=8, minutes=30) - timedelta(days=2)
    assert str(alarm["ACTION"]) == "DISPLAY"
    assert not by_words(target, "用水").walk("VALARM")
    assert not by_words(target, "用气").walk("VALARM")
    assert by_words(target, "用气")["DTSTART"].dt == date(2023, 2, 20)


def test_an_estimated_day_says_so(open_folder: OpenWorkspace, target: Path) -> None:
    workspace = open_folder(date(2026, 12, 25))
    for name, since in (("甲", date(2026, 10, 20)), ("乙", date(2026, 12, 21))):
        project = workspace.do(a_project, name, stage=Stage.FORMATION).value
        workspace.do(correct_stage_dates, project, Stage.FORMATION, since, None)
    export_calendar(workspace, target)
    marked = {"（预估）" in str(one["SUMMARY"]) for one in events_of(target).values()}
    assert marked == {False, True}


def test_no_person_is_named_unless_the_file_is_made_for_one(workspace: Workspace, target: Path) -> None:
    for name, officer in (("甲", "专员张三"), ("乙", "专员李四")):
        project = workspace.do(a_project, name, service_officer=officer).value
        a_problem(workspace, project, f"问题{name}", date(2023, 3, 3))
    export_calendar(workspace, target)
    assert "专员" not in target.read_text(encoding="utf-8")
    assert export_calendar(workspace, target, "专员张三") == 1
    assert "专员张三" in str(Calendar.from_ical(target.read_bytes())["X-WR-CALNAME"])
    assert [str(one["SUMMARY"]) for one in events_of(target).values()] == ["● 问题甲 · 甲"]
    for nobody in ("专员王五", ""):
        with pytest.raises(UserError, match=r"export\.no_officer"):
            export_calendar(workspace, target, nobody)


def test_a_folder_that_cannot_be_written_is_one_refusal_and_the_old_file_stays(
    workspace: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=r"file\.unwritable"):
        export_calendar(workspace, tmp_path / "没有" / "出.ics")


def an_event(
    uid: str, summary: str, description: str = "", *, sequence: int = 1, on: date = date(2023, 3, 3)
) -> CalendarEvent:
    return CalendarEvent(uid, on, summary, description, "问题时限", sequence, NOW, (date(2023, 3, 1),))


HOSTILE = [
    "一行\n两行\n\n四行",
    "逗号,分号;反斜杠\\ 与 \\n 与 \\, \\;",
    "BEGIN:VEVENT\nUID:x\nEND:VCALENDAR",
    "🏭👷🏽‍♀️👨‍👩‍👧‍👦🇨🇳" * 40,
    "㛃𬭎䶮" * 60,
    '引号"冒号:等号=^n^^',
    "字" * 10_000,
    "a" * 10_000,
    " 前后空格 ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back_whole_by_both_libraries(text: str, target: Path) -> None:
    write_calendar(target, CalendarHead("calendar-1", text), [an_event("u", text, text)], NOW)
    assert_well_formed(target.read_bytes())
    event = events_of(target)["u"]
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (text, text)
    other = vobject.readOne(target.read_bytes().decode())
    assert other.vevent.summary.value == other.vevent.description.value == text
    assert known_events(target, "calendar-1")["u"].summary == text


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_whatever_may_be_stored_comes_back_whole(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    try:
        text = clean_text(text)
    except UserError:
        return
    target = tmp_path_factory.mktemp("ics") / "x.ics"
    write_calendar(target, HEAD, [an_event("u", f"x{text}", text)], NOW)
    assert_well_formed(target.read_bytes())
    assert str(events_of(target)["u"]["SUMMARY"]) == f"x{text}"
    assert known_events(target, HEAD.id)["u"].summary == f"x{text}"


def assert_well_formed(data: bytes) -> None:
    """Lines end in CR LF, none is longer than 75 octets, and each is UTF-8 of its own."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in lines:
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode("utf-8")
    assert lines.count(b"BEGIN:VEVENT") == lines.count(b"END:VEVENT")
