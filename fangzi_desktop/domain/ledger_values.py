"""What one cell of a ledger says: an amount, an area, a date, a stage. Every refusal is a `UserError`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from fangzi_desktop.domain.dates import PartialDate, parse_date_text
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger_heads import AREA_UNITS, MONEY_UNITS
from fangzi_desktop.domain.terms import ProjectStatus, Stage, Term
from fangzi_desktop.domain.text import ZERO_WIDTH, clean_line, clean_text

T = TypeVar("T", bound=Term)


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error such as ``#REF!``."""

    code: str


CellContent = str | int | float | Decimal | date | datetime | PartialDate | bool | CellError | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value the office program last worked out, or None if the file holds none."""

    text: str
    value: CellContent = None


CellValue = CellContent | Formula
"""A cell as a workbook has it. A `PartialDate` is a date cell that shows no day (yyyy年m月)."""

MOST_YUAN = 1_000_000_000_000
"""More than any project costs, so 万元 typed under 亿元 is noticed."""
MOST_MU = 100_000
"""More than any project covers, so square metres typed under 亩 are noticed."""
_EARLIEST, _LATEST = 1980, 2099
_LOST = 10**15

ACCEPTED_MONEY = ("10亿元", "9.5亿", "12,000万元")
ACCEPTED_AREA = ("485亩", "32.3公顷", "26600平方米")
ACCEPTED_YES_NO = ("是", "否")
ACCEPTED_STAGES = tuple(stage.zh for stage in Stage)
ACCEPTED_STATUSES = tuple(status.zh for status in ProjectStatus)
ACCEPTED_DATES = ("2022-05-23", "2022.5.23", "2022年5月23日", "2022年5月", "2022年5月初")

_SPACE = re.compile(f"[\\s{ZERO_WIDTH}]+")
# Offices fill a cell they know nothing about with one of these.
_UNKNOWN = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "n/a", "无", "暂无", "待定", "未定", "未知", "不详", "空"}
)
_NO_LAND = frozenset({"不涉及", "不涉及用地", "不涉及新增用地", "无新增用地", "零", "不占地", "不新增用地"})

_NUMBER = r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:,\d{4})+(?:\.\d+)?"
_MONEY_WORDS = "|".join(sorted(MONEY_UNITS, key=len, reverse=True))
_AREA_WORDS = "|".join(sorted(AREA_UNITS, key=len, reverse=True))
_MONEY = re.compile(
    rf"(?:人民币|rmb|[¥￥])?([+-]?)((?:(?:{_NUMBER})(?:{_MONEY_WORDS}))+|(?:{_NUMBER}))(?:人民币|整)?"
)
_MONEY_PART = re.compile(rf"({_NUMBER})({_MONEY_WORDS})")
_AREA = re.compile(rf"([+-]?)({_NUMBER})({_AREA_WORDS})?")

_YES = "是 有 √ ✓ ✔ ☑ 对 y yes true 需 需要 涉及 新增 新增用地 涉及新增用地 新供地 新供 需新增用地"
_NO = (
    "否 无 × ✗ ✘ ☒ x n no false 不需 不需要 没有 不涉及 不涉及新增用地 不新增 不新增用地 无新增用地 存量 "
    "存量用地 利用存量 盘活 盘活存量 现有用地 租赁厂房 利用现有厂房"
)
_ANSWERS = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)
_STAGE_WORDS = {
    Stage.PLANNING: "项目策划 策划 谋划 项目谋划 策划包装 策划生成 储备 线索 在谈 洽谈 招商 招商洽谈",
    Stage.REVIEW: "论证 项目论证 会审 会审论证 联合会审 联合论证 评审 项目评审 论证会审",
    Stage.FORMATION: "生成 项目生成 签约 签约落地 落地 立项 备案",
    Stage.PERMITS: (
        "手续办理 手续 办理手续 办手续 前期手续 前期手续办理 前期 前期工作 报批 报批报建 审批 并联审批 "
        "挂牌 土地挂牌"
    ),
    Stage.CONSTRUCTION: "开工建设 开工 建设 在建 施工 施工建设 建设施工 主体施工 项目建设 续建 新开工",
    Stage.INVEST_STATS: "投资纳统 纳统 入库 纳统入库 投资入库 固投纳统",
    Stage.COMPLETION: "竣工投产 竣工 投产 建成 建成投产 完工 投产运营 投运 试生产 竣工验收 投入使用",
    Stage.SCALE_UP: "升规纳统 升规 升规入库 上规 规上 升规纳规 纳规 四上入库",
    Stage.COMPLIANCE: "履约监管 履约 监管 履约考核 履约评估 后续监管",
}
_STATUS_WORDS = {
    ProjectStatus.LEAD: "线索/储备 线索 储备",
    ProjectStatus.ACTIVE: "推进中 推进 正常 正常推进 在推 在推进 有序推进 进行中 顺利推进",
    ProjectStatus.DEFERRED: "暂缓 暂停 缓建 停滞 搁置 暂缓推进",
    ProjectStatus.RETURNED: "退回 退回补充",
    ProjectStatus.VETOED: "否决 未通过 论证未通过",
    ProjectStatus.REMOVED: "剔除 移出 已移出",
    ProjectStatus.TERMINATED: "终止 取消 解约 终止合作 放弃",
    ProjectStatus.CLOSED: "办结 已办结 销号 全部完成",
}
_STAGES = {word: stage for stage, words in _STAGE_WORDS.items() for word in (stage.value, *words.split())}
_STATUSES = {
    word: status for status, words in _STATUS_WORDS.items() for word in (status.value, *words.split())
}
_STAGE_FRONT = re.compile(r"^(?:[(]?\d[)]?[、.)]?|[一二三四五六七八九][、.])|^(?:已|正在|目前|处于|正)")
_STAGE_BACK = re.compile(r"(?:阶段|环节|当中|中|期)$")
_MIDNIGHT = re.compile(r"(?<=\d)[ t]0?0:00(?::00(?:\.0+)?)?$", re.IGNORECASE)
# Serials of days in the years 1982 to 2064, as a date cell shows once its format is lost.
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 60_000
_SERIAL_ZERO = date(1899, 12, 30)


def shown(value: CellValue) -> str:
    """The value as a person sees it in the cell; a number has at most 15 digits there."""
    if isinstance(value, Formula):
        return value.text if value.value is None else shown(value.value)
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, PartialDate):
        return value.zh
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float, Decimal)):
        return _digits(value)
    return value


def is_blank(value: CellValue) -> bool:
    """Whether nothing a person would see stands in the cell."""
    return value is None or (isinstance(value, str) and not _SPACE.sub("", value))


def read_line(value: CellContent) -> str:
    """Read a text of one line, such as a name. Raises ``text.forbidden`` or ``ledger.lost_digits``."""
    return clean_line(_text(value))


def read_paragraphs(value: CellContent) -> str:
    """Read a text that may have several lines. Raises like `read_line`."""
    return clean_text(_text(value))


def read_money(value: CellContent, unit: str | None) -> int | None:
    """Read an amount as whole yuan, half a yuan rounded up; a unit in the cell goes before the head's `unit`.

    None for a blank cell and for what offices write when they know nothing. Raises `UserError`:
    ``ledger.bad_amount``, ``ledger.no_unit``, ``ledger.negative_amount`` or ``ledger.absurd_amount``.
    """
    plain = _plain(value, "ledger.bad_amount", ACCEPTED_MONEY)
    if plain in _UNKNOWN:
        return None
    found = _MONEY.fullmatch(plain)
    if found is None:
        raise UserError("ledger.bad_amount", text=shown(value), accepted=ACCEPTED_MONEY)
    parts = [(_decimal(number), MONEY_UNITS[word]) for number, word in _MONEY_PART.findall(found[2])]
    if not parts:
        if unit is None:
            raise UserError("ledger.no_unit", text=shown(value), accepted=ACCEPTED_MONEY)
        parts = [(_decimal(found[2]), MONEY_UNITS[unit])]
    sizes = [size for _, size in parts]
    if sizes != sorted(set(sizes), reverse=True):
        raise UserError("ledger.bad_amount", text=shown(value), accepted=ACCEPTED_MONEY)
    yuan = sum((number * size for number, size in parts), Decimal(0))
    if found[1] == "-" and yuan:
        raise UserError("ledger.negative_amount", text=shown(value), accepted=ACCEPTED_MONEY)
    if yuan > MOST_YUAN:
        raise UserError("ledger.absurd_amount", text=shown(value), accepted=ACCEPTED_MONEY)
    return int(yuan.quantize(Decimal(1), ROUND_HALF_UP))


def read_area(value: CellContent, unit: str | None) -> Decimal | None:
    """Read an area as 亩, exactly; a unit in the cell goes before the head's `unit`.

    None also for zero: a project without land of its own has no area. Raises `UserError`:
    ``ledger.bad_area``, ``ledger.no_unit``, ``ledger.negative_area`` or ``ledger.absurd_area``.
    """
    plain = _plain(value, "ledger.bad_area", ACCEPTED_AREA)
    if plain in _UNKNOWN or plain in _NO_LAND:
        return None
    found = _AREA.fullmatch(plain)
    if found is None:
        raise UserError("ledger.bad_area", text=shown(value), accepted=ACCEPTED_AREA)
    number = _decimal(found[2])
    if not number:
        return None
    if found[1] == "-":
        raise UserError("ledger.negative_area", text=shown(value), accepted=ACCEPTED_AREA)
    word = found[3] or unit
    if word is None:
        raise UserError("ledger.no_unit", text=shown(value), accepted=ACCEPTED_AREA)
    mu = number * AREA_UNITS[word]
    if mu > MOST_MU:
        raise UserError("ledger.absurd_area", text=shown(value), accepted=ACCEPTED_AREA)
    return Decimal(format(mu.normalize(), "f"))


def read_yes_no(value: CellContent) -> bool | None:
    """Read 是/否, √/× and their like. Raises `UserError` ``ledger.bad_yes_no``."""
    if isinstance(value, bool):
        return value
    plain = _plain(value, "ledger.bad_yes_no", ACCEPTED_YES_NO)
    if plain in _ANSWERS:
        return _ANSWERS[plain]
    if plain in _UNKNOWN:
        return None
    raise UserError("ledger.bad_yes_no", text=shown(value), accepted=ACCEPTED_YES_NO)


def read_stage(value: CellContent) -> Stage | None:
    """Read a stage by its term, its code or what offices call it. Raises ``ledger.bad_stage``."""
    plain = _plain(value, "ledger.bad_stage", ACCEPTED_STAGES)
    if plain in _UNKNOWN:
        return None
    return _term(plain, _STAGES, "ledger.bad_stage", value, ACCEPTED_STAGES)


def read_status(value: CellContent) -> ProjectStatus | None:
    """Read a project's standing by its term, its code or another word. Raises ``ledger.bad_status``."""
    plain = _plain(value, "ledger.bad_status", ACCEPTED_STATUSES)
    if plain in _UNKNOWN:
        return None
    return _term(plain, _STATUSES, "ledger.bad_status", value, ACCEPTED_STATUSES)


