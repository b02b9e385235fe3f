"""PURE. To what the minutes of a check count, for its band: *40 min tot tweede uterotonicum*."""

from typing import Final

from fluxus.texts import Text

UNTIL: Final = {
    "D01": Text("tot uterotonicum", "to uterotonic"),
    "D02": Text("tot infuus", "to IV line"),
    "D03": Text("tot tranexaminezuur", "to tranexamic acid"),
    "D04": Text("tot tranexaminezuur", "to tranexamic acid"),
    "D05": Text("tot tweede uterotonicum", "to second-line uterotonic"),
    "D06": Text("onderweg", "on the way"),
    "D07": Text("tot ambulance ter plaatse", "to ambulance on scene"),
    "D08": Text("van melding tot ziekenhuis", "from request to hospital"),
    "D09": Text("tot verwijzing", "to referral"),
    "D10": Text("tot placenta verwijderd", "to removal of placenta"),
    "D11": Text("tot beslissende ingreep", "to decisive step"),
    "D12": Text("tot bloedafname", "to blood sample"),
    "D13": Text("tot reactie", "to response"),
    "P06": Text("tot inspectie", "to inspection"),
    "P11": Text("zonder vitale functies", "without vital signs"),
    "P12": Text("zonder opgeteld bloedverlies", "without cumulative loss"),
    "P14": Text("tot stollingsproduct", "to clotting product"),
    "E01": Text("tot tweede lijn", "to secondary care"),
    "E02": Text("tot gynaecoloog", "to gynaecologist"),
    "E03": Text("tot anesthesioloog", "to anaesthesiologist"),
    "E04": Text("tot OK-team", "to theatre team"),
    "E05": Text("tot bloedingsprotocol", "to transfusion protocol"),
    "E07": Text("tot ambulance (A1)", "to ambulance (A1)"),
    "E08": Text("tot gynaecoloog aan bed", "to gynaecologist at bedside"),
    "E09": Text("tot beslissende ingreep", "to decisive step"),
}
