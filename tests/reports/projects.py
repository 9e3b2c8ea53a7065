"""Papers on one project for tests: inputs that state only what matters, and one with everything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.stage_terms import (
    AgreementKind,
    CommitmentResult,
    Comparison,
    ElementStatus,
    Indicator,
    IndicatorVerdict,
    LadderLevel,
    LightDimension,
    NodeKind,
    OpinionKind,
    ReviewDecision,
    Side,
    StatsKind,
    StatsState,
)
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import (
    ClockKind,
    Gate,
    Light,
    Milestone,
    PermitPhase,
    ProblemState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
    Unit,
)
from fangzi_desktop.reports.desk_input import ChecklistItem, Piece, Stroke
from fangzi_desktop.reports.meeting_input import PaperIndicator, PaperOpinion
from fangzi_desktop.reports.parallel_input import ChartGroup, ChartInput, ChartLine, ChartPhase, ChartRow
from fangzi_desktop.reports.project_input import (
    AgreementFact,
    CommitmentFact,
    ConditionFact,
    DueFact,
    ElementFact,
    FileFact,
    LightFact,
    MoneyFact,
    MonthFact,
    NodeFact,
    PayoutFact,
    PhaseFact,
    ProblemFact,
    ProjectInput,
    ReviewFact,
    RoundFact,
    RungFact,
    SiteFact,
    StageFact,
    StatsFact,
    StoppageFact,
    WayFact,
)
from tests.reports.desks import FRIDAY, a_checklist, a_due, a_full_checklist, an_item

DEPARTMENT = "区行政审批服务局(住房和城乡建设局)"


def on(month: int, day: int, year: int = 2023) -> date:
    return date(year, month, day)


def known(month: int, day: int, year: int = 2023) -> PartialDate:
    return PartialDate(year, month, day)


def a_project_paper(**values: Any) -> ProjectInput:
    """A project that was just written down, but for what the test states."""
    usual: dict[str, Any] = {
        "team": "项目服务专班",
        "id": "p-1",
        "name": "甲项目",
        "as_of": FRIDAY,
        "stage": Stage.PLANNING,
        "status": ProjectStatus.LEAD,
        "light": Light.GREY,
        "stages": tuple(
            StageFact(stage, StageStatus.ACTIVE, FRIDAY, None, 1)
            if stage is Stage.PLANNING
            else StageFact(stage)
            for stage in STAGES
        ),
    }
    return ProjectInput(**(usual | values))


def a_problem(number: int = 1, **values: Any) -> ProblemFact:
    """An open problem that is due in three weeks."""
    usual: dict[str, Any] = {
        "text": "施工用电接入点距离场地较远",
        "raised_on": on(2, 1),
        "state": ProblemState.ASSIGNED,
        "light": Light.GREEN,
        "unit": "区供电公司",
        "due": on(3, 17),
    }
    return ProblemFact(number, **(usual | values))


def a_due_fact(label: str = "建筑工程施工许可证", **values: Any) -> DueFact:
    """A permit item's clock."""
    return DueFact(
        values.pop("kind", ClockKind.PERMIT),
        label,
        a_due(**values),
        DEPARTMENT,
        limit=Limit(7, Unit.WORKING_DAY),
    )


