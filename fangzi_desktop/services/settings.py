"""The team's own settings: one described line each, kept in the database and journaled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.notices import check_code, default_code
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage.settings import setting_values
from fangzi_desktop.storage.tables import SettingRow
from fangzi_desktop.storage.work import View, Work

_NAME = "team.name"
_DISTRICT = "team.district"
_DOCUMENT_CODE = "team.document_code"
_MEETING = "team.meeting_weekday"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """The team's name as papers and the status bar show it, its district, its 代字, and when it meets.

    The 代字 of its papers' numbers is empty while the team has named none; `code` is then derived from the
    first two. `meeting_weekday` is that of the weekly meeting (例会), 0 … 6 from Monday.
    """

    name: str
    district: str
    document_code: str = ""
    meeting_weekday: int = 0

    @property
    def code(self) -> str:
        """What the numbers of the team's papers begin with: 坊专班."""
        return self.document_code or default_code(self.district, self.name)


def team_settings(view: View) -> TeamSettings:
    """Return the team's settings."""
    values = setting_values(view.session)
    return TeamSettings(
        values.get(_NAME, ""), values.get(_DISTRICT, ""), values.get(_DOCUMENT_CODE, ""), _weekday(values)
    )


def change_team(
    work: Work, name: str, district: str, document_code: str = "", weekday: int | None = None
) -> None:
    """Write the team's name, its district, its 发文字号代字, and the weekday of its meeting if one is given.

    An empty 代字 is derived. Raises `UserError` ``settings.no_name``, ``settings.too_long``,
    ``settings.document_code`` or ``settings.weekday``.
    """
    name, district = clean_text(name).strip(), clean_text(district).strip()
    code = clean_text(document_code)
    check_code(code)
    if not name:
        raise UserError("settings.no_name")
    if max(len(name), len(district)) > _LONGEST:
        raise UserError("settings.too_long", longest=_LONGEST)
    for key, value in ((_NAME, name), (_DISTRICT, district), (_DOCUMENT_CODE, code)):
        _write(work, key, value)
    if weekday is not None:
        set_meeting_weekday(work, weekday)


def meeting_weekday(view: View) -> int:
    """Return the weekday of the team's weekly meeting (例会), Monday is 0."""
    return _weekday(setting_values(view.session))


def set_meeting_weekday(work: Work, weekday: int) -> None:
    """Set the weekday of the team's weekly meeting, 0 … 6 from Monday.

    Raises `UserError` ``settings.weekday``.
    """
    if not 0 <= weekday <= 6:
        raise UserError("settings.weekday")
    _write(work, _MEETING, str(weekday))


def _weekday(values: Mapping[str, str]) -> int:
    return int(values.get(_MEETING, "0"))


def _write(work: Work, key: str, value: str) -> None:
    row = work.session.get(SettingRow, key)
    if row is not None:
        row.value = value
    elif value:
        work.add(SettingRow(id=key, value=value))
