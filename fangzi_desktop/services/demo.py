"""Examples to try the program on: first the published cases, then invented projects."""

from __future__ import annotations

import dataclasses
import itertools
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from fangzi_desktop import paths
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.terms import (
    Gate,
    Milestone,
    PermitState,
    ProblemState,
    ProjectStatus,
    Stage,
    SuspensionReason,
)
from fangzi_desktop.services.demo_agreements import fill_agreements, fill_payouts
from fangzi_desktop.services.demo_commitments import fill_commitments
from fangzi_desktop.services.demo_construction import fill_construction
from fangzi_desktop.services.demo_elements import fill_elements
from fangzi_desktop.services.demo_lives import Life, LifeMaker, Trouble
from fangzi_desktop.services.demo_meetings import fill_meetings
from fangzi_desktop.services.demo_notices import fill_notices
from fangzi_desktop.services.demo_phases import fill_phases
from fangzi_desktop.services.demo_problems import fill_problems
from fangzi_desktop.services.demo_profiles import fill_profile
from fangzi_desktop.services.demo_review import fill_review
from fangzi_desktop.services.demo_statistics import fill_statistics
from fangzi_desktop.services.exchange import import_ledger, plan_for_nothing, read_ledger
from fangzi_desktop.services.pinyin import search_key, sort_key
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.tables import (
    MaterialRow,
    MilestoneRow,
    PermitItemRow,
    ProblemRow,
    ProjectRow,
    StageRow,
    StatusChangeRow,
    SuspensionRow,
)
from fangzi_desktop.storage.work import Work

USUAL_NUMBER = 42
MOST = 5000

YI, MILLION = 100_000_000, 1_000_000

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
# Where chemicals that the law calls dangerous may be made or stored.
_HAZARDOUS = ("新材料", "新型储能")
# What already says what it is gets no second kind behind it.
_WHOLE = ("基地", "中心", "电站", "园区", "改造", "厨房", "仓储")
_KINDS = ("生产项目", "产业园项目", "扩建项目", "智能化生产线项目", "研发中试基地项目")
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
# Which of the invented projects stand still or have left: each so-many-eth, counted from a first one.
_STOPPED = {
    ProjectStatus.DEFERRED: (7, 40),
    ProjectStatus.VETOED: (11, 40),
    ProjectStatus.REMOVED: (19, 40),
    ProjectStatus.RETURNED: (27, 60),
}
# The main stage a card comes from when it enters another one.
_CAME_FROM = {
    Stage.REVIEW: Stage.PLANNING,
    Stage.FORMATION: Stage.REVIEW,
    Stage.PERMITS: Stage.FORMATION,
    Stage.CONSTRUCTION: Stage.PERMITS,
    Stage.COMPLETION: Stage.CONSTRUCTION,
    Stage.SCALE_UP: Stage.COMPLETION,
}
_PROGRESS = {
    Stage.PLANNING: (
        "已初次对接，投资方正在编制项目建议书",
        "意向选址两处，正在比选",
        "投资方拟于下月来区考察",
    ),
    Stage.REVIEW: ("部门意见征集中", "已收到多数部门意见，待上会", "正在补充亩均效益测算"),
    Stage.FORMATION: ("投资协议条款会商中", "协议文本已定，待签约", "项目公司正在注册，同步准备立项材料"),
    Stage.CONSTRUCTION: ("桩基施工", "基础施工完成，主体进场", "主体结构施工", "二次结构和屋面施工"),
    Stage.COMPLETION: ("设备安装调试", "联合验收资料准备中", "试生产准备"),
    Stage.SCALE_UP: ("已投产，产能爬坡", "正在指导完善统计台账"),
    Stage.COMPLIANCE: ("已升规，按季度跟踪履约", "运行平稳，正在核对协议指标"),
}
_NOTED = 0.3


# What writes the records of one noun for an invented project, in this order.
Filler = Callable[[Work, random.Random, ProjectRow, Life], None]
_FILLERS: tuple[Filler, ...] = (
    fill_problems,
    fill_review,
    fill_construction,
    fill_elements,
    fill_phases,
    fill_agreements,
    fill_commitments,
    fill_payouts,
    fill_profile,
    fill_statistics,
)


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
    fill_meetings(work)
    fill_notices(work)
    return number


def check_number(number: int) -> None:
    """Allow a number of projects, or raise ``demo.number``."""
    if not 1 <= number <= MOST:
        raise UserError("demo.number", most=MOST)


def _ids(chance: random.Random) -> Callable[[], str]:
    return lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4))


@dataclass(frozen=True, slots=True)
class _Money:
    """What a project costs and covers; rounded as people say it."""

    total_yuan: int
    fixed_yuan: int
    area_mu: Decimal
    output_yuan: int


