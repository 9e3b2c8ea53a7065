"""How the 论证 ended, in figures: 否决 and 剔除 are different and never added to one another as one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """How many projects passed the 论证, were 否决 by it, and were 剔除; each project counts once."""

    passed: int
    vetoed: int
    removed: int

    @property
    def decided(self) -> int:
        """How many the meeting decided on: passed and 否决."""
        return self.passed + self.vetoed

    @property
    def handled(self) -> int:
        """How many were handled, those 剔除 included."""
        return self.decided + self.removed

    @property
    def pass_rate(self) -> Decimal | None:
        """The share of those decided that passed, in per cent with one place; None while none was decided."""
        if not self.decided:
            return None
        share = Decimal(100 * self.passed) / self.decided
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)
