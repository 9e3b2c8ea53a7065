"""The 论证 of invented projects: what departments said, what was concluded, and under which conditions."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from fangzi_desktop.domain.stage_terms import OpinionKind, ReviewDecision
from fangzi_desktop.domain.terms import Gate, Milestone, ProjectStatus, Stage
from fangzi_desktop.domain.workdays import add_workdays, subtract_workdays, workdays_between
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.services.gates import gates_of
from fangzi_desktop.services.profiles import profile_row
from fangzi_desktop.services.review import freeze_indicators, opinion_due
from fangzi_desktop.services.review_departments import usual_departments
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.projects import stage_rows
from fangzi_desktop.storage.stage_tables import (
    ConditionRow,
    OpinionRow,
    ReviewRoundRow,
)
from fangzi_desktop.storage.tables import ProjectRow, StatusChangeRow
from fangzi_desktop.storage.work import Work

_TWO_ROUNDS = 0.2
_CONDITIONAL = 0.3
_LATE = 0.12
_NEVER = 0.06
# Working days of a review: while opinions have time, and from when on it is no longer going well.
_FIRST_DAYS = 2
_LONG = 7
_SQM_PER_MU = Decimal("666.67")
_SAID = {
    "发展和改革局": ("符合产业政策，按备案管理", "能耗较低，同意上报"),
    "工业和信息化局": ("符合全区产业链布局", "设备水平较先进，支持"),
    "自然资源和规划局坊子分局": ("选址符合国土空间规划", "用地在城镇开发边界内，指标可统筹"),
    "生态环境局坊子分局": ("应编制环境影响报告表，无环境敏感目标", "排放总量可在区内平衡"),
    "应急管理局": ("不涉及重点监管危险化工工艺", "安全风险可控"),
    "行政审批服务局": ("手续路径清楚，纳入帮办代办", "可并联办理"),
    "住房和城乡建设局": ("周边管网具备接入条件", "建筑方案满足规范"),
    "财政局": ("扶持政策按现行办法执行", "不涉及新增财政支出"),
    "税务局": ("税收测算口径合理", "达产税收测算基本可信"),
    "招商（投资促进）部门": ("投资方背景已核实", "资金来源已落实"),
}
_ELSE = ("同意，做好服务保障", "无不同意见")
_CONDITIONS = (
    ("落实能耗指标来源后方可办理节能审查", "发展和改革局"),
    ("补充污染物排放总量平衡方案", "生态环境局坊子分局"),
    ("投资协议中写明亩均税收和投产时限", "招商（投资促进）部门"),
    ("优化总平面布置，提高容积率和建筑系数", "自然资源和规划局坊子分局"),
    ("完成安全风险评估并报备", "应急管理局"),
)
_FAILED = {
    Gate.CAPACITY: ("产能属于过剩行业，无产能置换来源", "工业和信息化局"),
    Gate.ENVIRONMENT: ("选址临近环境敏感目标，无排放总量来源", "生态环境局坊子分局"),
    Gate.SAFETY: ("涉及危化工艺，选址不在化工园区", "应急管理局"),
}


@dataclass(frozen=True, slots=True)
class _Round:
    """What one round is to look like; without a decision it is still open."""

    accepted_on: date
    decided_on: date | None
    decision: ReviewDecision | None
    text: str = ""
    review_on: date | None = None


def fill_review(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Give an invented project its figures, and the rounds that led to where it stands."""
    _fill_profile(work, chance, row, life)
    work.flush()
    for round_no, one in enumerate(_rounds(work, chance, row, life), start=1):
        _write(work, chance, row, one, round_no)
    work.flush()


