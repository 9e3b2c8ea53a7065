"""Numbers, approval and versions of the papers that are issued (编发)."""

from __future__ import annotations

from collections.abc import Collection

from fangzi_desktop.domain.dates import Week
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import ReportKind, Span
from fangzi_desktop.domain.terms import Term


class Standing(Term):
    """Whether a paper may go out as it now reads."""

    DRAFT = "draft", "草稿"
    APPROVED = "approved", "已审定"
    CHANGED = "changed", "审定后数据或文字有改动"


def number_of(kind: ReportKind, period: str) -> tuple[int, int]:
    """Return the year and the number (第N期) of a period: that of the ISO week, or of the month.

    Raises `UserError` ``report.not_issued`` for a paper that has no numbers, ``week.unreadable``.
    """
    if not kind.is_issued:
        raise UserError("report.not_issued", kind=kind.zh)
    if kind.span is Span.WEEK:
        week = Week.from_code(period)
        return week.year, week.number
    year, month = period.split("-")
    return int(year), int(month)


def issue_name(year: int, number: int, version: int = 1) -> str:
    """The name of a number as its masthead prints it: 〔2023〕第8期, a correction with its version."""
    return f"〔{year}〕第{number}期{f'（第{version}版）' if version > 1 else ''}"


def standing_of(digest: str, approved: Collection[str]) -> Standing:
    """Return how a paper stands that has a digest, and was approved with some."""
    if digest in approved:
        return Standing.APPROVED
    return Standing.CHANGED if approved else Standing.DRAFT


def check_approved(standing: Standing) -> None:
    """Allow a paper to go out, or raise ``report.not_approved``, ``report.changed_since``."""
    if standing is Standing.DRAFT:
        raise UserError("report.not_approved")
    if standing is Standing.CHANGED:
        raise UserError("report.changed_since")


def check_first(name: str, versions: Collection[int]) -> None:
    """Allow a number to be issued for the first time, or raise ``report.already_issued``."""
    if versions:
        raise UserError("report.already_issued", issue=name)


def check_correction(name: str, versions: Collection[int]) -> int:
    """Return the version that a correction (更正) makes, or raise ``report.nothing_to_correct``."""
    if not versions:
        raise UserError("report.nothing_to_correct", issue=name)
    return max(versions) + 1
