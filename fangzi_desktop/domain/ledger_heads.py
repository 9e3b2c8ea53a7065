"""What the heads of a ledger's columns mean: the field a column holds and the unit it is counted in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from fangzi_desktop.domain.terms import Term
from fangzi_desktop.domain.text import ZERO_WIDTH


class LedgerField(Term):
    """A column that the program knows, with the head it writes itself."""

    NUMBER = "number", "序号"
    NAME = "name", "项目名称"
    INVESTOR = "investor", "投资主体"
    INDUSTRY_TRACK = "industry_track", "产业类别"
    INVESTMENT = "investment", "总投资"
    AREA = "area", "用地面积"
    NEW_LAND = "new_land", "是否新增用地"
    STAGE = "stage", "当前环节"
    AGREEMENT = "agreement", "签约时间"
    LISTED = "listed", "挂牌时间"
    FOUR_CERTIFICATES = "four_certificates", "四证齐发时间"
    PLANNED_START = "planned_start", "计划开工时间"
    START = "start", "开工时间"
    PLANNED_COMPLETION = "planned_completion", "计划竣工时间"
    PLANNED_PRODUCTION = "planned_production", "计划投产时间"
    PRODUCTION = "production", "投产时间"
    OUTPUT = "output", "达产年产值"
    PROGRESS = "progress", "目前进展情况"
    REMARK = "remark", "备注"
    PROJECT_NO = "project_no", "项目编号"
    STATUS = "status", "项目状态"
    RESPONSIBLE_UNIT = "responsible_unit", "属地单位"
    SERVICE_OFFICER = "service_officer", "服务专员"
    FIXED_INVESTMENT = "fixed_investment", "固定资产投资"
    ANNUAL_PLAN = "annual_plan", "年度计划投资"
    COMPLETED_INVESTMENT = "completed_investment", "累计完成投资"


class Kind(Enum):
    """How the cells of a column are read."""

    LINE = auto()
    PARAGRAPHS = auto()
    MONEY = auto()
    AREA = auto()
    YES_NO = auto()
    STAGE = auto()
    STATUS = auto()
    DATE = auto()


_OTHER_KINDS = {
    LedgerField.PROGRESS: Kind.PARAGRAPHS,
    LedgerField.REMARK: Kind.PARAGRAPHS,
    LedgerField.INVESTMENT: Kind.MONEY,
    LedgerField.FIXED_INVESTMENT: Kind.MONEY,
    LedgerField.OUTPUT: Kind.MONEY,
    LedgerField.ANNUAL_PLAN: Kind.MONEY,
    LedgerField.COMPLETED_INVESTMENT: Kind.MONEY,
    LedgerField.AREA: Kind.AREA,
    LedgerField.NEW_LAND: Kind.YES_NO,
    LedgerField.STAGE: Kind.STAGE,
    LedgerField.STATUS: Kind.STATUS,
    LedgerField.AGREEMENT: Kind.DATE,
    LedgerField.LISTED: Kind.DATE,
    LedgerField.FOUR_CERTIFICATES: Kind.DATE,
    LedgerField.PLANNED_START: Kind.DATE,
    LedgerField.START: Kind.DATE,
    LedgerField.PLANNED_COMPLETION: Kind.DATE,
    LedgerField.PLANNED_PRODUCTION: Kind.DATE,
    LedgerField.PRODUCTION: Kind.DATE,
}
KINDS: Mapping[LedgerField, Kind] = {field: _OTHER_KINDS.get(field, Kind.LINE) for field in LedgerField}

MONEY_UNITS: Mapping[str, int] = {
    "亿元": 100_000_000,
    "亿": 100_000_000,
    "千万元": 10_000_000,
    "千万": 10_000_000,
    "百万元": 1_000_000,
    "百万": 1_000_000,
    "万元": 10_000,
    "万": 10_000,
    "千元": 1_000,
    "元": 1,
}
"""Yuan in one of each."""

AREA_UNITS: Mapping[str, Decimal] = {
    "亩": Decimal(1),
    "公顷": Decimal(15),
    "ha": Decimal(15),
    "平方公里": Decimal(1500),
    "km2": Decimal(1500),
    "万平方米": Decimal(15),
    "万平": Decimal(15),
    "万m2": Decimal(15),
    # One 亩 is 666 2/3 square metres exactly; 666.67 is that number rounded.
    "平方米": Decimal("0.0015"),
    "平米": Decimal("0.0015"),
    "平方": Decimal("0.0015"),
    "m2": Decimal("0.0015"),
}
"""亩 in one of each."""

_UNITS_OF = {Kind.MONEY: MONEY_UNITS.keys(), Kind.AREA: AREA_UNITS.keys()}

# What offices write over the columns, best first: where two columns fit a field, the earlier word wins.
_WORDS: Mapping[LedgerField, str] = {
    LedgerField.NUMBER: "序号 编号 序 号 no no. 顺序号 项目序号",
    LedgerField.NAME: (
        "项目名称 项目名 项目全称 建设项目名称 工程名称 工程项目名称 重点项目名称 签约项目名称 项目"
    ),
    LedgerField.INVESTOR: (
        "投资主体 投资主体名称 投资方 投资方名称 投资单位 投资企业 投资商 投资者 投资人 投资公司 "
        "项目投资方 项目投资主体 实施主体 建设主体 建设单位 项目建设单位 项目单位 项目业主 业主单位 业主 "
        "项目法人 项目法人单位 法人单位 项目公司 企业名称 公司名称 单位名称 企业 客商"
    ),
    LedgerField.INDUSTRY_TRACK: (
        "产业类别 产业赛道 所属赛道 赛道 产业 所属产业 产业链 所属产业链 产业类型 产业领域 产业方向 "
        "产业分类 所属领域 行业领域 行业类别 所属行业 行业 行业分类 十强产业"
    ),
    LedgerField.INVESTMENT: (
        "总投资 项目总投资 计划总投资 总投资额 投资总额 项目投资总额 总投资规模 投资总量 协议总投资 "
        "合同总投资 概算总投资 估算总投资 概算投资 投资额 项目投资额 协议投资额 合同投资额 协议投资 "
        "合同投资 投资规模 项目投资 投资金额 投资"
    ),
    LedgerField.FIXED_INVESTMENT: (
        "固定资产投资 固定资产投资额 固定资产总投资 计划固定资产投资 固投 固投额 固定资产"
    ),
    LedgerField.AREA: (
        "用地面积 项目用地面积 总用地面积 用地 项目用地 占地面积 项目占地面积 总占地面积 占地 项目占地 "
        "土地面积 用地规模 供地面积 规划用地面积 规划用地 计划用地面积 计划用地 拟用地面积 拟用地 "
        "需用地面积 用地需求 需用地 使用土地面积 用地亩数 占地亩数 土地亩数 亩数"
    ),
    LedgerField.NEW_LAND: (
        "是否新增用地 是否涉及新增用地 涉及新增用地 是否需新增用地 是否需要新增用地 是否为新增用地 "
        "是否占用新增用地 是否新供地 新增用地 新增用地情况 是否新增建设用地 用地类型"
    ),
    LedgerField.STAGE: (
        "当前环节 所处环节 目前环节 目前所处环节 当前所处环节 现处环节 所在环节 关键环节 项目环节 环节 "
        "当前阶段 所处阶段 目前阶段 目前所处阶段 当前所处阶段 所在阶段 项目阶段 推进阶段 进展阶段 "
        "项目进度阶段 阶段"
    ),
    LedgerField.STATUS: "项目状态 状态 当前状态 目前状态 推进状态",
    LedgerField.RESPONSIBLE_UNIT: (
        "属地单位 属地 属地/责任单位 属地责任单位 责任属地 所属属地 项目属地 属地街道 所属街道 所在街道 "
        "街道 街道/园区 街道园区 镇街 所属镇街 所在镇街 镇街园区 乡镇街道 落地镇街 园区 所属园区 "
        "所在园区 落地园区 落户园区 所属区域 责任单位 项目责任单位 牵头责任单位 责任部门 牵头单位 "
        "承办单位 主管单位 包靠单位"
    ),
    LedgerField.SERVICE_OFFICER: (
        "服务专员 服务专员/责任人 服务专员姓名 项目服务专员 项目专员 专员 项目管家 服务管家 帮办专员 "
        "帮办代办员 专班责任人 包靠责任人 包保责任人 服务责任人 具体责任人 项目责任人 责任人 帮包人 "
        "包保人"
    ),
    LedgerField.OUTPUT: (
        "达产年产值 达产后年产值 达产后产值 达产产值 达产达效年产值 预计达产年产值 年产值 预计年产值 "
        "投产后年产值 预计产值 产值"
    ),
    LedgerField.ANNUAL_PLAN: (
        "年度计划投资 年度计划投资额 年度投资计划 年度计划完成投资 本年度计划投资 本年计划投资 "
        "今年计划投资 当年计划投资 年计划投资 全年计划投资 计划年度投资 年度计划"
    ),
    LedgerField.COMPLETED_INVESTMENT: (
        "累计完成投资 累计完成投资额 累计已完成投资 自开工累计完成投资 自开工以来累计完成投资 "
        "开工以来累计完成投资 开工至今累计完成投资 开工累计完成投资 截至目前累计完成投资 "
        "至今累计完成投资 累计投资 累计投资额 累计完成 已完成投资"
    ),
    LedgerField.PROGRESS: (
        "目前进展情况 目前进展 目前进度 当前进展情况 当前进展 当前进度 最新进展 最新进展情况 "
        "项目进展情况 项目进展 项目目前进展情况 进展情况 进度情况 推进情况 项目推进情况 推进进展情况 "
        "工作进展情况 工作进展 建设进展情况 建设进展 建设进度 形象进度 工程形象进度 项目进度 进展 进度 "
        "项目现状 现状"
    ),
    LedgerField.REMARK: "备注 备注说明 附注 说明 其他说明 其他 其它",
    LedgerField.PROJECT_NO: (
        "项目编号 项目代码 项目编码 项目统一代码 项目统一编码 投资项目代码 投资项目统一代码 统一项目代码 "
        "在线平台代码 在线平台项目代码 在线审批平台代码 赋码 立项代码"
    ),
}

# A date column is called by one of these, alone or with one of `_DATE_ENDS`.
_DATE_STEMS: Mapping[LedgerField, str] = {
    LedgerField.AGREEMENT: (
        "签约 项目签约 正式签约 协议签约 合同签订 协议签订 投资协议签订 签订 签订协议 签订合同 签订投资协议"
    ),
    LedgerField.LISTED: "挂牌 土地挂牌 挂牌公告 土地挂牌公告 挂牌公告发布 发布挂牌公告 土地挂牌公告发布",
    LedgerField.FOUR_CERTIFICATES: "四证齐发 四证齐全 四证办结 四证办理完成 四证办齐 四证到位 取得四证",
    LedgerField.PLANNED_START: (
        "计划开工 预计开工 拟开工 计划开工建设 预计开工建设 拟开工建设 计划动工 预计动工"
    ),
    LedgerField.START: "开工 实际开工 项目开工 正式开工 开工建设 动工 实际动工",
    LedgerField.PLANNED_COMPLETION: (
        "计划竣工 预计竣工 拟竣工 计划竣工验收 预计竣工验收 计划完工 预计完工 拟完工 计划建成 预计建成"
    ),
    LedgerField.PLANNED_PRODUCTION: (
        "计划投产 预计投产 拟投产 计划投产运营 预计投产运营 计划竣工投产 预计竣工投产"
    ),
    LedgerField.PRODUCTION: "投产 实际投产 项目投产 正式投产 竣工投产 建成投产 投产运营",
}
_DATE_ENDS = ("时间", "日期", "", "年月", "年月日", "时间节点", "节点", "时点")

NAME_HEADS = ("项目名称", "项目全称", "工程名称", "项目")
_TOTAL_HEADS = frozenset({"合计", "小计", "总计", "总额", "金额", "数额", "面积", "总面积"})
_PLANNED = re.compile("计划|预计|拟|目标|预期")
_HAPPENED = frozenset({LedgerField.START, LedgerField.PRODUCTION})

_BRACKETS = str.maketrans("[]{}【】〔〕〖〗「」『』", "()" * 7)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_SPACE = re.compile(f"[\\s{ZERO_WIDTH}]+")
_LEADING = re.compile(r"^(?:[*※★☆●•#]+|\d{1,2}[、.)](?!\d)|其中[::]?)+")
_YEAR = re.compile(r"^(?:19|20)\d\d年度?")
_UNITS = "|".join(sorted({*MONEY_UNITS, *AREA_UNITS}, key=len, reverse=True))
_UNIT_ALONE = re.compile(rf"(?:计量)?(?:单位)?:?(?:人民币)?({_UNITS})(?:人民币)?")
_UNIT_AT_END = re.compile(rf"[/:,_-]?({_UNITS})$")
_SHEET_UNITS = re.compile(rf"(?<![报责制任])(?:计量|金额|货币)?单位:((?:(?:{_UNITS})[、,/;和]?)+)")


def _words() -> Iterator[tuple[str, LedgerField, int]]:
    for field, words in _WORDS.items():
        for rank, word in enumerate(words.split()):
            yield word, field, rank
    for field, stems in _DATE_STEMS.items():
        heads = [stem + end for stem in stems.split() for end in _DATE_ENDS]
        for rank, word in enumerate(heads):
            yield word, field, rank


_KNOWN: Mapping[str, tuple[LedgerField, int]] = {word: (field, rank) for word, field, rank in _words()}


@dataclass(frozen=True, slots=True)
class Head:
    """A head understood: its field, how well the word fits (0 is best), and the unit it names."""

    field: LedgerField
    rank: int
    unit: str | None


def plain_head(head: str) -> str:
    """A head without what offices vary: width, line breaks, spaces, brackets' shape, stars, numbering."""
    plain = unicodedata.normalize("NFKC", head).casefold().translate(_BRACKETS)
    return _LEADING.sub("", _SPACE.sub("", plain)).rstrip(":")


