"""The words an action item chooses from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """What an action grew from."""

    PATTERN = "pattern", _("a pattern")
    MEASURE = "measure", _("a figure")
    CASE = "case", _("a case")
    OWN = "own", _("an idea of our own")


class MeasureKind(models.TextChoices):
    """What the action is measured by."""

    CHECK = "check", _("pass rate of a check")
    OUTCOME = "outcome", _("outcome of the births")


class ActionType(models.TextChoices):
    """What kind of change it is, from what is forgotten soonest to what works by itself."""

    AGREEMENT = "agreement", _("agreement")
    TRAINING = "training", _("training")
    MATERIAL = "material", _("material")
    ICT = "ict", _("ICT")
    ORGANISATION = "organisation", _("organisation of care")


class Rule(models.TextChoices):
    """How the check will be judged, chosen before the action starts."""

    DIFFERENCE = "difference", _("the difference before and after, once, on the check date")
    SHIFT = "shift", _("eight quarters on one side of the baseline (a hint)")


class Stage(models.TextChoices):
    """Where an action stands."""

    CONCEPT = "concept", _("Concept")
    PLAN = "plan", _("Plan")
    DO = "do", _("Do")
    CHECK = "check", _("Check")
    ACT = "act", _("Act")


class Decision(models.TextChoices):
    """How a cycle ends."""

    ADOPT = "adopt", _("make permanent")
    ADAPT = "adapt", _("adapt")
    ABANDON = "abandon", _("stop")


class LogKind(models.TextChoices):
    """What a line of the log is about."""

    DONE = "done", _("done")
    STAGE = "stage", _("stage")
    EDIT = "edit", _("changed")
    DECISION = "decision", _("decision")


class Trigger(models.TextChoices):
    """What made the figures be looked at again."""

    IMPORT = "import", _("new births")
    CASE = "case", _("a new case")
    PERSON = "person", _("asked for")
