"""A whole study assessed, in this order.

1. The study is opened, its crisis compiled again, its finished acute phases gathered into a pool.
2. The arms of every view are drawn (:mod:`arms`) and lived through (:mod:`lives`); views with one scope share its arm.
3. Verdicts (:mod:`views`, :mod:`verdict`).
4. What runs agree on and where they part (:mod:`consensus`), what decides (:mod:`decides`), where outcomes crowd
   (:mod:`boxes`), what to watch (:mod:`watch`), rival causes (:mod:`rivals`).
5. What is on record of the years after is scored (:mod:`corroboration`).
6. What can be concluded, in words (:mod:`conclusion`).
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from multivector.assess import boxes, conclusion, consensus, corroboration, watch, words
from multivector.assess.answer import Answer, Box, Provenance, ViewVerdict, Watch
from multivector.assess.arms import Box as Region
from multivector.assess.arms import Ground
from multivector.assess.consensus import Among, Statement
from multivector.assess.decides import Question, decides
from multivector.assess.dispute import Disputes, Subject, facts_of, groups_of, numbers_of
from multivector.assess.lives import Lives, Order, Reading, live, lives_a_draw
from multivector.assess.rivals import rivals
from multivector.assess.views import GIVEN, ArmId, Shock, arms_of, readings_wanted, verdict
from multivector.ensemble import Study
from multivector.ensemble.execute import Executor, executor
from multivector.ensemble.manifest import code, now
from multivector.errors import AssessError
from multivector.scenario import Scenario, Template, compile, load
from multivector.scenario.condition import Constraint
from multivector.scenario.view import View

Progress = Callable[[str, int, int], None]

DRAWS = 2000
"""Draws an arm unless said otherwise."""

SMALLEST = 200
"""With fewer draws of a scope than this nothing is asked about what decides."""

Floats = NDArray[np.float64]
Scope = tuple[Constraint, ...]
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Material:
    """What an assessment works on.

    Attributes:
        study: The study.
        template: Its crisis, compiled again.
        acute: Acute outcomes of the runs that succeeded, shape (k,).
        members: Their numbers, shape (k,).
        values: Their sampled values, shape (k, paths).
        fixed: Numbers fixed by hand in the study.
        without: Switches off in the study.
    """

    study: Study
    template: Template
    acute: NDArray[np.void]
    members: NDArray[np.int64]
    values: Floats
    fixed: dict[str, float]
    without: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        """The crisis as written."""
        return self.template.scenario

    def setting(self, shock: Shock) -> str:
        """The setting of the outside shock that the study's own runs have, in words."""
        return shock.words(bool(shock.name) and self.scenario.switches.get("outside_shocks", True))

    @classmethod
    def of(cls, study: Study) -> Material:
        """Gather it from a study.

        Raises:
            AssessError: If no run has succeeded, or the crisis is not the one that the study was made from.
        """
        kept = study.folder / "scenario.yaml"
        identity = study.manifest.identity
        template = compile(load(kept if kept.exists() else identity.scenario))
        if template.scenario.digest != identity.sha256:
            raise AssessError(
                f"{study.folder}: the scenario is not the one that the study was made from",
                expected=f"one with sha256 {identity.sha256[:12]}…",
                advice="Run the study again",
            )
        if template.paths != study.paths:
            raise AssessError(
                f"{study.folder}: made by a version of multivector with other open numbers",
                advice="Run the study again with this version, or assess it with the one that made it",
            )
        if not study.counts()["succeeded"]:
            raise AssessError(
                f"{study.folder}: no run has succeeded",
                expected="a study with results",
                advice="Run it, or go on with --resume",
            )
        columns = ", ".join(f'"{path}"' for path in ("member", *template.paths))
        table = study.query(f"SELECT {columns} FROM outcomes WHERE status = 'succeeded' ORDER BY member")
        return cls(
            study,
            template,
            study.acute(),
            table["member"].to_numpy().astype(np.int64),
            table.select(template.paths).to_numpy().astype(float),
            dict(identity.set),
            template.switches(identity.without),
        )


