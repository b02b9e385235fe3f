"""PURE. The words of the thresholds that start a clock or stop it."""

from typing import Final

from cases.rule_sets.words import words

TRIGGERS: Final = (
    words(
        "triggers", "treatment_trigger_vaginal_ml", "tP",
        ("Behandelen vanaf, vaginaal", "Treat from, vaginal birth"),
        ("Vanaf dit bloedverlies begint de tijd voor behandeling na een vaginale bevalling.",
         "From this loss on the time for treatment runs after a vaginal birth."),
    ),
    words(
        "triggers", "treatment_trigger_caesarean_ml", "tP",
        ("Behandelen vanaf, keizersnede", "Treat from, caesarean"),
        ("Vanaf dit bloedverlies begint de tijd voor behandeling na een keizersnede.",
         "From this loss on the time for treatment runs after a caesarean."),
        unless=("P03", "P04"),
    ),
    words(
        "triggers", "alarm_loss_ml", "t1000",
        ("Alarm vanaf", "Alarm from"),
        ("Vanaf dit bloedverlies hoort hulp erbij te komen, ook zonder afwijkende vitale functies.",
         "From this loss on help is due, also with normal vital signs."),
    ),
    words(
        "triggers", "theatre_loss_ml", "t1500",
        ("OK-team en gynaecoloog aan bed vanaf", "Theatre team and gynaecologist at the bedside from"),
        ("Vanaf dit bloedverlies hoort het OK-team gewaarschuwd te zijn en de gynaecoloog erbij.",
         "From this loss on the theatre team is alerted and the gynaecologist is there."),
    ),
    words(
        "triggers", "mtp_loss_ml", "t2000",
        ("Massaal bloedingsprotocol en beslissende ingreep vanaf",
         "Massive transfusion protocol and decisive step from"),
        ("Vanaf dit bloedverlies hoort het massaal bloedingsprotocol te starten en volgt een ingreep.",
         "From this loss on the massive transfusion protocol starts and a decisive step follows."),
    ),
    words(
        "triggers", "shock_index_tenths", "tSI D13",
        ("Shockindex verhoogd vanaf (in tienden)", "Shock index raised from (in tenths)"),
        ("Pols gedeeld door bovendruk; 9 tienden is 0,9.",
         "Pulse divided by systolic pressure; 9 tenths is 0.9."),
    ),
    words(
        "triggers", "shock_index_min_loss_ml", "tSI D13",
        ("Shockindex telt vanaf bloedverlies", "Shock index counts from a loss of"),
        ("Onder dit bloedverlies zegt een verhoogde shockindex nog niets over de bloeding.",
         "Below this loss a raised shock index says nothing about the bleeding yet."),
    ),
    words(
        "triggers", "referral_persistence_min", "trig1",
        ("Eerste lijn: na behandelgrens nog bloedend na", "Primary care: still bleeding after"),
        ("Duurt de bloeding zo lang na de behandelgrens, dan hoort de tweede lijn ingeschakeld te worden.",
         "A bleeding that lasts this long after the treatment trigger asks for secondary care."),
    ),
)  # fmt: skip

WHO: Final = (
    words(
        "who", "who_loss_ml", "tP",
        ("Behandelen bij afwijkende vitale functies vanaf", "Treat with an abnormal sign from"),
        ("Vanaf dit bloedverlies begint de tijd voor behandeling bij een afwijkende meting.",
         "From this loss on the time for treatment runs at an abnormal sign."),
    ),
    words(
        "who", "who_pulse", "tP",
        ("Pols afwijkend boven", "Pulse abnormal above"),
        ("Een snellere pols telt als afwijkend.", "A faster pulse counts as abnormal."),
    ),
    words(
        "who", "who_systolic", "tP",
        ("Bovendruk afwijkend onder", "Systolic pressure abnormal below"),
        ("Een lagere bovendruk telt als afwijkend.", "A lower systolic pressure counts as abnormal."),
    ),
    words(
        "who", "who_diastolic", "tP",
        ("Onderdruk afwijkend onder", "Diastolic pressure abnormal below"),
        ("Een lagere onderdruk telt als afwijkend.", "A lower diastolic pressure counts as abnormal."),
    ),
    words(
        "who", "who_shock_index_tenths", "tP",
        ("Shockindex afwijkend vanaf (in tienden)", "Shock index abnormal from (in tenths)"),
        ("Pols gedeeld door bovendruk; 10 tienden is 1,0.",
         "Pulse divided by systolic pressure; 10 tenths is 1.0."),
    ),
)  # fmt: skip

