"""Handing a paper to a printer, page by page in its true size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.ui.desk import Job
from fangzi_desktop.ui.reports.pictures import POINTS_PER_INCH, opened, picture

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

# Laser printers show no more of text; twice as fine costs four times the memory.
PRINT_DPI = 300


def ask_printer(parent: QWidget, name: str, pages: int) -> QPrinter | None:
    """Ask where and what to print; None if the person thinks better of it."""
    # Loads the print system and is needed only now.
    from PySide6.QtGui import QPageLayout, QPageSize
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    accepted = dialog.exec()
    dialog.deleteLater()
    return printer if accepted else None


def chosen_pages(printer: QPrinter, pages: int) -> Sequence[int]:
    """The pages a person chose, from 0 on, in the order in which they are printed."""
    from PySide6.QtPrintSupport import QPrinter

    chosen = range(pages)
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage():
        chosen = range(printer.fromPage() - 1, min(printer.toPage() or pages, pages))
    return chosen[::-1] if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst else chosen


def print_pages(pdf: bytes, printer: QPrinter, job: Job) -> int:
    """Print a paper, as a background job, and return how many pages went to the printer.

    A wide page is turned so that all sheets lie the same way in the tray and the pile. A cancelled job ends
    after the page it is at and gives up the rest. Raises `UserError` ``print.failed``.
    """
    printer.setFullPage(True)
    with opened(pdf) as document:
        numbers = chosen_pages(printer, len(document))
        painter = QPainter()
        if not painter.begin(printer):
            raise UserError("print.failed", printer=printer.printerName())
        done = 0
        try:
            for number in numbers:
                if job.is_cancelled:
                    printer.abort()
                    break
                if done and not printer.newPage():
                    raise UserError("print.failed", printer=printer.printerName())
                image = picture(document, number, PRINT_DPI / POINTS_PER_INCH, upright=True)
                width, height = document.get_page_size(number)
                dots = printer.resolution() / POINTS_PER_INCH
                painter.drawImage(QRectF(0, 0, min(width, height) * dots, max(width, height) * dots), image)
                done += 1
                job.progressed.emit(done, len(numbers))
        finally:
            painter.end()
        return done