def read_date(value: CellContent) -> PartialDate | None:
    """Read a date with the precision it is written with; a day or a month is never invented.

    A bare number is taken only where it can be nothing else: 2023, 2022.5, 202205, 20220523. Raises
    `UserError`: ``ledger.bad_date``; ``ledger.date_is_number`` (`day`) for a date cell that lost its
    format; ``ledger.ambiguous_month`` for 2022.1, which office programs also make of 2022.10.
    """
    if isinstance(value, (date, PartialDate)):
        found = value if isinstance(value, PartialDate) else PartialDate(value.year, value.month, value.day)
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        found = _date_of_number(value)
    else:
        text = clean_text(_text(value))
        plain = _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()
        if plain in _UNKNOWN:
            return None
        if re.fullmatch("[0-9]{4,8}", plain):
            found = _date_of_number(int(plain))
        else:
            found = _date_of_text(_MIDNIGHT.sub("", text))
    if not _EARLIEST <= found.year <= _LATEST:
        raise UserError("ledger.bad_date", text=shown(value), accepted=ACCEPTED_DATES)
    return found


def _date_of_text(text: str) -> PartialDate:
    try:
        return parse_date_text(text)
    except UserError as error:
        raise UserError("ledger.bad_date", text=text, accepted=ACCEPTED_DATES) from error