TXA: Final = (
    words(
        "txa", "txa_loss_ml", "tTXA",
        ("Tranexaminezuur bij meer dan", "Tranexamic acid at more than"),
        ("Bij meer bloedverlies dan dit hoort tranexaminezuur gegeven te worden.",
         "At a loss above this tranexamic acid is due."),
    ),
    words(
        "txa", "txa_window_min", "tTXA D03 D04 P07 P09",
        ("Tranexaminezuur uiterlijk na de geboorte", "Tranexamic acid at the latest after birth"),
        ("Later dan dit na de geboorte hoort het niet meer gestart te worden.",
         "Later than this after birth it is no longer started."),
    ),
    words(
        "txa", "txa_dose_min_g", "P07",
        ("Dosis tranexaminezuur minstens", "Dose of tranexamic acid at least"),
        ("De eerste giften samen horen hier niet onder te liggen.",
         "The first doses together are not below this."),
    ),
    words(
        "txa", "txa_dose_max_g", "P07",
        ("Dosis tranexaminezuur hoogstens", "Dose of tranexamic acid at most"),
        ("De eerste giften samen horen hier niet boven te liggen.",
         "The first doses together are not above this."),
    ),
    words(
        "txa", "txa_same_dose_min", "P07 P09",
        ("Giften binnen deze tijd zijn één dosis", "Doses within this time are one dose"),
        ("Wat later komt, telt als herhaling.", "What comes later counts as a repeat."),
    ),
    words(
        "txa", "txa_after_trigger_min", "D03",
        ("Tranexaminezuur binnen", "Tranexamic acid within"),
        ("Tijd vanaf de meting boven de grens, of vanaf overname door de tweede lijn.",
         "Time from the record above the limit, or from takeover by secondary care."),
    ),
    words(
        "txa", "txa_repeat_min", "P09",
        ("Tranexaminezuur herhalen na", "Repeat tranexamic acid after"),
        ("Bloedt zij dan nog, dan hoort een tweede dosis.", "If she still bleeds, a second dose is due."),
    ),
)  # fmt: skip

DELAY: Final = (
    words(
        "delay", "therapeutic_uterotonic_min", "D01",
        ("Behandelend uterotonicum binnen", "Therapeutic uterotonic within"),
        ("Tijd vanaf de behandelgrens.", "Time from the treatment trigger."),
    ),
    words(
        "delay", "second_uterotonic_min", "D05 P08",
        ("Tweede uterotonicum binnen", "Second-line uterotonic within"),
        ("Tijd vanaf de behandelgrens.", "Time from the treatment trigger."),
    ),
    words(
        "delay", "second_uterotonic_after_takeover_min", "D05 P08",
        ("Tweede uterotonicum na overname binnen", "Second-line uterotonic after takeover within"),
        ("De tweede lijn krijgt na overname minstens deze tijd.",
         "Secondary care has at least this time after takeover."),
    ),
    words(
        "delay", "iv_secondary_min", "D02",
        ("Infuus in de tweede lijn binnen", "IV line in secondary care within"),
        ("Tijd vanaf de behandelgrens of het alarm.", "Time from the treatment trigger or the alarm."),
    ),
    words(
        "delay", "iv_primary_min", "D02",
        ("Infuus in de eerste lijn binnen", "IV line in primary care within"),
        ("Tijd vanaf het alarm.", "Time from the alarm."),
    ),
    words(
        "delay", "lab_min", "D12",
        ("Bloedafname binnen", "Blood sample within"),
        ("Tijd vanaf het alarmvolume of overname.", "Time from the alarm volume or takeover."),
    ),
    words(
        "delay", "specialist_arrival_min", "D06",
        ("Opgeroepen specialist aanwezig binnen", "Called specialist there within"),
        ("Tijd van oproep tot aankomst.", "Time from call to arrival."),
    ),
    words(
        "delay", "ambulance_a1_min", "D07",
        ("Ambulance A0 of A1 ter plaatse binnen", "Ambulance A0 or A1 on scene within"),
        ("Tijd vanaf de melding.", "Time from the request."),
    ),
    words(
        "delay", "ambulance_a2_min", "D07",
        ("Ambulance A2 ter plaatse binnen", "Ambulance A2 on scene within"),
        ("Tijd vanaf de melding.", "Time from the request."),
    ),
    words(
        "delay", "request_to_hospital_min", "D08",
        ("Van melding tot ziekenhuis binnen", "From request to hospital within"),
        ("Tijd van de melding aan de ambulance tot aankomst in het ziekenhuis.",
         "Time from the ambulance request to arrival in hospital."),
    ),
    words(
        "delay", "retained_placenta_min", "D09",
        ("Placenta niet geboren na", "Placenta not out after"),
        ("Eerste lijn: de placenta zit vast wanneer zij dan nog niet geboren is.",
         "Primary care: the placenta is retained when it is not out by then."),
    ),
    words(
        "delay", "retained_placenta_referral_min", "D09",
        ("Retentio placentae: verwezen vóór", "Retained placenta: referred by"),
        ("Tijd na de geboorte waarop de tweede lijn ingeschakeld hoort te zijn.",
         "Time after birth by which secondary care is involved."),
    ),
    words(
        "delay", "placenta_removal_min", "D10",
        ("Placenta verwijderd bij fluxus binnen", "Placenta removed while bleeding within"),
        ("Tijd vanaf het alarm of overname.", "Time from the alarm or takeover."),
    ),
    words(
        "delay", "decisive_step_min", "D11 E09",
        ("Beslissende ingreep binnen", "Decisive step within"),
        ("Tijd vanaf het volume voor het massaal bloedingsprotocol of overname.",
         "Time from the volume of the massive transfusion protocol or takeover."),
    ),
    words(
        "delay", "recognition_min", "D13",
        ("Reactie op verhoogde shockindex binnen", "Response to a raised shock index within"),
        ("Tijd vanaf de eerste verhoogde shockindex.", "Time from the first raised shock index."),
    ),
    words(
        "delay", "recognition_lookback_min", "D13",
        ("Eerder geroepen hulp telt tot", "Help called before counts up to"),
        ("Hulp die zo lang vóór de verhoogde shockindex geroepen is, telt als reactie.",
         "Help called this long before the raised shock index counts as a response."),
    ),
)  # fmt: skip
