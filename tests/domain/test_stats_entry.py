from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import StageRules, stage_rules_from
from fangzi_desktop.domain.stage_terms import InvestLevel, Sector, StatsKind, StatsMaterial, StatsState
from fangzi_desktop.domain.stats_entry import (
    Entry,
    check_filing,
    check_month,
    findings,
    invest_form,
    is_below,
    papers_for,
    reviews,
    state_of,
)
from tests.domain.seeds import seed

RULES = stage_rules_from(seed("review"), seed("stages"), seed("statistics"))
TODAY = date(2026, 11, 27)
STARTED = PartialDate.of(date(2026, 9, 10))
INVEST = Entry(StatsKind.INVEST, 80_000_000, STARTED)
SCALE = Entry(
    StatsKind.SCALE,
    produced=PartialDate.of(date(2026, 3, 2)),
    sector=Sector.INDUSTRY,
    reached_month="2026-08",
)


@pytest.mark.parametrize(
    ("yuan", "started", "below", "form"),
    [
        pytest.param(None, date(2026, 9, 1), False, "", id="unknown is not below"),
        pytest.param(4_999_999, date(2026, 9, 1), True, "", id="below 500万元"),
        pytest.param(5_000_000, date(2026, 9, 1), False, "206-2表", id="500万元"),
        pytest.param(500_000, date(2010, 12, 31), False, "206-2表", id="50万元 before 2011"),
        pytest.param(500_000, date(2011, 1, 1), True, "", id="50万元 since 2011"),
        pytest.param(49_999_999, date(2026, 9, 1), False, "206-2表", id="under 5000万元"),
        pytest.param(50_000_000, date(2026, 9, 1), False, "206-1表", id="5000万元"),
    ],
)
def test_the_threshold_and_the_form_are_those_of_the_start(
    yuan: int | None, started: date, below: bool, form: str
) -> None:
    entry = Entry(StatsKind.INVEST, yuan, PartialDate.of(started))
    assert (is_below(entry, RULES, TODAY), invest_form(entry, RULES, TODAY)) == (below, form)


def test_without_a_rule_nothing_is_below() -> None:
    assert not is_below(Entry(StatsKind.INVEST, 1), StageRules(), TODAY)


@pytest.mark.parametrize(
    ("yuan", "level"),
    [
        (99_999_999, ()),
        (100_000_000, (InvestLevel.PROVINCE,)),
        (1_000_000_000, (InvestLevel.NATION,)),
    ],
)
def test_large_projects_were_reviewed_higher_up(yuan: int, level: tuple[InvestLevel, ...]) -> None:
    assert reviews(Entry(StatsKind.INVEST, yuan), RULES, TODAY) == level


def needed(entry: Entry) -> list[StatsMaterial]:
    return [one.material for one in papers_for(entry, RULES, TODAY) if one.is_needed]


def test_a_large_building_project_explains_itself() -> None:
    four = [
        StatsMaterial.CONTENT_LIST,
        StatsMaterial.APPROVAL_PAPER,
        StatsMaterial.CONTRACT,
        StatsMaterial.PHOTOS,
    ]
    assert needed(INVEST) == [*four, StatsMaterial.EXPLANATION]
    assert needed(replace(INVEST, investment_yuan=49_000_000)) == four
    assert len(papers_for(INVEST, RULES, TODAY)) == 7


def test_a_pure_purchase_needs_contract_voucher_and_photos() -> None:
    entry = replace(INVEST, is_purchase_only=True)
    assert needed(entry) == [
        StatsMaterial.PURCHASE_CONTRACT,
        StatsMaterial.PAYMENT_VOUCHER,
        StatsMaterial.EQUIPMENT_PHOTOS,
    ]


def test_only_industry_needs_photos_of_its_equipment() -> None:
    assert StatsMaterial.SITE_PHOTO in needed(SCALE)
    assert StatsMaterial.SITE_PHOTO not in needed(replace(SCALE, sector=Sector.RETAIL))


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        pytest.param(replace(INVEST, investment_yuan=100), StatsState.BELOW, id="below"),
        pytest.param(replace(INVEST, started=None), StatsState.NOT_STARTED, id="not started"),
        pytest.param(INVEST, StatsState.PREPARING, id="papers missing"),
        pytest.param(replace(INVEST, filed_on=TODAY), StatsState.FILED, id="filed"),
        pytest.param(replace(INVEST, filed_on=TODAY, is_returned=True), StatsState.RETURNED, id="returned"),
        pytest.param(replace(INVEST, is_entered=True, is_returned=True), StatsState.ENTERED, id="entered"),
        pytest.param(replace(SCALE, produced=None), StatsState.NOT_PRODUCING, id="not producing"),
        pytest.param(replace(SCALE, reached_month=""), StatsState.BELOW, id="threshold not reached"),
        pytest.param(SCALE, StatsState.PREPARING, id="papers of a firm missing"),
    ],
)
def test_where_an_entry_stands(entry: Entry, state: StatsState) -> None:
    assert state_of(entry, (), RULES, TODAY) is state


def test_an_entry_with_its_needed_papers_can_be_filed() -> None:
    assert state_of(INVEST, needed(INVEST), RULES, TODAY) is StatsState.READY


