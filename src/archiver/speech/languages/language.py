# SPDX-License-Identifier: Apache-2.0
"""What the rules must know of a language besides English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of a language, in lower case; each set is written as one text of words."""

    code: str
    """Its tag after BCP 47, such as de."""
    signs: str
    """Frequent small words that English has not: they tell the language of a text."""
    cues: str
    """Forms of the verbs of saying: sagte, a form a word."""
    determiners: str = ""
    subjects: str = ""
    """Pronouns that can be a subject."""
    female: str = ""
    male: str = ""
    according: str = ""
    """Words before whom the quotation before or the sentence is according to: laut, so."""
    calling: str = ""
    """Words behind which a quotation is what something is called, however short: als, einen."""
    names: str = ""
    """Words behind which a quotation is a name or a title: Zeitung, Motto."""
    verb_second: bool = False
    """True where the subject follows the verb if anything else begins the sentence: „Dazu sagte Weber: …“."""
