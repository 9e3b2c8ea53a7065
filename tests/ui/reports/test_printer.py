"""A paper on its way to a printer: the sheets it takes, and that nothing on them is scaled or moved."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QObject, QSizeF
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.ui.desk import Cancelled, Job
from fangzi_desktop.ui.reports import printer as printer_module
from fangzi_desktop.ui.reports.pictures import opened
from fangzi_desktop.ui.reports.printer import (
    Instead,
    ask_printer,
    chosen_pages,
    paint_pages,
    prepare,
    print_pages,
    sides,
    trouble,
)

A4, A4_WIDE, A3_WIDE = (210 * mm, 297 * mm), (297 * mm, 210 * mm), (420 * mm, 297 * mm)
# Where the bars stand on each page, in mm from its upper left corner: left, top, width, height.
BAR = (28.0, 37.0, 40.0, 3.0)
_DPI = 300


def a_paper(*sizes: tuple[float, float]) -> bytes:
    """A paper with one black bar on each page, at a known place."""
    target = io.BytesIO()
    canvas = Canvas(target)
    left, top, width, height = (one * mm for one in BAR)
    for page in sizes:
        canvas.setPageSize(page)
        canvas.rect(left, page[1] - top - height, width, height, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def points(*sizes: tuple[float, float]) -> list[QSizeF]:
    return [QSizeF(*size) for size in sizes]


def a_printer(path: Path | None = None) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    if path is not None:
        printer.setOutputFileName(str(path))
    return printer


def paint(pdf: bytes, printer: QPrinter, numbers: Sequence[int]) -> None:
    owner = QObject()
    with opened(pdf) as document:
        paint_pages(document, numbers, printer, Job(lambda _: None, owner))


def printed_bars(path: Path) -> list[tuple[tuple[float, float], tuple[float, ...]]]:
    """Each printed sheet's size and where its ink lies: left, top, right, bottom; all in mm."""
    found = []
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            width, height = (one / mm for one in page.get_size())
            image: Any = page.render(scale=_DPI / 72).to_pil().convert("L")
            box = image.point(lambda value: 255 if value < 128 else 0).getbbox()
            found.append(((width, height), tuple(one * 25.4 / _DPI for one in box)))
    finally:
        document.close()
    return found


def near(*wanted: float) -> tuple[Any, ...]:
    return tuple(pytest.approx(one, abs=0.3) for one in wanted)


