"""The room `composite` beside the field's libraries: random matrices, several hundred a method, equal to 1e-9.

Where a library does something else by convention, docs/composite.md says so.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest

from jifen import ArgumentError, composite

np = pytest.importorskip("numpy")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    ahpy = pytest.importorskip("ahpy")
    stats = pytest.importorskip("scipy.stats")
    mkdm = pytest.importorskip("skcriteria").mkdm
    skc_scalers = pytest.importorskip("skcriteria.preprocessing.scalers")
    skc_simple = pytest.importorskip("skcriteria.agg.simple")
    skc_topsis = pytest.importorskip("skcriteria.agg.topsis")
    skc_vikor = pytest.importorskip("skcriteria.agg.vikor")
    skc_weighters = pytest.importorskip("skcriteria.preprocessing.weighters")
    pymcdm_correlations = pytest.importorskip("pymcdm.correlations")
    pymcdm_methods = pytest.importorskip("pymcdm.methods")
    pymcdm_normalizations = pytest.importorskip("pymcdm.normalizations")
    pymcdm_weights = pytest.importorskip("pymcdm.weights")
    repo_methods = pytest.importorskip("pyrepo_mcda.mcda_methods")
    repo_normalizations = pytest.importorskip("pyrepo_mcda.normalizations")
    repo_weights = pytest.importorskip("pyrepo_mcda.weighting_methods")

# They warn of alternatives that are best or worst in everything, and of costs; so there are some.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

ROUNDS = 300
CLOSE = 1e-9


class Case:
    """A random decision: matrix, weights adding up to 1, directions as 1 and −1."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        rows, columns = int(self.random.integers(4, 20)), int(self.random.integers(2, 8))
        scale = 10.0 ** self.random.integers(-3, 4, columns)
        self.matrix = self.random.uniform(0.1, 10, (rows, columns)) * scale
        weights = self.random.uniform(0.05, 1, columns)
        self.weights = weights / weights.sum()
        self.types = self.random.choice([1, -1], columns)
        self.directions = ["benefit" if way == 1 else "cost" for way in self.types]
        self.indicators = composite.Indicators(self.matrix, directions=self.directions)
        self.benefits = composite.Indicators(self.matrix)

    def dm(self, matrix: Any = None) -> Any:
        return mkdm(self.matrix if matrix is None else matrix, self.types, weights=self.weights)


def each_random(check: Callable[..., None]) -> Callable[..., None]:
    """The check on every random case; what fails names its seed."""

    @wraps(check)
    def on_all(*arguments: Any, **named: Any) -> None:
        for seed in range(ROUNDS):
            try:
                check(Case(seed), *arguments, **named)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {error}") from error

    signature = inspect.signature(check)
    on_all.__signature__ = signature.replace(parameters=list(signature.parameters.values())[1:])  # type: ignore[attr-defined]
    return on_all


def close(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=0, atol=CLOSE)


@each_random
def test_weights(case: Case) -> None:
    entropy = composite.entropy(case.benefits).values
    close(entropy, skc_weighters.entropy_weights(case.matrix))
    close(entropy, pymcdm_weights.entropy_weights(case.matrix))
    close(entropy, repo_weights.entropy_weighting(case.matrix))

    deviation = composite.standard_deviation(case.benefits).values
    close(deviation, skc_weighters.std_weights(case.matrix))
    close(deviation, pymcdm_weights.standard_deviation_weights(case.matrix))
    close(deviation, repo_weights.std_weighting(case.matrix))

    # scikit-criteria turns costs before it correlates, as we do; the others take every indicator for a benefit.
    for correlation in ("pearson", "spearman"):
        ours = composite.critic(case.indicators, correlation=correlation).values
        close(ours, skc_weighters.critic_weights(case.matrix, case.types, correlation))
        plain = composite.critic(case.benefits, correlation=correlation, scales=False).values
        close(plain, skc_weighters.critic_weights(case.matrix, np.ones_like(case.types), correlation, scale=False))
    unturned = composite.critic(case.benefits).values
    close(unturned, pymcdm_weights.critic_weights(case.matrix))
    close(unturned, repo_weights.critic_weighting(case.matrix))

    close(composite.equal(case.indicators).values, pymcdm_weights.equal_weights(case.matrix))


