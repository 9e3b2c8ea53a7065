"""How the 论证 of everybody's projects ended, in figures."""

from __future__ import annotations

from fangzi_desktop.domain.review_figures import ReviewFigures
from fangzi_desktop.storage.review_figures import count_outcomes
from fangzi_desktop.storage.work import View


def review_figures(view: View) -> ReviewFigures:
    """Return how many projects passed, were 否决 and were 剔除, by where they stand today.

    One that passed and was 剔除 later counts as 剔除.
    """
    return ReviewFigures(*count_outcomes(view.session))
