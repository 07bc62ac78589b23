# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from archiver.page.markup import Address, Html, element, given, inlined, join, linked, ours, outside, text, words


def test_text_is_escaped_and_a_carriage_return_stays_one() -> None:
    assert text("<b a=\"1\" c='2'>&\r\n") == "&lt;b a=&quot;1&quot; c=&#x27;2&#x27;&gt;&amp;&#13;\n"


@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x1f", "\ud800", "\ufdd0", "\ufffe"])
def test_what_html_cannot_hold_is_replaced(bad: str) -> None:
    assert text(f"a{bad}b") == "a\ufffdb"


def test_element_escapes_children_and_attributes() -> None:
    made = element("p", "<i>", element("b", "&"), None, class_='"x"', data_name="<", id=None, hidden=True, lang=False)
    assert made.markup == '<p class="&quot;x&quot;" data-name="&lt;" hidden>&lt;i&gt;<b>&amp;</b></p>'


def test_empty_element_has_no_end() -> None:
    assert element("meta", charset="utf-8").markup == '<meta charset="utf-8">'


@pytest.mark.parametrize("name", ["href", "src"])
def test_link_takes_nothing_but_an_address(name: str) -> None:
    with pytest.raises(TypeError, match="no Address"):
        element("a", **{name: "javascript:alert(1)"})


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.org",
        "http://example.org/a?b=c&d#e",
        "HTTPS://EXAMPLE.org:8080/%20",
        "https://例え.jp/日本",
        "http://[::1]:80/x",
    ],
)
def test_address_of_the_web_is_one(uri: str) -> None:
    assert outside(uri) == uri


@pytest.mark.parametrize(
    "uri",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://example.org",
        "data:text/html,x",
        "//example.org/x",
        "/etc/passwd",
        "https://",
        "https:///x",
        "https://user@example.org/",
        "https://example.org@evil.example/",
        "https://example.org/\u202egnp.exe",
        "https://example.org/a b",
        'https://example.org/"onmouseover=alert(1)',
        "https://example.org/\n",
        "\x01https://example.org/",
        "https://example.org:port/",
        "ftp://example.org/",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_what_is_no_address_of_the_web_is_none(uri: str | None) -> None:
    assert outside(uri) is None


@pytest.mark.parametrize("target", ["#a1", "index.html", "../../index.html", "bridge/v1/", "a/b.html#c-d"])
def test_address_of_ours_is_plain(target: str) -> None:
    assert ours(target) == Address(target)


@pytest.mark.parametrize("target", ["", "javascript:x", "/x", "a//b", "a b", "https://example.org", "..", "#", "a\n"])
def test_address_of_ours_is_nothing_else(target: str) -> None:
    with pytest.raises(ValueError, match="no address of ours"):
        ours(target)


def test_text_of_a_record_is_a_link_only_to_an_address() -> None:
    assert 'href="https://example.org/x"' in linked("x", "https://example.org/x").markup
    assert linked("x", "javascript:x").markup == "<bdi>x</bdi>"


def test_characters_that_turn_the_direction_stand_apart_and_are_seen() -> None:
    made = join(words("a\u202eb\u2069")).markup
    turned = '<span class="turn" data-code="U+{}">{}</span>'
    assert made == f"a{turned.format('202E', chr(0x202E))}b{turned.format('2069', chr(0x2069))}"
    assert given("a\u202e").markup == f"<bdi>a{turned.format('202E', chr(0x202E))}</bdi>"


def test_inlined_data_is_base64() -> None:
    assert inlined(b"<&>", "text/plain") == "data:text/plain;base64,PCY+"


def test_markup_is_joined_as_it_is() -> None:
    assert join([Html("<b>"), "<", None]).markup == "<b>&lt;"
