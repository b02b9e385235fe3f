"""PURE. Invented names for the fictitious country: birds, plants and landforms, no existing municipality."""

from typing import Final

HIGHER: Final = "Merelwaard"
"""The showcase VSV whose registered rate lies clearly above the national one."""
ABOUT: Final = "Wulpenduin"
"""The showcase VSV that cannot be told apart from the national figure."""
LOWER: Final = "Wilgenstroom"
"""The showcase VSV whose registered rate lies clearly below the national one."""
RISING: Final = "Korenmarken"
"""A VSV whose registered rate rises when it starts to weigh all blood loss."""
LEAKY: Final = "Nevelkreken"
"""A VSV that leaves so much blood loss out that no verdict is given."""

_LANDSCAPES: Final = """
Avelduinen Beekmarken Berkenstroom Bevermeren Blauwzand Braamlanden Brempolder Distelveen Dotterlanden
Eikvelden Elzenwaard Esdoornland Fazantbergen Ganzenkreken Gaspelduin Geelgorsland Goudrietland
Grutterweiden Haverkreken Hazelmarken Heggenrode Heikikkerland Hermelijnveld Hopbeemden Jeneverduin
Kamillevelden Karekietmeren Kersenkamp Kievitslanden Klaverkoggen Klokjesbeek Korenmarken Kraanvogelveen
Kwartelland Leeuwerikweiden Libellenmeer Lindenwaarden Lisdoddeland Meidoornkust Merelwaard Mispelrode
Moerbeilanden Morgenheuvels Muntbeemden Nachtegaalduin Nevelkreken Notenrode Otterlanden Papaverpolder
Parelduinen Patrijsvelden Pimpernelland Populierenrijk Reigersweiden Rietgorspolder Roerdompmeren
Roggelanden Rozenkoog Salieheuvels Schelpenkust Sleedoornland Sneeuwheide Spechtenwoud Spiegelmeren
Tarwekoog Torenvalkheide Tureluurkust Valeriaanveen Vlasmarken Vlinderkreken Waterlelieland Wikkenveld
Wilgenstroom Wulpenduin Zeekraalkust Zilverheggen Zonnedauwveen Zwaluwheuvels Zuringpolder
"""
_QUARTERS: Final = "Noord Oost Zuid West Binnen Buiten Haven Molen Brug Veer Dijk Horst Poort Linde Bron Eng"

LANDSCAPES: Final[tuple[str, ...]] = tuple(_LANDSCAPES.split())
"""The 79 VSVs, in the order of their codes."""
QUARTERS: Final[tuple[str, ...]] = tuple(_QUARTERS.split())
"""What tells the practices of one VSV apart."""