class _Inventor:
    """Writes down invented projects."""

    def __init__(self, work: Work, chance: random.Random) -> None:
        self._work = work
        self._chance = chance
        self._lives = LifeMaker(chance, work.today, work.calendar, work.rules)
        self._template = work.rules.template_on(work.today)
        self._monday = work.today - timedelta(days=work.today.weekday())
        self._problems = 0

    def invent(self, number: int) -> None:
        """Write so many projects; who entered a stage this week is moved there, for the journal."""
        moved = []
        invented: list[tuple[ProjectRow, Life]] = []
        for position, stage in enumerate(self._stages(number), start=1):
            track = self._chance.choice(list(_TRACKS))
            life = self._life(position, stage, hazardous=track in _HAZARDOUS)
            row = self._project(position, track, life)
            invented.append((row, life))
            began = life.stages[life.stage].started_on
            if began is not None and began >= self._monday and life.stage in _CAME_FROM:
                row.stage = _CAME_FROM[life.stage]
                moved.append((row, life.stage))
        self._work.flush()
        for row, stage in moved:
            row.stage = stage
        self._work.flush()
        for row, life in invented:
            # A stream of its own, so that what one kind of record is given changes no other.
            own = random.Random(row.id)
            work = dataclasses.replace(self._work, new_id=_ids(own))
            for fill in _FILLERS:
                fill(work, own, row, life)

    def _stages(self, number: int) -> list[Stage]:
        """Deal the stages by their weights, few projects as evenly as many."""
        bounds = list(itertools.accumulate(_WEIGHTS.values(), initial=0))
        whole = bounds[-1]
        stages = [
            stage
            for stage, first, last in zip(_WEIGHTS, bounds, bounds[1:], strict=False)
            for _ in range(last * number // whole - first * number // whole)
        ]
        self._chance.shuffle(stages)
        return stages

    def _life(self, position: int, stage: Stage, *, hazardous: bool) -> Life:
        for status, (first, each) in _STOPPED.items():
            if position % each == first:
                return self._lives.stopped(status, f"示例纪要〔{self._work.today.year}〕{position}号")
        return self._lives.life(stage, hazardous=hazardous)

    def _project(self, position: int, track: str, life: Life) -> ProjectRow:
        work, chance = self._work, self._chance
        name = f"示例{position:03d} {self._product(track)}"
        investor = f"示例企业{position:03d}"
        money = self._money()
        row = ProjectRow(
            id=work.new_id(),
            project_no=f"SL-{life.created_on.year}-{position:04d}",
            name=name,
            investor=investor,
            industry_track=track,
            responsible_unit=chance.choice(_UNITS),
            service_officer=chance.choice(_OFFICERS),
            route=life.route,
            stage=life.stage,
            status=life.status,
            investment_yuan=money.total_yuan,
            fixed_investment_yuan=money.fixed_yuan,
            area_mu=money.area_mu,
            output_yuan=money.output_yuan,
            template_id=self._template.id if life.items else None,
            gate_capacity=life.gates.get(Gate.CAPACITY),
            gate_environment=life.gates.get(Gate.ENVIRONMENT),
            gate_safety=life.gates.get(Gate.SAFETY),
            created_on=life.created_on,
            search_key=search_key(name, investor, track),
            sort_key=sort_key(name),
        )
        self._plan(row, life, money)
        self._note(row, life)
        work.add(row)
        self._records(row, life)
        for number, item in enumerate(life.items):
            self._item(row, item, number)
        for trouble in life.troubles:
            self._trouble(row, trouble)
        return row

    def _product(self, track: str) -> str:
        product = self._chance.choice(_TRACKS[track])
        return f"{product}项目" if product.endswith(_WHOLE) else product + self._chance.choice(_KINDS)

    def _money(self) -> _Money:
        """A total of 0.5 to 20亿元, and the land it takes at 180 to 420万元 of fixed investment per 亩."""
        chance = self._chance
        total = chance.choices(
            (
                chance.randrange(50, 200, 5) * MILLION,
                chance.randrange(200, 600, 10) * MILLION,
                chance.randrange(600, 2001, 50) * MILLION,
            ),
            (45, 40, 15),
        )[0]
        fixed = total * chance.randrange(70, 91, 5) // 100 // MILLION * MILLION
        per_mu = chance.randrange(180, 421, 10) * 10_000
        area = (Decimal(fixed) / per_mu).quantize(Decimal("0.1"), ROUND_HALF_UP)
        output = total * chance.randrange(9, 22) // 10 // MILLION * MILLION
        return _Money(total, fixed, area, output)

    def _plan(self, row: ProjectRow, life: Life, money: _Money) -> None:
        """Write this year's plan and what has been built, by the share of the building time passed."""
        started = life.days.get(Milestone.START)
        if started is None:
            return
        ended = life.days.get(Milestone.MAIN_COMPLETE)
        planned = life.days.get(Milestone.PLANNED_COMPLETION, self._work.today)
        whole = max((planned - started).days, 1)
        percent = 100 if ended else min(95, (self._work.today - started).days * 100 // whole)
        percent = percent * self._chance.randint(82, 104) // 100
        row.completed_yuan = money.fixed_yuan * percent // 100 // MILLION * MILLION
        in_year = max(20, min(100, 365 * 100 // whole))
        row.annual_plan_yuan = (
            None if ended else money.fixed_yuan * in_year // 100 // (10 * MILLION) * (10 * MILLION)
        )

    def _note(self, row: ProjectRow, life: Life) -> None:
        """Write where the project stands, for some of them in the present week."""
        chance, today = self._chance, self._work.today
        if life.stage is Stage.PERMITS:
            names = [
                self._template.by_code[item.code].name
                for item in life.items
                if item.state in (PermitState.ACCEPTED, PermitState.APPLIED)
            ]
            row.progress = f"正在办理{'、'.join(names[:3])}" if names else "正在准备下一批手续材料"
        elif life.stage in _PROGRESS:
            row.progress = chance.choice(_PROGRESS[life.stage])
        if life.stage is Stage.INVEST_STATS:
            row.progress = "已开工，正在准备入库申报资料"
        since = (today - self._monday).days
        ago = chance.randint(0, since) if chance.random() < _NOTED else chance.randint(since + 1, since + 21)
        row.progress_on = max(life.created_on, today - timedelta(days=ago))

    def _records(self, row: ProjectRow, life: Life) -> None:
        work = self._work
        for facts in life.stages.values():
            work.add(
                StageRow(
                    id=natural_id("stage_record", row.id, facts.stage),
                    project_id=row.id,
                    stage=facts.stage,
                    status=facts.status,
                    started_on=facts.started_on,
                    done_on=facts.done_on,
                )
            )
        for kind, day in life.days.items():
            work.add(
                MilestoneRow(
                    id=natural_id("milestone", row.id, kind),
                    project_id=row.id,
                    kind=kind,
                    happened=day.isoformat(),
                )
            )
        for change in life.changes:
            work.add(
                StatusChangeRow(
                    id=work.new_id(),
                    project_id=row.id,
                    changed_on=change.changed_on,
                    old=change.old,
                    new=change.new,
                    reason=change.reason,
                    document_no=change.document_no,
                    removal_reason=change.removal_reason,
                    review_on=change.review_on,
                )
            )

    def _item(self, row: ProjectRow, item: ItemFacts, number: int) -> None:
        work = self._work
        item_id = natural_id("permit_item", row.id, item.code, None, 1)
        work.add(
            PermitItemRow(
                id=item_id,
                project_id=row.id,
                rule_id=item.rule_id,
                code=item.code,
                position=number,
                applicability=item.applicability,
                state=item.state,
                variant=item.variant,
                applied_on=item.applied_on,
                accepted_on=item.accepted_on,
                decided_on=item.decided_on,
                certificate_no=self._certificate_no(row, item, number),
            )
        )
        for stop in item.suspensions:
            work.add(
                SuspensionRow(
                    id=work.new_id(),
                    project_id=row.id,
                    item_id=item_id,
                    first=stop.first,
                    last=stop.last,
                    reason=SuspensionReason.EXPERT_REVIEW,
                    document_no=_number(row, stop.first, number),
                )
            )
        self._materials(row.id, item_id, item)

    def _materials(self, project_id: str, item_id: str, item: ItemFacts) -> None:
        """What is under way has its papers; what is only handed in (收件) lacks the last one."""
        received_on = item.applied_on or item.accepted_on
        if received_on is None or item.decided_on is not None:
            return
        names = self._template.by_code[item.code].materials
        for name in names if item.accepted_on is not None else names[:-1]:
            self._work.add(
                MaterialRow(
                    id=natural_id("material", item_id, name),
                    project_id=project_id,
                    item_id=item_id,
                    name=name,
                    received_on=received_on,
                )
            )

    def _certificate_no(self, row: ProjectRow, item: ItemFacts, number: int) -> str:
        """The 四证, the filing and what an office approves bear numbers; notices and connections do not."""
        rule = self._template.by_code[item.code]
        numbered = rule.certificate or any(
            word in rule.result for word in ("许可", "批复", "备案", "意见", "合格书")
        )
        if not numbered or item.decided_on is None:
            return ""
        return _number(row, item.decided_on, number)

    def _trouble(self, row: ProjectRow, trouble: Trouble) -> None:
        work = self._work
        self._problems += 1
        work.add(
            ProblemRow(
                id=work.new_id(),
                project_id=row.id,
                number=self._problems,
                text=trouble.text,
                raised_on=trouble.raised_on,
                responsible_unit=self._chance.choice(_UNITS),
                due=trouble.due,
                suggestion=trouble.suggestion,
                state=ProblemState.CLOSED if trouble.closed_on else ProblemState.OPEN,
                closed_on=trouble.closed_on,
                closing_note=trouble.note,
            )
        )


def _number(row: ProjectRow, on: date, number: int) -> str:
    return f"示例〔{on.year}〕{row.project_no[-4:]}-{number + 1:02d}号"
