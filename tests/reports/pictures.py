"""Pages as pictures."""

from __future__ import annotations

import pypdfium2
from PIL import Image

from fangzi_desktop.reports.document import Document
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.weekly_input import WeeklyInput
from tests.reports.issues import Printed

DPI = 50


def pictured(data: WeeklyInput | Document, fonts: FontBook, number: int) -> Image.Image:
    """A page of a printed paper, counted from 1, in grey."""
    document = pypdfium2.PdfDocument(Printed(data, fonts).pdf)
    try:
        picture: Image.Image = document[number - 1].render(scale=DPI / 72, grayscale=True).to_pil()
    finally:
        document.close()
    return picture.convert("L")
