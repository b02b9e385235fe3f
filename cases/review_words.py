"""PURE. What a reviewer can say about a flag, as the Dutch perinatal audit does."""

from typing import Final

from fluxus.texts import Text

STATUSES: Final = {
    "confirmed": Text("bevestigd: dit is een bespreekpunt", "confirmed: this is a point to discuss"),
    "rejected": Text("verworpen: dit is geen bespreekpunt", "rejected: this is no point to discuss"),
    "not_assessable": Text("niet te beoordelen", "not assessable"),
}
REASONS: Final = {
    "right_choice": Text("in deze situatie de juiste keuze", "the right choice in this situation"),
    "entry_error": Text("verkeerd ingevoerd", "entry error"),
    "does_not_apply": Text("de afspraak geldt hier niet", "the standard does not apply"),
    "other": Text("anders", "other"),
}
STANDARDS: Final = {
    "guideline": Text("richtlijn niet gevolgd", "guideline not followed"),
    "local_agreement": Text("lokale afspraak niet gevolgd", "local agreement not followed"),
    "usual_care": Text("gebruikelijke zorg niet gevolgd", "usual care not followed"),
}
DOMAINS: Final = {
    "professional": Text("professioneel handelen", "professional"),
    "organisation": Text("organisatie", "organisation"),
    "communication": Text("communicatie en overdracht", "communication and handover"),
    "documentation": Text("verslaglegging", "documentation"),
    "resources": Text("middelen en mensen", "resources"),
    "womans_choice": Text("keuze van de vrouw", "the woman's choice"),
}
RELATIONS: Final = {
    "none": Text("geen", "none"),
    "improbable": Text("onwaarschijnlijk", "improbable"),
    "possible": Text("mogelijk", "possible"),
    "probable": Text("waarschijnlijk", "probable"),
    "very_probable": Text("zeer waarschijnlijk", "very probable"),
}
