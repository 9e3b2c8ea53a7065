"""The team's own settings: one described line each, kept in the database and journaled."""

from __future__ import annotations

from dataclasses import dataclass

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage.settings import setting_values
from fangzi_desktop.storage.tables import SettingRow
from fangzi_desktop.storage.work import View, Work

_NAME = "team.name"
_DISTRICT = "team.district"
_MEETING = "team.meeting_weekday"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """The team's name as papers and the status bar show it, and its district."""

    name: str
    district: str


def team_settings(view: View) -> TeamSettings:
    """Return the team's settings."""
    values = setting_values(view.session)
    return TeamSettings(values.get(_NAME, ""), values.get(_DISTRICT, ""))


def change_team(work: Work, name: str, district: str) -> None:
    """Write the team's name and district.

    Raises `UserError` ``settings.no_name`` or ``settings.too_long``.
    """
    name, district = clean_text(name).strip(), clean_text(district).strip()
    if not name:
        raise UserError("settings.no_name")
    if max(len(name), len(district)) > _LONGEST:
        raise UserError("settings.too_long", longest=_LONGEST)
    for key, value in ((_NAME, name), (_DISTRICT, district)):
        _write(work, key, value)


def meeting_weekday(view: View) -> int:
    """Return the weekday of the team's weekly meeting (例会), Monday is 0."""
    return int(setting_values(view.session).get(_MEETING, "0"))


def set_meeting_weekday(work: Work, weekday: int) -> None:
    """Set the weekday of the team's weekly meeting, 0 … 6 from Monday.

    Raises `UserError` ``settings.weekday``.
    """
    if not 0 <= weekday <= 6:
        raise UserError("settings.weekday")
    _write(work, _MEETING, str(weekday))


def _write(work: Work, key: str, value: str) -> None:
    row = work.session.get(SettingRow, key)
    if row is None:
        work.add(SettingRow(id=key, value=value))
    else:
        row.value = value
