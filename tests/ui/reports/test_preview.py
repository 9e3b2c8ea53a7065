"""The pages of a paper on the screen."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.reports.pictures import opened, page_sizes, picture
from fangzi_desktop.ui.reports.preview import LEAST_ZOOM, MOST_ZOOM, Fit, Preview

UPRIGHT, WIDE = (595.0, 842.0), (842.0, 595.0)


def a_paper(*sizes: tuple[float, float], colour: tuple[float, float, float] = (0, 0, 1)) -> bytes:
    """A paper whose pages have a bar of one colour at their head."""
    target = io.BytesIO()
    canvas = Canvas(target)
    for width, height in sizes:
        canvas.setPageSize((width, height))
        canvas.setFillColorRGB(*colour)
        canvas.rect(0, height - 40, width, 40, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def show(preview: Preview, pdf: bytes) -> None:
    with opened(pdf) as document:
        preview.show_paper(pdf, page_sizes(document))


@pytest.fixture
def preview(qtbot: QtBot, workspace: Workspace) -> Iterator[Preview]:
    desk = Desk(workspace)
    made = Preview(desk)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    yield made
    made.close()
    desk.wait()


def is_free(desk: Desk) -> None:
    assert not desk._jobs


def is_larger(preview: Preview, zoom: float) -> None:
    assert preview.zoom > zoom


def is_drawn(preview: Preview, page: int) -> None:
    assert preview.picture_of(page) is not None


def test_pages_are_drawn_in_the_background_for_this_screen(qtbot: QtBot, preview: Preview) -> None:
    show(preview, a_paper(UPRIGHT, UPRIGHT, WIDE))
    qtbot.waitUntil(lambda: is_drawn(preview, 0))
    image = preview.picture_of(0)
    assert image is not None
    dots = preview.devicePixelRatioF() * 96 / 72
    assert (image.width(), image.height()) == (
        pytest.approx(595 * dots, abs=1),
        pytest.approx(842 * dots, abs=1),
    )
    shot = preview.viewport().grab().toImage()
    middle = shot.width() // 2
    assert shot.pixelColor(middle, round(30 * shot.devicePixelRatio())) == QColor(0, 0, 255)


def test_only_pages_near_the_one_in_sight_are_kept(qtbot: QtBot, preview: Preview) -> None:
    show(preview, a_paper(*[UPRIGHT] * 30))
    qtbot.waitUntil(lambda: is_drawn(preview, 0))
    assert preview.picture_of(29) is None
    preview.show_page(29)
    qtbot.waitUntil(lambda: is_drawn(preview, 29))
    assert preview.current_page == 29
    assert preview.picture_of(0) is None


@pytest.mark.parametrize(
    ("fit", "least", "most"), [(Fit.WIDTH, 0.83, 0.9), (Fit.PAGE, 0.57, 0.63)], ids=["width", "page"]
)
def test_the_zoom_follows_the_window(
    qtbot: QtBot, preview: Preview, fit: Fit, least: float, most: float
) -> None:
    show(preview, a_paper(UPRIGHT, WIDE))
    preview.set_fit(fit)
    assert least <= preview.zoom <= most
    before = preview.zoom
    preview.resize(1500, 1050)
    qtbot.waitUntil(lambda: is_larger(preview, before))
    assert preview.horizontalScrollBar().maximum() == 0


def test_a_zoom_keeps_the_page_in_sight(qtbot: QtBot, preview: Preview) -> None:
    show(preview, a_paper(*[UPRIGHT] * 10))
    preview.show_page(6)
    for zoom in (2.0, 0.5, 1.3):
        preview.set_zoom(zoom)
        assert preview.current_page == 6


def test_zooming_with_the_wheel_stays_within_bounds(preview: Preview) -> None:
    show(preview, a_paper(UPRIGHT))
    for turn, bound in ((120, MOST_ZOOM), (-120, LEAST_ZOOM)):
        for _ in range(60):
            place = QPointF(300, 200)
            event = QWheelEvent(
                place,
                place,
                QPoint(),
                QPoint(0, turn),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.ControlModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(preview.viewport(), event)
        assert preview.zoom == bound


def test_page_keys_go_page_by_page_where_whole_pages_are_shown(qtbot: QtBot, preview: Preview) -> None:
    show(preview, a_paper(*[UPRIGHT] * 4))
    preview.set_fit(Fit.PAGE)
    preview.setFocus()
    for page in (1, 2, 3, 3):
        qtbot.keyClick(preview, Qt.Key.Key_PageDown)
        assert preview.current_page == page
    qtbot.keyClick(preview, Qt.Key.Key_PageUp)
    assert preview.current_page == 2
    qtbot.keyClick(preview, Qt.Key.Key_Home)
    assert preview.current_page == 0


def test_page_keys_go_by_the_window_where_pages_are_larger(qtbot: QtBot, preview: Preview) -> None:
    show(preview, a_paper(*[UPRIGHT] * 4))
    preview.set_zoom(2.0)
    qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.verticalScrollBar().value() == preview.viewport().height()
    assert preview.current_page == 0


def test_a_newer_paper_keeps_the_old_pictures_until_its_own_are_drawn(qtbot: QtBot, preview: Preview) -> None:
    show(preview, a_paper(UPRIGHT, UPRIGHT))
    qtbot.waitUntil(lambda: is_drawn(preview, 0))
    show(preview, a_paper(UPRIGHT, colour=(1, 0, 0)))
    assert preview.picture_of(0) is None
    assert preview.viewport().grab().toImage().pixelColor(500, 30) == QColor(0, 0, 255)
    qtbot.waitUntil(lambda: is_drawn(preview, 0))
    assert preview.viewport().grab().toImage().pixelColor(500, 30) == QColor(255, 0, 0)
    assert preview.pages == 1


def test_the_page_in_sight_is_told_to_eyes_and_ears(qtbot: QtBot, preview: Preview) -> None:
    show(preview, a_paper(*[UPRIGHT] * 3))
    with qtbot.waitSignal(preview.page_changed) as told:
        preview.show_page(2)
    assert told.args == [3, 3]
    assert preview.accessibleName() == "报告预览"
    assert preview.accessibleDescription() == "第3页，共3页"


def test_a_damaged_paper_is_given_up_once(qtbot: QtBot, preview: Preview) -> None:
    good = a_paper(UPRIGHT)
    with opened(good) as document:
        sizes = page_sizes(document)
    with qtbot.waitSignal(preview._desk.refused):
        preview.show_paper(b"%PDF-1.4 nothing", sizes)
    preview.verticalScrollBar().setValue(10)
    qtbot.waitUntil(lambda: is_free(preview._desk))
    assert preview.picture_of(0) is None


def test_a_huge_picture_is_drawn_coarser_rather_than_filling_the_memory() -> None:
    with opened(a_paper(UPRIGHT)) as document:
        image = picture(document, 0, 20.0)
    assert image.width() * image.height() <= 24_100_000


def test_a_wide_page_is_turned_with_its_head_to_the_left() -> None:
    with opened(a_paper(WIDE)) as document:
        image = picture(document, 0, 1.0, upright=True)
    assert (image.width(), image.height()) == (595, 842)
    assert image.pixelColor(10, 400) == QColor(0, 0, 255)
    assert image.pixelColor(580, 400) == QColor(255, 255, 255)


def test_great_pictures_are_kept_only_for_the_pages_in_sight(qtbot: QtBot, preview: Preview) -> None:
    show(preview, a_paper(*[UPRIGHT] * 8))
    preview.set_zoom(MOST_ZOOM)
    for page in range(6):
        preview.show_page(page)
        qtbot.waitUntil(lambda page=page: is_drawn(preview, page))  # type: ignore[misc]
    qtbot.waitUntil(lambda: is_free(preview._desk))
    assert sum(image.sizeInBytes() for image in preview._pictures.values()) < 170_000_000
    assert preview.picture_of(0) is None


def test_an_upright_page_among_wide_ones_is_in_sight_whole(qtbot: QtBot, preview: Preview) -> None:
    preview.resize(880, 700)
    show(preview, a_paper(UPRIGHT, WIDE))
    page = preview._rect(0)
    assert page.left() >= 0
    assert page.right() <= preview.viewport().width()


def test_wide_pages_are_read_from_the_left(qtbot: QtBot, preview: Preview) -> None:
    preview.resize(880, 700)
    show(preview, a_paper(WIDE, WIDE))
    assert preview.horizontalScrollBar().value() == 0
    preview.horizontalScrollBar().setValue(120)
    show(preview, a_paper(WIDE, WIDE, colour=(1, 0, 0)))
    assert preview.horizontalScrollBar().value() == 120


def test_the_page_in_sight_is_drawn_before_those_around_it(qtbot: QtBot, preview: Preview) -> None:
    preview.set_fit(Fit.NONE)
    preview.set_zoom(0.4)
    show(preview, a_paper(*[UPRIGHT] * 12))
    preview.show_page(4)
    order: list[int] = []

    def note() -> None:
        order.extend(page for page in range(12) if preview.picture_of(page) and page not in order)

    preview.drawn.connect(note)
    qtbot.waitUntil(lambda: is_drawn(preview, preview.current_page + 1))
    assert preview.current_page in order[:2]
