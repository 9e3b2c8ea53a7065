"""Which paper a late matter asks for, counted by hand on the official calendar of 2023."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.alert_rules import AlertRule
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.notices import (
    Draft,
    check_code,
    check_notice,
    check_reply,
    check_withdrawal,
    climbs_after,
    covers,
    default_code,
    document_no,
    is_awaited,
    kind_for,
    next_number,
    overdue_on,
    reply_day,
    rung_on,
)
from fangzi_desktop.domain.stage_terms import NoticeKind, Role
from fangzi_desktop.domain.terms import ClockKind, Unit
from fangzi_desktop.services.calendar import shipped_calendar

CALENDAR = shipped_calendar()
RULE = AlertRule(ClockKind.PERMIT, (), Unit.WORKING_DAY, None, 3, 5, 10, date(2000, 1, 1))
# Friday; the working days after it are 2-20, 21, 22, 23, 24.
DUE = date(2023, 2, 17)
TODAY = date(2023, 2, 24)
DRAFT = Draft(NoticeKind.SUPERVISION, 1, "自然资源和规划局", TODAY, date(2023, 3, 3), "尽快办结")


@pytest.mark.parametrize(
    ("on", "overdue", "role"),
    [
        pytest.param(date(2023, 2, 15), -2, Role.OFFICER, id="two working days before"),
        pytest.param(date(2023, 2, 19), 0, Role.OFFICER, id="late by a weekend"),
        pytest.param(date(2023, 2, 23), 4, Role.OFFICER, id="four late"),
        pytest.param(date(2023, 2, 24), 5, Role.CHIEF, id="five late"),
        pytest.param(date(2023, 3, 2), 9, Role.CHIEF, id="nine late"),
        pytest.param(date(2023, 3, 3), 10, Role.LEADER, id="ten late"),
    ],
)
def test_a_matter_climbs_by_its_working_days(on: date, overdue: int, role: Role) -> None:
    assert overdue_on(DUE, on, CALENDAR) == overdue
    assert rung_on(RULE, DUE, on, CALENDAR) is role
    after = climbs_after(RULE, on, CALENDAR)
    assert after is not None
    assert (after > DUE) is (role is not Role.OFFICER)


def test_without_a_ladder_nothing_climbs() -> None:
    flat = replace(RULE, chief_workdays=None, leader_workdays=None)
    assert climbs_after(flat, TODAY, CALENDAR) is None
    assert rung_on(None, DUE, TODAY, CALENDAR) is Role.OFFICER
    assert climbs_after(replace(RULE, chief_workdays=None), TODAY, CALENDAR) == date(2023, 2, 13)


def test_what_reaches_the_leader_is_supervised_and_the_rest_reminded() -> None:
    kinds = [kind_for(role) for role in (Role.OFFICER, Role.CHIEF, Role.LEADER)]
    assert kinds == [NoticeKind.REMINDER, NoticeKind.REMINDER, NoticeKind.SUPERVISION]
    assert covers(Role.LEADER, Role.CHIEF) and covers(Role.CHIEF, Role.CHIEF)
    assert not covers(Role.CHIEF, Role.LEADER)


@pytest.mark.parametrize(
    ("district", "team", "code"),
    [
        ("坊子区", "项目服务专班", "坊专班"),
        ("坊子区", "坊子区项目服务专班", "坊专班"),
        ("坊子区", "重点项目推进办", "坊推进办"),
        ("", "项目服务专班", "专班"),
        ("坊子区", "", "坊专班"),
    ],
)
def test_the_short_form_follows_from_district_and_team(district: str, team: str, code: str) -> None:
    assert default_code(district, team) == code


def test_numbers_name_team_kind_and_year() -> None:
    assert document_no("坊专班", NoticeKind.REMINDER, 2026, 3) == "坊专班提〔2026〕3号"
    assert document_no("坊专班", NoticeKind.SUPERVISION, 2026, 1) == "坊专班督〔2026〕1号"
    assert next_number(()) == 1
    assert next_number({1, 2, 7}) == 8


@pytest.mark.parametrize("code", ["坊专班2", "坊〔专〕班", "坊 专班", "坊" * 13])
def test_a_short_form_is_of_letters_only(code: str) -> None:
    with pytest.raises(UserError, match=r"settings\.document_code"):
        check_code(code)


def test_an_empty_short_form_and_one_of_letters_are_allowed() -> None:
    check_code("")
    check_code("坊项目办")


def test_the_day_of_reply_counts_working_days() -> None:
    # 2023-04-05 is 清明.
    assert reply_day(NoticeKind.REMINDER, date(2023, 4, 3), CALENDAR) == date(2023, 4, 7)
    assert reply_day(NoticeKind.SUPERVISION, TODAY, CALENDAR) == date(2023, 3, 3)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"issued_on": date(2023, 2, 25)}, "notice.in_future", id="issued tomorrow"),
        pytest.param({"issued_on": date(2023, 1, 31)}, "notice.before_start", id="before the start"),
        pytest.param({"issued_on": DUE}, "notice.not_overdue", id="supervised on the due day"),
        pytest.param({"addressee": ""}, "notice.no_addressee", id="to nobody"),
        pytest.param({"demand": ""}, "notice.no_demand", id="asks nothing"),
        pytest.param({"number": 0}, "notice.number", id="number nought"),
        pytest.param({"number": 100_000}, "notice.number", id="number too large"),
        pytest.param({"number": 7}, "notice.number_used", id="number given before"),
        pytest.param({"reply_by": None}, "notice.no_reply_by", id="supervised without a day"),
        pytest.param({"reply_by": TODAY}, "notice.reply_by", id="reply on the day of issue"),
    ],
)
def test_a_notice_that_makes_no_sense_is_refused(changed: dict[str, object], code: str) -> None:
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        check_notice(replace(DRAFT, **changed), date(2023, 2, 1), DUE, TODAY, {7})  # type: ignore[arg-type]


def test_a_reminder_may_come_before_the_due_day_and_ask_for_no_reply() -> None:
    early = replace(DRAFT, kind=NoticeKind.REMINDER, issued_on=date(2023, 2, 15), reply_by=None)
    check_notice(early, None, DUE, TODAY)
    check_notice(DRAFT, date(2023, 2, 1), DUE, TODAY, {7})


@pytest.mark.parametrize(
    ("on", "text", "withdrawn_on", "code"),
    [
        (date(2023, 2, 19), "已办结", None, "notice.reply_day"),
        (date(2023, 2, 25), "已办结", None, "notice.reply_day"),
        (TODAY, "", None, "notice.no_reply"),
        (TODAY, "已办结", date(2023, 2, 21), "notice.withdrawn"),
    ],
)
def test_an_answer_lies_between_issue_and_today(
    on: date, text: str, withdrawn_on: date | None, code: str
) -> None:
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        check_reply(on, text, date(2023, 2, 20), withdrawn_on, TODAY)
    check_reply(date(2023, 2, 20), "已办结", date(2023, 2, 20), None, TODAY)


@pytest.mark.parametrize(
    ("reason", "replied_on", "withdrawn_on", "code"),
    [
        ("", None, None, "notice.no_reason"),
        ("重复", TODAY, None, "notice.replied"),
        ("重复", None, TODAY, "notice.withdrawn"),
    ],
)
def test_only_what_is_open_is_taken_back_and_with_a_reason(
    reason: str, replied_on: date | None, withdrawn_on: date | None, code: str
) -> None:
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        check_withdrawal(reason, replied_on, withdrawn_on)
    check_withdrawal("重复", None, None)


def test_an_answer_is_awaited_until_it_comes_or_the_paper_is_taken_back() -> None:
    assert is_awaited(TODAY, None, None)
    assert not is_awaited(None, None, None)
    assert not is_awaited(TODAY, TODAY, None)
    assert not is_awaited(TODAY, None, TODAY)