@pytest.mark.parametrize(
    ("entry", "field", "words"),
    [
        pytest.param(
            replace(INVEST, filing_unit="甲公司", reporting_unit="乙公司"),
            "reporting_unit",
            "备案单位“甲公司”与申报单位“乙公司”不一致。",
            id="reporting unit",
        ),
        pytest.param(
            replace(INVEST, filing_unit="甲公司", contract_party="丙公司"),
            "contract_party",
            "备案单位“甲公司”与合同甲方“丙公司”不一致。",
            id="contract party",
        ),
        pytest.param(
            replace(INVEST, contract_on=date(2026, 9, 11)),
            "contract_on",
            "合同签订日期2026年9月11日晚于开工日期2026年9月10日。",
            id="contract after the start",
        ),
        pytest.param(
            replace(INVEST, photo_on=date(2026, 9, 9)),
            "photo_on",
            "现场照片拍摄日期2026年9月9日早于开工日期2026年9月10日。",
            id="photo before the start",
        ),
        pytest.param(
            replace(INVEST, applied_start_on=date(2026, 9, 12)),
            "applied_start_on",
            "申报的开工日期2026年9月12日与登记的统计口径开工日期2026年9月10日不一致。",
            id="start",
        ),
        pytest.param(
            replace(INVEST, approved_investment_yuan=80_000_000, applied_investment_yuan=79_995_000),
            "applied_investment_yuan",
            "备案文件的总投资8000万元与申报材料的总投资7999.5万元不一致。",
            id="investment",
        ),
        pytest.param(
            replace(INVEST, only_levelling=True),
            "only_levelling",
            "申报了开工（2026年9月10日），但现场只有场地平整；场地平整不算统计口径的开工。",
            id="levelling",
        ),
        pytest.param(
            replace(INVEST, started=None, only_levelling=True),
            "only_levelling",
            "拟申报开工，但现场只有场地平整；场地平整不算统计口径的开工。",
            id="levelling before a start",
        ),
        pytest.param(
            replace(INVEST, needs_permit=True, permit_on=date(2026, 9, 15)),
            "started",
            "开工日期2026年9月10日早于施工许可证的办结日期2026年9月15日。",
            id="start before the permit",
        ),
        pytest.param(
            replace(INVEST, started=None, applied_start_on=date(2026, 9, 1), needs_permit=True),
            "started",
            "2026年9月1日已开工，截至2026年11月27日没有施工许可证的办结记录。",
            id="no permit",
        ),
        pytest.param(
            replace(SCALE, filing_unit="甲公司", reporting_unit="乙公司"),
            "reporting_unit",
            "营业执照上的单位“甲公司”与申报单位“乙公司”不一致。",
            id="firm",
        ),
        pytest.param(
            replace(SCALE, reached_month="2026-02"),
            "reached_month",
            "达到标准的月份2026年2月早于投产日期2026年3月2日。",
            id="reached before production",
        ),
    ],
)
def test_what_does_not_agree_is_said_with_both_values(entry: Entry, field: str, words: str) -> None:
    (found,) = findings(entry, TODAY)
    assert (found.field, found.text) == (field, words)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(INVEST, id="nothing known"),
        pytest.param(
            replace(
                INVEST,
                filing_unit="甲（坊子）公司",
                reporting_unit="甲(坊子) 公司",
                contract_party="甲（坊子）公司",
                applied_start_on=date(2026, 9, 10),
                contract_on=date(2026, 9, 10),
                photo_on=date(2026, 9, 10),
                approved_investment_yuan=8,
                applied_investment_yuan=8,
                needs_permit=True,
                permit_on=date(2026, 9, 10),
            ),
            id="everything agrees",
        ),
        pytest.param(
            replace(
                INVEST,
                started=PartialDate(2026, 9),
                applied_start_on=date(2026, 9, 30),
                permit_on=date(2026, 9, 20),
                needs_permit=True,
            ),
            id="a start known by its month",
        ),
        pytest.param(
            replace(
                INVEST,
                is_purchase_only=True,
                photo_on=date(2026, 9, 1),
                only_levelling=True,
                needs_permit=True,
            ),
            id="a purchase has no site",
        ),
        pytest.param(replace(INVEST, started=None, needs_permit=True), id="not started"),
        pytest.param(replace(SCALE, reached_month=""), id="not reached"),
        pytest.param(SCALE, id="a firm"),
    ],
)
def test_what_agrees_or_is_unknown_is_no_finding(entry: Entry) -> None:
    assert findings(entry, TODAY) == ()


def test_a_month_to_come_is_refused() -> None:
    check_month("2026-11", TODAY)
    with pytest.raises(UserError, match=r"stats\.month_ahead"):
        check_month("2026-12", TODAY)
    with pytest.raises(UserError, match=r"stats\.no_month"):
        check_month("", TODAY)


@pytest.mark.parametrize(
    ("entry", "on", "code"),
    [
        (replace(INVEST, is_entered=True), TODAY, "stats.entered"),
        (replace(INVEST, started=None), TODAY, "stats.not_started"),
        (replace(SCALE, produced=None), TODAY, "stats.not_reached"),
        (replace(SCALE, reached_month=""), TODAY, "stats.not_reached"),
        (INVEST, date(2026, 9, 9), "stats.day_out_of_range"),
        (INVEST, date(2026, 11, 28), "stats.day_out_of_range"),
        (SCALE, date(2026, 7, 31), "stats.day_out_of_range"),
    ],
)
def test_an_application_is_not_filed_before_it_can_be(entry: Entry, on: date, code: str) -> None:
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        check_filing(entry, on, TODAY)


def test_an_application_is_filed_from_the_start_on() -> None:
    check_filing(INVEST, date(2026, 9, 10), TODAY)
    check_filing(SCALE, date(2026, 8, 1), TODAY)
