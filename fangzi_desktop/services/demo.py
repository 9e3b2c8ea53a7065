"""Examples to try the program on: first the published cases, then invented projects."""

from __future__ import annotations

import dataclasses
import random
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from fangzi_desktop import paths
from fangzi_desktop.domain.deadlines import Clock, deadline_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import PermitRule
from fangzi_desktop.domain.permits import checklist_for, initial_applicability
from fangzi_desktop.domain.terms import (
    Applicability,
    LimitKind,
    Milestone,
    PermitState,
    ProblemState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
    SuspensionReason,
)
from fangzi_desktop.domain.workdays import add_workdays, subtract_workdays
from fangzi_desktop.services.exchange import import_ledger, plan_for_nothing, read_ledger
from fangzi_desktop.services.pinyin import search_key, sort_key
from fangzi_desktop.storage import permits as permit_rows
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.tables import (
    MilestoneRow,
    PermitItemRow,
    ProblemRow,
    ProjectRow,
    StageRow,
    SuspensionRow,
)
from fangzi_desktop.storage.work import Work

USUAL_NUMBER = 42
MOST = 5000

_TRACKS = {
    "元宇宙": ("虚拟现实整机", "光学模组", "数字内容制作基地", "沉浸式体验中心"),
    "装备制造": ("智能液压阀组", "农机变速箱", "精密铸件", "数控机床主轴", "电驱桥壳"),
    "新材料": ("特种陶瓷基板", "高性能膜材料", "阻燃纤维", "石墨负极材料"),
    "新能源汽车电子": ("车载声学器件", "线控底盘控制器", "功率模块封装", "毫米波雷达"),
    "新型储能": ("液流储能装备", "储能变流器", "共享储能电站"),
    "生物医药": ("医用敷料", "体外诊断试剂", "兽用疫苗"),
    "食品加工": ("低温乳制品", "预制菜中央厨房", "冷链仓储"),
    "创意文旅": ("工业遗址改造", "数字影像园区", "亲子研学基地"),
}
_KINDS = ("生产项目", "产业园项目", "扩建项目", "技术改造项目", "研发中试基地")
_UNITS = ("坊城街道", "凤凰街道", "坊安街道", "九龙街道", "黄旗堡街道", "坊子经济开发区")
_OFFICERS = ("专员甲", "专员乙", "专员丙", "专员丁", "专员戊")
_WEIGHTS = {
    Stage.PLANNING: 12,
    Stage.REVIEW: 10,
    Stage.FORMATION: 12,
    Stage.PERMITS: 26,
    Stage.CONSTRUCTION: 20,
    Stage.INVEST_STATS: 4,
    Stage.COMPLETION: 7,
    Stage.SCALE_UP: 5,
    Stage.COMPLIANCE: 4,
}
# How many working days back from today a project of this stage was established (立项).
_ESTABLISHED_BEFORE = {
    Stage.PERMITS: (5, 150),
    Stage.CONSTRUCTION: (240, 420),
    Stage.INVEST_STATS: (240, 420),
    Stage.COMPLETION: (480, 620),
    Stage.SCALE_UP: (600, 760),
    Stage.COMPLIANCE: (700, 900),
}


def fill_with_examples(work: Work, number: int = USUAL_NUMBER) -> int:
    """Fill an empty team folder with `number` projects, the same ones for the same number and day.

    Raises `UserError` ``demo.not_empty`` or ``demo.number``.
    """
    check_number(number)
    present = len(rows.names_and_officers(work.session))
    if present:
        raise UserError("demo.not_empty", count=present)
    chance = random.Random(f"{number} {work.today}")
    work = dataclasses.replace(work, new_id=_ids(chance))
    cases = read_ledger(paths.resources() / "samples" / "ledger.xlsx")
    # Cases that lie ahead of the chosen day cannot have happened yet.
    ahead = {problem.row for problem in plan_for_nothing(cases, work.today).problems}
    known = tuple(row for row in cases.rows if row.row not in ahead)
    real = dataclasses.replace(cases, rows=known).first(number)
    import_ledger(work, real)
    work.flush()
    _Inventor(work, chance).invent(number - len(real.rows))
    return number


