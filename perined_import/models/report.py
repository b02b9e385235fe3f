"""Reports and the deliveries they add up to, in one table.

A report that links with nothing is its own delivery: the bulk of the rows, so it is stored once. Where
several live reports are about one delivery, they are its parts, and one more row holds their sum.

A report counts when it is ``live`` and its upload counts (`counting_uploads`): so an upload begins or stops
to count without its rows being written again. Only a row whose record or table came anew is marked itself.

Rows come in by the hundred thousand, so constraints and indexes are kept to what is needed: what a row refers
to is written by the same import that has just read or made it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fluxus.organisations.models import Vsv
from perined_import.kernset import BY_NAME
from perined_import.models.upload import Upload, UploadFile


def _code(name: str) -> models.CharField:
    longest = max(len(value) for value in BY_NAME[name].allowed)
    return models.CharField(BY_NAME[name].label.en, max_length=longest, null=True)  # noqa: DJ001 - null: unknown


def _flag(name: str) -> models.BooleanField:
    return models.BooleanField(BY_NAME[name].label.en, null=True)


def _whole(name: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(BY_NAME[name].label.en, null=True)


def counting_uploads() -> models.QuerySet[Upload]:
    """Return the uploads that count: in use, and not wholly replaced by a later table of their source."""
    return Upload.objects.filter(status=Upload.Status.COMMITTED, superseded_by=None)


def counting() -> models.Q:
    """Return the condition under which a report counts now: live, and so its upload (a sum has none)."""
    return models.Q(live=True) & (
        models.Q(upload=None) | models.Q(upload__in=counting_uploads().values("pk"))
    )


class ReportManager(models.Manager["Report"]):
    """Every report, and those that count."""

    def counting(self) -> models.QuerySet["Report"]:
        """Return the reports that count now."""
        return self.get_queryset().filter(counting())


class Report(models.Model):
    """One message or one delivery of a table, or the sum of several."""

    class Role(models.IntegerChoices):
        """What this row stands for among the live ones."""

        ALONE = 1, _("a delivery by itself")
        SUM = 2, _("the sum of linked reports")
        PART = 3, _("part of a sum")
        ASIDE = 4, _("no birth; context only")

    upload = models.ForeignKey(
        Upload, on_delete=models.CASCADE, null=True, related_name="reports", db_constraint=False
    )
    file = models.ForeignKey(
        UploadFile, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    position = models.PositiveIntegerField(null=True)
    role = models.PositiveSmallIntegerField(choices=Role)
    live = models.BooleanField(default=True)
    """False: another table or a newer version took its place. Always true while its upload does not count."""
    replaced_by = models.ForeignKey(
        Upload,
        on_delete=models.SET_NULL,
        null=True,
        related_name="replaced",
        db_constraint=False,
        db_index=False,
    )
    """Whose report took its place; empty while live."""
    delivery_key = models.CharField(max_length=16)
    """Random, given when first seen and kept: what a case refers to."""
    vsv = models.ForeignKey(
        Vsv, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    """Where it counts wholly; empty: not attributed, or in shares (see ``split``)."""
    vsv_named = models.BooleanField(default=False)
    """The file or the command named the VSV."""
    split = models.BooleanField(default=False)
    attributed_lvr_id = models.CharField(max_length=10, null=True)  # noqa: DJ001 - null: unknown
    """The organisation that decides where it counts."""

    birth_date = models.DateField(BY_NAME["birth_date"].label.en, null=True)
    birth_year = _whole("birth_year")
    birth_time = models.TimeField(BY_NAME["birth_time"].label.en, null=True)
    reporting_lvr_id = models.CharField(max_length=10, null=True)  # noqa: DJ001 - null: unknown
    hospital_lvr_id = models.CharField(max_length=10, null=True)  # noqa: DJ001 - null: unknown
    line = _code("line")
    place = _code("place")
    mode = _code("mode")
    blood_loss_ml = _whole("blood_loss_ml")
    pph_flag = _flag("pph_flag")
    parity = _whole("parity")
    previous_pph = _flag("previous_pph")
    maternal_age = _whole("maternal_age")
    bmi = models.FloatField(BY_NAME["bmi"].label.en, null=True)
    gestation_days = _whole("gestation_days")
    children = _whole("children")
    birth_weight_g = _whole("birth_weight_g")
    onset = _code("onset")
    augmented = _flag("augmented")
    second_stage_min = _whole("second_stage_min")
    placenta = _code("placenta")
    third_stage_uterotonic = _flag("third_stage_uterotonic")
    perineum = _code("perineum")
    episiotomy = _flag("episiotomy")
    epidural = _flag("epidural")
    transferred_in_labour = _flag("transferred_in_labour")
    transferred_third_stage = _flag("transferred_third_stage")
    termination = _flag("termination")
    perinatal_death = _flag("perinatal_death")
    pph = models.BooleanField(null=True)
    eligible = models.BooleanField(default=False)
    in_denominator = models.BooleanField(default=False)

    care_periods = models.PositiveSmallIntegerField(null=True)
    birth_orders = models.PositiveSmallIntegerField(null=True)
    coarse = models.PositiveSmallIntegerField(null=True)
    low_risk_at_start = models.BooleanField(null=True)
    record_key = models.BigIntegerField(null=True)
    identified = models.BooleanField(null=True)
    link_key = models.BigIntegerField(null=True)
    sent_at = models.BigIntegerField(null=True)

    scope = "vsv"
    objects = ReportManager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(fields=["delivery_key"], name="report_delivery", condition=models.Q(split=True)),
            models.Index(fields=["record_key"], name="report_record", condition=models.Q(identified=True)),
            models.Index(fields=["link_key"], name="report_link", condition=models.Q(link_key__isnull=False)),
            models.Index(
                fields=["replaced_by"], name="report_replaced", condition=models.Q(replaced_by__isnull=False)
            ),
            models.Index(fields=["birth_date"], name="report_birth"),
            models.Index(
                fields=["vsv", "birth_date"],
                name="haemorrhage_by_vsv",
                condition=models.Q(live=True, pph=True, role__in=(1, 2)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_key} {self.birth_date or self.birth_year}"


class DeliveryManager(models.Manager["Delivery"]):
    """Deliveries that count only: reports by themselves, and sums."""

    def get_queryset(self) -> models.QuerySet["Delivery"]:
        return super().get_queryset().filter(counting(), role__in=(Report.Role.ALONE, Report.Role.SUM))


class Delivery(Report):
    """A woman giving birth, as counted now."""

    objects = DeliveryManager()

    class Meta:
        proxy = True
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")


class DeliveryShare(models.Model):
    """The part of a delivery (in millionths) that counts for a VSV, where it is divided over several."""

    delivery = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="shares")
    vsv = models.ForeignKey(Vsv, on_delete=models.PROTECT, null=True, related_name="+")
    share = models.PositiveIntegerField()

    scope = "vsv"

    class Meta:
        verbose_name = _("share of a delivery")
        verbose_name_plural = _("shares of deliveries")
        ordering = ("delivery", "vsv")

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.share}"
