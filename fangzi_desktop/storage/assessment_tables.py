"""The tables of the 考核: how indicators are scored, and what is set for one unit in one year."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from fangzi_desktop.domain.assessment_terms import IndicatorL2, NoBasis, ObjectClass, Scoring
from fangzi_desktop.storage.columns import Row, term_column


class AssessmentRuleRow(Row):
    """How one indicator is scored from a day on (mechanism §7.2); see `AssessmentRule`."""

    __tablename__ = "assessment_rule"
    id: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[IndicatorL2] = term_column(IndicatorL2)
    scoring: Mapped[Scoring] = term_column(Scoring)
    locality_points: Mapped[Decimal]
    department_points: Mapped[Decimal]
    target: Mapped[Decimal | None] = mapped_column(default=None)
    step: Mapped[Decimal | None] = mapped_column(default=None)
    most: Mapped[Decimal | None] = mapped_column(default=None)
    no_basis: Mapped[NoBasis] = term_column(NoBasis, default=NoBasis.SPREAD)
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class AssessmentMarkRow(Row):
    """What was set for one unit in a year: its target of an indicator, or the points given by hand.

    The id is made of the year, the class, the indicator and the unit's name, so that there is one of each.
    """

    __tablename__ = "assessment_mark"
    id: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    object_class: Mapped[ObjectClass] = term_column(ObjectClass)
    name: Mapped[str]
    indicator: Mapped[IndicatorL2] = term_column(IndicatorL2)
    value: Mapped[Decimal]
    source: Mapped[str] = mapped_column(default="")
