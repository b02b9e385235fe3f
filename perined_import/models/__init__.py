"""The tables of the import."""

from perined_import.models.job import ImportJob
from perined_import.models.mapping import ColumnMapping
from perined_import.models.month_count import MonthCount
from perined_import.models.national_reference import NationalReference
from perined_import.models.quality_count import QualityCount
from perined_import.models.report import Delivery, DeliveryShare, Report
from perined_import.models.upload import FoundProblem, RejectedUnit, Upload, UploadFile

__all__ = [
    "ColumnMapping",
    "Delivery",
    "DeliveryShare",
    "FoundProblem",
    "ImportJob",
    "MonthCount",
    "NationalReference",
    "QualityCount",
    "RejectedUnit",
    "Report",
    "Upload",
    "UploadFile",
]