def a_full_project() -> ProjectInput:
    """A project with something in every place; it is what the goldens show."""
    days = {
        Stage.PLANNING: StageFact(Stage.PLANNING, StageStatus.DONE, on(5, 9, 2022), on(6, 1, 2022), 24),
        Stage.REVIEW: StageFact(Stage.REVIEW, StageStatus.DONE, on(6, 1, 2022), on(7, 21, 2022), 51),
        Stage.FORMATION: StageFact(Stage.FORMATION, StageStatus.DONE, on(7, 21, 2022), on(11, 1, 2022), 104),
        Stage.PERMITS: StageFact(Stage.PERMITS, StageStatus.ACTIVE, on(11, 1, 2022), None, 116),
        Stage.COMPLIANCE: StageFact(Stage.COMPLIANCE, StageStatus.ACTIVE, on(7, 28, 2022), None, 212),
    }
    return a_project_paper(
        name="年产100万件(套)新能源精密碳化硅结构件项目",
        stage=Stage.PERMITS,
        status=ProjectStatus.ACTIVE,
        light=Light.RED,
        stages=tuple(days.get(stage, StageFact(stage)) for stage in STAGES),
        project_no="FZ-2022-018",
        investor="某某新材料(集团)股份有限公司",
        developer="潍坊某某新材料有限公司",
        track="新材料",
        project_type="新建",
        unit="坊安街道",
        officer="专员甲",
        route=Route.NEW_LAND,
        investment_yuan=1_020_000_000,
        fixed_investment_yuan=860_000_000,
        output_yuan=1_500_000_000,
        tax_yuan=60_000_000,
        area_mu=Decimal("185.5"),
        remark="第一行\n第二行：<b>&",
        progress="一期主厂房桩基施工，二期方案优化。",
        progress_on=on(2, 20),
        created_on=on(5, 9, 2022),
        lights=(
            LightFact(LightDimension.START, Light.GREEN, "计划2023年3月开工"),
            LightFact(LightDimension.PROGRESS, Light.YELLOW, "完成年度计划的8%，时间进度16.7%"),
            LightFact(LightDimension.CLOCKS, Light.RED, "已逾期：施工图设计文件审查，2023年2月22日"),
        ),
        milestones={
            Milestone.AGREEMENT: known(7, 28, 2022),
            Milestone.REVIEW_PASSED: known(7, 21, 2022),
            Milestone.ESTABLISHED: known(11, 3, 2022),
            Milestone.PLANNED_START: PartialDate(2023, 3),
            Milestone.PLANNED_COMPLETION: known(12, 30, 2024),
            Milestone.PLANNED_CONTRACT_START: known(2, 10),
            Milestone.START_CONTRACT: known(2, 14),
        },
        stage_clock=a_due_fact("手续办理", kind=ClockKind.STAGE),
        dues=(
            a_due_fact("施工图设计文件审查", due=on(2, 22), left=-2, light=Light.RED),
            *(a_due_fact(f"第{n}件到期事项", due=on(3, n), left=n) for n in range(1, 7)),
        ),
        problems=(
            a_problem(
                1, light=Light.YELLOW, is_listed=True, about="建筑工程施工许可证", suggestion="区领导协调"
            ),
            *(a_problem(n, text=f"第{n}个问题", due=None, light=Light.GREY) for n in range(2, 5)),
            a_problem(
                5,
                text="规划条件迟迟未出",
                state=ProblemState.CLOSED,
                closed_on=on(2, 10),
                closing_note="已出具",
                light=Light.GREY,
            ),
        ),
        money=MoneyFact(
            300_000_000,
            124_000_000,
            2023,
            24_000_000,
            (MonthFact("2023-01", 25_000_000, 24_000_000), MonthFact("2023-02", 25_000_000, None)),
        ),
        way=(
            WayFact(on(6, 20, 2022), Stage.REVIEW, Stage.PLANNING, True, "补充可研", "会纪〔2022〕3号"),
            WayFact(on(11, 1, 2022), Stage.FORMATION, Stage.PERMITS, False, "限时补办", "会纪〔2022〕9号"),
        ),
        review=ReviewFact(
            (
                RoundFact(
                    1,
                    on(6, 1, 2022),
                    ReviewDecision.DEFER,
                    on(6, 18, 2022),
                    "会纪〔2022〕2号",
                    asked=10,
                    replied=10,
                    late=2,
                ),
                RoundFact(
                    2,
                    on(7, 4, 2022),
                    ReviewDecision.CONDITIONAL_PASS,
                    on(7, 21, 2022),
                    "会纪〔2022〕5号",
                    "符合产业方向",
                    asked=10,
                    replied=9,
                ),
            ),
            ((Gate.CAPACITY, True, ""), (Gate.ENVIRONMENT, True, "总量已平衡"), (Gate.SAFETY, None, "")),
            (
                PaperIndicator(
                    Indicator.INVESTMENT_INTENSITY,
                    Decimal("463.6"),
                    "万元/亩",
                    Comparison.AT_LEAST,
                    Decimal(300),
                    IndicatorVerdict.MET,
                ),
                PaperIndicator(
                    Indicator.TAX_PER_MU,
                    Decimal("12.3"),
                    "万元/亩",
                    Comparison.AT_LEAST,
                    Decimal(20),
                    IndicatorVerdict.BELOW,
                ),
                PaperIndicator(Indicator.FAR, None, "", None, None, IndicatorVerdict.UNKNOWN),
            ),
            (
                PaperOpinion("发展和改革局", OpinionKind.AGREE, on(7, 11, 2022), False, "符合产业政策"),
                PaperOpinion("税务局", None, None, False, ""),
            ),
            (
                ConditionFact(
                    2, "落实能耗指标来源", "发展和改革局", on(9, 1, 2022), on(8, 20, 2022), Light.GREY
                ),
                ConditionFact(2, "优化总平面布置", "自然资源和规划局", on(3, 1), None, Light.YELLOW),
            ),
        ),
        permits=a_full_checklist(),
        elements=(
            ElementFact(
                "用电",
                "千伏安",
                Decimal(8000),
                Decimal(2000),
                Decimal(6000),
                ElementStatus.PARTIAL,
                Light.GREEN,
                on(5, 1),
                "供电公司",
            ),
        ),
        agreements=(
            AgreementFact(
                AgreementKind.INVESTMENT,
                on(7, 28, 2022),
                "坊投〔2022〕8号",
                "坊子区人民政府",
                "某某新材料(集团)股份有限公司",
            ),
        ),
        commitments=(
            CommitmentFact(
                Side.ENTERPRISE,
                "固定资产投资额",
                "≥86000万元",
                Light.GREEN,
                due=on(7, 28, 2025),
                actual="12400万元",
                actual_on=on(1, 31),
                share=14,
                unit="投资促进局",
            ),
            CommitmentFact(
                Side.ENTERPRISE,
                "升规时限",
                "投产后12个月内",
                Light.GREY,
                waits_for=Milestone.PRODUCTION,
            ),
            CommitmentFact(
                Side.GOVERNMENT,
                "净地交付",
                "",
                Light.GREY,
                due=on(12, 31, 2022),
                result=CommitmentResult.MET,
                settled_on=on(12, 26, 2022),
                actual_on=on(12, 26, 2022),
            ),
        ),
        payouts=(
            PayoutFact(
                "设备投资扶持",
                on(6, 30, 2026),
                10_080_000,
                "待企业履约",
                Light.GREY,
                counterpart="固定资产投资额",
            ),
            PayoutFact("开工扶持", on(1, 31), 3_000_000, "已兑付", Light.GREY, on(1, 30), 3_000_000),
        ),
        rungs=(
            RungFact(
                LadderLevel.REMINDER,
                on(1, 10),
                "固定资产投资额",
                Light.YELLOW,
                "坊专班提〔2023〕1号",
                "投资进度偏慢",
                on(3, 10),
            ),
        ),
        site_progress=SiteFact("桩基完成60%", on(2, 17), False),
        nodes=(
            NodeFact(NodeKind.ENTRY, "一期", on(2, 10), known(2, 14), 4, Light.GREY),
            NodeFact(NodeKind.FOUNDATION, "一期", on(2, 20), None, 4, Light.RED, "雨雪停工"),
        ),
        stoppages=(StoppageFact(on(2, 11), on(2, 13), 3, "雨雪天气"),),
        statistics=(
            StatsFact(
                StatsKind.INVEST,
                StatsState.PREPARING,
                Light.YELLOW,
                since=known(2, 14),
                window=on(3, 15),
                papers_there=3,
                papers_needed=5,
                findings=("备案投资额与申报投资额不一致",),
            ),
        ),
        phases=(
            PhaseFact(
                "一期",
                Decimal(100),
                600_000_000,
                500_000_000,
                {Milestone.PLANNED_START: PartialDate(2023, 3)},
            ),
            PhaseFact("二期", Decimal("85.5"), 420_000_000, 360_000_000),
        ),
        phase_sum=PhaseFact("合计", Decimal("185.5"), 1_020_000_000, 860_000_000),
        files=(FileFact("可行性研究报告.pdf", on(5, 20, 2022)), FileFact("现场照片<1>&.jpg", on(2, 17))),
    )


