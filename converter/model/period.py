"""Name the times facts are about, as the Open Information Model does."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict


class Instant(BaseModel):
    """Mean the end of one day (资产负债表日)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    instant: datetime.date


class Duration(BaseModel):
    """Mean all days from ``start`` to ``end``, both included (会计期间)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    start: datetime.date
    end: datetime.date


Period = Instant | Duration


def last_day(period: Period) -> datetime.date:
    """Return the day of an instant, or the last of a duration."""
    return period.instant if isinstance(period, Instant) else period.end
