"""PURE. The words of the thresholds on what is done and who comes."""

from typing import Final

from cases.rule_sets.words import words

PROTOCOL: Final = (
    words(
        "protocol", "persistence_min", "P03 P04 P05 P23",
        ("Eerste maatregelen bij aanhoudende bloeding na", "First measures when it still bleeds after"),
        ("Katheter, massage, uterotonicum en zuurstof horen er te zijn als het dan nog bloedt.",
         "Catheter, massage, uterotonic and oxygen are due when it still bleeds then."),
    ),
    words(
        "protocol", "hospital_persistence_min", "P07 P10 P13",
        ("Maatregelen in het ziekenhuis na", "Measures in hospital after"),
        ("Tranexaminezuur, tweede infuus en laboratoriumset horen er te zijn als het dan nog bloedt.",
         "Tranexamic acid, second IV line and lab set are due when it still bleeds then."),
    ),
    words(
        "protocol", "inspection_min", "P06",
        ("Geboortekanaal bekeken bij bloeding na", "Genital tract inspected when it bleeds after"),
        ("Tijd vanaf het eerste behandelende uterotonicum.", "Time from the first therapeutic uterotonic."),
    ),
    words(
        "protocol", "gap_window_min", "P11 P12",
        ("Zo lang wordt naar meten gekeken", "Measuring is looked at for"),
        ("Tijd vanaf de grens waarin tussen metingen geen te lange pauze hoort te zitten.",
         "Time from the trigger in which measurements have no longer gaps."),
    ),
    words(
        "protocol", "vitals_gap_min", "P11",
        ("Vitale functies minstens elke", "Vital signs at least every"),
        ("Langste tussentijd tussen twee metingen.", "Longest gap between two measurements."),
    ),
    words(
        "protocol", "blood_loss_gap_min", "P12",
        ("Bloedverlies opgeteld minstens elke", "Blood loss added up at least every"),
        ("Langste tussentijd tussen twee metingen.", "Longest gap between two measurements."),
    ),
    words(
        "protocol", "measure_loss_ml", "P02",
        ("Wegen of opvangen vanaf", "Weigh or collect from"),
        ("Vanaf dit totale bloedverlies hoort er gewogen of opgevangen te zijn.",
         "From this total loss on it is weighed or collected."),
    ),
    words(
        "protocol", "warming_loss_ml", "P17",
        ("Temperatuur of verwarmen vanaf", "Temperature or warming from"),
        ("Vanaf dit totale bloedverlies hoort de temperatuur gemeten of zij verwarmd te zijn.",
         "From this total loss on the temperature is taken or she is warmed."),
    ),
    words(
        "protocol", "fibrinogen_g_l", "P14",
        ("Fibrinogeen laag onder", "Fibrinogen low below"),
        ("Een lagere uitslag bij aanhoudende bloeding hoort behandeld te worden.",
         "A lower result while she bleeds is treated."),
    ),
    words(
        "protocol", "fibrinogen_treatment_min", "P14",
        ("Laag fibrinogeen behandeld binnen", "Low fibrinogen treated within"),
        ("Tijd van de uitslag tot fibrinogeen of plasma.", "Time from the result to fibrinogen or plasma."),
    ),
    words(
        "protocol", "clear_fluids_ml", "P16",
        ("Heldere vloeistof vóór bloed hoogstens", "Clear fluid before blood at most"),
        ("Meer dan dit verdunt de stolling.", "More than this dilutes clotting."),
    ),
    words(
        "protocol", "aftercare_loss_ml", "P20 P21 P22",
        ("Nazorg na fluxus bij meer dan", "Aftercare at more than"),
        ("Boven dit totale bloedverlies horen Hb, nabespreking en tromboserisico.",
         "Above this total loss Hb, debriefs and thrombosis risk are due."),
    ),
)  # fmt: skip

ESCALATION: Final = (
    words(
        "escalation", "referral_min", "E01",
        ("Tweede lijn ingeschakeld binnen", "Secondary care involved within"),
        ("Tijd vanaf het moment dat de eerste lijn hulp hoort te vragen.",
         "Time from the moment at which primary care asks for help."),
    ),
    words(
        "escalation", "gynaecologist_min", "E02",
        ("Gynaecoloog betrokken binnen", "Gynaecologist involved within"),
        ("Tijd vanaf het alarm of overname.", "Time from the alarm or takeover."),
    ),
    words(
        "escalation", "anaesthesiologist_min", "E03",
        ("Anesthesioloog betrokken binnen", "Anaesthesiologist involved within"),
        ("Tijd vanaf het alarmvolume of overname.", "Time from the alarm volume or takeover."),
    ),
    words(
        "escalation", "theatre_min", "E04",
        ("OK-team gewaarschuwd binnen", "Theatre team alerted within"),
        ("Tijd vanaf het volume voor het OK-team of overname.",
         "Time from the volume of the theatre team or takeover."),
    ),
    words(
        "escalation", "mtp_min", "E05",
        ("Massaal bloedingsprotocol binnen", "Massive transfusion protocol within"),
        ("Tijd vanaf het volume daarvoor of overname.", "Time from its volume or takeover."),
    ),
    words(
        "escalation", "ambulance_request_min", "E07",
        ("Ambulance aangevraagd binnen", "Ambulance requested within"),
        ("Tijd vanaf het moment dat de eerste lijn hulp hoort te vragen.",
         "Time from the moment at which primary care asks for help."),
    ),
    words(
        "escalation", "gynaecologist_bedside_min", "E08",
        ("Gynaecoloog aan bed binnen", "Gynaecologist at the bedside within"),
        ("Tijd vanaf het volume daarvoor of overname.", "Time from its volume or takeover."),
    ),
    words(
        "escalation", "hands_primary", "E06",
        ("Mensen aan bed, eerste lijn", "People at the bedside, primary care"),
        ("Minstens zoveel mensen, welke rol ook.", "At least this many people, whatever their role."),
    ),
    words(
        "escalation", "hands_secondary", "E06",
        ("Mensen aan bed, tweede lijn", "People at the bedside, secondary care"),
        ("Minstens zoveel mensen, welke rol ook.", "At least this many people, whatever their role."),
    ),
    words(
        "escalation", "hands_at_min", "E06",
        ("Mensen geteld na", "People counted after"),
        ("Tijd vanaf het alarmvolume.", "Time from the alarm volume."),
    ),
)  # fmt: skip
