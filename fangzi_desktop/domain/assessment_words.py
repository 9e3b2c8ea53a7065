"""How rules, figures and rows of the 考核 are said, on screens as on paper."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from fangzi_desktop.domain.assessment import Case, Score
from fangzi_desktop.domain.assessment_rules import AssessmentRule
from fangzi_desktop.domain.assessment_terms import YEARLY, IndicatorL2, NoBasis, Scoring
from fangzi_desktop.domain.deadlines import day_zh


def scoring_words(rule: AssessmentRule) -> str:
    """Say how an indicator is scored, with its target and what faults cost."""
    target = plain_figure(rule.target)
    if rule.scoring is Scoring.RATIO and rule.indicator in YEARLY:
        words = f"完成数÷年度目标{'' if rule.target is None else f'{target}个'}"
    elif rule.scoring is Scoring.RATIO:
        words = f"完成率÷{target}%"
    elif rule.scoring is Scoring.SPEED:
        words = f"{target}个工作日以内满分，两倍及以上0分"
    else:
        words = rule.scoring.zh
    if rule.step is not None:
        most = f"，最多{plain_figure(rule.most)}分" if rule.most is not None else ""
        fault = "挂牌督办逾期" if rule.indicator is IndicatorL2.PROBLEMS else "未按期（未达标）"
        words += f"；{fault}每项扣{plain_figure(rule.step)}分{most}"
    return f"{words}；不涉及时计满分" if rule.no_basis is NoBasis.FULL else words


def plain_figure(value: Decimal | None) -> str:
    """A figure without zeros behind its point: 7, 0.5; "" for none."""
    if value is None:
        return ""
    words = f"{value:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def figure_words(score: Score) -> str:
    """Say what was counted: 17/20, an average in working days, or a share in per cent; "" for nothing."""
    tally = score.tally
    if score.indicator is IndicatorL2.PASSED:
        return str(tally.value) if score.target is None else f"{tally.value}/{score.target:f}"
    if not tally.base:
        return ""
    if score.indicator is IndicatorL2.CERTIFICATES:
        return f"{_one_decimal(Fraction(tally.value, tally.base))}个工作日"
    if score.indicator is IndicatorL2.INVESTED:
        return f"{_one_decimal(Fraction(100 * tally.value, tally.base))}%"
    if score.indicator is IndicatorL2.SCALE_ENTRY and score.target is not None:
        return f"{tally.value}/{score.target:f}"
    return f"{tally.value}/{tally.base}"


def _one_decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def case_words(case: Case, project: str) -> str:
    """Name a row: its project, what it is, by when it was due and when it was done."""
    days = []
    if case.indicator is IndicatorL2.CERTIFICATES:
        days.append(f"用时{case.value}个工作日")
    elif case.due is not None:
        days.append(f"{day_zh(case.due)}到期")
    if case.done is not None:
        days.append(day_zh(case.done))
    elif case.is_lost:
        days.append("未完成")
    label = f"：{case.label}" if case.label else ""
    told = f"（{'，'.join(days)}）" if days else ""
    return f"{project}{label}{told}"