def _fill_profile(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Figures of a year at full capacity, of the size of the investment; a lead knows only some."""
    profile = profile_row(work, row.id)
    output, area = row.output_yuan, row.area_mu
    if output is not None:
        profile.tax_yuan = output * chance.randint(22, 62) // 1000 // 10_000 * 10_000
        profile.employees = max(30, output // chance.randrange(900_000, 2_400_000, 100_000))
    for gate, (reason, _) in _FAILED.items():
        if life.gates.get(gate) is False:
            setattr(profile, f"{gate.value}_note", reason)
    if life.stage is Stage.PLANNING or output is None or area is None:
        return
    profile.value_added_yuan = output * chance.randint(18, 32) // 100 // 10_000 * 10_000
    profile.rd_yuan = output * chance.randint(8, 42) // 1000 // 10_000 * 10_000
    profile.energy_tce = Decimal(output // 10_000) * chance.randint(20, 95) // 1000
    profile.emission_tonnes = Decimal(chance.randint(12, 260)) / 10
    land = area * _SQM_PER_MU
    profile.floor_area_sqm = _part(land, chance.randint(95, 160))
    profile.footprint_sqm = _part(land, chance.randint(37, 56))
    profile.green_sqm = _part(land, chance.randint(8, 16))
    profile.office_sqm = _part(land, chance.randint(4, 8))


def _part(land: Decimal, percent: int) -> Decimal:
    return (land * percent / 100).quantize(Decimal(1))


def _rounds(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> list[_Round]:
    record = life.stages.get(Stage.REVIEW)
    if record is None or record.started_on is None:
        return []
    accepted = record.started_on
    passed = life.days.get(Milestone.REVIEW_PASSED)
    change = next((one for one in life.changes if one.new in _STOPPED), None)
    if passed is not None:
        conditional = chance.random() < _CONDITIONAL
        decision = ReviewDecision.CONDITIONAL_PASS if conditional else ReviewDecision.PASS
        last = _Round(accepted, passed, decision, "符合产业方向，同意引进")
    elif change is not None:
        return [_Round(accepted, change.changed_on, _STOPPED[change.new], change.reason)]
    else:
        last = _Round(accepted, None, None)
    earlier = _earlier(work, chance, row, life, accepted) if not life.changes else None
    return [earlier, last] if earlier is not None else [last]


_STOPPED = {
    ProjectStatus.VETOED: ReviewDecision.VETO,
    ProjectStatus.RETURNED: ReviewDecision.RETURN,
}


def _earlier(work: Work, chance: random.Random, row: ProjectRow, life: Life, accepted: date) -> _Round | None:
    """A first round for some, after which the project was returned or deferred until the second."""
    if chance.random() >= _TWO_ROUNDS:
        return None
    deferred = chance.random() < 0.4
    decided = subtract_workdays(accepted, chance.randint(3, 8), work.calendar)
    first = subtract_workdays(decided, chance.randint(5, 9), work.calendar)
    planned = life.stages[Stage.PLANNING].started_on
    if planned is None or first <= planned:
        return None
    records = stage_rows(work.session, row.id)
    records[Stage.PLANNING].done_on = records[Stage.REVIEW].started_on = first
    if deferred:
        one = _Round(first, decided, ReviewDecision.DEFER, "用地指标尚未落实，落实后复审", accepted)
    else:
        one = _Round(first, decided, ReviewDecision.RETURN, "亩均税收和能耗测算不完整，补充后再报")
    status = ProjectStatus.DEFERRED if deferred else ProjectStatus.RETURNED
    _change(work, row, decided, ProjectStatus.ACTIVE, status, one.text, _minutes(row, decided, 1), one)
    reason = "补充后重新受理论证材料（第2轮）"
    _change(work, row, accepted, status, ProjectStatus.ACTIVE, reason, "", None)
    return one


def _change(
    work: Work,
    row: ProjectRow,
    on: date,
    old: ProjectStatus,
    new: ProjectStatus,
    reason: str,
    document_no: str,
    one: _Round | None,
) -> None:
    work.add(
        StatusChangeRow(
            id=work.new_id(),
            project_id=row.id,
            changed_on=on,
            old=old,
            new=new,
            reason=reason,
            document_no=document_no,
            review_on=one.review_on if one is not None else None,
        )
    )


def _minutes(row: ProjectRow, on: date, round_no: int) -> str:
    return f"示例论证纪要〔{on.year}〕{row.project_no[-4:]}-{round_no}号"


def _write(work: Work, chance: random.Random, row: ProjectRow, one: _Round, round_no: int) -> None:
    number = _minutes(row, one.decided_on, round_no) if one.decided_on is not None else ""
    gates: Mapping[Gate, bool | None] = gates_of(row) if one.decision is not None else {}
    written = ReviewRoundRow(
        id=natural_id("review_round", row.id, round_no),
        project_id=row.id,
        round_no=round_no,
        accepted_on=one.accepted_on,
        decision=one.decision,
        decided_on=one.decided_on,
        minutes_no=number,
        text=one.text,
        review_on=one.review_on,
        gate_capacity=gates.get(Gate.CAPACITY),
        gate_environment=gates.get(Gate.ENVIRONMENT),
        gate_safety=gates.get(Gate.SAFETY),
    )
    work.add(written)
    work.flush()
    _opinions(work, chance, row, written)
    if one.decided_on is not None:
        freeze_indicators(work, written, one.decided_on)
    if one.decision is ReviewDecision.CONDITIONAL_PASS and one.decided_on is not None:
        _conditions(work, chance, written, one.decided_on)


def _opinions(work: Work, chance: random.Random, row: ProjectRow, written: ReviewRoundRow) -> None:
    due = opinion_due(work, written.accepted_on)
    end = written.decided_on or work.today
    pending = _pending(work, written)
    names = tuple(dict.fromkeys((*usual_departments(work), row.responsible_unit)))
    failed = {unit: gate for gate, (_, unit) in _FAILED.items() if gates_of(row)[gate] is False}
    for position, department in enumerate(names):
        opinion = OpinionRow(
            id=natural_id("opinion", written.id, department),
            project_id=row.id,
            round_id=written.id,
            position=position,
            department=department,
            requested_on=written.accepted_on,
            due=due,
        )
        work.add(opinion)
        late = chance.random() < _LATE
        span = workdays_between(written.accepted_on, due, work.calendar)
        days = span + chance.randint(1, 3) if late else chance.randint(1, max(1, span))
        submitted = add_workdays(written.accepted_on, days, work.calendar)
        if submitted > end:
            if chance.random() < pending:
                continue
            submitted = end
        opinion.submitted_on = submitted
        opinion.kind, opinion.text, opinion.conditions = _said(chance, department, written)
        if department in failed and written.decision is ReviewDecision.VETO:
            opinion.kind, opinion.conditions = OpinionKind.DISAGREE, ""
            opinion.text = _FAILED[failed[department]][0]


def _pending(work: Work, written: ReviewRoundRow) -> float:
    """How likely a department that would reply later has not done so yet.

    Nobody has in the first days; in a review that goes well all have when their day comes near.
    """
    if written.decided_on is not None:
        return _NEVER
    used = workdays_between(written.accepted_on, work.today, work.calendar)
    return 1.0 if used < _FIRST_DAYS else 0.0 if used < _LONG else 1.0


def _said(chance: random.Random, department: str, written: ReviewRoundRow) -> tuple[OpinionKind, str, str]:
    text = chance.choice(_SAID.get(department, _ELSE))
    drawn = chance.random()
    if written.decision is ReviewDecision.RETURN and drawn < 0.3:
        return OpinionKind.CONDITIONAL, "测算依据不足", "补充测算后再出具意见"
    if drawn < 0.12:
        return OpinionKind.AGREE_IN_PRINCIPLE, text, ""
    if drawn < 0.2:
        return OpinionKind.CONDITIONAL, text, "按规定办理相关手续"
    return OpinionKind.AGREE, text, ""


def _conditions(work: Work, chance: random.Random, written: ReviewRoundRow, decided_on: date) -> None:
    for text, unit in chance.sample(_CONDITIONS, chance.randint(1, 2)):
        due = add_workdays(decided_on, chance.randint(15, 40), work.calendar)
        met = add_workdays(decided_on, chance.randint(8, 38), work.calendar)
        # Old conditions are met; of the fresh ones some are still to be.
        is_met = met <= work.today and (due + timedelta(days=12) < work.today or chance.random() < 0.7)
        work.add(
            ConditionRow(
                id=work.new_id(),
                project_id=written.project_id,
                round_id=written.id,
                text=text,
                responsible_unit=unit,
                due=due,
                met_on=met if is_met else None,
                note="已落实并附材料" if is_met else "",
            )
        )