def unit_alone(head: str) -> str | None:
    """The unit, if the head is nothing but a unit: （亿元）, 单位：亩."""
    found = _UNIT_ALONE.fullmatch(plain_head(head).strip("()"))
    return found[1] if found else None


def understand(head: str) -> Head | None:
    """Tell what a head means, or None for a head that the program does not know."""
    plain = plain_head(head)
    units = [unit for inside in _BRACKETED.findall(plain) if (unit := unit_alone(inside))]
    base = _BRACKETED.sub("", plain).rstrip(":")
    if any(_PLANNED.search(inside) for inside in _BRACKETED.findall(plain)):
        # 开工时间（计划） is a plan, not the fact that 开工时间 is.
        base = f"计划{base}"
    unit = units[0] if len(units) == 1 else None
    found = _lookup(base) or _lookup(plain.replace("(", "").replace(")", ""))
    if found is None and not units and (end := _UNIT_AT_END.search(base)):
        unit = end[1]
        found = _lookup(base[: end.start()])
    if found is None:
        return None
    field, rank = found
    if unit is None and KINDS[field] is Kind.AREA and base.endswith("亩数"):
        unit = "亩"
    if unit is not None and unit not in _UNITS_OF.get(KINDS[field], ()):
        # 新增用地（亩） is no yes-or-no question, and 投资（亩） no amount.
        return None
    return Head(field, rank, unit)


