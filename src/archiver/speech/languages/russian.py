# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 -- Cyrillic is the matter of this module
"""Russian."""

from __future__ import annotations

from archiver.speech.languages.language import Language

RUSSIAN = Language(
    code="ru",
    signs="и в не на что он она с по это как но из за для был было были",
    cues=(
        "заявил заявила заявили сказал сказала сказали отметил отметила отметили добавил добавила подчеркнул "
        "подчеркнула сообщил сообщила сообщили ответил ответила объяснил пояснил пояснила говорит считает "
        "написал написала рассказал рассказала"
    ),
    subjects="он она они",
    female="она",
    male="он",
    according="словам",
)
