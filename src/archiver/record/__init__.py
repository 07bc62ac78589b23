# SPDX-License-Identifier: Apache-2.0
"""The metadata record: loaded with line numbers, checked, written in canonical form.

    load            bytes -> Loaded: the Record, or every fault with line, column and JSON path
    check_source    does the record describe this source, do its corrections fit the text
    canonical       the one spelling that a package holds
    add_corrections what a person decided, put into the file of a record that stays what it is otherwise
    read_decisions  what a person decided about a list of utterances -> corrections, or every fault
    template        the record.yaml that `archiver new` writes

PyYAML comes in with this room; jsonschema and edtf only when they are needed.
"""

from archiver.record.additions import add_corrections
from archiver.record.canonical import canonical
from archiver.record.load import Loaded, load
from archiver.record.settling import Settled, read_decisions
from archiver.record.source import check_source
from archiver.record.template import template

__all__ = [
    "Loaded",
    "Settled",
    "add_corrections",
    "canonical",
    "check_source",
    "load",
    "read_decisions",
    "template",
]
