"""Text and rich text on its way to a page."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_actions.engine.pdf import html, text

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)


@given(ANYTHING)
def test_clean_text_is_clean_for_good(given_text):
    cleaned = text.clean(given_text)
    assert text.clean(cleaned) == cleaned
    cleaned.encode("utf-8")
    assert not any(ord(char) < 32 and char != "\n" for char in cleaned)


def test_accents_typed_as_two_characters_become_one():
    assert text.clean("nin\u0303o") == "niño"


def test_marks_that_turn_the_direction_are_taken_out():
    assert text.clean("pay \u202e001\u202c €") == "pay 001 €"


def test_nothing_to_say_is_no_text():
    assert text.clean(None) == text.clean(False) == ""
    assert text.clean(0) == "0"


def test_long_text_ends_in_an_ellipsis():
    assert text.clip("Hotel Ría Mansa", 20) == "Hotel Ría Mansa"
    assert text.clip("Hotel Ría Mansa", 10) == "Hotel Ría…"


@given(ANYTHING, st.floats(0, 50))
def test_shortened_text_is_no_wider_than_asked(given_text, width):
    assert len(text.shorten(given_text, width, len)) <= width


@given(ANYTHING)
def test_runs_put_together_are_the_text(given_text):
    covers = [lambda code: code < 128, lambda code: code < 1000]
    pieces = list(text.runs(given_text, covers))
    assert "".join(piece for _index, piece in pieces) == given_text
    assert all(piece for _index, piece in pieces)


def test_what_no_font_has_goes_to_the_last_one():
    covers = [lambda code: code < 128, lambda code: code < 1000]
    assert list(text.runs("a ñ b \u4e00", covers)) == [
        (0, "a "),
        (1, "ñ "),
        (0, "b "),
        (1, "\u4e00"),
    ]


# -- HTML --


def _blocks(source):
    return html.to_blocks(source, text.escaped)


def _markup(source):
    return [block.markup for block in _blocks(source)]


def test_paragraphs_emphasis_and_breaks():
    assert _markup("<p>One <b>two</b><br>three</p><div>four</div>") == [
        "One <b>two</b><br/>three",
        "four",
    ]


def test_lists_have_bullets_numbers_and_depth():
    found = _blocks("<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul><p>d</p>")
    assert [(block.bullet, block.depth, block.markup) for block in found] == [
        ("•", 1, "a"),
        ("1.", 2, "b"),
        ("2.", 2, "c"),
        ("", 0, "d"),
    ]


def test_nothing_of_a_script_a_picture_or_a_style_passes():
    assert _markup(
        "<script>alert(1)</script><img src=x onerror=alert(1)><style>p{}</style>"
        '<p style="x">Hello <font color="red" face="/etc/passwd">there</font></p>'
    ) == ["Hello there"]


def test_markup_of_the_page_cannot_be_written_by_hand():
    assert _markup("<p>&lt;img src='/etc/passwd'/&gt; &amp;lt;b&amp;gt;</p>") == [
        "&lt;img src=&#x27;/etc/passwd&#x27;/&gt; &amp;lt;b&amp;gt;"
    ]


def test_only_links_that_lead_to_the_web_a_mail_or_a_telephone_stay():
    assert _markup('<a href="https://a.example/?b=1&amp;c=2">a</a>') == [
        '<link href="https://a.example/?b=1&amp;c=2">a</link>'
    ]
    for target in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "/odoo"):
        assert _markup(f'<a href="{target}">a</a>') == ["a"]


def test_tags_that_overlap_are_nested():
    assert _markup("<b>one <i>two</b> three</i>") == ["<b>one <i>two</i></b><i> three</i>"]


def test_emphasis_goes_on_over_paragraphs():
    assert _markup("<b><p>one</p><p>two</p></b>") == ["<b>one</b>", "<b>two</b>"]


def test_rows_of_a_table_are_lines():
    assert _markup("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>") == [
        "a · b",
        "c",
    ]


_PIECES = st.lists(
    st.one_of(
        ANYTHING,
        st.sampled_from(
            [
                "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "</ul>", "<li>", "<ol>",
                "<a href='https://x.example'>", "</a>", "<br>", "<script>", "</script>", "<td>",
                "<h1>", "</h1>", "&amp;", "&#0;", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "<",
            ]
        ),
    ),
    max_size=40,
)  # fmt: skip


@given(_PIECES)
def test_whatever_comes_in_well_formed_markup_goes_out(pieces):
    for markup in _markup("".join(pieces)):
        ElementTree.fromstring(f"<p>{markup}</p>")
