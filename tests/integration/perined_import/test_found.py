"""Problems are stored by their codes and come back as they were."""

import pytest

from perined_import.found import as_problems, store_problems
from perined_import.models import FoundProblem, Upload
from perined_import.problems import CATALOGUE, Problem


@pytest.mark.django_db
def test_every_kind_of_problem_comes_back_as_it_was():
    upload = Upload.objects.create()
    problems = [
        Problem(code, "a.csv", "b.xml", number, None, "kolom", "waarde", {"limit": "3"})
        for number, code in enumerate(CATALOGUE, start=2)
    ]
    store_problems(upload, FoundProblem.Severity.WARNING, problems)
    assert list(as_problems(upload.problems.all())) == problems
