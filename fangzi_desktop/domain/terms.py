"""The trade's closed sets, each value with its official Chinese term."""

from __future__ import annotations

from enum import StrEnum


class Term(StrEnum):
    """A stored code (`value`) with the official wording a person reads (`zh`)."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> Term:
        term = str.__new__(cls, value)
        term._value_ = value
        term.zh = zh
        return term

    # An enum's own is worked out in Python from the name, and terms are looked up a million times a count.
    __hash__ = str.__hash__


class Stage(Term):
    """The nine key stages in their official order (mechanism §1.1)."""

    PLANNING = "planning", "项目策划"
    REVIEW = "review", "论证"
    FORMATION = "formation", "生成"
    PERMITS = "permits", "手续办理"
    CONSTRUCTION = "construction", "开工建设"
    INVEST_STATS = "invest_stats", "投资纳统"
    COMPLETION = "completion", "竣工投产"
    SCALE_UP = "scale_up", "升规纳统"
    COMPLIANCE = "compliance", "履约监管"


class Band(Term):
    """The three parts of the mechanism's logic (mechanism §1.1)."""

    BEFORE = "phase_before", "事前会审论证"
    DURING = "phase_during", "事中并联审批"
    AFTER = "phase_after", "事后监管考核"


class StageStatus(Term):
    """Where one project stands in one stage."""

    PENDING = "pending", "未开始"
    ACTIVE = "active", "进行中"
    DONE = "done", "已完成"
    RETURNED = "returned", "已退回"


class ProjectStatus(Term):
    """A project's standing in the mechanism (mechanism §1.4)."""

    LEAD = "lead", "线索/储备"
    ACTIVE = "active", "推进中"
    DEFERRED = "deferred", "暂缓"
    RETURNED = "returned", "退回"
    VETOED = "vetoed", "否决"
    REMOVED = "removed", "剔除"
    TERMINATED = "terminated", "终止"
    CLOSED = "closed", "办结"


class Route(Term):
    """How a project gets its land, which decides its checklist and its overall limits (mechanism §3.2)."""

    NEW_LAND = "new_land", "涉及新增用地"
    EXISTING_LAND = "existing_land", "不涉及新增用地"


class Gate(Term):
    """The three gates, each a single-veto item (mechanism §2.1)."""

    CAPACITY = "gate_capacity", "产能关"
    ENVIRONMENT = "gate_environment", "环境关"
    SAFETY = "gate_safety", "安全关"


class Unit(Term):
    """The unit of a limit; a duration never goes without it."""

    WORKING_DAY = "working_day", "工作日"
    CALENDAR_DAY = "calendar_day", "自然日"
    MONTH = "month", "个月"


class LimitKind(Term):
    """Whether a limit is a ceiling or a floor (mechanism §12.2)."""

    MAX = "max", "时限"
    MIN = "min", "最短期限"


class Light(Term):
    """The light of a clock or a project; `sign` tells it without colour (mechanism §8.5)."""

    GREEN = "green", "正常"
    YELLOW = "yellow", "临期"
    RED = "red", "逾期"
    GREY = "grey", "未计时"

    @property
    def sign(self) -> str:
        """The shape that stands for this light on screen and paper."""
        return {"green": "●", "yellow": "▲", "red": "■", "grey": "○"}[self.value]

    @property
    def lamp(self) -> str:
        """The light of a whole project, which no deadline alone has turned (mechanism §9.4)."""
        return {"green": "绿灯", "yellow": "黄灯", "red": "红灯", "grey": "不亮灯"}[self.value]


class PermitState(Term):
    """The life of a permit item (mechanism §3.6)."""

    NOT_STARTED = "not_started", "未启动"
    PREPARING = "preparing", "准备中"
    APPLIED = "applied", "已申报(收件)"
    CORRECTING = "correcting", "补正"
    ACCEPTED = "accepted", "已受理"
    IN_PROGRESS = "in_progress", "办理中"
    SUSPENDED = "suspended", "挂起"
    DECIDED = "decided", "已办结"
    REFUSED = "refused", "不予许可"
    WITHDRAWN = "withdrawn", "撤回"
    LISTING_FAILED = "listing_failed", "流拍"


class Applicability(Term):
    """Whether a project needs a permit item."""

    REQUIRED = "required", "要办"
    UNDECIDED = "undecided", "待核实"
    NOT_APPLICABLE = "not_applicable", "不涉及"


class PartKind(Term):
    """What a project may be divided into, each with permit items of its own (mechanism §12.6)."""

    PHASE = "phase", "期"
    PLOT = "plot", "宗地"
    BUILDING = "building", "单体"
    CERTIFICATE = "certificate", "分证"


