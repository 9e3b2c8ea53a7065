from decimal import Decimal

from fangzi_desktop.domain.review_figures import ReviewFigures


def test_the_published_figures_of_the_mechanism() -> None:
    """Passed 195, 否决 26, 剔除 49 since September 2022 (mechanism §1.4)."""
    figures = ReviewFigures(passed=195, vetoed=26, removed=49)
    assert (figures.decided, figures.handled) == (221, 270)
    assert figures.pass_rate == Decimal("88.2")


def test_what_was_removed_is_no_part_of_the_pass_rate() -> None:
    assert ReviewFigures(1, 0, 100).pass_rate == Decimal("100.0")
    assert ReviewFigures(0, 0, 3).pass_rate is None
