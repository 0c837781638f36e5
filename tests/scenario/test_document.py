import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from multivector.errors import ScenarioError
from multivector.scenario import document, library
from multivector.scenario.shelf import LIBRARY


def test_lines_and_kinds_of_scalars():
    found = document.parse("a: 1\nb:\n  - 2.5\n  - yes\n  - '3'\n  - 007\n  - 1e-4\n  - 2022-01-05\nc: ~\n", "x.yaml")
    assert found.data == {"a": 1, "b": [2.5, "yes", "3", "007", 1e-4, "2022-01-05"], "c": None}
    assert found.lines[("b", 1)] == 4
    assert found.line(("b", 1, "nothing", "here")) == 4


@pytest.mark.parametrize("name", library())
def test_the_slow_parser_reads_shipped_files_alike(name, monkeypatch):
    path = LIBRARY / name / "scenario.yaml"
    fast = document.read(path)
    monkeypatch.setattr(document, "_LOADER", yaml.SafeLoader)
    slow = document.read(path)
    assert slow.data == fast.data
    assert slow.lines == fast.lines


def test_duplicate_keys_are_told_with_both_lines():
    found = document.parse("a:\n  x: 1\n  y: 2\n  x: 3\n", "x.yaml")
    assert found.data == {"a": {"x": 1, "y": 2}}
    (fault,) = found.faults
    assert (fault.line, fault.path) == (4, "a.x")
    assert "line 2" in fault.found


def test_a_bomb_of_aliases_ends_in_one_line():
    lines = ["a0: &a0 [" + ", ".join(["lol"] * 9) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 30)]
    with pytest.raises(ScenarioError) as error:
        document.parse("\n".join(lines), "bomb.yaml")
    assert "values" in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("text", ["[" * 100_000, "a: &a [*a]", "&a [*b]", "a: !!python/object/apply:os.system [ls]"])
def test_nothing_harmful_is_made(text):
    try:
        found = document.parse(text, "bad.yaml")
    except ScenarioError as stopped:
        said = str(stopped).splitlines()
    else:
        said = [str(fault) for fault in found.faults]
        assert found.data in ({"a": None}, {"a": ["ls"]})
    assert len(said) == 1


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(ScenarioError, match="200 MB"):
        document.read(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a: \xff\xfe", "not UTF-8"),
        (b"a: [1, 2\nb: 3", "not YAML"),
        (b"a: \x00", "not YAML"),
        (b"a: 1\n---\nb: 2", "second"),
    ],
)
def test_what_is_no_yaml_is_said_with_the_file(tmp_path, content, words):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=words) as error:
        document.read(path)
    assert str(path) in str(error.value)


def test_missing_files_and_folders_are_told_apart(tmp_path):
    with pytest.raises(ScenarioError, match="does not exist"):
        document.read(tmp_path / "none.yaml")
    with pytest.raises(ScenarioError, match="is a folder"):
        document.read(tmp_path)


plain = st.recursive(
    st.integers(-(10**9), 10**9)
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text("abc ä:'\"#-", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("xyz", min_size=1, max_size=5), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=4), plain, max_size=5))
def test_plain_data_come_back_as_they_were_dumped(data):
    text = yaml.safe_dump(data, allow_unicode=True)
    assert document.parse(text).data == (data or {})