class IssueMode(Term):
    """How an item was decided: with every paper, or on a promise to hand papers in later (mechanism §3.5)."""

    COMPLETE = "complete", "材料齐全"
    CONDITIONAL = "conditional_acceptance", "容缺受理"
    PROMISE = "promise_based", "告知承诺"


class PermitPhase(Term):
    """The part of the procedure a permit item belongs to."""

    SETUP = "setup", "立项"
    LAND = "land", "土地"
    PRE_START = "pre_start", "施工前"
    CONSTRUCTION = "construction", "建设期"
    COMPLETION = "completion", "竣工"
    OPERATION = "operation", "投产运营"


class Milestone(Term):
    """Dated facts of a project; what really happened, or what is planned."""

    AGREEMENT = "agreement", "签约"
    REVIEW_PASSED = "review_passed", "论证通过"
    ESTABLISHED = "established", "立项"
    LISTED = "listed", "土地挂牌"
    FOUR_CERTIFICATES = "four_certificates", "四证齐发"
    START = "start", "开工"
    START_LEGAL = "start_legal", "开工（领证后）"
    START_STATISTICAL = "start_statistical", "开工（统计口径）"
    START_CONTRACT = "start_contract", "动工（出让合同）"
    TOPPED_OUT = "topped_out", "主体封顶"
    MAIN_COMPLETE = "main_complete", "主体竣工"
    COMPLETED = "completed", "竣工"
    PLANNED_START = "planned_start", "计划开工"
    PLANNED_COMPLETION = "planned_completion", "计划竣工"
    PLANNED_PRODUCTION = "planned_production", "计划投产"
    PLANNED_CONTRACT_START = "planned_contract_start", "约定动工（出让合同）"
    PLANNED_FULL_CAPACITY = "planned_full_capacity", "计划达产"
    ACCEPTED = "completion_accepted", "竣工验收"
    PRODUCTION = "production", "投产"
    FULL_CAPACITY = "full_capacity", "达产"
    STATS_ENTRY = "stats_entry", "投资纳统入库"
    SCALE_ENTRY = "scale_entry", "升规入库"

    @property
    def is_plan(self) -> bool:
        """Whether the date is planned rather than a fact."""
        return self.value.startswith("planned_")


class ClockKind(Term):
    """What a clock is counting for."""

    STAGE = "stage", "环节时限"
    OVERALL = "overall", "总时限"
    PERMIT = "permit", "手续时限"
    VALIDITY = "validity", "有效期"
    PAPER = "paper", "容缺材料"
    PROBLEM = "problem", "问题时限"
    OPINION = "opinion", "部门意见时限"
    CONDITION = "condition", "论证条件时限"
    DEFERRAL = "deferral", "暂缓复审日期"
    ELEMENT = "element", "要素保障时限"
    COMMITMENT = "commitment", "承诺期限"
    PAYOUT = "payout", "兑付时间"
    LADDER = "ladder", "整改期限"
    IDLE_LAND = "idle_land", "动工期限"
    NODE = "node", "建设节点"
    STOPPAGE = "stoppage", "停工期限"
    WINDOW = "window", "申报窗口"
    NOTICE = "notice", "回复期限"
    PROMISE = "promise", "现场承诺期限"
    VISIT = "visit", "下次走访日期"

    @property
    def is_project_work(self) -> bool:
        """Whether the project waits for it; not so an answer owed to the team, or a visit the team owes."""
        return self not in (ClockKind.NOTICE, ClockKind.VISIT)


class SuspensionReason(Term):
    """Time not counted into a limit, with its usual ground (mechanism §8.4)."""

    HEARING = "hearing", "听证"
    TENDER = "tender", "招标、拍卖"
    INSPECTION = "inspection", "检验、检测、检疫、鉴定"
    EXPERT_REVIEW = "expert_review", "专家评审"
    PUBLIC_NOTICE = "public_notice", "公示"
    CORRECTION = "correction", "受理后补正"
    APPLICANT = "applicant", "申请人原因"
    FORCE_MAJEURE = "force_majeure", "不可抗力"
    DEFERRED = "deferred", "项目暂缓"


class ProblemState(Term):
    """Where a problem item stands (mechanism §9.3)."""

    OPEN = "open", "已提出"
    ASSIGNED = "assigned", "已交办"
    IN_HAND = "in_hand", "办理中"
    CLAIMED = "claimed", "待核实"
    CLOSED = "closed", "已销号"

    @property
    def is_open(self) -> bool:
        """Whether the problem still has to be written off."""
        return self is not ProblemState.CLOSED
