"""The fields of a project's overview: its ledger line, its profile in groups, and its dates."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.ledger_heads import LedgerField
from fangzi_desktop.domain.profiles import ProfileField
from fangzi_desktop.domain.stage_terms import Intent, LeadSource, Sector
from fangzi_desktop.domain.terms import Milestone, Route
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.fields import Field, read_when, show_when


def form_fields() -> tuple[Field, ...]:
    """The fields of one line, in their order; the route is chosen, and the remark is a text."""
    one = LedgerField
    texts = [
        one.NAME,
        one.PROJECT_NO,
        one.INVESTOR,
        one.INDUSTRY_TRACK,
        one.RESPONSIBLE_UNIT,
        one.SERVICE_OFFICER,
    ]
    money = [one.INVESTMENT, one.FIXED_INVESTMENT, one.OUTPUT, one.ANNUAL_PLAN]
    return (
        *(fields.text(term.value, term.zh) for term in texts),
        *(fields.money(f"{term.value}_yuan", term.zh) for term in money),
        fields.money("completed_yuan", one.COMPLETED_INVESTMENT.zh),
        fields.area("area_mu", one.AREA.zh),
    )


def route_field() -> Field:
    """The field for the land question."""
    return fields.choice("route", _tr("用地情况"), Route, _tr("未填写"))


def profile_groups(today: date) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """The fields of a project's profile under the heads they stand below."""
    one, nothing = ProfileField, _tr("未填写")
    return (
        (
            _tr("线索与选址"),
            (
                fields.choice(one.SOURCE.value, one.SOURCE.zh, LeadSource, nothing),
                fields.text(one.CONTACT.value, one.CONTACT.zh, _tr("不写入报告")),
                fields.day(one.FIRST_CONTACT_ON.value, one.FIRST_CONTACT_ON.zh, today),
                fields.choice(one.INTENT.value, one.INTENT.zh, Intent, nothing),
                fields.text(one.PROJECT_TYPE.value, one.PROJECT_TYPE.zh, _tr("如 新建、扩建、技改")),
                fields.text(one.INDUSTRY_CODE.value, one.INDUSTRY_CODE.zh, _tr("如 C3824")),
                fields.text(one.SITE_INTENTION.value, one.SITE_INTENTION.zh),
                fields.tick(one.IS_LEASED.value, one.IS_LEASED.zh),
            ),
        ),
        (
            _tr("拟达指标（达产年）"),
            (
                fields.money(one.TAX.value, one.TAX.zh),
                fields.money(one.VALUE_ADDED.value, one.VALUE_ADDED.zh),
                fields.money(one.RESEARCH.value, one.RESEARCH.zh),
                fields.count(one.EMPLOYEES.value, one.EMPLOYEES.zh, _tr("人")),
                fields.quantity(one.ENERGY.value, one.ENERGY.zh, _tr("吨标准煤")),
                fields.quantity(one.EMISSION.value, one.EMISSION.zh, _tr("吨")),
                fields.quantity(one.FLOOR_AREA.value, one.FLOOR_AREA.zh, _tr("平方米")),
                fields.quantity(one.FOOTPRINT.value, one.FOOTPRINT.zh, _tr("平方米")),
                fields.quantity(one.GREEN.value, one.GREEN.zh, _tr("平方米")),
                fields.quantity(one.OFFICE.value, one.OFFICE.zh, _tr("平方米")),
            ),
        ),
        (
            _tr("项目公司与立项"),
            (
                fields.text(one.DEVELOPER.value, one.DEVELOPER.zh),
                fields.text(one.CREDIT_CODE.value, one.CREDIT_CODE.zh, _tr("18位")),
                fields.day(one.LICENCE_ON.value, one.LICENCE_ON.zh, today),
                fields.text(one.PLATFORM_CODE.value, one.PLATFORM_CODE.zh),
                fields.choice(one.SECTOR.value, one.SECTOR.zh, Sector, nothing),
                fields.money(one.LAND_PRICE.value, one.LAND_PRICE.zh),
                fields.day(one.SUPERVISED_UNTIL.value, one.SUPERVISED_UNTIL.zh, today),
            ),
        ),
    )


def date_field(kind: Milestone, today: date) -> Field:
    """The field for a dated fact, as precise as it is known; it reads a stored date's code as well."""

    def show(value: object) -> str:
        return show_when(PartialDate.from_code(value) if isinstance(value, str) else _when(value))

    return Field("happened", kind.zh, show, lambda typed: read_when(typed, today))


def _when(value: object) -> PartialDate | None:
    return value if isinstance(value, PartialDate) else None


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
