from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.visits import (
    awaited_visits,
    check_kept,
    check_promised,
    check_visit,
    physical_words,
)

TODAY = date(2023, 2, 24)
YESTERDAY = date(2023, 2, 23)
TOMORROW = date(2023, 2, 25)


@pytest.mark.parametrize(
    ("on", "said", "percent", "next_on", "code"),
    [
        pytest.param(TOMORROW, ["看现场"], None, None, "visit.in_future", id="tomorrow"),
        pytest.param(TODAY, ["", " \n"], None, None, "visit.no_text", id="nothing said"),
        pytest.param(TODAY, ["看现场"], 101, None, "visit.percent", id="more than all"),
        pytest.param(TODAY, ["看现场"], -1, None, "visit.percent", id="less than nothing"),
        pytest.param(TODAY, ["看现场"], None, TODAY, "visit.next_not_later", id="again on the same day"),
        pytest.param(TODAY, ["看现场"], 0, TOMORROW, None, id="nothing is built yet"),
        pytest.param(YESTERDAY, [""], 100, TODAY, None, id="a percentage says enough"),
        pytest.param(TODAY, ["", "", "道路未通"], None, None, None, id="a problem says enough"),
    ],
)
def test_a_visit_is_allowed_or_refused(
    on: date, said: list[str], percent: int | None, next_on: date | None, code: str | None
) -> None:
    if code is None:
        check_visit(on, said, percent, next_on, TODAY)
        return
    with pytest.raises(UserError, match=f"^{code}$"):
        check_visit(on, said, percent, next_on, TODAY)


@pytest.mark.parametrize(
    ("node", "percent", "text", "words"),
    [
        ("主体施工", 45, "二层梁板浇筑中", "主体施工，完成约45%。二层梁板浇筑中"),
        ("主体施工", None, "", "主体施工"),
        ("", 0, "", "完成约0%"),
        (" ", None, "座谈手续", ""),
    ],
)
def test_what_was_seen_is_put_in_words(node: str, percent: int | None, text: str, words: str) -> None:
    assert physical_words(node, percent, text) == words


def test_only_the_newest_day_of_visits_awaits_the_next() -> None:
    old, new = ("a", date(2023, 2, 1), TOMORROW), ("b", date(2023, 2, 20), date(2023, 3, 1))
    assert awaited_visits([old]) == [old]
    assert awaited_visits([old, new]) == [new]
    # Somebody came unasked: what had been agreed before is over.
    assert awaited_visits([new, ("c", date(2023, 2, 22), None)]) == []
    assert awaited_visits([]) == []


def test_a_promise_is_kept_between_the_visit_and_today() -> None:
    check_kept(YESTERDAY, YESTERDAY, TODAY)
    check_kept(TODAY, YESTERDAY, TODAY)
    for day in (date(2023, 2, 22), TOMORROW):
        with pytest.raises(UserError, match=r"promise\.kept_out_of_range"):
            check_kept(day, YESTERDAY, TODAY)


def test_a_promise_is_for_the_day_of_the_visit_or_later() -> None:
    check_promised(None, TODAY)
    check_promised(TODAY, TODAY)
    with pytest.raises(UserError, match=r"promise\.due_before_visit"):
        check_promised(YESTERDAY, TODAY)
