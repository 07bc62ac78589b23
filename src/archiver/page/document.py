# SPDX-License-Identifier: Apache-2.0
"""A whole HTML document, which needs nothing but itself: style and script are inside, and nothing else may run."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from archiver.page.markup import Html, element, join, ours
from archiver.page.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MADE = "archiver"
HEAD = f"<!doctype html>\n<!-- a page made by {MADE}; it may be replaced by one -->\n"
"""How every page of ours begins."""


def policy(style: str, script: str | None) -> str:
    """Return the Content-Security-Policy: our style, our script if there is one, images that are inside; no more."""
    runs = f"script-src {_hash(script)}; " if script else ""
    return f"default-src 'none'; style-src {_hash(style)}; {runs}img-src data:; base-uri 'none'; form-action 'none'"


def _hash(code: str) -> str:
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode('ascii')}'"


def opening(
    title: str, *, head: Iterable[Html] = (), style: str = "", script: str | None = None, kind: str = "package"
) -> str:
    """Return a document up to its body, which is of a kind: a class of the style.

    `title` is plain text. `style` is added to our own, and `script` is what `closing` writes; none of the three
    comes from the material.
    """
    whole = STYLE + style
    parts = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy(whole, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="generator", content=MADE),
        element("title", title),
        *head,
        Html(f"<style>{whole}</style>"),
    ]
    inside = "\n".join(part.markup for part in parts)
    return f'{HEAD}<html lang="en">\n<head>\n{inside}\n</head>\n<body class="{kind}">\n'


def closing(script: str | None = None) -> str:
    """Return the end of a document; the script is ours."""
    return f"{f'<script>{script}</script>' if script else ''}\n</body>\n</html>\n"


def section(identifier: str, heading: str, *children: Html | str | None) -> Html:
    """Return a part of the page with its heading, by which it is named."""
    title = element("h2", heading, id=f"{identifier}-h")
    return element("section", title, *children, id=identifier, aria_labelledby=f"{identifier}-h")


def contents(parts: Iterable[tuple[str, str]]) -> Html:
    """Return the links to the parts of a page."""
    links: Iterator[Html] = (element("li", element("a", label, href=ours(f"#{name}"))) for name, label in parts)
    return element("nav", element("ul", *links), class_="contents", aria_label="Parts of this page")


def skip(to: str, label: str) -> Html:
    """Return the link over everything before the text, for who does not see it."""
    return element("a", label, class_="skip", href=ours(f"#{to}"))


def body(*parts: Html | str | None) -> str:
    """Return parts of a page, a line each."""
    return "\n".join(join([part]).markup for part in parts if part is not None)
