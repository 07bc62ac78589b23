# SPDX-License-Identifier: Apache-2.0
"""German."""

from __future__ import annotations

from archiver.speech.languages.language import Language

GERMAN = Language(
    code="de",
    signs=(
        "der die das und den dem des ein eine einen einem einer nicht ist sich auf mit für auch wird wurde sind "
        "von im aber ich wir nach bei dass"
    ),
    cues=(
        "sagte sagt sagten erklärte erklärt erklärten betonte betont betonten meinte meint meinten berichtete "
        "berichtet berichteten schrieb schreibt schrieben forderte fordert forderten warnte warnt warnten "
        "kritisierte kritisiert kritisierten ergänzte ergänzt antwortete antwortet entgegnete entgegnet "
        "erwiderte erwidert äußerte äußert äußerten fragte fragt fragten rief ruft riefen bestätigte "
        "bestätigt behauptete behauptet versicherte versichert verkündete verkündet erläuterte erläutert "
        "kommentierte kommentiert zitierte zitiert mahnte mahnt lobte lobt klagte klagt bekräftigte "
        "bekräftigt unterstrich unterstreicht resümierte argumentierte argumentiert konstatierte urteilte "
        "urteilt schimpfte twitterte verlautete hob formulierte begründete fügte teilte gab"
    ),
    determiners="der die das ein eine",
    subjects="er sie jemand",
    female="sie",
    male="er",
    according="laut so gemäß zufolge",
    calling="als einen dass weder einer jedoch parole parolen aufschrift feststellung beispiel anderem",
    names=(
        "zeitung tageszeitung wochenzeitung magazin magazins magazines lautet heißt etwa übersetzt gruppe "
        "stamm stamms motto werk buch film lied serie sendung rolle operation titel überschrift projekt laut "
        "wie zeitschrift sender name namen portal"
    ),
    verb_second=True,
)
