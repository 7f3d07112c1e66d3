"""Two people changed one definition: what becomes of both."""

from hypothesis import given, settings
from hypothesis import strategies as st

from demarches.domain.editor.differences import differences, merge

DOCUMENTS = st.recursive(
    st.integers(0, 3) | st.sampled_from(["a", "b"]),
    lambda inner: st.dictionaries(st.sampled_from(["x", "y", "z"]), inner, max_size=3),
    max_leaves=6,
).filter(lambda made: isinstance(made, dict))


@settings(max_examples=200, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_a_merge_takes_what_only_one_side_changed(base, changed):
    assert merge(base, base, changed).content == changed
    assert merge(base, changed, base).content == changed
    assert merge(base, changed, changed).conflicts == []
    assert (list(differences(base, changed)) == []) == (base == changed)


def test_a_merge_keeps_ours_and_tells_theirs_where_both_changed():
    base = {"form": {"steps": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}, "quota": 3}
    ours = {"form": {"steps": [{"id": "a", "title": "Ici"}, {"id": "b", "title": "B"}]}, "quota": 5}
    theirs = {
        "form": {"steps": [{"id": "a", "title": "Là"}, {"id": "b", "title": "Bé"}, {"id": "c", "title": "C"}]},
        "quota": 3,
    }

    merged = merge(base, ours, theirs)

    assert [step["title"] for step in merged.content["form"]["steps"]] == ["Ici", "Bé", "C"]
    assert merged.content["quota"] == 5
    assert [(conflict.path, conflict.before, conflict.after) for conflict in merged.conflicts] == [
        (("form", "steps", "a", "title"), "Ici", "Là")
    ]
