"""Issues of the weekly report for tests, and what can be read from a printed one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pdfplumber
import pypdfium2

from fangzi_desktop.domain.assessment_rules import assessment_rules_from
from fangzi_desktop.domain.assessment_terms import Basis, IndicatorL2, ObjectClass
from fangzi_desktop.domain.report_changes import Changes, ProjectChange
from fangzi_desktop.domain.stage_terms import ReviewDecision, StatsKind, StatsState, WindowKind
from fangzi_desktop.domain.terms import (
    ClockKind,
    Light,
    LimitKind,
    Milestone,
    ProblemState,
    ProjectStatus,
    Stage,
    Unit,
)
from fangzi_desktop.reports.document import Document, Source
from fangzi_desktop.reports.facts import DecidedItem, EntryDue, Invested, ReviewLine
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.pdf import print_document
from fangzi_desktop.reports.ranking_input import RankedScore, RankedUnit, Ranking
from fangzi_desktop.reports.weekly import weekly_document
from fangzi_desktop.reports.weekly_input import (
    DueItem,
    Figure,
    ItemAccepted,
    ItemDecided,
    LedgerLine,
    MilestoneReached,
    NextStep,
    OverdueClock,
    PermitLine,
    PlannedMilestone,
    ProblemLine,
    ProgressNoted,
    ProjectAdded,
    ProjectProgress,
    StageMoved,
    Totals,
    WeekFigures,
    WeeklyInput,
)
from tests.domain.seeds import seed

MM = 72 / 25.4
FRIDAY = date(2023, 2, 24)


def an_issue(**values: Any) -> WeeklyInput:
    """An issue of the eighth week of 2023, empty but for what the test states."""
    usual: dict[str, Any] = {
        "team": "项目服务专班",
        "title": "坊子区重点项目推进情况周报",
        "monday": date(2023, 2, 20),
        "sunday": date(2023, 2, 26),
        "as_of": FRIDAY,
        "issued_on": FRIDAY,
        "issue": 8,
        "issue_year": 2023,
    }
    return WeeklyInput(**(usual | values))


def a_ledger(count: int, **values: Any) -> tuple[LedgerLine, ...]:
    """A ledger of numbered projects."""
    usual: dict[str, Any] = {
        "stage": Stage.PERMITS,
        "light": Light.GREEN,
        "locality": "坊安街道",
        "area_mu": Decimal(120),
        "officer": "专员甲",
    }
    return tuple(
        LedgerLine(
            **(
                usual
                | {
                    "project": f"第{n:03d}号项目",
                    "investment_yuan": n * 10_000_000,
                    "project_id": f"p{n:03d}",
                }
                | values
            )
        )
        for n in range(1, count + 1)
    )


def a_permit(project: str = "甲项目", **values: Any) -> PermitLine:
    """A permit item under way, four working days before its end."""
    usual: dict[str, Any] = {
        "project": project,
        "item": "建筑工程施工许可证核发",
        "department": "区住房和城乡建设局",
        "accepted_on": date(2023, 2, 16),
        "due": date(2023, 3, 2),
        "left": 4,
        "left_unit": Unit.WORKING_DAY,
        "light": Light.GREEN,
    }
    return PermitLine(**(usual | values))


def a_full_issue() -> WeeklyInput:
    """An issue with something in every place; it is what the goldens show."""
    return an_issue(
        totals=Totals(
            projects=26,
            investment_yuan=3_510_000_000,
            investment_known=26,
            stages={Stage.REVIEW: 1, Stage.PERMITS: 25},
            lights={Light.RED: 1, Light.YELLOW: 1, Light.GREEN: 23, Light.GREY: 1},
            apart={ProjectStatus.VETOED: 2},
            stopped={ProjectStatus.DEFERRED: 1},
        ),
        week=WeekFigures(Figure(1, 0), Figure(1, 2), Figure(2, 0), Figure(1, 3)),
        progress=(
            ProjectProgress(
                "第001号项目",
                Light.RED,
                (
                    StageMoved(Stage.FORMATION, Stage.PERMITS, date(2023, 2, 21)),
                    ItemDecided("企业投资项目备案", date(2023, 2, 22), date(2023, 2, 23), "备〔2023〕1号"),
                    ItemDecided("用地预审(选址)", date(2023, 2, 22), date(2023, 2, 22)),
                    ItemAccepted("环境影响评价文件审批", date(2023, 2, 23), date(2023, 3, 6)),
                    ProgressNoted("场地平整完成80%，便道接通"),
                ),
                next_step=NextStep("环境影响评价文件审批", date(2023, 3, 6)),
            ),
            ProjectProgress("龑䶮堃光学项目", Light.GREEN, (ProjectAdded(date(2023, 2, 20)),)),
            ProjectProgress(
                "𬭎㛃新材料项目", Light.GREY, (MilestoneReached(Milestone.AGREEMENT, date(2023, 2, 22)),)
            ),
        ),
        permits=(
            a_permit("第001号项目", left=-2, light=Light.RED, due=date(2023, 2, 22), beyond_statutory=True),
            a_permit("第002号项目", left=1, light=Light.YELLOW, due=date(2023, 2, 27), provisional=True),
            a_permit("第003号项目"),
            a_permit("第004号项目", item="挂牌出让公告", kind=LimitKind.MIN, left=4),
            a_permit("第005号项目", left=None, left_unit=None, due=None, stopped=True, light=Light.GREY),
        ),
        problems=(
            ProblemLine(
                3,
                "第001号项目",
                "临时用电容量不足",
                date(2023, 2, 10),
                "供电公司",
                date(2023, 2, 20),
                suggestion="现场会商",
            ),
            ProblemLine(
                4,
                "第002号项目",
                "便道未通",
                date(2023, 2, 13),
                state=ProblemState.CLOSED,
                closed_on=date(2023, 2, 23),
            ),
        ),
        overdue=(
            OverdueClock(
                "第001号项目",
                ClockKind.PERMIT,
                "建筑工程施工许可证核发",
                "区住房和城乡建设局",
                date(2023, 2, 22),
                2,
                Unit.WORKING_DAY,
                True,
            ),
        ),
        due_items=(
            DueItem(
                "第002号项目",
                "建筑工程施工许可证核发",
                "区住房和城乡建设局",
                date(2023, 2, 27),
                provisional=True,
            ),
            DueItem("第006号项目", "论证", "", date(2023, 3, 2), kind=ClockKind.STAGE),
        ),
        planned=(PlannedMilestone("第007号项目", Milestone.PLANNED_START, date(2023, 3, 1)),),
        ledger=a_ledger(26, start="2022年9月12日", annual_plan_yuan=50_000_000, total_done_yuan=12_345_600),
        changes=some_changes(),
        reviews=some_reviews(),
        entries=(
            EntryDue(
                "e1",
                "p005",
                "第005号项目",
                StatsKind.INVEST,
                StatsState.PREPARING,
                WindowKind.INVEST,
                date(2023, 3, 10),
                14,
                Light.GREEN,
                ("施工合同", "现场照片（项目名称、地点、开工时间、拍摄时间、核实人）"),
                ("备案单位“甲公司”与合同甲方“乙公司”不一致。",),
            ),
            EntryDue(
                "e2",
                "p006",
                "第006号项目",
                StatsKind.SCALE,
                StatsState.READY,
                WindowKind.MONTHLY,
                date(2023, 2, 20),
                -4,
                Light.RED,
            ),
        ),
        invested=some_invested(),
        ranking=a_ranking(FRIDAY),
        decided=some_decided(),
    )


def a_ranking(last: date) -> Ranking:
    """The places of three localities, one of them without anything to score, and of two departments."""

    def unit(kind: ObjectClass, name: str, place: int | None, *groups: str) -> RankedUnit:
        sums = tuple(Decimal(one) if one else None for one in groups)
        known = [one for one in sums if one is not None]
        scores = (
            RankedScore(IndicatorL2.PASSED, Basis.NO_TARGET),
            RankedScore(IndicatorL2.OPINIONS, Basis.SCORED, Decimal("2.44"), Decimal("2.22"), "10/11"),
        )
        return RankedUnit(kind, name, place, sum(known, Decimal(0)) if known else None, sums, scores)

    return Ranking(
        date(last.year, 1, 1),
        last,
        (
            unit(ObjectClass.LOCALITY, "坊安街道", 1, "22.00", "18.75", "40.50", "14.25"),
            unit(ObjectClass.LOCALITY, "凤凰街道", 2, "20.15", "", "38.00", "12.00"),
            unit(ObjectClass.LOCALITY, "九龙街道", None, "", "", "", ""),
            unit(ObjectClass.DEPARTMENT, "行政审批服务局", 1, "15.00", "48.25", "16.00", ""),
            unit(ObjectClass.DEPARTMENT, "财政局", 1, "17.00", "46.25", "16.00", ""),
        ),
        tuple(assessment_rules_from(seed("assessment")).on(last).values()),
        (Source("2.1单项手续按时办结率：第001号项目（未完成）", "p001"),),
    )


def some_changes() -> Changes:
    """What changed of three projects of `a_ledger` since the number before."""
    return Changes(
        2023,
        7,
        date(2023, 2, 17),
        (
            ProjectChange("p001", "第001号项目", stage_before=Stage.FORMATION, stage=Stage.PERMITS),
            ProjectChange("p002", "第002号项目", light=Light.YELLOW, done_yuan=3_000_000),
            ProjectChange("p003", "第003号项目", is_new=True),
        ),
        25,
        3,
    )


def some_reviews() -> tuple[ReviewLine, ...]:
    """Two decisions of one meeting."""
    batch, day = "2023年第2次项目论证会议", date(2023, 2, 22)
    return (
        ReviewLine("r1", "p007", "第007号项目", 1, batch, ReviewDecision.PASS, day, "坊论纪〔2023〕2号"),
        ReviewLine("r2", "p008", "第008号项目", 2, "", ReviewDecision.RETURN, day, ""),
    )


def some_invested() -> tuple[Invested, ...]:
    """Three localities: two with a plan, one without."""
    return (
        Invested("p001", "第001号项目", "坊安街道", 10**8, 60_000_000, 15_000_000, 8_000_000),
        Invested("p002", "第002号项目", "坊安街道", 2 * 10**8, 40_000_000, 5_000_000),
        Invested("p003", "第003号项目", "凤凰街道", 3 * 10**8, 50_000_000, 20_000_000, 20_000_000),
        Invested("p004", "第004号项目", "", 4 * 10**8, None, 1_000_000, 1_000_000),
    )


def some_decided() -> tuple[DecidedItem, ...]:
    """Six items of one department, of which one was late, and two of others."""
    day, due = date(2023, 2, 22), date(2023, 2, 24)
    housing = "区住房和城乡建设局(工程建设科)"
    return (
        *(
            DecidedItem(f"p00{n}", f"第00{n}号项目", f"i{n}", "建筑工程施工许可证核发", housing, day, due)
            for n in range(1, 6)
        ),
        DecidedItem("p006", "第006号项目", "i6", "建筑工程施工许可证核发", housing, day, date(2023, 2, 21)),
        DecidedItem("p007", "第007号项目", "i7", "企业投资项目备案", "区行政审批服务局", day, due),
        DecidedItem("p008", "第008号项目", "i8", "签订供地协议", "", day, None),
    )


class Printed:
    """A printed issue as a reader sees it."""

    def __init__(self, data: WeeklyInput | Document, fonts: FontBook | None = None) -> None:
        target = io.BytesIO()
        document = data if isinstance(data, Document) else weekly_document(data)
        self.pages = print_document(document, target, fonts)
        self.pdf = target.getvalue()

    def texts(self) -> list[str]:
        """Each page's text as a viewer copies it."""
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
        finally:
            document.close()

    def text(self) -> str:
        """The whole text without blanks and line ends."""
        return solid("".join(self.texts()))

    def plumbed(self) -> Iterator[pdfplumber.page.Page]:
        """Each page with the places of its characters."""
        with pdfplumber.open(io.BytesIO(self.pdf)) as document:
            yield from document.pages


def solid(text: str) -> str:
    """A text without blanks, line ends and page numbers."""
    return re.sub(r"—\d+—", "", re.sub(r"\s+", "", text))