def a_chart(*rows: ChartRow, **values: Any) -> ChartInput:
    """A chart of some rows."""
    items = tuple(row.item for row in rows if isinstance(row, ChartLine))
    return ChartInput(a_checklist(*items, **values), rows)


def a_line(number: int, title: str = "", *needs: int, **values: Any) -> ChartLine:
    """An item of a chart with a bar of three days, later the higher its number is."""
    first = date.fromordinal(FRIDAY.toordinal() + 3 * number)
    usual: dict[str, Any] = {
        "phase": PermitPhase.PRE_START,
        "pieces": (Piece(first, date.fromordinal(first.toordinal() + 2), Stroke.FORECAST),),
    }
    item: ChecklistItem = an_item(title or f"第{number:02d}号事项", **(usual | values))
    return ChartLine(number, item, needs)


def a_full_chart() -> ChartInput:
    """A chart with every state, every kind of bar and every mark; it is what the goldens show."""
    data = a_full_checklist()
    shown = [item for item in data.items if item.title != "企业投资项目核准"]
    needs: dict[int, tuple[int, ...]] = {2: (1,), 3: (2,), 8: (3, 5, 6)}
    lines = [ChartLine(number, item, needs.get(number, ())) for number, item in enumerate(shown, start=1)]
    group = ChartGroup(
        data.groups[0],
        Limit(15, Unit.WORKING_DAY),
        "施工图设计文件审查",
        (
            Piece(on(2, 6), FRIDAY, Stroke.RUNNING),
            Piece(on(2, 25), on(3, 2), Stroke.PLANNED),
            Piece(on(3, 3), on(3, 6), Stroke.FORECAST),
        ),
    )
    rows: tuple[ChartRow, ...] = (
        ChartPhase(PermitPhase.SETUP, 1, 1),
        lines[0],
        ChartPhase(PermitPhase.LAND, 2, 2),
        *lines[1:3],
        ChartPhase(PermitPhase.PRE_START, 0, 4),
        group,
        *lines[3:],
    )
    rests = tuple((date.fromordinal(day), date.fromordinal(day + 1)) for day in range(738_457, 738_620, 7))
    return ChartInput(data, rows, rests)
