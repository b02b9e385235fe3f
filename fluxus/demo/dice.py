"""PURE. Named draws: the same seed and name give the same value, in whatever order one asks."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

Value = TypeVar("Value")


class Dice:
    """A seeded source of draws by name: a case can be worked out in several passes without changing."""

    def __init__(self, *seed: object) -> None:
        self._seed = "/".join(map(str, seed))

    def _random(self, name: str) -> Random:
        return Random(f"{self._seed}/{name}")

    def share(self, name: str) -> float:
        """Return a number from 0 up to 1."""
        return self._random(name).random()

    def chance(self, name: str, probability: float) -> bool:
        """Return True with this probability."""
        return self.share(name) < probability

    def between(self, name: str, bounds: tuple[int, int]) -> int:
        """Return a whole number within the bounds, both included."""
        return self._random(name).randint(*bounds)

    def normal(self, name: str, sigma: float) -> float:
        """Return a normal deviate around 0."""
        return self._random(name).gauss(0.0, sigma)

    def pick(self, name: str, values: Sequence[Value]) -> Value:
        """Return one of the values, each as likely."""
        return self._random(name).choice(values)

    def weighted(self, name: str, weights: Mapping[Value, float]) -> Value:
        """Return one of the keys, in proportion to its weight."""
        return self._random(name).choices(list(weights), list(weights.values()))[0]
