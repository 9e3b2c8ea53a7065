"""Handing a paper to a printer, page by page in its true size."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QMessageBox, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.files import replacing
from fangzi_desktop.ui.desk import Cancelled, Job
from fangzi_desktop.ui.reports.pictures import POINTS_PER_INCH, opened, picture

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

# Laser printers show no more of text; twice as fine costs four times the memory.
PRINT_DPI = 300


class Instead(Enum):
    """What a person does where a printer cannot print a paper as it is."""

    SAVE = "save"
    PRINT = "print"
    NOTHING = "nothing"


def ask_printer(
    parent: QWidget, name: str, sizes: Sequence[QSizeF], current: int, save: Callable[[], object]
) -> QPrinter | None:
    """Ask where and what to print of pages of these sizes, in points; None if it is not printed.

    `current` is the page in sight, from 0 on. Where no printer can print it, the reason is told and `save`
    offered instead.
    """
    # Loads the print system and is needed only now.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        words = _tr("这台电脑没有装打印机；请先在系统设置中添加，或存为 PDF 后拿到别处打印。")
        if offer(parent, words, may_print=False) is Instead.SAVE:
            save()
        return None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer, name, sizes)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage)
    dialog.setMinMax(1, len(sizes))
    dialog.setFromTo(1, len(sizes))
    accepted = dialog.exec()
    dialog.deleteLater()
    if not accepted:
        return None
    if printer.outputFileName():
        return printer
    words = trouble(QPrinterInfo.printerInfo(printer.printerName()), printer.printerName(), sizes)
    answer = offer(parent, words, may_print=True) if words else Instead.PRINT
    if answer is Instead.SAVE:
        save()
    return printer if answer is Instead.PRINT else None


def prepare(printer: QPrinter, name: str, sizes: Sequence[QSizeF]) -> None:
    """Set what the dialog begins with: the paper's own sheet, and both sides where the printer can."""
    from PySide6.QtPrintSupport import QPrinterInfo

    printer.setDocName(name)
    printer.setFullPage(True)
    _take_sheet(printer, sizes[0], landscape=_is_wide_throughout(sizes))
    printer.setDuplex(sides(QPrinterInfo(printer), len(sizes)))


def sides(info: QPrinterInfo, pages: int) -> QPrinter.DuplexMode:
    """The sides that so many pages are printed on unless a person says otherwise: both, as in a book."""
    from PySide6.QtPrintSupport import QPrinter

    both = QPrinter.DuplexMode.DuplexLongSide
    return both if pages > 1 and both in info.supportedDuplexModes() else QPrinter.DuplexMode.DuplexNone


def trouble(info: QPrinterInfo, name: str, sizes: Sequence[QSizeF]) -> str:
    """Say why a printer cannot print pages of these sizes now; "" if it can."""
    from PySide6.QtPrintSupport import QPrinter

    if info.isNull() or info.state() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        words = _tr("打印机“{name}”脱机或出了故障，现在送去的内容会排队，等它恢复后才印出来。")
        return words.format(name=name)
    known = {size.id() for size in info.supportedPageSizes()}
    lacking = [size for size in map(sheet_of, sizes) if size.id() not in known]
    if known and lacking:
        words = _tr("打印机“{name}”没有{sheet}纸，照样打印会缺边。")
        return words.format(name=name, sheet=lacking[0].name())
    return ""


