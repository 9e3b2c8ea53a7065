"""Lists over all projects for tests, and what can be read from a printed one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pdfplumber
import pypdfium2
from PIL import Image

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.idle_land import LandState
from fangzi_desktop.domain.payouts import PayoutState
from fangzi_desktop.domain.stage_terms import (
    CommitmentMetric,
    CommitmentResult,
    Comparison,
    InvestLevel,
    LadderLevel,
    ReportedMetric,
    ReportedUnit,
    Sector,
    Side,
    StatsKind,
    StatsMaterial,
    StatsState,
    WindowKind,
)
from fangzi_desktop.domain.stats_windows import Window
from fangzi_desktop.domain.terms import Light, Milestone, ProblemState, ProjectStatus, Route, Stage, Unit
from fangzi_desktop.reports.commitments_input import (
    CommitmentsInput,
    LadderLine,
    LandLine,
    PaymentLine,
    PromiseLine,
)
from fangzi_desktop.reports.document import Document
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.ledger_input import LedgerInput, LedgerProject
from fangzi_desktop.reports.pdf import print_document
from fangzi_desktop.reports.problems_input import ListedProblem, ProblemsInput
from fangzi_desktop.reports.statistics_input import (
    EntryLine,
    LevelLine,
    ReportedValue,
    StatisticsInput,
    WindowLine,
)
from tests.reports.issues import FRIDAY, solid

TEAM = "项目服务专班"


def a_project(number: int = 1, **values: Any) -> LedgerProject:
    """A project of the ledger in the permits, with nothing overdue."""
    usual: dict[str, Any] = {
        "id": f"p{number}",
        "project": f"第{number:04d}号项目",
        "stage": Stage.PERMITS,
        "light": Light.GREEN,
        "locality": "坊安街道",
        "officer": "专员甲",
        "investment_yuan": number * 10_000_000,
        "area_mu": Decimal(number),
    }
    return LedgerProject(**(usual | values))


def a_ledger(*projects: LedgerProject, **values: Any) -> LedgerInput:
    """A ledger of these projects on a Friday."""
    usual: dict[str, Any] = {"team": TEAM, "title": "坊子区重点项目总台账", "as_of": FRIDAY}
    return LedgerInput(**(usual | {"projects": projects} | values))


def a_full_ledger() -> LedgerInput:
    """A ledger with something in every column."""
    full = a_project(
        1,
        project="年产100万件（套）新能源精密碳化硅结构件项目",
        light=Light.RED,
        investor="示例投资集团有限公司",
        track="新能源汽车电子",
        route=Route.NEW_LAND,
        start="计划2023年4月10日",
        annual_plan_yuan=50_000_000,
        month_done_yuan=4_000_000,
        total_done_yuan=12_345_600,
        next_item="环境影响评价文件审批",
        next_due=date(2023, 3, 6),
        is_provisional=True,
        overdue=2,
        problems=3,
        progress="场地平整完成80%，便道接通",
        progress_on=date(2023, 2, 20),
    )
    return a_ledger(
        a_project(2, light=Light.YELLOW),
        full,
        a_project(3, stage=Stage.REVIEW, status=ProjectStatus.DEFERRED, light=Light.GREY),
        a_project(4, stage=Stage.CONSTRUCTION, start="2022年9月12日", total_done_yuan=5_000_000),
        a_project(5, stage=Stage.CONSTRUCTION, investment_yuan=None, area_mu=None),
        apart={ProjectStatus.VETOED: 2, ProjectStatus.REMOVED: 1},
    )


def a_problem(number: int = 1, **values: Any) -> ListedProblem:
    """An open problem, due next week."""
    usual: dict[str, Any] = {
        "id": f"q{number}",
        "project_id": "p1",
        "number": number,
        "project": "甲项目",
        "text": "临时用电容量不足",
        "raised_on": date(2023, 2, 10),
        "unit": "供电公司",
        "due": date(2023, 3, 3),
        "state": ProblemState.IN_HAND,
        "light": Light.GREEN,
        "suggestion": "请供电公司明确增容时间",
    }
    return ListedProblem(**(usual | values))


def some_problems(**values: Any) -> ProblemsInput:
    """A list of problems on a Friday, empty but for what the test states."""
    usual: dict[str, Any] = {
        "team": TEAM,
        "title": "坊子区重点项目问题清单",
        "as_of": FRIDAY,
        "closed_from": date(2023, 1, 25),
    }
    return ProblemsInput(**(usual | values))


def a_full_list_of_problems() -> ProblemsInput:
    """A list with something in every place."""
    return some_problems(
        open_ones=(
            a_problem(
                3,
                due=date(2023, 2, 14),
                light=Light.RED,
                listed_on=date(2023, 2, 20),
                listed_no="坊督〔2023〕3号",
                about="开工建设",
            ),
            a_problem(5, light=Light.YELLOW, due=date(2023, 2, 27), state=ProblemState.ASSIGNED),
            a_problem(6, unit="", due=None, light=Light.GREY, state=ProblemState.OPEN, suggestion=""),
        ),
        closed=(
            a_problem(
                2,
                due=date(2023, 2, 10),
                state=ProblemState.CLOSED,
                light=Light.GREY,
                closed_on=date(2023, 2, 13),
                closing_note="便道已接通",
            ),
        ),
    )


def an_entry(number: int = 1, **values: Any) -> EntryLine:
    """An entry of an investment project whose papers are due next month."""
    window = Window(WindowKind.INVEST, date(2023, 3, 10), date(2023, 3, 10))
    usual: dict[str, Any] = {
        "id": f"p{number}.invest",
        "project_id": f"p{number}",
        "project": f"第{number}号项目",
        "kind": StatsKind.INVEST,
        "state": StatsState.PREPARING,
        "light": Light.GREEN,
        "since": PartialDate(2023, 2, 13),
        "investment_yuan": 80_000_000,
        "form_name": "206-1表",
        "window": window,
        "papers_there": 4,
        "papers_needed": 5,
        "missing": (StatsMaterial.PHOTOS,),
    }
    return EntryLine(**(usual | values))


def some_entries(*entries: EntryLine, **values: Any) -> StatisticsInput:
    """A list of entries on a Friday."""
    usual: dict[str, Any] = {"team": TEAM, "title": "坊子区重点项目纳统升规清单", "as_of": FRIDAY}
    return StatisticsInput(**(usual | {"entries": entries} | values))


def a_full_list_of_entries() -> StatisticsInput:
    """A list with something in every place."""
    missed = Window(WindowKind.INVEST, date(2023, 2, 10), date(2023, 2, 10))
    monthly = Window(WindowKind.MONTHLY, date(2023, 3, 20), date(2023, 3, 20))
    return some_entries(
        an_entry(
            1,
            light=Light.RED,
            state=StatsState.RETURNED,
            window=missed,
            following=Window(WindowKind.INVEST, date(2023, 3, 10), date(2023, 3, 10)),
            findings=("备案单位“甲公司”与合同甲方“乙公司”不一致。",),
            reviews=(InvestLevel.PROVINCE,),
            returned_on=date(2023, 2, 14),
            returned_for="照片没有拍摄时间",
            filed_on=date(2023, 2, 8),
        ),
        an_entry(
            2,
            state=StatsState.ENTERED,
            light=Light.GREY,
            window=None,
            missing=(),
            entered=PartialDate(2022, 11),
        ),
        an_entry(3, state=StatsState.NOT_STARTED, light=Light.GREY, window=None, since=None, papers_there=0),
        an_entry(
            4,
            kind=StatsKind.SCALE,
            sector=Sector.INDUSTRY,
            reached=PartialDate(2023, 1),
            window=monthly,
            missing=(),
            papers_there=6,
            papers_needed=6,
            state=StatsState.READY,
        ),
        reported=(
            ReportedValue(
                "p2",
                "第2号项目",
                ReportedMetric.INVESTMENT,
                PartialDate(2023, 1),
                Decimal("4653.5"),
                ReportedUnit.WAN_YUAN,
                "联网直报截图（2月9日）",
                date(2023, 2, 9),
                is_corrected=True,
            ),
        ),
        levels=(
            LevelLine(
                InvestLevel.ENTRY, 5_000_000, "", date(2011, 1, 1), None, "国家统计局2011年起点标准调整"
            ),
            LevelLine(
                Sector.INDUSTRY,
                20_000_000,
                "年主营业务收入2000万元及以上",
                date(2011, 1, 1),
                date(2023, 12, 31),
                "国家统计局",
            ),
        ),
        windows=(
            WindowLine(
                WindowKind.INVEST, tuple(range(1, 13)), 10, False, date(2023, 1, 1), "默认值（可修改）"
            ),
            WindowLine(WindowKind.MONTHLY, (3, 4, 5), 20, True, date(2023, 1, 1), "默认值（可修改）"),
        ),
    )


def a_promise(number: int = 1, **values: Any) -> PromiseLine:
    """A promise of the enterprise, due in a month."""
    usual: dict[str, Any] = {
        "id": f"c{number}",
        "project_id": "p1",
        "project": f"第{number}号项目",
        "side": Side.ENTERPRISE,
        "label": CommitmentMetric.FIXED_INVESTMENT.zh,
        "comparison": Comparison.AT_LEAST,
        "target": Decimal(20_000),
        "unit": "万元",
        "due": date(2023, 3, 24),
        "light": Light.GREEN,
    }
    return PromiseLine(**(usual | values))


def some_commitments(**values: Any) -> CommitmentsInput:
    """A list of commitments on a Friday, empty but for what the test states."""
    usual: dict[str, Any] = {"team": TEAM, "title": "坊子区重点项目履约清单", "as_of": FRIDAY}
    return CommitmentsInput(**(usual | values))


def a_full_list_of_commitments() -> CommitmentsInput:
    """A list with something in every place."""
    return some_commitments(
        promises=(
            a_promise(1, due=date(2023, 2, 14), light=Light.RED, evidence_required="竣工决算审计报告"),
            a_promise(
                2,
                side=Side.GOVERNMENT,
                label="净地交付",
                comparison=None,
                target=None,
                light=Light.YELLOW,
                due=date(2023, 2, 28),
                responsible_unit="坊安街道",
                event=Milestone.AGREEMENT,
                term=Limit(3, Unit.MONTH),
            ),
            a_promise(
                3, due=None, waits_for=Milestone.PRODUCTION, event=Milestone.PRODUCTION, light=Light.GREY
            ),
            a_promise(4, actual=Decimal(12_000), share=60, next_check=date(2023, 5, 1)),
            a_promise(5, due=date(2024, 3, 24)),
            a_promise(
                6,
                result=CommitmentResult.PARTIAL,
                actual=Decimal(18_000),
                share=90,
                actual_on=date(2022, 6, 1),
                settled_on=date(2022, 7, 1),
                evidence_no="审计〔2022〕7号",
                light=Light.GREY,
            ),
            a_promise(7, result=CommitmentResult.MET, settled_on=date(2022, 7, 1), light=Light.GREY),
        ),
        payments=(
            PaymentLine(
                "y1", "p1", "第1号项目", "设备补助", date(2023, 2, 10), 1_000_000, PayoutState.OWED, Light.RED
            ),
            PaymentLine(
                "y2",
                "p1",
                "第2号项目",
                "升规奖励",
                date(2023, 5, 10),
                500_000,
                PayoutState.HELD,
                counterpart="升规时限",
            ),
            PaymentLine(
                "y3",
                "p1",
                "第3号项目",
                "开工奖励",
                date(2023, 1, 10),
                300_000,
                PayoutState.PAID,
                result=CommitmentResult.MET,
                counterpart="动工期限",
                paid_on=date(2023, 1, 9),
                paid_yuan=300_000,
                document_no="坊财拨〔2023〕2号",
            ),
            PaymentLine(
                "y4",
                "p1",
                "第3号项目",
                "开工奖励",
                date(2022, 1, 10),
                200_000,
                PayoutState.PAID,
                paid_on=date(2022, 1, 9),
                paid_yuan=200_000,
            ),
        ),
        ladder=(
            LadderLine(
                "l1",
                "p1",
                "第1号项目",
                LadderLevel.DEMAND,
                date(2023, 2, 1),
                Light.YELLOW,
                "固定资产投资额",
                date(2023, 2, 28),
                "坊履催〔2023〕1号",
                "约谈后仍未整改",
            ),
        ),
        land=(
            LandLine(
                "p8",
                "第8号项目",
                LandState.FEE,
                date(2022, 1, 10),
                date(2023, 1, 10),
                6_000_000,
                ("出让合同约定2022年1月10日动工，尚未动工，已满一年。",),
            ),
        ),
    )


class Printed:
    """A printed list as a reader sees it."""

    def __init__(self, document: Document, fonts: FontBook) -> None:
        target = io.BytesIO()
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

    def outline(self) -> list[str]:
        """What readers can jump to."""
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            return [one.get_title() for one in document.get_toc()]
        finally:
            document.close()

    def plumbed(self) -> Iterator[pdfplumber.page.Page]:
        """Each page with the places of its characters."""
        with pdfplumber.open(io.BytesIO(self.pdf)) as document:
            yield from document.pages

    def picture(self, number: int, dpi: int) -> Image.Image:
        """A page as it looks."""
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            shown: Image.Image = document[number - 1].render(scale=dpi / 72, grayscale=True).to_pil()
        finally:
            document.close()
        return shown.convert("L")
