"""What a method that measures a lift may see: a shop's days before and after, and its controls'."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reports.compare.model import Weeks, weeks

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Days:
    """Days in a row."""

    weekday: NDArray[np.int64]
    doy: Array
    is_plain: Flags

    @classmethod
    def of(cls, days: Sequence[date], is_plain: Flags) -> "Days":
        """These days, of which some are plain."""
        doy = [float(day.timetuple().tm_yday) for day in days]
        return cls(np.array([day.weekday() for day in days]), np.array(doy), is_plain)

    def __getitem__(self, seen: slice) -> "Days":
        return Days(self.weekday[seen], self.doy[seen], self.is_plain[seen])


@dataclass(frozen=True, eq=False)
class Sold:
    """What a shop sold, day by day."""

    orders: Array
    sales: Array

    def __getitem__(self, seen: slice) -> "Sold":
        return Sold(self.orders[seen], self.sales[seen])


@dataclass(frozen=True, eq=False)
class Comparison:
    """A shop before and in the service, beside its controls."""

    days: Days
    is_service: Flags
    sold: Sold
    controls: tuple[Sold, ...]

    def __getitem__(self, seen: slice) -> "Comparison":
        return Comparison(
            self.days[seen], self.is_service[seen], self.sold[seen], tuple(each[seen] for each in self.controls)
        )

    def weeks(self) -> Weeks:
        """Its weeks, as the product makes them."""
        return self._weeks(self.sold)

    def control_weeks(self) -> Array:
        """The log sales of the same weeks, a row per control."""
        return np.array([self._weeks(each).z for each in self.controls])

    def _weeks(self, sold: Sold) -> Weeks:
        days = self.days
        return weeks(sold.sales, sold.orders, days.is_plain, days.weekday, self.is_service, days.doy)
