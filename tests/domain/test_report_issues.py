"""What number a paper gets, and when it may go out."""

from __future__ import annotations

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_issues import (
    Standing,
    check_approved,
    check_correction,
    check_first,
    issue_name,
    number_of,
    standing_of,
)
from fangzi_desktop.domain.report_terms import ReportKind


@pytest.mark.parametrize(
    ("kind", "period", "number"),
    [
        pytest.param(ReportKind.WEEKLY, "2023-W08", (2023, 8), id="the week's own number"),
        pytest.param(ReportKind.WEEKLY, "2020-W53", (2020, 53), id="a week that ends in the next year"),
        pytest.param(ReportKind.WEEKLY, "2026-W01", (2026, 1), id="a week that begins in the year before"),
        pytest.param(ReportKind.MONTHLY, "2023-02", (2023, 2), id="the month's"),
    ],
)
def test_a_period_has_its_number_within_its_year(
    kind: ReportKind, period: str, number: tuple[int, int]
) -> None:
    assert number_of(kind, period) == number


def test_a_paper_that_is_printed_as_things_stand_has_no_number() -> None:
    with pytest.raises(UserError, match=r"report\.not_issued"):
        number_of(ReportKind.LEDGER, "")


def test_a_correction_names_its_version() -> None:
    assert issue_name(2023, 8) == "〔2023〕第8期"
    assert issue_name(2023, 8, 2) == "〔2023〕第8期（第2版）"


def test_an_approval_counts_while_the_paper_says_the_same() -> None:
    assert standing_of("a", ()) is Standing.DRAFT
    assert standing_of("a", ("b", "a")) is Standing.APPROVED
    assert standing_of("a", ("b",)) is Standing.CHANGED


def test_only_what_is_approved_as_it_stands_goes_out() -> None:
    check_approved(Standing.APPROVED)
    with pytest.raises(UserError, match=r"report\.not_approved"):
        check_approved(Standing.DRAFT)
    with pytest.raises(UserError, match=r"report\.changed_since"):
        check_approved(Standing.CHANGED)


def test_a_number_goes_out_once_and_then_by_corrections() -> None:
    check_first("〔2023〕第8期", ())
    with pytest.raises(UserError, match=r"report\.already_issued"):
        check_first("〔2023〕第8期", (1,))
    assert check_correction("〔2023〕第8期", (1, 3)) == 4
    with pytest.raises(UserError, match=r"report\.nothing_to_correct"):
        check_correction("〔2023〕第8期", ())
