"""PURE. The words by which a name, a street or a postcode is told from ordinary obstetric text."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHORT_TITLES: Final = (
    "mevr",
    "mevrouw",
    "mvr",
    "mw",
    "mej",
    "mejuffrouw",
    "dhr",
    "dr",
    "drs",
    "prof",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "zr",
    "br",
    "fam",
    "ir",
)
"""Titles that may end in a full stop."""

FORMS_OF_ADDRESS: Final = (
    "de heer",
    "meneer",
    "familie",
    "dokter",
    "doctor",
    "professor",
    "zuster",
    "broeder",
)

ROLES: Final = (
    r"(?:arts|ok|ic|seh|kraam|doktors)?-?assistente?",
    r"(?:huis|vrouwen|kinder|zaal|co-?)?arts",
    r"a(?:n)?ios",
    r"verloskundige",
    r"gyn(?:a?ecoloog)?",
    r"anesthesi(?:oloog|st)",
    r"kinderarts|neonatoloog|radioloog|uroloog|chirurg|internist|perinatoloog|obstetri(?:e|cus)",
    r"(?:[a-z]{2,20})?verpleegkundige",
    r"kraamverzorgende",
    r"anesthesiemedewerker",
    r"doula|echoscopiste?|laborant[e]?|secretaresse",
    r"collega|co(?:\s|-)?assistent",
    r"pati[eë]nte?|cli[eë]nte?|kraamvrouw|moeder|partner|echtgenoot|echtgenote|vriend(?:in)?",
    r"dochter|zoon|zus|broer|baby|dochtertje|zoontje",
    r"genaamd|heet|naam|voornaam|achternaam|ondergetekende",
    r"midwife|nurse|sister|obstetrician|gyna?ecologist|ana?esthe(?:siologist|tist)|registrar|consultant",
    r"surgeon|paramedic|physician|paediatrician|pediatrician|colleague|resident",
    r"patient|client|mother|father|husband|wife|daughter|son|named|called|name",
)
"""Roles and relations after which a word with a capital is taken for a name (no full stop in between)."""

PREFIXES: Final = (
    "van|von|vander|vande|de|den|der|het|ten|ter|te|el|al|ait|la|le|du|da|dos|di|bin|ben|ibn|abu"
    "|'t|in 't|op 't"
)
"""What can stand between a title and a surname."""

NOT_NAMES: Final = _words(
    """
    aan aanvankelijk aanwezig achteraf adequaat advies afdeling alle alles als alsnog altijd ambulance beide
    bel bellen besloten besluit bij bijna binnen bleef bleek bloed bloeding bloedverlies bloedverliezen
    controle daar daarbij daardoor daarna daarom daarop dan dat de debriefing deze die direct dit door drie
    duidelijk een eerst eerste en er evaluatie fijn gaat gaf geen gebeld geroepen gesprek ging goed goede
    haar had heb hebben heeft helder het hierna hierop hij hulp iedereen ik in inmiddels intussen is kind
    kon korte kwam laat later mede meteen met moeder moest na nadien nadat namens niemand niet nog nu om
    omdat omstreeks ondanks ondertussen onder op opnieuw opname ook over overdracht overgenomen overleg
    partner patiënt patiënte placenta pas praktijk pols rond rustig samen situatie snel snelle sprak start
    stabiel steeds tegelijk ten ter terwijl tijd tijdens tijdig toen totaal tot transport tussen twee tweede
    uit uiteindelijk uterus vanaf vanwege veel verder verdere verliep verloskamer verloskunde verpleging
    verslag via vitale volgens voor vooraf vrij vrouw waarna waarop wanneer want was wat weer weinig welke
    wel werd werk wij wil zag ze zeer zij ziekenhuis zo zodat zodra zonder zorg a about after afterwards all
    also although an and another as asked at because before bleeding blood both but by call called care
    could decided did during each earlier everybody finally first for from good has he help her here how i
    immediately it its ms my new next no nobody not now of on once only our she since so some soon team that
    the their then there these they this those three to together two under until very we were what when
    where which while who why with within without you maandag dinsdag woensdag donderdag vrijdag zaterdag
    zondag januari februari maart april mei juni juli augustus september oktober november december monday
    tuesday wednesday thursday friday saturday sunday january february march may june july august october
    nederland nederlands nederlandse engels engelse dutch english
    """
) | _words(  # terms of the field, drugs and brands
    """
    anesthesie anesthesist anesthesioloog apgar assistent assistente arts artsen atonie atony bakri balloon
    ballon bimanuele bimanual b-lynch lynch cefazoline cell carbetocine carbetocin carboprost credé crede
    ctg cyklokapron code calamiteit crash dienst duratobal duratocin ebb echo ec ecs erytrocyten eumon
    fibtem fibrinogeen fibrinogen ffp fluxus foley gelofusine glasgow gynaecologie gynaecoloog gynaecologist
    hayman haemate hb hellp hemabate hpp infuus infusion im iv ic icu intensive kraamzorg kliniek lab labor
    labour lactaat lichte manueel manuele methergin methylergometrine midwife misoprostol cytotec mpv mtp
    nacl nalador nurse obstetrie obstetrics ok operatiekamer oxytocine oxytocin pabal pph propess prostin
    protocol pulse ringer ringers rotem rr rhesus sbar seh sheehan sintocinon sulproston sulprostone
    syntocinon syntometrine teg team time-out timeout tranexaminezuur tranexamic trombocyten tonus txa
    theatre verloskundige verloskundigen verpleegkundige voluven vsv vk ok-team ziekenhuis zuurstof aureus
    pylori coli contin meows mews obs cymru a1 a2 pco pdca vim igj rivm nvog knov who rcog figo cmqcc acog
    lvr twin meerling sectio vacuüm vacuum keizersnede kiwi spoed stolling bloedbank ie
    para gravida multipara nullipara primipara primigravida
    multigravida anaesthetist obstetrician mw mevrouw dr
    onbekend unknown positief negatief
    """
)
"""Words with a capital that are no name, in lower case."""

NO_INITIALS: Final = frozenset({"IV", "IM", "SC", "PO", "NB", "PS", "EC", "HB", "RR", "OK", "IC", "AD", "TH"})
"""Letters with full stops that are an abbreviation of the field."""

BEFORE_A_LETTER: Final = _words(
    """
    hepatitis graad grade groep group bloedgroep type vitamine vitamin klasse class score plan fase phase
    kamer room punt point oordeel streptokokken strep tweeling twin kind baby optie option stap step deel
    part categorie verloskundige gynaecoloog arts midwife collega persoon person patiënt patient pct
    """
)
"""Words after which a letter with a full stop ends the sentence."""

MEASURES: Final = _words("ML MG IE IU UG CC KG GR DL MM CM UU UR MN BE")
"""Units that follow four digits."""

FIELD_LETTERS: Final = _words(
    """
    HB RR EC HR BP IV IM SC OK IC OC VK MW KV AF BV PO TC FF CO PH CT BE VS HF RF SI ET GA AD AP US
    """
)
"""Two letters of the field that follow a time written as four digits."""

TWO_LETTER_WORDS: Final = _words(
    """
    in na op en of om te is de ze we er nu al ik je zo ja by to at on no so if it am pm an as be do go he me
    my us up wo ma di vr za dd nl ca
    """
)

NO_STREETS: Final = _words(
    """
    luchtweg urineweg geboorteweg onderweg halverwege snelweg aanweg ontslaan geslaan overslaan opslaan
    toeslaan inslaan uitslaan verslaan decade cascade blokkade  bijsteeg uitweg toegangsweg
    zorgweg rijksweg ademweg baarweg omweg uitrijweg
    """
)
"""Words that end like a street and are none."""