def understand_pair(group: str, head: str) -> Head | None:
    """Tell what a head under a group head means, as in 投资（万元） over 总投资 | 固定资产投资."""
    if not head:
        return understand(group)
    if not group:
        return understand(head)
    if unit := unit_alone(head):
        return understand(f"{group}({unit})")
    base, unit = _without_unit(head)
    group_base, group_unit = _without_unit(group)
    suffix = f"({unit or group_unit})" if unit or group_unit else ""
    together = understand(group_base + base + suffix)
    if together is not None:
        return together
    if plain_head(base) in _TOTAL_HEADS:
        return understand(group_base + suffix)
    alone = understand(base + suffix) or understand(head)
    if alone is not None and alone.field in _HAPPENED and _PLANNED.search(group):
        # 计划 over 开工时间 is a plan; the column of facts must not take it.
        return None
    return alone


def unit_in_head(head: str, kind: Kind) -> str | None:
    """The unit that a head names for a column of this kind, whatever else the head says."""
    plain = plain_head(head)
    units = [unit for inside in _BRACKETED.findall(plain) if (unit := unit_alone(inside))]
    end = _UNIT_AT_END.search(plain)
    fitting = [unit for unit in (*units, *((end[1],) if end else ())) if unit in _UNITS_OF.get(kind, ())]
    return fitting[-1] if fitting else None


def units_of_sheet(line: str) -> tuple[str, ...]:
    """The units a line above the table states for all columns: 单位：万元、亩."""
    found = _SHEET_UNITS.search(_SPACE.sub("", unicodedata.normalize("NFKC", line)))
    return tuple(re.findall(_UNITS, found[1])) if found else ()


def _lookup(base: str) -> tuple[LedgerField, int] | None:
    return _KNOWN.get(base) or _KNOWN.get(_YEAR.sub("年度", base))


def _without_unit(head: str) -> tuple[str, str | None]:
    plain = plain_head(head)
    for inside in _BRACKETED.findall(plain):
        if unit := unit_alone(inside):
            return plain.replace(f"({inside})", ""), unit
    return plain, None
