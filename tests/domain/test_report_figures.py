"""The figures a paper is issued with come back as they were kept."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.report_figures import IssuedFigures, ProjectFigures, TotalFigures
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.terms import Light, ProjectStatus, Stage

FIGURES = IssuedFigures(
    ReportKind.WEEKLY,
    "2023-W08",
    2023,
    8,
    2,
    date(2023, 2, 24),
    {
        "b": ProjectFigures(
            "甲“项目”\n<b>", Stage.PERMITS, ProjectStatus.ACTIVE, Light.RED, 10**12, 5_000_000
        ),
        "a": ProjectFigures("乙", Stage.PLANNING, ProjectStatus.VETOED, Light.GREY),
    },
    TotalFigures(1, 10**12, 5_000_000, 3, 4, 5),
)


def test_kept_figures_are_read_as_they_were_written() -> None:
    assert IssuedFigures.from_json(FIGURES.to_json()) == FIGURES


def test_equal_figures_are_kept_as_equal_text_whatever_order_the_projects_came_in() -> None:
    turned = IssuedFigures(
        FIGURES.kind,
        FIGURES.period,
        FIGURES.year,
        FIGURES.number,
        FIGURES.version,
        FIGURES.as_of,
        dict(reversed(FIGURES.projects.items())),
        FIGURES.totals,
    )
    assert turned.to_json() == FIGURES.to_json()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind":"weekly"}', '{"kind":"nothing"}', "7"])
def test_anything_else_is_no_figures(text: str) -> None:
    with pytest.raises(ValueError):
        IssuedFigures.from_json(text)
