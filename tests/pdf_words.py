"""The words of a printed paper, as a reader selects them."""

from __future__ import annotations

from contextlib import closing

from pypdfium2 import PdfDocument


def words_of(pdf: bytes) -> str:
    """Return a paper's words without its line ends."""
    with closing(PdfDocument(pdf)) as paper:
        pages = [page.get_textpage().get_text_range() for page in paper]
    return "".join(pages).replace("\r", "").replace("\n", "")