@each_random
def test_pca_weights(case: Case) -> None:
    """Against numpy's own eigenvectors; the field's libraries have none."""
    values, vectors = np.linalg.eigh(np.corrcoef(case.matrix.T))
    taken = values >= 1
    information = (vectors[:, taken] ** 2 * values[taken]).sum(axis=1)
    found = composite.pca(case.benefits)
    close(found.weights.values, information / information.sum())
    close(found.eigenvalues, values[::-1])
    assert found.components == taken.sum()


@each_random
def test_normalisation(case: Case) -> None:
    def ours(scale: str, of: composite.Indicators) -> Any:
        return of.normalise(scale).indicators.values

    for scale, name in (("min_max", "minmax"), ("sum", "sum"), ("vector", "vector"), ("leader_share", "linear")):
        theirs = getattr(pymcdm_normalizations, f"{name}_normalization")
        columns = [theirs(column, way == -1) for column, way in zip(case.matrix.T, case.types, strict=True)]
        close(ours(scale, case.indicators), np.array(columns).T)
        close(
            ours(scale, case.indicators), getattr(repo_normalizations, f"{name}_normalization")(case.matrix, case.types)
        )
    close(ours("vector", case.benefits), skc_scalers.scale_by_vector(case.matrix, axis=0))
    close(ours("sum", case.benefits), skc_scalers.scale_by_sum(case.matrix, axis=0))
    close(ours("min_max", case.indicators), skc_scalers.matrix_scale_by_cenit_distance(case.matrix, case.types))
    close(ours("z_score", case.benefits), stats.zscore(case.matrix, axis=0))
    sample = case.benefits.normalise(composite.Normalisation("z_score", sample_sd=True)).indicators.values
    close(sample, stats.zscore(case.matrix, axis=0, ddof=1))
    ranks = (stats.rankdata(case.matrix * case.types, axis=0) - 1) / (len(case.matrix) - 1)
    close(ours("rank", case.indicators), ranks)


@each_random
def test_weighted_sum_and_geometric_mean(case: Case) -> None:
    comparable = case.indicators.normalise("min_max").indicators
    scaled = np.array(comparable.values)
    close(composite.weighted_sum(comparable, case.weights).scores, skc_simple.wsm(scaled, case.weights)[1])
    shares = case.indicators.normalise("leader_share").indicators
    scaled = np.array(shares.values)
    # scikit-criteria's product is the decimal logarithm of ours.
    ours = composite.geometric_mean(shares, case.weights).scores
    close(np.log10(ours), skc_simple.wpm(scaled, case.weights)[1])
    close(ours, np.prod(scaled**case.weights, axis=1))


@each_random
def test_topsis(case: Case) -> None:
    ours = composite.topsis(case.indicators, case.weights)
    vector = skc_scalers.scale_by_vector(case.matrix, axis=0)
    close(ours.scores, skc_topsis.TOPSIS().evaluate(case.dm(vector)).e_.similarity)
    close(
        ours.scores,
        pymcdm_methods.TOPSIS(pymcdm_normalizations.vector_normalization)(case.matrix, case.weights, case.types),
    )
    close(
        ours.scores,
        repo_methods.TOPSIS(repo_normalizations.vector_normalization)(case.matrix, case.weights, case.types),
    )
    # By min and max, the others' default.
    ours = composite.topsis(case.indicators, case.weights, by="min_max")
    close(ours.scores, pymcdm_methods.TOPSIS()(case.matrix, case.weights, case.types))
    close(ours.scores, repo_methods.TOPSIS()(case.matrix, case.weights, case.types))
    ours = composite.topsis(case.indicators, case.weights, by="none")
    close(ours.scores, skc_topsis.TOPSIS().evaluate(case.dm()).e_.similarity)
    assert ours.places == [int(place) for place in stats.rankdata(-np.array(ours.scores), method="min")]