def check_number(number: int) -> None:
    """Allow a number of projects, or raise ``demo.number``."""
    if not 1 <= number <= MOST:
        raise UserError("demo.number", most=MOST)


def _ids(chance: random.Random) -> Callable[[], str]:
    return lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4))


class _Inventor:
    """Makes up projects whose dates, permits and problems fit together on the office's day."""

    def __init__(self, work: Work, chance: random.Random) -> None:
        self._work = work
        self._chance = chance
        self._rule_ids = {
            rule.code: permit_rows.rule_id(work.session, rule.code) for rule in work.rules.permit_rules
        }
        self._checklists = {route: checklist_for(work.rules.permit_rules, route) for route in Route}
        self._problems = 0

    def invent(self, number: int) -> None:
        stages = self._chance.choices(list(_WEIGHTS), weights=list(_WEIGHTS.values()), k=max(number, 0))
        for position, stage in enumerate(stages, start=1):
            self._project(position, stage)

    def _project(self, position: int, stage: Stage) -> None:
        work, chance = self._work, self._chance
        track = chance.choice(list(_TRACKS))
        product = chance.choice(_TRACKS[track])
        name = f"示例{position:03d} {product}{chance.choice(_KINDS)}"
        investor = f"示例企业{position:03d}"
        area = Decimal(chance.randint(120, 4000)) / 10
        investment = chance.randint(8, 900) * 10_000_000 // 10
        row = ProjectRow(
            id=work.new_id(),
            project_no=f"SL-{work.today.year}-{position:04d}",
            name=name,
            investor=investor,
            industry_track=track,
            responsible_unit=chance.choice(_UNITS),
            service_officer=chance.choice(_OFFICERS),
            stage=stage,
            status=ProjectStatus.LEAD if stage is Stage.PLANNING else ProjectStatus.ACTIVE,
            investment_yuan=investment,
            area_mu=area,
            output_yuan=investment * chance.randint(8, 20) // 10,
            created_on=self._back(chance.choice((0, 3, 8, 15, 40, 90, 200))),
            search_key=search_key(name, investor, track),
            sort_key=sort_key(name),
        )
        if stage not in (Stage.PLANNING, Stage.REVIEW):
            row.route = chance.choices(list(Route), weights=(7, 3))[0]
        work.add(row)
        established = self._established(row)
        begun = self._stages(row, established)
        if row.route is not None and established is not None:
            self._checklist(row, row.route, established)
        if begun is not None and chance.random() < 0.25:
            self._problem(row)

    def _established(self, row: ProjectRow) -> date | None:
        if row.stage not in _ESTABLISHED_BEFORE:
            return None
        first, last = _ESTABLISHED_BEFORE[row.stage]
        return self._back(self._chance.randint(first, last))

    def _stages(self, row: ProjectRow, established: date | None) -> date | None:
        """Write the stages passed so far, each with its days; return when the present one began."""
        chance, today = self._chance, self._work.today
        if established is None:
            begun = self._back(chance.randint(1, 14 if row.stage is Stage.REVIEW else 40))
            if row.stage is Stage.FORMATION:
                self._milestone(row, Milestone.REVIEW_PASSED, begun)
                if chance.random() < 0.6:
                    self._milestone(row, Milestone.AGREEMENT, min(today, begun + timedelta(days=9)))
            self._stage(row, row.stage, StageStatus.ACTIVE, begun, None)
            return begun
        self._milestone(row, Milestone.ESTABLISHED, established)
        passed = subtract_workdays(established, chance.randint(8, 28), self._work.calendar)
        self._milestone(row, Milestone.REVIEW_PASSED, passed)
        self._milestone(row, Milestone.AGREEMENT, passed + timedelta(days=5))
        accepted = subtract_workdays(passed, chance.randint(3, 9), self._work.calendar)
        self._stage(row, Stage.REVIEW, StageStatus.DONE, accepted, passed)
        self._stage(row, Stage.FORMATION, StageStatus.DONE, passed, established)
        self._stage(row, Stage.COMPLIANCE, StageStatus.ACTIVE, passed + timedelta(days=5), None)
        if row.stage is Stage.PERMITS:
            self._stage(row, Stage.PERMITS, StageStatus.ACTIVE, established, None)
            return established
        started = add_workdays(established, chance.randint(190, 230), self._work.calendar)
        self._stage(row, Stage.PERMITS, StageStatus.DONE, established, started)
        self._milestone(row, Milestone.START, started)
        self._milestone(row, Milestone.START_STATISTICAL, started)
        row.annual_plan_yuan = (row.investment_yuan or 0) * chance.randint(3, 6) // 10
        row.completed_yuan = row.annual_plan_yuan * chance.randint(2, 11) // 10
        row.progress = chance.choice(
            ("基础施工完成", "主体结构施工", "主体封顶，二次结构施工", "设备基础施工，首批设备到场")
        )
        row.progress_on = self._back(chance.randint(0, 25))
        if row.stage in (Stage.CONSTRUCTION, Stage.INVEST_STATS):
            self._milestone(row, Milestone.PLANNED_COMPLETION, started + timedelta(days=420))
            entered = chance.random() < (0.3 if (today - started).days < 75 else 0.95)
            self._statistics(row, started, entered=entered)
            self._stage(row, Stage.CONSTRUCTION, StageStatus.ACTIVE, started, None)
            return started
        complete = started + timedelta(days=chance.randint(260, 330))
        complete = min(complete, today - timedelta(days=5))
        self._statistics(row, started, entered=True)
        self._milestone(row, Milestone.MAIN_COMPLETE, complete)
        self._stage(row, Stage.CONSTRUCTION, StageStatus.DONE, started, complete)
        row.progress = "投产运营" if row.stage is not Stage.COMPLETION else "主体竣工，设备安装调试"
        if row.stage is Stage.COMPLETION:
            self._stage(row, Stage.COMPLETION, StageStatus.ACTIVE, complete, None)
            return complete
        producing = min(complete + timedelta(days=90), today - timedelta(days=2))
        self._milestone(row, Milestone.PRODUCTION, producing)
        self._stage(row, Stage.COMPLETION, StageStatus.DONE, complete, producing)
        if row.stage is Stage.SCALE_UP:
            self._stage(row, Stage.SCALE_UP, StageStatus.ACTIVE, producing, None)
        else:
            self._milestone(row, Milestone.SCALE_ENTRY, min(producing + timedelta(days=60), today))
            self._stage(row, Stage.SCALE_UP, StageStatus.DONE, producing, today)
        return producing

    def _statistics(self, row: ProjectRow, started: date, *, entered: bool) -> None:
        entry = min(started + timedelta(days=self._chance.randint(20, 70)), self._work.today)
        if entered:
            self._milestone(row, Milestone.STATS_ENTRY, entry)
        status = StageStatus.DONE if entered else StageStatus.ACTIVE
        self._stage(row, Stage.INVEST_STATS, status, started, entry if entered else None)

    def _checklist(self, row: ProjectRow, route: Route, established: date) -> None:
        done: dict[str, date | None] = {}
        past = row.stage is not Stage.PERMITS
        for position, rule in enumerate(self._checklists[route]):
            item = PermitItemRow(
                id=self._work.new_id(),
                project_id=row.id,
                rule_id=self._rule_ids[rule.code],
                code=rule.code,
                position=position,
                applicability=self._applicability(rule, past=past),
                state=PermitState.NOT_STARTED,
            )
            self._work.add(item)
            done[rule.code] = self._life(row, route, rule, item, done, established)

    def _applicability(self, rule: PermitRule, *, past: bool) -> Applicability:
        usual = initial_applicability(rule)
        if usual is not Applicability.UNDECIDED:
            return usual
        weights = (18, 0, 82) if past else (18, 12, 70)
        return self._chance.choices(
            (Applicability.REQUIRED, Applicability.UNDECIDED, Applicability.NOT_APPLICABLE), weights
        )[0]

    def _life(
        self,
        row: ProjectRow,
        route: Route,
        rule: PermitRule,
        item: PermitItemRow,
        done: dict[str, date | None],
        established: date,
    ) -> date | None:
        """Let one item go as far as it can by today; return the day after which others may begin."""
        chance, work = self._chance, self._work
        if item.applicability is Applicability.NOT_APPLICABLE:
            return established
        needs = [done.get(code, established) for code in rule.requires_on(route)]
        if any(day is None for day in needs) or item.applicability is Applicability.UNDECIDED:
            return None
        ready = max([established, *(day for day in needs if day is not None)])
        if rule.code == "FILING":
            item.accepted_on = item.decided_on = established
            item.state = PermitState.DECIDED
            item.certificate_no = self._number(row, position=1)
            return established
        if rule.automatic:
            return ready
        accepted = add_workdays(ready, chance.randint(1, 2), work.calendar)
        if accepted > work.today:
            return None
        item.applied_on = item.accepted_on = accepted
        item.state = PermitState.ACCEPTED
        decided = self._decided(rule, accepted)
        if decided > work.today:
            return None
        recent = (work.today - decided).days <= 20 and row.stage is Stage.PERMITS
        if recent and chance.random() < 0.12:
            self._suspend(row, item, accepted)
            return None
        if recent and chance.random() < 0.3:
            return None
        item.decided_on = decided
        item.state = PermitState.DECIDED
        if rule.certificate:
            item.certificate_no = self._number(row, position=item.position)
        return decided

    def _decided(self, rule: PermitRule, accepted: date) -> date:
        if rule.limit is None:
            return add_workdays(accepted, self._chance.randint(3, 15), self._work.calendar)
        due = deadline_of(Clock(accepted, "受理", rule.limit), self._work.calendar).due or accepted
        if rule.limit.kind is LimitKind.MIN:
            return due
        share = self._chance.choice((0.4, 0.6, 0.8, 1.0))
        return accepted + timedelta(days=max(0, round((due - accepted).days * share)))

    def _suspend(self, row: ProjectRow, item: PermitItemRow, accepted: date) -> None:
        item.state = PermitState.SUSPENDED
        self._work.add(
            SuspensionRow(
                id=self._work.new_id(),
                project_id=row.id,
                item_id=item.id,
                first=min(accepted + timedelta(days=1), self._work.today),
                reason=SuspensionReason.EXPERT_REVIEW,
                document_no=self._number(row, position=item.position),
            )
        )

    def _problem(self, row: ProjectRow) -> None:
        chance, work = self._chance, self._work
        self._problems += 1
        raised = self._back(chance.randint(1, 20))
        work.add(
            ProblemRow(
                id=work.new_id(),
                project_id=row.id,
                number=self._problems,
                text=chance.choice(
                    (
                        "临时用电容量不足，影响设备调试",
                        "地块内弱电杆线尚未迁移",
                        "施工便道未接通，大型构件无法进场",
                        "企业贷款尚未放款，进度款支付困难",
                        "污水接入点标高与设计不符",
                    )
                ),
                raised_on=raised,
                responsible_unit=chance.choice(_UNITS),
                due=add_workdays(raised, chance.randint(5, 30), work.calendar),
                suggestion="请责任单位现场会商，明确完成时间",
                state=ProblemState.OPEN,
            )
        )

    def _stage(
        self, row: ProjectRow, stage: Stage, status: StageStatus, started: date, done: date | None
    ) -> None:
        self._work.add(
            StageRow(
                id=self._work.new_id(),
                project_id=row.id,
                stage=stage,
                status=StageStatus.ACTIVE if stage is row.stage else status,
                started_on=started,
                done_on=None if stage is row.stage else done,
            )
        )

    def _milestone(self, row: ProjectRow, kind: Milestone, day: date) -> None:
        if day > self._work.today and not kind.is_plan:
            return
        self._work.add(
            MilestoneRow(id=self._work.new_id(), project_id=row.id, kind=kind, happened=day.isoformat())
        )

    def _back(self, workdays: int) -> date:
        if workdays == 0:
            return self._work.today
        return subtract_workdays(self._work.today, workdays, self._work.calendar)

    def _number(self, row: ProjectRow, *, position: int) -> str:
        return f"示例〔{self._work.today.year}〕{row.project_no[-4:]}-{position:02d}号"
