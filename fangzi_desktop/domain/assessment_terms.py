"""考核: its classes of objects, its indicators and the ways of scoring them (mechanism §7.2)."""

from __future__ import annotations

from fangzi_desktop.domain.terms import Term


class ObjectClass(Term):
    """Who is assessed; each class is ranked by itself."""

    LOCALITY = "locality", "属地单位"
    DEPARTMENT = "department", "职能部门"


class IndicatorL1(Term):
    """The four groups of indicators (一级指标)."""

    REVIEW = "review", "策划论证与生成"
    PERMITS = "permits", "手续办理与要素配置"
    BUILDING = "building", "建设投产与纳统"
    SERVICE = "service", "履约监管与调度服务"

    @property
    def numeral(self) -> str:
        """Its number among the groups: Ⅰ to Ⅳ."""
        return "ⅠⅡⅢⅣ"[list(IndicatorL1).index(self)]


class IndicatorL2(Term):
    """The seventeen indicators (二级指标), in their order."""

    PASSED = "passed", "论证通过项目完成率"
    PASS_RATE = "pass_rate", "论证通过率"
    OPINIONS = "opinions", "论证意见按时反馈率"
    ESTABLISHED = "established", "项目生成转化率"
    PERMITS_IN_TIME = "permits_in_time", "单项手续按时办结率"
    OVERALL = "overall", "总时限达标率"
    CERTIFICATES = "certificates", "四证齐发平均用时"
    ACCEPTED_AT_ONCE = "accepted_at_once", "一次性受理率"
    ELEMENTS = "elements", "要素保障到位率"
    STARTED = "started", "按期开工率"
    INVESTED = "invested", "年度投资完成率"
    STATS_ENTRY = "stats_entry", "投资纳统及时率"
    PRODUCTION = "production", "按期竣工投产率"
    SCALE_ENTRY = "scale_entry", "升规纳统完成率"
    COMMITMENTS = "commitments", "企业履约达标率"
    PAYOUTS = "payouts", "政策按时兑付率"
    PROBLEMS = "problems", "问题按时销号率"

    @property
    def group(self) -> IndicatorL1:
        """The group it belongs to."""
        return next(group for group, own in INDICATORS.items() if self in own)

    @property
    def number(self) -> str:
        """Its number within its group: 2.1."""
        place = INDICATORS[self.group].index(self) + 1
        return f"{list(IndicatorL1).index(self.group) + 1}.{place}"


_ALL = tuple(IndicatorL2)
INDICATORS = {
    IndicatorL1.REVIEW: _ALL[:4],
    IndicatorL1.PERMITS: _ALL[4:9],
    IndicatorL1.BUILDING: _ALL[9:14],
    IndicatorL1.SERVICE: _ALL[14:],
}
# Counted from the first day of the year, and held against what is set for the whole year.
YEARLY = frozenset({IndicatorL2.PASSED, IndicatorL2.SCALE_ENTRY})


class Scoring(Term):
    """How an indicator's points are given."""

    RATIO = "ratio", "按目标完成比例"
    RATE = "rate", "按完成率"
    SPEED = "speed", "按平均用时"
    DEDUCT = "deduct", "逐项扣分"
    MANUAL = "manual", "人工评分"


class NoBasis(Term):
    """What becomes of the points of an indicator that there was nothing to count for (不涉及)."""

    SPREAD = "spread", "分值按比例摊入其他指标"
    FULL = "full", "计满分"


class Basis(Term):
    """Whether an indicator could be scored, and why not."""

    SCORED = "scored", "计分"
    NOTHING = "nothing", "不涉及"
    NO_TARGET = "no_target", "未设目标"
    NOT_MARKED = "not_marked", "未评分"