@each_random
def test_vikor(case: Case) -> None:
    strategy = float(case.random.uniform(0, 1))
    ours = composite.vikor(case.indicators, case.weights, strategy=strategy)
    theirs = skc_vikor.VIKOR(v=strategy, use_compromise_set=False).evaluate(case.dm()).e_
    close(ours.details.group_utility, theirs.s_k)
    close(ours.details.individual_regret, theirs.r_k)
    close(ours.scores, theirs.q_k)
    assert ours.details.has_advantage == theirs.acceptable_advantage
    assert ours.details.is_stable == theirs.acceptable_stability
    close(ours.scores, pymcdm_methods.VIKOR(v=strategy)(case.matrix, case.weights, case.types))
    close(ours.scores, repo_methods.VIKOR(v=strategy)(case.matrix, case.weights, case.types))


@pytest.mark.parametrize(
    ("shape", "theirs", "repo"),
    [
        ("usual", "usual", "_usual_function"),
        ("u_shape", "ushape", "_ushape_function"),
        ("v_shape", "vshape", "_vshape_function"),
        ("level", "level", "_level_function"),
        ("linear", "vshape_2", "_linear_function"),
        ("gaussian", None, "_gaussian_function"),
    ],
)
@each_random
def test_promethee(case: Case, shape: str, theirs: str | None, repo: str) -> None:
    spread = case.matrix.max(axis=0) - case.matrix.min(axis=0)
    q = spread * case.random.uniform(0.02, 0.3, len(spread))
    p = q + spread * case.random.uniform(0.02, 0.5, len(spread))
    # pyrepo-mcda's Gaussian turns in the middle of q and p.
    each = [composite.Preference(shape, q=a, p=b, s=(a + b) / 2) for a, b in zip(q, p, strict=True)]
    ours = composite.promethee(case.indicators, case.weights, preferences=each)
    method = repo_methods.PROMETHEE_II()
    functions = [getattr(method, repo)] * len(q)
    close(ours.scores, method(case.matrix, case.weights, case.types, functions, p=p, q=q))
    if theirs is not None:
        close(ours.scores, pymcdm_methods.PROMETHEE_II(theirs, p=p, q=q)(case.matrix, case.weights, case.types))


def judged(random: Any, items: int) -> Any:
    """A reciprocal matrix of 1/9 … 9, more or less consistent."""
    weights = random.uniform(0.1, 1, items)
    matrix = np.ones((items, items))
    for i in range(items):
        for j in range(i + 1, items):
            matrix[i, j] = np.clip(weights[i] / weights[j] * np.exp(random.normal(0, 0.5)), 1 / 9, 9)
            matrix[j, i] = 1 / matrix[i, j]
    return matrix


@each_random
def test_ahp(case: Case) -> None:
    random = case.random
    items = int(random.integers(3, 10))
    matrix = judged(random, items)
    names = [f"c{i}" for i in range(items)]
    pairs = {(names[i], names[j]): matrix[i, j] for i in range(items) for j in range(i + 1, items)}
    for ours_table, their_table in (("saaty_2005", "saaty"), ("donegan_dodd_1991", "dd")):
        ours = composite.ahp(pairs, table=ours_table)
        theirs = ahpy.Compare("criteria", pairs, precision=12, random_index=their_table)
        close(ours.weights, [theirs.target_weights[name] for name in names])
        assert ours.consistency.ratio == pytest.approx(theirs.consistency_ratio, abs=CLOSE)
    values, vectors = np.linalg.eig(matrix)
    first = np.argmax(values.real)
    vector = np.abs(vectors[:, first].real)
    found = composite.ahp(composite.Judgements(matrix))
    close(found.weights, vector / vector.sum())
    assert found.consistency.lambda_max == pytest.approx(values[first].real, abs=CLOSE)
    close(composite.ahp(matrix, method="geometric_mean").weights, repo_methods.AHP()._geometric_mean(matrix))


