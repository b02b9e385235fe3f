"""One object of a given VSV behind every address that takes an argument, for the access matrix."""

from tests import factories


def membership(vsv, owner):
    return {"pk": factories.make_person("caregiver", vsv).memberships.get().pk}


MAKERS = {
    "organisations:end_membership": membership,
}


def make_everything(vsv, owner):
    """Make one of everything in this VSV; return texts that nobody of another VSV may see."""
    texts = [owner.email]
    for maker in set(MAKERS.values()):
        maker(vsv, owner)
    return texts
