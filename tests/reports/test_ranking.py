"""考核排名 on paper: the table of both classes, whose scheme it is, and the paper of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.assessment_rules import AssessmentRule
from fangzi_desktop.domain.assessment_terms import IndicatorL2, NoBasis, ObjectClass, Scoring
from fangzi_desktop.domain.assessment_words import scoring_words
from fangzi_desktop.reports.document import Grid
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.ranking import ranking_document, ranking_grid, ranking_passage
from fangzi_desktop.reports.ranking_input import RankingPaper
from tests.reports.issues import FRIDAY, Printed, a_ranking

RANKING = a_ranking(FRIDAY)


def test_the_table_has_the_span_in_its_head_and_the_classes_apart() -> None:
    table = ranking_grid(RANKING)
    assert table.caption == "考核排名（2023年1月1日—2月24日）"
    assert [table.rows[number][0] for number in table.bands] == [
        "属地单位（3个；Ⅰ22分、Ⅱ20分、Ⅲ43分、Ⅳ15分）",
        "职能部门（2个；Ⅰ17分、Ⅱ50分、Ⅲ17分、Ⅳ16分）",
    ]
    assert table.rows[1] == ("1", "坊安街道", "95.50", "22.00", "18.75", "40.50", "14.25")
    assert table.rows[3] == ("—", "九龙街道", "—", "—", "—", "—", "—")
    assert [row[0] for row in table.rows[5:]] == ["1", "1"]
    assert "本程序默认，非正式考核办法，可在设置中修改" in table.note


def test_a_scheme_of_the_teams_own_is_not_called_the_programs() -> None:
    own = replace(RANKING, is_default=False)
    assert "本程序默认，非正式" not in ranking_grid(own).note
    assert "按设置中的评分标准" in ranking_grid(own).note


def test_the_words_name_the_first_and_the_last_and_keep_the_rows() -> None:
    told = ranking_passage(RANKING, "附件3")
    assert told.text.startswith(
        "2023年1月1日—2月24日考核：属地单位2个参加排名，坊安街道95.50分最高、凤凰街道70.15分最低；"
        "职能部门2个参加排名，行政审批服务局79.25分最高，见附件3。"
    )
    assert told.sources == RANKING.lost
    nobody = ranking_passage(replace(RANKING, units=()))
    assert "没有可以计分的单位" in nobody.text


def test_the_paper_of_its_own_tells_every_indicator_and_the_whole_scheme(fonts: FontBook) -> None:
    paper = RankingPaper("项目服务专班", "坊子区重点项目推进考核排名", FRIDAY, RANKING)
    document = ranking_document(paper)
    tables = [block for block in document.blocks if isinstance(block, Grid)]
    assert len(tables) == 4
    localities, scheme = tables[1], tables[3]
    assert localities.rows[0][3:] == ("未设目标", "未设目标", "未设目标")
    assert localities.rows[2][3:] == ("2.22（10/11）",) * 3
    assert [row[0] for row in scheme.rows] == [indicator.number for indicator in IndicatorL2]
    text = Printed(document, fonts).text()
    assert "二、各指标得分" in text and "三、评分办法" in text


def test_many_units_are_divided_over_several_tables(fonts: FontBook) -> None:
    units = tuple(replace(RANKING.units[0], name=f"第{number}街道") for number in range(19))
    paper = RankingPaper("专班", "考核", FRIDAY, replace(RANKING, units=units))
    document = ranking_document(paper)
    widths = [len(block.columns) for block in document.blocks if isinstance(block, Grid)]
    assert widths[1:-1] == [11, 11, 6]
    assert Printed(document, fonts).pages > 2


def a_rule(indicator: IndicatorL2, scoring: Scoring, **values: str) -> AssessmentRule:
    figures = {name: Decimal(value) for name, value in values.items()}
    return AssessmentRule(
        indicator,
        scoring,
        Decimal(5),
        Decimal(5),
        date(2023, 1, 1),
        **figures,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (a_rule(IndicatorL2.PASSED, Scoring.RATIO), "完成数÷年度目标"),
        (a_rule(IndicatorL2.PASSED, Scoring.RATIO, target="12"), "完成数÷年度目标12个"),
        (a_rule(IndicatorL2.PASS_RATE, Scoring.RATIO, target="85.0"), "完成率÷85%"),
        (
            a_rule(IndicatorL2.CERTIFICATES, Scoring.SPEED, target="37"),
            "37个工作日以内满分，两倍及以上0分",
        ),
        (
            a_rule(IndicatorL2.PROBLEMS, Scoring.RATE, step="0.50", most="3"),
            "按完成率；挂牌督办逾期每项扣0.5分，最多3分",
        ),
        (
            replace(a_rule(IndicatorL2.OPINIONS, Scoring.MANUAL), no_basis=NoBasis.FULL),
            "人工评分；不涉及时计满分",
        ),
    ],
)
def test_a_rule_is_said_in_one_line(rule: AssessmentRule, words: str) -> None:
    assert scoring_words(rule) == words


def test_units_of_a_class_keep_their_order() -> None:
    assert [one.name for one in RANKING.of_class(ObjectClass.DEPARTMENT)] == ["行政审批服务局", "财政局"]
