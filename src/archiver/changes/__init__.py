# SPDX-License-Identifier: Apache-2.0
"""What differs between two packages: in the record, in the text, and in who is said to have said what. Pure."""

from archiver.changes.attributions import AttributionChange, attribution_changes
from archiver.changes.fields import FieldChange, field_changes
from archiver.changes.text import TextChange, alike, text_changes

__all__ = [
    "AttributionChange",
    "FieldChange",
    "TextChange",
    "alike",
    "attribution_changes",
    "field_changes",
    "text_changes",
]
