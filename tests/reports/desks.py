"""Papers of the permit desk for tests: inputs that state only what matters, and one with everything."""

from __future__ import annotations

from datetime import date
from typing import Any

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.terms import (
    Applicability,
    Light,
    LimitKind,
    PermitPhase,
    PermitState,
    Route,
    Unit,
)
from fangzi_desktop.reports.desk_input import (
    ChecklistInput,
    ChecklistItem,
    DepartmentInput,
    DeskEntry,
    DueDay,
    GroupFact,
    MissingInput,
    MissingPaper,
    Piece,
    Stroke,
)

FRIDAY = date(2023, 2, 24)
OFFICE = "区行政审批服务局(住房和城乡建设局)"
SEVEN = Limit(7, Unit.WORKING_DAY)


def an_item(title: str = "企业投资项目备案", **values: Any) -> ChecklistItem:
    """An item that nobody has begun, but for what the test states."""
    usual: dict[str, Any] = {
        "phase": PermitPhase.SETUP,
        "department": "区行政审批服务局",
        "state": PermitState.NOT_STARTED,
        "limit": SEVEN,
    }
    return ChecklistItem(title, **(usual | values))


def a_checklist(*items: ChecklistItem, **values: Any) -> ChecklistInput:
    """A checklist of the 24th of February 2023."""
    usual: dict[str, Any] = {
        "team": "项目服务专班",
        "project": "甲项目",
        "as_of": FRIDAY,
        "route": Route.NEW_LAND,
        "items": items,
        "total": len(items),
    }
    return ChecklistInput(**(usual | values))


def a_due(left: int | None = 4, **values: Any) -> DueDay:
    """A running clock that ends in four working days."""
    usual: dict[str, Any] = {
        "due": date(2023, 3, 2),
        "left": left,
        "unit": Unit.WORKING_DAY,
        "light": Light.GREEN,
    }
    return DueDay(**(usual | values))


def an_entry(project: str = "甲项目", **values: Any) -> DeskEntry:
    """An accepted item on a department's desk."""
    usual: dict[str, Any] = {
        "title": "建筑工程施工许可证",
        "state": PermitState.ACCEPTED,
        "in_hand": True,
        "officer": "专员甲",
        "applied_on": date(2023, 2, 16),
        "accepted_on": date(2023, 2, 17),
        "clock": a_due(),
    }
    return DeskEntry(project, **(usual | values))


def a_ready(project: str = "甲项目", **values: Any) -> DeskEntry:
    """An item that could be handed in."""
    usual: dict[str, Any] = {
        "state": PermitState.NOT_STARTED,
        "in_hand": False,
        "applied_on": None,
        "accepted_on": None,
        "clock": None,
    }
    return an_entry(project, **(usual | values))


def a_desk(*entries: DeskEntry, department: str = OFFICE) -> DepartmentInput:
    """What one department has on the 24th of February 2023."""
    return DepartmentInput("项目服务专班", department, FRIDAY, entries)


