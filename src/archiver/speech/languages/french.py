# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- French elides with a typographic apostrophe
"""French."""

from __future__ import annotations

from archiver.speech.languages.language import Language

FRENCH = Language(
    code="fr",
    signs="le la les des du et une est dans pour que qui sur pas au aux cette avec sont",
    cues=(
        "déclaré dit affirmé ajouté expliqué indiqué estimé souligné assuré répondu lancé précisé martelé déclare "
        "affirme ajoute explique estime souligne assure répond lance précise rappelle"
    ),
    determiners="le la les l’ l'",
    subjects="il elle",
    female="elle",
    male="il",
    according="selon",
)