def offer(parent: QWidget, words: str, *, may_print: bool) -> Instead:
    """Tell why a paper cannot be printed as it is, and ask what to do instead."""
    box = QMessageBox(
        QMessageBox.Icon.Warning, _tr("打印"), words, QMessageBox.StandardButton.NoButton, parent
    )
    save = box.addButton(_tr("存为 PDF"), QMessageBox.ButtonRole.AcceptRole)
    go_on = box.addButton(_tr("仍然打印"), QMessageBox.ButtonRole.DestructiveRole) if may_print else None
    box.addButton(_tr("取消"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    if clicked is save:
        return Instead.SAVE
    return Instead.PRINT if go_on is not None and clicked is go_on else Instead.NOTHING


def sheet_of(size: QSizeF) -> QPageSize:
    """The sheet that a page of a size in points is printed on, upright."""
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    return QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)


def chosen_pages(printer: QPrinter, pages: int, current: int) -> list[int]:
    """The pages a person chose, from 0 on, in the order in which they are printed."""
    from PySide6.QtPrintSupport import QPrinter

    chosen = list(range(pages))
    ranges = printer.pageRanges()
    if printer.printRange() is QPrinter.PrintRange.CurrentPage:
        chosen = [current]
    elif printer.printRange() is QPrinter.PrintRange.PageRange and not ranges.isEmpty():
        chosen = [page for page in chosen if ranges.contains(page + 1)]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        chosen.reverse()
    # A printer that makes the copies itself is told their number once.
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return chosen * copies
    return [page for page in chosen for _ in range(copies)]


def print_pages(pdf: bytes, printer: QPrinter, current: int, job: Job) -> int:
    """Print a paper, as a background job, and return how many pages went to the printer.

    `current` is the page in sight. A printer into a file writes the pages as they are, whole or not at all.
    Raises `UserError` ``print.failed``, ``print.no_page`` or ``file.unwritable``.
    """
    with opened(pdf) as document:
        numbers = chosen_pages(printer, len(document), current)
        if not numbers:
            raise UserError("print.no_page", pages=len(document))
        if printer.outputFileName():
            _write_pages(pdf, document, numbers, Path(printer.outputFileName()))
        else:
            paint_pages(document, numbers, printer, job)
    return len(numbers)


def paint_pages(document: PdfDocument, numbers: Sequence[int], printer: QPrinter, job: Job) -> None:
    """Paint pages on a printer from the corner of the sheet on, in true size. Raises ``print.failed``.

    Each page takes a sheet of its own size. A wide page among upright ones is turned with its head to the
    left, so that all sheets lie the same way in the tray and the pile (GB/T 9704: at the binding on odd
    pages, at the cut on even ones); a paper of wide pages only is printed wide. A cancelled job ends after
    the page it is at and gives up the rest.
    """
    sizes = [QSizeF(*document.get_page_size(number)) for number in range(len(document))]
    landscape = _is_wide_throughout(sizes)
    painter = QPainter()
    try:
        for done, number in enumerate(numbers):
            _take_sheet(printer, sizes[number], landscape=landscape)
            if not (printer.newPage() if done else painter.begin(printer)):
                raise UserError("print.failed", printer=printer.printerName())
            image = picture(document, number, PRINT_DPI / POINTS_PER_INCH, upright=not landscape)
            size = sizes[number] if landscape else sheet_points(sizes[number])
            dots = printer.resolution() / POINTS_PER_INCH
            painter.drawImage(QRectF(0, 0, size.width() * dots, size.height() * dots), image)
            job.step(done + 1, len(numbers))
    except Cancelled:
        # CUPS still prints what it has got so far.
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()


def sheet_points(size: QSizeF) -> QSizeF:
    """The size of a page, in points, when it is turned upright."""
    return size.transposed() if size.width() > size.height() else size


def _is_wide_throughout(sizes: Sequence[QSizeF]) -> bool:
    return all(size.width() > size.height() for size in sizes)


def _take_sheet(printer: QPrinter, size: QSizeF, *, landscape: bool) -> None:
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageSize(sheet_of(size))
    printer.setPageOrientation(orientation)


def _write_pages(pdf: bytes, document: PdfDocument, numbers: Sequence[int], target: Path) -> None:
    # Reads and writes PDF and is needed only now.
    from pypdfium2 import PdfDocument

    if list(numbers) != list(range(len(document))):
        part = PdfDocument.new()
        part.import_pages(document, list(numbers))
        written = io.BytesIO()
        part.save(written)
        part.close()
        pdf = written.getvalue()
    with replacing(target) as path:
        path.write_bytes(pdf)


def _tr(words: str) -> str:
    return QCoreApplication.translate("reports", words)