def _date_of_number(number: int | float | Decimal) -> PartialDate:
    digits = _digits(number)
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        day = _SERIAL_ZERO + timedelta(days=int(number))
        raise UserError("ledger.date_is_number", text=digits, day=day, accepted=(day.isoformat(),))
    if re.fullmatch(r"\d{4}\.1", digits):
        accepted = (f"{digits[:4]}年1月", f"{digits[:4]}年10月")
        raise UserError("ledger.ambiguous_month", text=digits, accepted=accepted)
    if re.fullmatch(r"\d{4}", digits):
        return PartialDate(int(digits))
    if re.fullmatch(r"\d{6}", digits):
        return _date_of_text(f"{digits[:4]}-{digits[4:]}")
    return _date_of_text(digits)


def _term(plain: str, words: Mapping[str, T], code: str, value: CellContent, accepted: tuple[str, ...]) -> T:
    bare = _STAGE_FRONT.sub("", plain)
    for word in (plain, bare, _STAGE_BACK.sub("", plain), _STAGE_BACK.sub("", bare)):
        if word in words:
            return words[word]
    raise UserError(code, text=shown(value), accepted=accepted)


def _plain(value: CellContent, code: str, accepted: tuple[str, ...]) -> str:
    """The value as one word to compare: half width, lower case, without spaces."""
    if isinstance(value, (bool, date, PartialDate)):
        raise UserError(code, text=shown(value), accepted=accepted)
    plain = unicodedata.normalize("NFKC", clean_text(shown(value))).replace("\N{MINUS SIGN}", "-")
    return _SPACE.sub("", plain).casefold()


def _text(value: CellContent) -> str:
    # An office program keeps 15 digits of a number, so a longer project code has lost its end.
    if isinstance(value, (int, float, Decimal)) and not -_LOST < value < _LOST:
        raise UserError("ledger.lost_digits", text=shown(value))
    return shown(value)


def _digits(number: int | float | Decimal) -> str:
    if isinstance(number, int):
        return str(number)
    plain = Decimal(f"{number:.15g}") if isinstance(number, float) else number
    return format(plain.normalize(), "f") if plain.is_finite() else str(plain)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
