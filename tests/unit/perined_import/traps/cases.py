"""What a trap is: a change to an ordinary birth, and the outcome that the specification asks for.

Every outcome is written by hand from the specification of the import, never from what the code gives. A trap
with ``cells`` occurs in tables too; one with ``cells`` only (``message=False``) in nothing else.
"""

from dataclasses import dataclass, field

from tests.kernset_messages import child, values

PRESENT, ABSENT, FLAVOUR, WRONG, CONTRADICTION = "present", "absent", "null flavour", "wrong", "contradiction"

ORDINARY = {
    "geboortedatum": "04-08-2021 23:35",
    "lvr": "0010",
    "ziekenhuis_lvr": "0010",
    "lijn": "2",
    "plaats": "ziekenhuis",
    "type_partus": "spontaan",
    "bloedverlies": "400",
    "fluxus": "",
    "pariteit": "0",
    "eerdere_hpp": "0",
    "leeftijd": "27",
    "bmi": "23,5",
    "amddd": "273",
    "aantal_kinderen": "1",
    "geboortegewicht": "3500",
    "placenta": "0",
    "perineum": "gaaf",
    "episiotomie": "",
}
"""The same ordinary birth as a row of a table."""


@dataclass(frozen=True)
class Trap:
    """One trap; ``outcome`` None: the unit is rejected with ``rejected``. ``aside``: it is set aside."""

    column: str
    kind: str
    outcome: object
    said: dict = field(default_factory=dict)
    birth: dict = field(default_factory=dict)
    cells: dict | None = None
    rejected: str = ""
    warned: tuple = ()
    also: dict = field(default_factory=dict)
    message: bool = True

    @property
    def name(self):
        """What pytest shows."""
        told = {**self.said, **self.birth} if self.message else self.cells
        return f"{self.column}-{self.kind}-" + ",".join(f"{key}={value}" for key, value in told.items())

    def values(self):
        """Return the message as the builders take it."""
        return values(**{"children": (child(**self.birth),), **self.said})

    def row(self):
        """Return the row of a table that says the same."""
        return {name: cell for name, cell in (ORDINARY | self.cells).items() if cell is not None}


def trap(column, kind, outcome, said=None, birth=None, cells=None, **rest):
    """Return a trap in messages, and with ``cells`` in tables as well."""
    return Trap(column, kind, outcome, said or {}, birth or {}, cells, **rest)


def in_table(column, kind, outcome, cells, **rest):
    """Return a trap of tables only."""
    return Trap(column, kind, outcome, cells=cells, message=False, **rest)


def reject(column, kind, code, said=None, birth=None, cells=None, **rest):
    """Return a trap whose unit is rejected."""
    return Trap(column, kind, None, said or {}, birth or {}, cells, rejected=code, **rest)
