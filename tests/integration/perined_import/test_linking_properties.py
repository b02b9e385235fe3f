"""Any order, any split over uploads, repeated, withdrawn and put back: the same deliveries and counts."""

import os
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fluxus.organisations.models import Organisation
from perined_import.committing import begin_to_count, stop_counting
from perined_import.kernset import VALUE_NAMES
from perined_import.models import Delivery, MonthCount, Upload
from perined_import.placing import organisations
from perined_import.services import import_files
from tests.integration.perined_import.helpers import incoming, organisation
from tests.kernset_messages import ada, bsn, child, hl7, values

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("FLUXUS_STATES", "12"))
LAST_OF_JULY = date(2021, 7, 30)


@pytest.fixture
def table(vsv, other_vsv):
    organisation("0010", Organisation.Kind.HOSPITAL, (vsv, 1))
    organisation("1410", Organisation.Kind.PRACTICE, (vsv, 0.7), (other_vsv, 0.3))


messages = st.fixed_dictionaries(
    {
        "lvr": st.sampled_from(["0010", "1410", "0003"]),
        "record": st.sampled_from(["D-1", "D-2", "D-3"]),
        "woman": st.sampled_from([1, 1, 2, None]),
        "child": st.sampled_from([501, 502, None]),
        "day": st.integers(0, 3),
        "order": st.sampled_from(["1", "2"]),
        "loss": st.sampled_from([None, "800", "1000", "2000"]),
        "flag": st.sampled_from([None, "true", "false"]),
        "parity": st.sampled_from([None, "0", "2"]),
        "care": st.sampled_from([("3",), ("4",), ("5",), ("4", "5")]),
        "place": st.sampled_from(["22232009", "169813005", None]),
        "ending": st.sampled_from(["1", "1", "1", "2"]),
    }
)
plans = st.tuples(
    st.lists(messages, min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)


def files_of(drawn, layout=hl7):
    """Return (name, content) of each message; creation times differ, so that versions have an order."""
    return [(f"message-{n}.xml", layout(_values(n, one))) for n, one in enumerate(drawn)]


def _values(number, one):
    day = LAST_OF_JULY + timedelta(days=one["day"])
    born = child(
        bsn=None if one["child"] is None else bsn(one["child"]),
        birth=f"{day:%Y%m%d}1200",
        pushing=None,
        order=one["order"],
        place=one["place"],
        hospital="0010" if one["place"] == "22232009" else None,
    )
    told = {name: one[name] for name in ("lvr", "record", "loss", "flag", "parity", "care", "ending")}
    who = None if one["woman"] is None else bsn(one["woman"])
    return values(**told, bsn=who, due=None, children=(born,), sent=f"2021090{number + 1}120000")


def comes_to():
    """Return all that counts: every delivery in its values, and the counts of every month."""
    names = (*VALUE_NAMES, "pph", "eligible", "in_denominator", "vsv__name", "low_risk_at_start")
    deliveries = sorted(map(str, Delivery.objects.values_list(*names)))
    fields = [one.name for one in MonthCount._meta.concrete_fields if one.name != "id"]
    return deliveries, sorted(map(str, MonthCount.objects.values_list(*fields)))


def send(files):
    received = import_files(files=incoming(*files), by=None)
    assert received.committed
    return received.upload


def split(files, random):
    """Return the files in another order, in one or more uploads."""
    files = random.sample(files, len(files))
    uploads = [[files[0]]]
    for one in files[1:]:
        if random.random() < 0.5:
            uploads[-1].append(one)
        else:
            uploads.append([one])
    return uploads


def anew(steps):
    """Run steps on an empty database and return what they come to."""
    with transaction.atomic():
        steps()
        found = comes_to()
        transaction.set_rollback(True)
    return found


def settled(test):
    """Set up a property over whole imports: few examples, no shrinking (each step takes a while)."""
    limits = settings(
        max_examples=EXAMPLES,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    return limits(given(plan=plans)(test))


@settled
def test_order_and_split_do_not_matter(table, plan):
    drawn, random = plan
    files = files_of(drawn)
    at_once = anew(lambda: send(files))
    assert anew(lambda: [send(part) for part in split(files, random)]) == at_once
    assert anew(lambda: [send([one]) for one in reversed(files)]) == at_once


@settled
def test_sending_again_changes_nothing(table, plan):
    drawn, random = plan
    files = files_of(drawn)

    def repeated():
        for part in split(files, random):
            send(part)
        before = comes_to()
        spaced = [(name, content.replace(b"><", b">\n<")) for name, content in files]
        for part in split(spaced, random):
            send(part)
        assert comes_to() == before
        assert not import_files(files=incoming(*files), by=None).committed

    anew(repeated)


@settled
def test_withdrawn_is_as_never_sent_and_put_back_as_never_gone(table, plan):
    drawn, random = plan
    files = files_of(drawn)
    uploads = split(files, random)
    gone = random.randrange(len(uploads))

    def withdrawn():
        made = [send(part) for part in uploads]
        before, keys = comes_to(), sorted(Delivery.objects.values_list("delivery_key", flat=True))
        upload = Upload.objects.get(pk=made[gone].pk)
        stop_counting(upload, organisations())
        without.append(comes_to())
        begin_to_count(upload, organisations())
        assert comes_to() == before
        assert len(set(keys)) == len(keys) == Delivery.objects.count()

    without = []
    anew(withdrawn)
    rest = [part for n, part in enumerate(uploads) if n != gone]
    assert without == [anew(lambda: [send(part) for part in rest])]


@settled
def test_the_layout_does_not_matter(table, plan):
    """One message per record: ADA has no creation time, so it has no newest version either."""
    drawn, random = plan
    own = [one | {"record": f"D-{n}"} for n, one in enumerate(drawn)]
    at_once = anew(lambda: send(files_of(own)))
    assert anew(lambda: [send(part) for part in split(files_of(own, ada), random)]) == at_once