def test_upright_pages_are_printed_in_true_size_at_their_place(qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    paint(a_paper(A4), a_printer(target), (0,))
    assert printed_bars(target) == [(near(210, 297), near(28, 37, 68, 40))]


def test_a_wide_page_among_upright_ones_lies_on_its_side_with_its_head_to_the_left(
    qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "printed.pdf"
    paint(a_paper(A4, A4_WIDE), a_printer(target), (0, 1))
    (_, upright), (size, turned) = printed_bars(target)
    assert upright == near(28, 37, 68, 40)
    assert size == near(210, 297)
    # Turned to the left: the top of the wide page is the left of the sheet, its left the bottom.
    assert turned == near(37, 297 - 68, 40, 297 - 28)


@pytest.mark.parametrize(("sheet", "size"), [(A4_WIDE, (297, 210)), (A3_WIDE, (420, 297))], ids=["A4", "A3"])
def test_a_paper_of_wide_pages_is_printed_wide_on_its_own_sheet(
    qtbot: QtBot, tmp_path: Path, sheet: tuple[float, float], size: tuple[int, int]
) -> None:
    target = tmp_path / "printed.pdf"
    paint(a_paper(sheet), a_printer(target), (0,))
    assert printed_bars(target) == [(near(*size), near(28, 37, 68, 40))]


def test_each_page_takes_a_sheet_of_its_own_size(qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    paint(a_paper(A4, A3_WIDE), a_printer(target), (1, 0))
    with opened(target.read_bytes()) as document:
        sheets = [tuple(one / mm for one in document.get_page_size(number)) for number in (0, 1)]
    assert sheets == [near(297, 420), near(210, 297)]


def test_a_cancelled_printing_ends_after_the_page_it_is_at(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QObject()
    job = Job(lambda _: None, owner)
    seen: list[int] = []

    def stop(done: int, total: int) -> None:
        seen.append(done)
        job.cancel()

    job.progressed.connect(stop)
    printer = a_printer(tmp_path / "printed.pdf")
    with opened(a_paper(A4, A4, A4)) as document, pytest.raises(Cancelled):
        paint_pages(document, (0, 1, 2), printer, job)
    assert seen == [1]
    assert len(printed_bars(tmp_path / "printed.pdf")) <= 1


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"print\.failed"):
        paint(a_paper(A4), a_printer(tmp_path / "none" / "x.pdf"), (0,))


def test_the_pages_are_those_that_were_chosen(qtbot: QtBot) -> None:
    printer = a_printer()
    assert chosen_pages(printer, 4, 2) == [0, 1, 2, 3]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert chosen_pages(printer, 4, 2) == [2]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("1,3-9"))
    assert chosen_pages(printer, 4, 2) == [0, 2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert chosen_pages(printer, 4, 2) == [3, 2, 0]


def test_copies_a_printer_does_not_make_itself_are_printed_one_by_one(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = a_printer()
    monkeypatch.setattr(printer, "supportsMultipleCopies", lambda: False)
    printer.setCopyCount(2)
    printer.setCollateCopies(True)
    assert chosen_pages(printer, 2, 0) == [0, 1, 0, 1]
    printer.setCollateCopies(False)
    assert chosen_pages(printer, 2, 0) == [0, 0, 1, 1]
    monkeypatch.setattr(printer, "supportsMultipleCopies", lambda: True)
    assert chosen_pages(printer, 2, 0) == [0, 1]


def test_a_range_without_any_page_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QObject()
    printer = a_printer(tmp_path / "printed.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("7-9"))
    with pytest.raises(UserError, match=r"print\.no_page"):
        print_pages(a_paper(A4), printer, 0, Job(lambda _: None, owner))
    assert not (tmp_path / "printed.pdf").exists()


class _Info:
    """A printer as the system tells of it."""

    def __init__(
        self,
        *,
        state: QPrinter.PrinterState = QPrinter.PrinterState.Idle,
        sheets: Sequence[QPageSize.PageSizeId] = (QPageSize.PageSizeId.A4,),
        gone: bool = False,
        both_sides: bool = False,
    ) -> None:
        self._state, self._sheets, self._gone, self._both = state, sheets, gone, both_sides

    def isNull(self) -> bool:
        return self._gone

    def state(self) -> QPrinter.PrinterState:
        return self._state

    def supportedPageSizes(self) -> list[QPageSize]:
        return [QPageSize(one) for one in self._sheets]

    def supportedDuplexModes(self) -> list[QPrinter.DuplexMode]:
        modes = [QPrinter.DuplexMode.DuplexNone]
        return [*modes, QPrinter.DuplexMode.DuplexLongSide] if self._both else modes


@pytest.mark.parametrize(
    ("info", "said"),
    [
        pytest.param(_Info(), "", id="ready"),
        pytest.param(_Info(sheets=()), "", id="tells no sheets"),
        pytest.param(_Info(state=QPrinter.PrinterState.Error), "“打印机”脱机或出了故障", id="offline"),
        pytest.param(_Info(gone=True), "“打印机”脱机或出了故障", id="gone"),
    ],
)
def test_what_is_wrong_with_a_printer_is_said(qtbot: QtBot, info: Any, said: str) -> None:
    words = trouble(info, "打印机", points(A4, A4_WIDE))
    assert said in words
    assert bool(words) is bool(said)


def test_a_sheet_that_a_printer_lacks_is_named(qtbot: QtBot) -> None:
    info: Any = _Info()
    assert trouble(info, "打印机", points(A4, A3_WIDE)) == "打印机“打印机”没有A3纸，照样打印会缺边。"


def test_both_sides_are_printed_on_where_the_printer_can(qtbot: QtBot) -> None:
    able: Any = _Info(both_sides=True)
    unable: Any = _Info()
    assert sides(able, 2) is QPrinter.DuplexMode.DuplexLongSide
    assert sides(able, 1) is QPrinter.DuplexMode.DuplexNone
    assert sides(unable, 2) is QPrinter.DuplexMode.DuplexNone


def test_the_dialog_begins_with_the_paper_s_own_sheet(qtbot: QtBot) -> None:
    printer = a_printer()
    prepare(printer, "项目总台账", points(A3_WIDE, A3_WIDE))
    assert printer.docName() == "项目总台账"
    layout = printer.pageLayout()
    assert layout.pageSize().id() is QPageSize.PageSizeId.A3
    assert layout.orientation() is QPageLayout.Orientation.Landscape
    assert layout.mode() is QPageLayout.Mode.FullPageMode
    prepare(printer, "周报", points(A4, A4_WIDE))
    assert printer.pageLayout().pageSize().id() is QPageSize.PageSizeId.A4
    assert printer.pageLayout().orientation() is QPageLayout.Orientation.Portrait


@pytest.fixture
def saved() -> list[bool]:
    return []


@pytest.fixture
def ask(qtbot: QtBot, saved: list[bool]) -> Callable[[], QPrinter | None]:
    over = QWidget()
    qtbot.addWidget(over)
    return lambda: ask_printer(over, "周报", points(A4), 0, lambda: saved.append(True))


def answer(monkeypatch: pytest.MonkeyPatch, instead: Instead) -> list[str]:
    said: list[str] = []

    def told(parent: QWidget, words: str, *, may_print: bool) -> Instead:
        said.append(words)
        return instead

    monkeypatch.setattr(printer_module, "offer", told)
    return said


def test_without_a_printer_a_file_is_offered(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[[], QPrinter | None], saved: list[bool]
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    said = answer(monkeypatch, Instead.SAVE)
    assert ask() is None
    assert said == ["这台电脑没有装打印机；请先在系统设置中添加，或存为 PDF 后拿到别处打印。"]
    assert saved == [True]
    answer(monkeypatch, Instead.NOTHING)
    assert ask() is None
    assert saved == [True]


@pytest.mark.parametrize(
    ("instead", "is_printed", "is_saved"),
    [(Instead.PRINT, True, False), (Instead.SAVE, False, True), (Instead.NOTHING, False, False)],
)
def test_a_printer_that_is_offline_is_told_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch,
    ask: Callable[[], QPrinter | None],
    saved: list[bool],
    instead: Instead,
    is_printed: bool,
    is_saved: bool,
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["打印机"])
    monkeypatch.setattr(QPrinterInfo, "printerInfo", lambda _: _Info(state=QPrinter.PrinterState.Error))
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: QPrintDialog.DialogCode.Accepted)
    monkeypatch.setattr(QPrinter, "outputFileName", lambda _: "")
    said = answer(monkeypatch, instead)
    assert (ask() is not None) is is_printed
    assert bool(saved) is is_saved
    assert len(said) == 1


def test_thinking_better_of_the_dialog_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[[], QPrinter | None], saved: list[bool]
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["打印机"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: QPrintDialog.DialogCode.Rejected)
    assert ask() is None
    assert saved == []


@pytest.mark.parametrize(
    ("button", "may_print", "instead"),
    [
        ("存为 PDF", True, Instead.SAVE),
        ("仍然打印", True, Instead.PRINT),
        ("取消", True, Instead.NOTHING),
        ("取消", False, Instead.NOTHING),
    ],
)
def test_the_offer_answers_with_the_button_that_was_pressed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, button: str, may_print: bool, instead: Instead
) -> None:
    def press(box: QMessageBox) -> int:
        found = {one.text(): one for one in box.buttons()}
        assert ("仍然打印" in found) is may_print
        found[button].click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    over = QWidget()
    qtbot.addWidget(over)
    assert printer_module.offer(over, "没有打印机。", may_print=may_print) is instead
