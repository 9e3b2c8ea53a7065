"""Fonts for papers: whatever this machine has, or exactly the shipped ones for goldens."""

from __future__ import annotations

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.paths import resources
from fangzi_desktop.reports.fonts import FontBook, Role

SHIPPED = (
    "FandolFang-Regular.ttf",
    "LXGWWenKai-Regular.ttf",
    "NotoSansSC-Bold.ttf",
    "NotoSansSC-Regular.ttf",
    "NotoSerifSC-Black.ttf",
    "NotoSerifSC-Regular.ttf",
)


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    """A book of this machine's fonts that can set Chinese."""
    book = FontBook()
    try:
        for role in Role:
            book.face(role)
    except UserError:
        pytest.skip("no font with TrueType outlines and Chinese characters is installed")
    return book


@pytest.fixture
def shipped_fonts() -> FontBook:
    """A book of the shipped fonts only, so that a paper looks the same on every machine."""
    folder = resources() / "fonts"
    absent = [name for name in SHIPPED if not (folder / name).exists()]
    if absent:
        pytest.skip(f"the shipped fonts are not in resources/fonts: {', '.join(absent)}")
    return FontBook([folder])
