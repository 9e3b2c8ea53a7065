"""What is known of a project beyond its ledger line (S1 to S3, mechanism §1.3)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.profiles import check_profile
from fangzi_desktop.domain.stage_terms import Intent, LeadSource, Sector
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage.stage_tables import ProfileRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work

_CODES = ("industry_code", "credit_code", "platform_code")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a project beyond its ledger line; units as in `ProfileRow`, None is unknown."""

    source: LeadSource | None = None
    contact: str = ""
    first_contact_on: date | None = None
    intent: Intent | None = None
    project_type: str = ""
    industry_code: str = ""
    site_intention: str = ""
    is_leased: bool = False
    tax_yuan: int | None = None
    value_added_yuan: int | None = None
    rd_yuan: int | None = None
    employees: int | None = None
    energy_tce: Decimal | None = None
    emission_tonnes: Decimal | None = None
    floor_area_sqm: Decimal | None = None
    footprint_sqm: Decimal | None = None
    green_sqm: Decimal | None = None
    office_sqm: Decimal | None = None
    gate_capacity_note: str = ""
    gate_environment_note: str = ""
    gate_safety_note: str = ""
    developer: str = ""
    credit_code: str = ""
    licence_on: date | None = None
    platform_code: str = ""
    sector: Sector | None = None
    land_price_yuan: int | None = None
    built_area_mu: Decimal | None = None
    physical_progress: str = ""
    physical_confirmed_on: date | None = None
    supervised_until: date | None = None


def profile(view: View, project_id: str) -> Profile:
    """Return a project's profile, empty while nobody has filled it in."""
    row = view.session.get(ProfileRow, project_id)
    if row is None:
        return Profile()
    return Profile(**{field.name: getattr(row, field.name) for field in fields(Profile)})


def edit_profile(work: Work, project_id: str, form: Profile) -> None:
    """Write what the form holds; refusals are those of `check_profile`, and nothing is written then."""
    values = {
        name: clean_text(value) if isinstance(value, str) and type(value) is str else value
        for name, value in asdict(form).items()
    }
    for name in _CODES:
        values[name] = values[name].strip().upper()
    check_profile(values, work.today)
    row = profile_row(work, project_id)
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def profile_row(work: Work, project_id: str) -> ProfileRow:
    """Return the row of a project's profile, a new one if it has none yet."""
    work.get(ProjectRow, project_id)
    row = work.session.get(ProfileRow, project_id)
    if row is None:
        empty = {field.name: getattr(Profile(), field.name) for field in fields(Profile)}
        row = work.add(ProfileRow(id=project_id, project_id=project_id, **empty))
    return row
