"""What a photo of a project says of itself: when and where it was taken, as its camera wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.text import clean_line, clean_text

LONGEST_CAPTION = 200
LONGEST_SPOT = 60

# Before this no camera wrote EXIF; an older date is a clock that was never set.
_FIRST_YEAR = 1995
_MOMENT = re.compile(r"(\d{4})[:/-](\d{2})[:/-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})")


def camera_moment(text: str, today: date) -> datetime | None:
    """Return the moment a camera wrote, in its own local time; None for what cannot be true by `today`.

    No zone is added: most cameras write none, and a guessed one would move photos to another day.
    """
    found = _MOMENT.match(text.strip().strip("\0"))
    if found is None:
        return None
    try:
        moment = datetime(*(int(part) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    return moment if moment.year >= _FIRST_YEAR and moment.date() <= today else None


def degrees(parts: Sequence[float], reference: str, most: int) -> Decimal | None:
    """Return degrees, minutes and seconds as one number to six places, south and west negative.

    None for what no place has: a part missing or out of range, no reference, or more than `most` degrees.
    """
    if len(parts) != 3 or reference not in ("N", "S", "E", "W"):
        return None
    whole, minutes, seconds = parts
    if not (whole >= 0 and 0 <= minutes < 60 and 0 <= seconds < 60):
        return None
    value = whole + minutes / 60 + seconds / 3600
    if value > most:
        return None
    sign = -1 if reference in ("S", "W") else 1
    return round(Decimal(repr(sign * value)), 6)


def place_words(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """A place as a map asks for it, or nothing where it is not known: 北纬36.706900°，东经119.161700°."""
    if latitude is None or longitude is None:
        return ""
    north = "北纬" if latitude >= 0 else "南纬"
    east = "东经" if longitude >= 0 else "西经"
    return f"{north}{abs(latitude):f}°，{east}{abs(longitude):f}°"


def clean_caption(text: str) -> str:
    """Return a caption as it is kept. Raises `UserError` ``photo.caption_too_long``."""
    text = clean_text(text)
    if len(text) > LONGEST_CAPTION:
        raise UserError("photo.caption_too_long", longest=LONGEST_CAPTION)
    return text


def clean_spot(text: str) -> str:
    """Return the name of a building or a spot as it is kept. Raises `UserError` ``photo.spot_too_long``."""
    text = clean_line(text)
    if len(text) > LONGEST_SPOT:
        raise UserError("photo.spot_too_long", longest=LONGEST_SPOT)
    return text