def assess(
    study: Study,
    *,
    n: int = DRAWS,
    only: Sequence[str] = (),
    work: Executor | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Answer:
    """Say what can be concluded from a study.

    Args:
        study: A study with runs that succeeded; it need not be finished.
        n: Draws an arm.
        only: Ids of the views to test; all if empty.
        work: Where to live through the months; None for all cores of this machine.
        progress: Told how far things are.

    Raises:
        AssessError: If the study has nothing to assess, or a view is not in it.
    """
    begun = time.monotonic()
    progress("reading the study", 0, 0)
    material = Material.of(study)
    scenario, template = material.scenario, material.template
    views = _chosen(scenario.views, only)
    seed = study.manifest.identity.seed
    shock = Shock.in_study(scenario, material.without)
    ground = Ground(template, material.acute, n=n, seed=seed, fixed=material.fixed)
    main = _main_scope(views)

    plan, lives = _lived(material, views, ground, main, _extra_readings(template), shock, work, progress)
    progress("weighing", 0, 0)
    verdicts = _verdicts(views, plan, lives, ground, material, shock)
    crisis = _crisis(material)
    statements = consensus.of_crisis(material.acute, crisis)
    disputes = {scope: _disputes(material, lives[place]) for scope, place in plan.of_scope.items() if place in lives}
    among = _scope_words(main, template)
    if main in disputes:
        statements += consensus.of_months(template, lives[plan.of_scope[main]], shock, among, disputes[main])
    agreed, parted = consensus.consensus(statements), consensus.divergence(statements)
    deciding = decides(_questions(views, lives, plan, disputes, material, shock))
    observed = rivals(template, material.acute, study.regional(), study.regions, _ranks(material), material.without)
    signs = tuple(watch.in_the_crisis(study, material.acute, material.members, template))
    if main in disputes:
        signs += _signs_of_views(views, lives, plan, main, template, shock, among)
    later = corroboration.forecasts(study, scenario.corroboration, material.acute, material.members)
    scores = tuple(corroboration.score(forecast, material.setting(shock)) for forecast in later)
    content = {
        "scores": scores, "views": verdicts, "consensus": agreed, "divergence": parted, "decides": deciding,
        "boxes": _boxes(statements, crisis, material), "watch": signs, "rivals": observed,
    }  # fmt: skip
    return Answer(
        title=scenario.title,
        conclusions=conclusion.conclusions(verdicts, agreed, parted, deciding, shock.name, scores),
        limits=conclusion.limits(template, len(material.acute), n),
        provenance=Provenance(
            study=study.manifest.identity.id,
            scenario=study.manifest.identity.scenario,
            sha256=study.manifest.identity.sha256,
            code=code_now(),
            runs=len(material.acute),
            n=n,
            seed=seed,
            lives=sum(len(life.rows) * lives_a_draw(life.readings) for life in lives.values()) * len(shock.settings),
            seconds=round(time.monotonic() - begun, 1),
            made=now(),
        ),
        **content,  # type: ignore[arg-type]
    )


def code_now() -> dict[str, str]:
    """Version of the package and SHA-256 of the files that results and answers depend on."""
    digest, room = hashlib.sha256(), Path(__file__).parent
    for file in sorted(room.rglob("*.py")):
        digest.update(file.relative_to(room).as_posix().encode() + file.read_bytes())
    return {**code(), "assess": digest.hexdigest()}


@dataclass(frozen=True)
class Plan:
    """Every arm once: how it is drawn and what is read in it.

    Attributes:
        ways: Boxes of each arm; none if nothing can be drawn.
        wanted: Readings of each arm.
        of_scope: The arm of each scope.
        of_view: The arms of each view.
    """

    ways: dict[Place, list[Region]]
    wanted: dict[Place, set[Reading]]
    of_scope: dict[Scope, Place]
    of_view: dict[str, dict[ArmId, Place]]

    @classmethod
    def of(cls, views: dict[str, View], ground: Ground, main: Scope, extra: set[Reading]) -> Plan:
        """Plan the arms of some views; ``extra`` is read in the scope ``main``."""
        plan = cls({}, {}, {}, {})
        for scope in dict.fromkeys([main, *(view.given for view in views.values())]):
            place = ("scope", str(len(plan.of_scope)), "")
            plan.of_scope[scope] = place
            plan.ways[place], plan.wanted[place] = ground.boxes(scope), set(extra) if scope == main else set()
        for key, view in views.items():
            plan.of_view[key] = {}
            for arm, ways in arms_of(view, ground).items():
                place = plan.of_scope[view.given] if arm == GIVEN else (key, *arm)
                plan.of_view[key][arm] = place
                plan.ways.setdefault(place, ways)
                plan.wanted.setdefault(place, set()).update(readings_wanted(view))
        return plan


def verdicts_on(
    material: Material,
    pool: NDArray[np.int64],
    *,
    n: int = DRAWS,
    work: Executor | None = None,
    progress: Progress = lambda what, done, total: None,
) -> tuple[ViewVerdict, ...]:
    """The experts' conclusions tested on some acute phases of a study alone.

    Args:
        material: What the assessment works on.
        pool: Places of the acute phases to draw from, those that weigh more several times.
        n: Draws an arm.
        work: Where to live through the months; None for all cores of this machine.
        progress: Told how far things are.
    """
    views, shock = material.scenario.views, Shock.in_study(material.scenario, material.without)
    seed = material.study.manifest.identity.seed
    ground = Ground(material.template, material.acute, n=n, seed=seed, fixed=material.fixed, pool=pool)
    plan, lives = _lived(material, views, ground, _main_scope(views), set(), shock, work, progress)
    return _verdicts(views, plan, lives, ground, material, shock)


def _lived(
    material: Material,
    views: dict[str, View],
    ground: Ground,
    main: Scope,
    extra: set[Reading],
    shock: Shock,
    work: Executor | None,
    progress: Progress,
) -> tuple[Plan, dict[Place, Lives]]:
    """The arms of some views drawn and lived through; ``extra`` is read in the scope ``main``."""
    progress("drawing the arms", 0, 0)
    plan = Plan.of(views, ground, main, extra)
    drawn = {place: ground.sample(ways) for place, ways in plan.ways.items() if ways}
    orders = [
        Order(s.values, material.acute[s.rows], s.rows, tuple(sorted(plan.wanted[place], key=repr)))
        for place, s in drawn.items()
    ]
    done, total = 0, ground.n * len(orders)

    def tick(steps: int) -> None:
        nonlocal done
        done += steps
        progress("living through the months", done, total)

    tick(0)
    with nullcontext(work) if work else closing(executor()) as doer:
        found = live(
            orders,
            material.template,
            settings=shock.settings,
            seed=material.study.manifest.identity.seed,
            without=material.without,
            set=material.fixed,
            work=doer,
            tick=tick,
        )
    return plan, dict(zip(drawn, found, strict=True))


def _verdicts(
    views: dict[str, View],
    plan: Plan,
    lives: dict[Place, Lives],
    ground: Ground,
    material: Material,
    shock: Shock,
) -> tuple[ViewVerdict, ...]:
    return tuple(
        verdict(
            key,
            view,
            {arm: lives.get(place) for arm, place in plan.of_view[key].items()},
            material.scenario,
            material.template.every,
            ground,
            shock,
        )
        for key, view in views.items()
    )


def _chosen(views: dict[str, View], only: Sequence[str]) -> dict[str, View]:
    unknown = [key for key in only if key not in views]
    if unknown:
        raise AssessError(f"no view is called {unknown[0]!r}", expected=f"one of {', '.join(views) or 'none at all'}")
    return {key: view for key, view in views.items() if not only or key in only}


def _main_scope(views: dict[str, View]) -> Scope:
    """The scope that most views share; no condition if there are no views."""
    counted = Counter(view.given for view in views.values())
    return counted.most_common(1)[0][0] if counted else ()


def _extra_readings(template: Template) -> set[Reading]:
    """What is read in the main scope besides the views' tests."""
    months = int(template.every["settings.months"].central)
    found = {reading for _, _, reading, _, _ in consensus.readings(template, months)}
    for month in watch.MONTHS:
        found |= set(watch.month_readings(template, month))
    return found


def _scope_words(scope: Scope, template: Template) -> str:
    return words.scope(scope, template.scenario, dict(template.every))


def _numbers(material: Material) -> tuple[list[Subject], list[int]]:
    return numbers_of(material.template, material.fixed)


def _disputes(material: Material, lives: Lives, among: NDArray[np.bool_] | None = None) -> Disputes:
    """What could be settled in an arm, or in some of its draws."""
    subjects, columns = _numbers(material)
    chosen = np.ones(len(lives.rows), dtype=bool) if among is None else among
    return Disputes(
        subjects,
        lives.values[chosen][:, columns],
        facts=facts_of(),
        acute=material.acute,
        rows=lives.rows[chosen],
        groups=groups_of(material.template, material.scenario.views),
    )


def _crisis(material: Material) -> dict[str, Among]:
    """Parts of the study's runs that statements on the acute phase are about."""
    acute = material.acute
    subjects, columns = _numbers(material)
    parts = {
        "all": ("all runs", np.ones(len(acute), dtype=bool)),
        "ignited": ("runs that ignite", acute["ignited"] > 0),
        "national": ("national waves", acute["national"] > 0),
        "appealed": ("runs in which help is asked for", acute["appeal_day"] >= 0),
        "deployed": ("runs in which troops come", acute["arrival_day"] >= 0),
    }
    return {
        key: Among(name, runs, Disputes(subjects, material.values[runs][:, columns]) if runs.sum() >= 50 else None)
        for key, (name, runs) in parts.items()
    }


def _questions(
    views: dict[str, View],
    lives: dict[Place, Lives],
    plan: Plan,
    disputes: dict[Scope, Disputes],
    material: Material,
    shock: Shock,
) -> list[Question]:
    """Each view's two tests in each setting, in its whole scope; and given that the mandate is to guard."""
    found = []
    guarded: dict[Scope, tuple[NDArray[np.bool_], Disputes]] = {}
    for scope in disputes:
        life = lives[plan.of_scope[scope]]
        guard = (material.acute["combat"] == 0)[life.rows] & (material.acute["granted"] > 0)[life.rows]
        if SMALLEST <= guard.sum() < len(guard):
            guarded[scope] = guard, _disputes(material, life, guard)
    for key, view in views.items():
        if view.given not in disputes:
            continue
        life, scope_words = lives[plan.of_scope[view.given]], _scope_words(view.given, material.template)
        for test, outcome in (("level", view.level), ("twin", view.twin)):
            said = f"{view.sentence.rstrip('.')} ({test} test)"
            for on in shock.settings:
                hits, where = life.holds(outcome, on), f"{scope_words}, {shock.words(on)}"
                found.append(Question(f"{key} {test}", said, where, hits, disputes[view.given]))
                if view.given in guarded:
                    chosen, narrower = guarded[view.given]
                    where = f"{scope_words} and the troops only guard, {shock.words(on)}"
                    found.append(Question(f"{key} {test}", said, where, hits[chosen], narrower))
    return found


def _signs_of_views(
    views: dict[str, View],
    lives: dict[Place, Lives],
    plan: Plan,
    main: Scope,
    template: Template,
    shock: Shock,
    among: str,
) -> tuple[Watch, ...]:
    life = lives[plan.of_scope[main]]
    outcomes = [
        (f"{key}: {view.name}", on, view.level)
        for key, view in views.items()
        if view.given == main
        for on in shock.settings
    ]
    return tuple(watch.in_the_months(template, life, shock, among, outcomes))


def _boxes(statements: Sequence[Statement], crisis: dict[str, Among], material: Material) -> tuple[Box, ...]:
    """Boxes for the outcomes of the acute phase."""
    subjects, columns = _numbers(material)
    by_name = {part.name: part for part in crisis.values()}
    place = {subject.id: number for number, subject in enumerate(subjects)}
    found = []
    for s in statements:
        if s.phase != "crisis" or s.disputes is None or not 0.02 < s.hits.mean() < 0.9:
            continue
        telling = [f.subject.id for f in s.disputes.settle(s.hits)[:12] if f.share > 0]
        x = material.values[by_name[s.among].runs][:, columns]
        box = boxes.find(
            x, s.hits, subjects, dict(material.template.every), s.yes.rstrip("."), s.among,
            [place[name] for name in telling],
        )  # fmt: skip
        if box is not None:
            found.append(box)
    return tuple(found)


def _ranks(material: Material) -> Floats:
    """Place of each sampled value in its range."""
    columns = [
        spec.rank(np.clip(material.values[:, place], spec.low, spec.high))
        for place, spec in enumerate(material.template.specs)
    ]
    return np.column_stack(columns) if columns else np.empty((len(material.values), 0))
