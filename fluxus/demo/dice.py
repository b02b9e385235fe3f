"""PURE. Named draws: the same seed and name give the same value, in whatever order one asks."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate
from statistics import NormalDist
from typing import Final, TypeVar

Value = TypeVar("Value")
NORMAL: Final = NormalDist()
_STEPS: Final = 2**53


class Dice:
    """A seeded source of draws by name: a case can be worked out in several passes without changing."""

    def __init__(self, *seed: object) -> None:
        self._seed = "/".join(map(str, seed))
        self._drawn: dict[str, float] = {}

    def share(self, name: str) -> float:
        """Return a number above 0 and below 1."""
        if name not in self._drawn:
            digest = blake2b(f"{self._seed}/{name}".encode(), digest_size=8).digest()
            self._drawn[name] = (int.from_bytes(digest) % _STEPS + 0.5) / _STEPS
        return self._drawn[name]

    def chance(self, name: str, probability: float) -> bool:
        """Return True with this probability."""
        return self.share(name) < probability

    def between(self, name: str, bounds: tuple[int, int]) -> int:
        """Return a whole number within the bounds, both included."""
        low, high = bounds
        return low + int(self.share(name) * (high - low + 1))

    def normal(self, name: str, sigma: float) -> float:
        """Return a normal deviate around 0."""
        return sigma * NORMAL.inv_cdf(self.share(name))

    def pick(self, name: str, values: Sequence[Value]) -> Value:
        """Return one of the values, each as likely."""
        return values[int(self.share(name) * len(values))]

    def weighted(self, name: str, weights: Mapping[Value, float]) -> Value:
        """Return one of the keys, in proportion to its weight."""
        ends = list(accumulate(weights.values()))
        return list(weights)[bisect(ends, self.share(name) * ends[-1])]
