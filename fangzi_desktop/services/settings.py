"""The team's own settings: one described line each, kept in the database and journaled."""

from __future__ import annotations

from collections.abc import Mapping
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
    """The team's name as papers and the status bar show it, its district, and when it meets.

    `meeting_weekday` is that of the weekly meeting (例会), 0 … 6 from Monday.
    """

    name: str
    district: str
    meeting_weekday: int


def team_settings(view: View) -> TeamSettings:
    """Return the team's settings."""
    values = setting_values(view.session)
    return TeamSettings(values.get(_NAME, ""), values.get(_DISTRICT, ""), _weekday(values))


def change_team(work: Work, name: str, district: str, weekday: int | None = None) -> None:
    """Write the team's name and district, and the weekday of its weekly meeting if one is given.

    Raises `UserError` ``settings.no_name``, ``settings.too_long`` or ``settings.weekday``.
    """
    name, district = clean_text(name).strip(), clean_text(district).strip()
    if not name:
        raise UserError("settings.no_name")
    if max(len(name), len(district)) > _LONGEST:
        raise UserError("settings.too_long", longest=_LONGEST)
    for key, value in ((_NAME, name), (_DISTRICT, district)):
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
    if row is None:
        work.add(SettingRow(id=key, value=value))
    else:
        row.value = value