@each_random
def test_incomplete_ahp_is_harkers_and_not_ahpys(case: Case) -> None:
    """AHPy fills the gaps so that λmax is least; Harker, and we, with the ratios of the weights that come out."""
    random = case.random
    items = int(random.integers(4, 9))
    matrix = judged(random, items)
    i, j = sorted(random.choice(items, 2, replace=False))
    matrix[i, j] = matrix[j, i] = 0
    found = composite.ahp(matrix)
    harker = matrix + np.diag((matrix == 0).sum(axis=1))
    values, vectors = np.linalg.eig(harker)
    vector = np.abs(vectors[:, np.argmax(values.real)].real)
    close(found.weights, vector / vector.sum())
    filled = matrix.copy()
    filled[i, j] = found.weights[i] / found.weights[j]
    filled[j, i] = 1 / filled[i, j]
    complete = composite.ahp(filled)
    close(found.weights, complete.weights)
    assert found.consistency.lambda_max == pytest.approx(complete.consistency.lambda_max, abs=CLOSE)
    # Theirs is the least there is, and near.
    names = [f"c{k}" for k in range(items)]
    pairs = {(names[a], names[b]): matrix[a, b] for a in range(items) for b in range(a + 1, items) if matrix[a, b]}
    theirs = ahpy.Compare("criteria", pairs, precision=12, random_index="saaty")
    assert theirs.consistency_ratio <= found.consistency.ratio + 1e-6
    np.testing.assert_allclose(found.weights, [theirs.target_weights[name] for name in names], rtol=0, atol=0.05)


@each_random
def test_hierarchy(case: Case) -> None:
    """Criteria over the same alternatives: composed from the root down."""

    def judge(names: list[str]) -> dict[tuple[str, str], float]:
        matrix = judged(case.random, len(names))
        return {(a, b): matrix[i, j] for i, a in enumerate(names) for j, b in enumerate(names) if i < j}

    criteria = [f"c{k}" for k in range(int(case.random.integers(2, 6)))]
    alternatives = [f"a{k}" for k in range(int(case.random.integers(2, 7)))]
    of_root, of_each = judge(criteria), {name: judge(alternatives) for name in criteria}
    parts = [composite.Criterion(name, alternatives, pairs) for name, pairs in of_each.items()]
    ours = composite.hierarchy(composite.Criterion("root", parts, of_root))
    theirs = ahpy.Compare("root", of_root, precision=12, random_index="saaty")
    theirs.add_children(
        [ahpy.Compare(name, pairs, precision=12, random_index="saaty") for name, pairs in of_each.items()]
    )
    close([ours.leaves[name] for name in alternatives], [theirs.target_weights[name] for name in alternatives])


@each_random
def test_rank_correlation(case: Case) -> None:
    random = case.random
    size, kinds = int(random.integers(2, 60)), int(random.integers(2, 80))
    x, y = random.integers(0, kinds, size), random.integers(0, kinds, size)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert composite.kendall_tau_b(x, y) is None
        assert composite.spearman_rho(x, y) is None
        return
    assert composite.kendall_tau_b(x, y) == pytest.approx(stats.kendalltau(x, y).statistic, abs=CLOSE)
    assert composite.spearman_rho(x, y) == pytest.approx(stats.spearmanr(x, y).statistic, abs=CLOSE)
    # pymcdm takes ranks, and of those that tie it needs the mean; its tau is tau-a: without ties the same.
    ranks = stats.rankdata(x), stats.rankdata(y)
    assert composite.spearman_rho(x, y) == pytest.approx(pymcdm_correlations.spearman(*ranks), abs=CLOSE)
    orders = random.permutation(size), random.permutation(size)
    assert composite.kendall_tau_b(*orders) == pytest.approx(pymcdm_correlations.kendall_tau(*orders), abs=CLOSE)


def test_ties_and_zeros_are_where_the_libraries_differ() -> None:
    """What docs/composite.md says of each."""
    x, y = [1, 1, 2, 3], [1, 2, 3, 3]
    assert pymcdm_correlations.kendall_tau(x, y) != pytest.approx(composite.kendall_tau_b(x, y), abs=0.01)
    zero = np.array([[0.0, 1], [2, 3], [4, 9]])
    assert repo_weights.entropy_weighting(zero) == pytest.approx(composite.entropy(zero).values, abs=CLOSE)
    with pytest.raises(ValueError, match="positive"):
        pymcdm_weights.entropy_weights(zero)
    constant = np.array([[5.0, 1], [5, 3], [5, 9]])
    with pytest.raises(ArgumentError):
        composite.Indicators(constant).normalise("min_max")
    assert pymcdm_normalizations.minmax_normalization(constant[:, 0]) == pytest.approx([1, 1, 1])
    with pytest.raises(ValueError, match="VIKOR"):
        pymcdm_methods.VIKOR()(constant, np.array([0.5, 0.5]), np.array([1, 1]))
    assert composite.vikor(constant, [1, 1]).details.constant == [0]
