"""Whether chance may explain a rate: the exact binomial tail, without an approximation by a normal curve."""

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

DIGITS = 60  # of the sums; far more than any decision needs
DOUBT = Fraction(25, 1000)  # what is left on this side of a two-sided interval of 95 %


@lru_cache(maxsize=4096)
def is_above(found: int, of: int, share: Fraction) -> bool:
    """Whether the exact (Clopper-Pearson) lower bound of found ÷ of at 97.5 % lies above a share.

    That is so exactly where so many or more would come by chance in less than 2.5 % of cases if the share were true.
    """
    if of <= 0 or share >= 1 or found <= 0:
        return False
    return share <= 0 or tail(found, of, share) < Decimal(DOUBT.numerator) / DOUBT.denominator


def tail(found: int, of: int, share: Fraction) -> Decimal:
    """The chance of `found` or more out of `of` at a share between 0 and 1, as a sum of ratios of neighbouring terms."""
    with localcontext() as context:
        context.prec = DIGITS
        odds = Decimal(share.numerator) / (share.denominator - share.numerator)
        least = Decimal(10) ** -DIGITS
        above, term, number = Decimal(1), Decimal(1), found
        while number < of and term > above * least:
            term *= odds * (of - number) / (number + 1)
            number += 1
            above += term
        below, term, number = Decimal(0), Decimal(1), found
        while number > 0:
            term *= number / (odds * (of - number + 1))
            number -= 1
            below += term
            # Downwards the terms first grow, to the middle, and fall behind it.
            if term < (above + below) * least and number < of * share:
                break
        return above / (above + below)
