"""The statistics agree with independent programs on every shared case, to the tolerance written in it."""

import json
import os
from pathlib import Path

import pytest

from dashboards.statistics import funnel, intervals, spc

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("FLUXUS_SHARED", ROOT.parent / "shared")) / "acceptance" / "statistics"

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared acceptance folder is not here"),
]


def cases(name):
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        return []
    return [pytest.param(case, id=case["id"]) for case in json.loads(path.read_text())["cases"]]


def agree(got, want, case):
    """Compare two aligned sequences by the rule of the folder's README."""
    assert len(got) == len(want)
    for i, (have, expected) in enumerate(zip(got, want, strict=True)):
        if expected is None or have is None or isinstance(expected, bool | str):
            assert have == expected, (i, have, expected)
        else:
            assert abs(have - expected) <= max(1e-9, case["tolerance_rel"] * abs(expected)), (
                i,
                have,
                expected,
            )


def interval_columns(case, limits, prefix, suffix="", want=None):
    want = want or case["expected"]
    agree([each.lower for each in limits], want[f"{prefix}lower{suffix}"], case)
    agree([each.upper for each in limits], want[f"{prefix}upper{suffix}"], case)


@pytest.mark.parametrize("case", cases("wilson_ci"))
def test_wilson(case):
    pairs = zip(case["inputs"]["x"], case["inputs"]["n"], strict=True)
    got = [intervals.wilson_interval(x, n, case["params"]["confidence"]) for x, n in pairs]
    interval_columns(case, got, "wilson_")


@pytest.mark.parametrize("case", cases("sir_ci"))
def test_ratio(case):
    pairs = zip(case["inputs"]["observed"], case["inputs"]["expected"], strict=True)
    got = [intervals.ratio_interval(o, e, case["params"]["confidence"]) for o, e in pairs]
    interval_columns(case, got, "phe_")


@pytest.mark.parametrize("case", cases("before_after"))
def test_before_after(case):
    rows = zip(
        *(case["inputs"][name] for name in ("x_before", "n_before", "x_after", "n_after")), strict=True
    )
    got = [intervals.newcombe_difference(*row, case["params"]["confidence"]) for row in rows]
    agree([each.difference for each in got], case["expected"]["diff_after_minus_before"], case)
    agree([each.mid_p for each in got], case["expected"]["midp_p"], case)
    interval_columns(case, got, "newcombe_")


@pytest.mark.parametrize("case", cases("funnel_exact_binomial"))
def test_funnel(case):
    x, n, want = case["inputs"]["x"], case["inputs"]["n"], case["expected"]
    target = sum(x) / sum(n) if case["params"]["target"] == "pooled" else case["params"]["target"]
    assert target == pytest.approx(want["target"], rel=case["tolerance_rel"])
    interval_columns(case, [funnel.funnel_limits(each, target, 0.95) for each in n], "", "95")
    interval_columns(case, [funnel.funnel_limits(each, target, 0.998) for each in n], "", "998")
    assert [funnel.classify(k, each, target) for k, each in zip(x, n, strict=True)] == want["class"]


@pytest.mark.parametrize("case", cases("overdispersion_pr"))
def test_overdispersion(case):
    n, want = case["inputs"]["n"], case["expected"]["arcsine"]
    got = funnel.overdispersion(case["inputs"]["x"], n, trim=case["params"]["trim"])
    agree([got.target], [case["expected"]["target"]], case)
    agree(got.z, want["z"], case)
    agree(got.z_winsorised, want["z_winsorised"], case)
    agree([got.phi, got.tau2], [want["phi"], want["tau2"]], case)
    for confidence, suffix in ((0.95, "95"), (0.998, "998")):
        limits = [funnel.overdispersed_limits(each, got.target, got.tau2, confidence) for each in n]
        interval_columns(case, limits, "", suffix, want)


def chart_arguments(case):
    params = case["params"]
    parts = params["part_after"] or ()
    return {
        "freeze": params["freeze"],
        "parts": [parts] if isinstance(parts, int) else parts,
        "exclude": params["exclude"] or (),
    }


def draw(case, kind, **more):
    inputs, arguments = case["inputs"], chart_arguments(case)
    if kind in ("p", "pp"):
        chart = spc.p_chart if kind == "p" else spc.p_prime_chart
        return chart(inputs["y"], inputs["n"], **arguments, **more)
    values = inputs["y"]
    if kind == "run" and "n" in inputs:
        values = [y / n if n else None for y, n in zip(values, inputs["n"], strict=True)]
    return {"run": spc.run_chart, "g": spc.g_chart, "t": spc.t_chart}[kind](values, **arguments)


def chart_columns(case, chart, lower="lower3s", upper="upper3s"):
    want = case["expected"]
    agree([point.value for point in chart.points], want["y"], case)
    agree([point.centre for point in chart.points], want["centre"], case)
    agree([point.lower for point in chart.points], want[lower], case)
    agree([point.upper for point in chart.points], want[upper], case)


def run_columns(case, chart):
    want = case["expected"]
    excluded = case["params"]["exclude"] or ()
    for phase in {point.phase for point in chart.points}:
        of_phase = [
            (i, point)
            for i, point in enumerate(chart.points)
            if point.phase == phase and i + 1 not in excluded
        ]
        rules = spc.run_rules([point.value for _, point in of_phase], of_phase[0][1].centre)
        i = of_phase[0][0]
        assert (rules.useful, rules.longest_run, rules.longest_run_max) == (
            want["n_useful"][i],
            want["longest_run"][i],
            want["longest_run_max"][i],
        )
        assert (rules.crossings, rules.crossings_min, rules.signal) == (
            want["n_crossings"][i],
            want["n_crossings_min"][i],
            want["runs_signal"][i],
        )


CHARTS = [
    case
    for name in ("p_chart", "laney_p_prime", "g_t_chart", "run_chart_anhoej")
    for case in cases(name)
    if case.values[0]["params"]
]


@pytest.mark.parametrize("case", CHARTS)
def test_charts(case):
    kind = case["params"]["chart"]
    chart = draw(case, kind, **({"floor_sigma_z": False} if kind == "pp" else {}))
    chart_columns(case, chart)
    assert [point.phase for point in chart.points] == case["expected"]["phase"]
    assert [point.outside for point in chart.points] == case["expected"]["outside_3s"]
    run_columns(case, chart)
    if kind == "pp":
        agree([chart.sigma_z[p.phase - 1] for p in chart.points], case["expected"]["sigma_z"], case)
        chart_columns(case, draw(case, kind), "lower3s_floor1", "upper3s_floor1")
    if kind == "p":
        narrow = draw(case, kind, sigmas=2)
        agree([point.lower for point in narrow.points], case["expected"]["lower2s"], case)


@pytest.mark.parametrize("case", [c for c in cases("run_chart_anhoej") if not c.values[0]["params"]])
def test_run_rule_limits(case):
    for i, useful in enumerate(case["inputs"]["n_useful"]):
        rules = spc.run_rules([2.0, 0.0] * (useful // 2) + [2.0] * (useful % 2), 1.0)
        assert rules.longest_run_max == case["expected"]["longest_run_max"][i]
        assert rules.crossings_min == case["expected"]["n_crossings_min"][i]
