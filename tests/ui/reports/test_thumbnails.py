"""The pages in small beside the paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.reports.pictures import opened, page_sizes
from fangzi_desktop.ui.reports.thumbnails import BOX, Thumbnails, small_size
from tests.ui.reports.test_preview import UPRIGHT, WIDE, a_paper


@pytest.fixture
def strip(qtbot: QtBot, desk: Desk) -> Thumbnails:
    made = Thumbnails(desk)
    qtbot.addWidget(made)
    made.resize(136, 500)
    made.show()
    return made


def show(strip: Thumbnails, pdf: bytes) -> None:
    with opened(pdf) as document:
        strip.show_paper(pdf, page_sizes(document))


def are_drawn(strip: Thumbnails, *pages: int) -> None:
    assert all(strip.is_drawn(page) for page in pages)


def test_only_the_pages_that_show_are_drawn(qtbot: QtBot, desk: Desk, strip: Thumbnails) -> None:
    show(strip, a_paper(*[UPRIGHT] * 30))
    qtbot.waitUntil(lambda: are_drawn(strip, 0, 1, 2, 3))
    assert not strip.is_drawn(10)
    strip.verticalScrollBar().setValue(strip.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: are_drawn(strip, 29))
    assert not strip.is_drawn(10)


def test_a_hidden_strip_draws_nothing_until_it_is_seen(qtbot: QtBot, desk: Desk, strip: Thumbnails) -> None:
    strip.hide()
    show(strip, a_paper(UPRIGHT))
    strip._draw_missing()
    assert not desk._jobs
    strip.show()
    qtbot.waitUntil(lambda: are_drawn(strip, 0))


def test_a_newer_paper_is_drawn_anew(qtbot: QtBot, strip: Thumbnails) -> None:
    show(strip, a_paper(UPRIGHT, UPRIGHT))
    qtbot.waitUntil(lambda: are_drawn(strip, 0, 1))
    show(strip, a_paper(UPRIGHT, UPRIGHT, WIDE, colour=(1, 0, 0)))
    assert not strip.is_drawn(0)
    assert strip.model().rowCount() == 3
    qtbot.waitUntil(lambda: are_drawn(strip, 0, 1, 2))
    image = strip._pages.pictures[0]
    assert image.pixelColor(image.width() // 2, 1).getRgb()[:3] == (255, 0, 0)
    pdf = a_paper(UPRIGHT)
    with opened(pdf) as document:
        strip.show_paper(pdf, page_sizes(document), is_other=True)
    assert strip.model().rowCount() == 1
    assert strip._pages.pictures == {}


def test_keys_and_clicks_go_to_a_page(qtbot: QtBot, strip: Thumbnails) -> None:
    show(strip, a_paper(*[UPRIGHT] * 5))
    strip.follow(0)
    strip.setFocus()
    with qtbot.waitSignal(strip.page_chosen) as chosen:
        QTest.keyClick(strip, Qt.Key.Key_Down)
    assert chosen.args == [1]
    place = strip.visualRect(strip.model().index(2, 0)).center()
    with qtbot.waitSignal(strip.page_chosen) as chosen:
        qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [2]


def test_following_the_page_in_sight_goes_nowhere(qtbot: QtBot, strip: Thumbnails) -> None:
    show(strip, a_paper(*[UPRIGHT] * 5))
    with qtbot.assertNotEmitted(strip.page_chosen):
        strip.follow(3)
        show(strip, a_paper(UPRIGHT, UPRIGHT))
    assert strip.currentIndex().row() in (0, 1)


def test_pages_of_every_shape_go_into_the_box() -> None:
    with opened(a_paper(UPRIGHT, WIDE)) as document:
        sizes = page_sizes(document)
    for size in map(small_size, sizes):
        assert size.width() <= BOX.width() + 0.01
        assert size.height() <= BOX.height() + 0.01


def test_the_model_keeps_its_promises(qtmodeltester: object, qtbot: QtBot, strip: Thumbnails) -> None:
    show(strip, a_paper(UPRIGHT, UPRIGHT))
    qtmodeltester.check(strip.model())  # type: ignore[attr-defined] - pytest-qt gives no type for it
    assert strip.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "第2页"
