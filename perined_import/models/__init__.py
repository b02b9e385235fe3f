"""The tables of the import."""

from perined_import.models.month_count import MonthCount
from perined_import.models.national_reference import NationalReference
from perined_import.models.report import Delivery, DeliveryShare, Report
from perined_import.models.upload import RejectedUnit, Upload, UploadFile

__all__ = [
    "Delivery",
    "DeliveryShare",
    "MonthCount",
    "NationalReference",
    "RejectedUnit",
    "Report",
    "Upload",
    "UploadFile",
]
