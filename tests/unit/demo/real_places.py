"""Names of Dutch municipalities, old and new, in lower case: no invented VSV may carry one."""

_NAMES = """
aa en hunze|aalsmeer|aalten|achtkarspelen|alblasserdam|albrandswaard|alkmaar|almelo|almere
alphen aan den rijn|alphen-chaam|altena|ameland|amersfoort|amstelveen|amsterdam|apeldoorn|arnhem|assen
asten|baarle-nassau|baarn|barendrecht|barneveld|beek|beekdaelen|beesel|berg en dal|bergeijk|bergen
bergen op zoom|berkelland|bernheze|best|beuningen|beverwijk|binnenmaas|bladel|blaricum|bloemendaal
bodegraven-reeuwijk|boekel|borger-odoorn|borne|borsele|boxmeer|boxtel|breda|bronckhorst|brielle|brummen
brunssum|bunnik|bunschoten|buren|bussum|capelle aan den ijssel|castricum|coevorden|cranendonck|cuijk
culemborg|dalfsen|dantumadiel|de bilt|de fryske marren|de ronde venen|de wolden|delft|den helder|deurne
deventer|diemen|dijk en waard|dinkelland|doesburg|doetinchem|dongen|dordrecht|drechterland|drimmelen
dronten|druten|duiven|echt-susteren|edam-volendam|ede|eemnes|eemsdelta|eersel|eijsden-margraten|eindhoven
elburg|emmen|enkhuizen|enschede|epe|ermelo|etten-leur|geertruidenberg|geldrop-mierlo|gemert-bakel|gennep
gilze en rijen|goeree-overflakkee|goes|goirle|gooise meren|gorinchem|gouda|groningen|gulpen-wittem
haaksbergen|haarlem|haarlemmermeer|halderberge|hardenberg|harderwijk|hardinxveld-giessendam|harlingen
hattem|heemskerk|heemstede|heerde|heerenveen|heerhugowaard|heerlen|heeze-leende|heiloo|hellendoorn
helmond|hendrik-ido-ambacht|hengelo|het hogeland|heumen|heusden|hillegom|hilvarenbeek|hilversum
hoeksche waard|hof van twente|hollands kroon|hoogeveen|hoorn|horst aan de maas|houten|huizen|hulst
ijsselstein|kaag en braassem|kampen|kapelle|katwijk|kerkrade|koggenland|krimpen aan den ijssel
krimpenerwaard|laarbeek|land van cuijk|landgraaf|landsmeer|lansingerland|laren|leeuwarden|leiden
leiderdorp|leidschendam-voorburg|lelystad|leudal|leusden|lingewaard|lisse|lochem|loon op zand|lopik
losser|maasdriel|maasgouw|maashorst|maassluis|maastricht|medemblik|meerssen|meierijstad|meppel|middelburg
midden-delfland|midden-drenthe|midden-groningen|moerdijk|molenlanden|montferland|montfoort
mook en middelaar|neder-betuwe|nederweert|nieuwegein|nieuwkoop|nijkerk|nijmegen|nissewaard
noardeast-fryslân|noord-beveland|noordenveld|noordoostpolder|noordwijk|nuenen|nunspeet|oegstgeest
oirschot|oisterwijk|oldambt|oldebroek|oldenzaal|olst-wijhe|ommen|oost gelre|oosterhout|ooststellingwerf
oostzaan|opmeer|opsterland|oss|oude ijsselstreek|ouder-amstel|oudewater|overbetuwe|papendrecht
peel en maas|pekela|pijnacker-nootdorp|purmerend|putten|raalte|reimerswaal|renkum|renswoude
reusel-de mierden|rheden|rhenen|ridderkerk|rijssen-holten|rijswijk|roerdalen|roermond|roosendaal
rotterdam|rozendaal|rucphen|schagen|scherpenzeel|schiedam|schiermonnikoog|schouwen-duiveland
sint-michielsgestel|simpelveld|sittard-geleen|sliedrecht|sluis|smallingerland|soest|someren
son en breugel|stadskanaal|staphorst|stede broec|steenbergen|steenwijkerland|stein|stichtse vecht
súdwest-fryslân|terneuzen|terschelling|texel|teylingen|tholen|tiel|tilburg|tubbergen|twenterand|tynaarlo
tytsjerksteradiel|uitgeest|uithoorn|urk|utrecht|utrechtse heuvelrug|vaals|valkenburg aan de geul
valkenswaard|veendam|veenendaal|veere|veldhoven|velsen|venlo|venray|vijfheerenlanden|vlaardingen|vlieland
vlissingen|voerendaal|voorne aan zee|voorschoten|voorst|vught|waadhoeke|waalre|waalwijk|waddinxveen
wageningen|wassenaar|waterland|weert|west betuwe|west maas en waal|westerkwartier|westerveld|westervoort
westerwolde|westland|weststellingwerf|wierden|wijchen|wijdemeren|wijk bij duurstede|winterswijk
woensdrecht|woerden|wormerland|woudenberg|zaanstad|zaltbommel|zandvoort|zeewolde|zeist|zevenaar
zoetermeer|zoeterwoude|zuidplas|zundert|zutphen|zwartewaterland|zwijndrecht|zwolle|'s-gravenhage
's-hertogenbosch
"""

MUNICIPALITIES = frozenset(_NAMES.strip().replace("\n", "|").split("|"))