def a_full_checklist() -> ChecklistInput:
    """A checklist with every state and every kind of bar; it is what the goldens show."""
    day = date
    done = PermitState.DECIDED
    items = (
        an_item(
            "企业投资项目备案",
            state=done,
            accepted_on=day(2022, 11, 1),
            due=day(2022, 11, 10),
            done_on=day(2022, 11, 3),
            certificate_no="2211-370704-04-01-123456",
            pieces=(Piece(day(2022, 11, 1), day(2022, 11, 3), Stroke.DONE),),
        ),
        an_item("企业投资项目核准", applicability=Applicability.NOT_APPLICABLE),
        an_item(
            "国有建设用地使用权挂牌出让公告（A宗地·第2轮）",
            phase=PermitPhase.LAND,
            department="市自然资源和规划局坊子分局、市公共资源交易中心",
            limit=Limit(20, Unit.CALENDAR_DAY, LimitKind.MIN),
            state=done,
            accepted_on=day(2022, 12, 1),
            due=day(2022, 12, 21),
            done_on=day(2022, 12, 22),
            pieces=(Piece(day(2022, 12, 1), day(2022, 12, 22), Stroke.DONE, is_minimum=True),),
        ),
        an_item(
            "不动产权证书(国有建设用地使用权首次登记)",
            phase=PermitPhase.LAND,
            department="市自然资源和规划局坊子分局(不动产登记机构)",
            limit=Limit(0, Unit.WORKING_DAY),
            state=done,
            is_certificate=True,
            certificate_no="鲁(2023)坊子区不动产权第0001234号",
            accepted_on=day(2023, 1, 4),
            due=day(2023, 1, 6),
            done_on=day(2023, 1, 13),
            was_late=True,
            pieces=(
                Piece(day(2023, 1, 4), day(2023, 1, 6), Stroke.DONE),
                Piece(day(2023, 1, 7), day(2023, 1, 13), Stroke.LATE),
            ),
        ),
        an_item(
            "建设项目环境影响评价文件审批(备案)",
            phase=PermitPhase.PRE_START,
            department="市生态环境局坊子分局",
            state=PermitState.SUSPENDED,
            accepted_on=day(2023, 2, 6),
            clock=a_due(None, due=None, light=Light.GREY, stopped_since=day(2023, 2, 15)),
            pieces=(
                Piece(day(2023, 2, 6), day(2023, 2, 14), Stroke.RUNNING),
                Piece(day(2023, 2, 15), day(2023, 2, 24), Stroke.STOPPED),
            ),
        ),
        an_item(
            "施工图设计文件审查",
            phase=PermitPhase.PRE_START,
            department="审图机构(区住房和城乡建设局监管)",
            state=PermitState.ACCEPTED,
            is_critical=True,
            accepted_on=day(2023, 2, 13),
            due=day(2023, 2, 22),
            clock=a_due(-2, due=day(2023, 2, 22), light=Light.RED, beyond_statutory=True),
            extensions=2,
            pieces=(
                Piece(day(2023, 2, 13), day(2023, 2, 22), Stroke.RUNNING),
                Piece(day(2023, 2, 23), day(2023, 2, 24), Stroke.OVERDUE),
            ),
        ),
        an_item(
            "人民防空工程设计审查",
            phase=PermitPhase.PRE_START,
            department=OFFICE,
            state=PermitState.ACCEPTED,
            accepted_on=day(2023, 2, 20),
            due=day(2023, 3, 1),
            clock=a_due(3, due=day(2023, 3, 1), light=Light.YELLOW, provisional=True),
            pieces=(
                Piece(day(2023, 2, 20), day(2023, 2, 24), Stroke.RUNNING),
                Piece(day(2023, 2, 25), day(2023, 3, 1), Stroke.PLANNED),
            ),
        ),
        an_item(
            "取水许可",
            phase=PermitPhase.PRE_START,
            department="区行政审批服务局(水利局)",
            applicability=Applicability.UNDECIDED,
        ),
        an_item(
            "建筑工程施工许可证",
            phase=PermitPhase.PRE_START,
            department=OFFICE,
            is_certificate=True,
            is_critical=True,
            pieces=(Piece(day(2023, 3, 2), day(2023, 3, 6), Stroke.FORECAST),),
        ),
    )
    return a_checklist(
        *items,
        project="年产100万件(套)新能源精密碳化硅结构件项目",
        done=3,
        total=7,
        undecided=1,
        certificates_done=1,
        certificates_total=4,
        expected_on=date(2023, 3, 6),
        critical=("施工图设计文件审查", "建筑工程施工许可证"),
        overall=a_due(9, due=date(2023, 3, 9)),
        groups=(
            GroupFact("施工许可前并联", "区行政审批服务局", 2, 6, a_due(-1, due=FRIDAY, light=Light.YELLOW)),
        ),
    )


def a_full_desk() -> DepartmentInput:
    """A department's desk with every kind of line; it is what the goldens show."""
    late = a_due(-3, due=date(2023, 2, 21), light=Light.RED, beyond_statutory=True)
    stopped = a_due(None, due=None, light=Light.GREY, stopped_since=date(2023, 2, 20))
    return a_desk(
        an_entry("年产100万件(套)新能源精密碳化硅结构件项目", clock=late),
        an_entry("乙项目", clock=a_due(0, due=FRIDAY, light=Light.YELLOW)),
        an_entry("丙项目", clock=a_due(20, due=date(2023, 3, 24), provisional=True)),
        an_entry(
            "丁项目",
            state=PermitState.CORRECTING,
            accepted_on=None,
            notified_on=date(2023, 2, 22),
            clock=None,
        ),
        an_entry("戊项目", state=PermitState.SUSPENDED, clock=stopped, stopped_since=date(2023, 2, 20)),
        a_ready("己项目", title="消防设计审查"),
        a_ready("庚项目", title="消防设计审查", state=PermitState.PREPARING, officer=""),
        a_ready("辛项目", title="人防工程", undecided=True),
    )


def a_full_missing() -> MissingInput:
    """Missing papers of two departments; it is what the goldens show."""
    permit = "建筑工程施工许可证"
    return MissingInput(
        "项目服务专班",
        FRIDAY,
        (
            MissingPaper(OFFICE, "甲项目", permit, "施工合同"),
            MissingPaper(OFFICE, "甲项目", permit, "农民工工资保证金缴存证明"),
            MissingPaper(OFFICE, "甲项目", permit, "资金落实承诺书", date(2023, 2, 20)),
            MissingPaper(OFFICE, "乙项目", permit, "施工图审查合格书", date(2023, 3, 20)),
            MissingPaper(
                "市生态环境局坊子分局", "甲项目", "建设项目环境影响评价文件审批(备案)", "公众参与说明"
            ),
        ),
    )
