"""What was signed: one text and one hash, whatever the order in which it was put together."""

import copy

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.crm_orders_promos.engine.revisions import canonical, chained, changes, digest

leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
contents = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=5,
)


def test_one_text():
    content = {"total": "121.00", "lines": [{"qty": "2", "name": "Café ☕"}], "signed": False}
    text = '{"lines":[{"name":"Café ☕","qty":"2"}],"signed":false,"total":"121.00"}'
    assert canonical(content) == text.encode()
    assert canonical(dict(reversed(content.items()))) == text.encode()


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x", (1, 2), object()])
def test_what_has_no_one_way_of_being_written(value):
    with pytest.raises(TypeError, match=r"/lines/0/price"):
        canonical({"lines": [{"price": value}]})
    with pytest.raises(TypeError, match="is no text"):
        canonical({"lines": {1: "x"}})


def test_what_changed():
    old = {"total": "121.00", "lines": [{"qty": "2"}, {"qty": "1"}], "note": None}
    new = {"total": "181.50", "lines": [{"qty": "3"}], "note": None}
    assert changes(old, new) == [("lines", "0", "qty"), ("lines", "1"), ("total",)]


def test_one_is_not_true():
    assert changes({"qty": 1}, {"qty": True}) == [("qty",)]


@given(contents, contents)
def test_the_same_hash_means_nothing_changed(old, new):
    assert (digest(old) == digest(new)) == (changes(old, new) == [])


@given(contents)
def test_a_copy_is_the_same(content):
    assert digest(copy.deepcopy(content)) == digest(content)


@given(st.lists(contents, min_size=2, max_size=5), st.data())
def test_an_entry_cannot_be_changed_behind_the_others(entries, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(contents)
    assume(digest(other) != digest(entries[place]))
    assert _last(entries) != _last([*entries[:place], other, *entries[place + 1 :]])
    assert _last(entries) != _last([*entries[:place], *entries[place + 1 :]])


def _last(entries):
    last = None
    for entry in entries:
        last = chained(last, entry)
    return last
