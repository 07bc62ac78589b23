# SPDX-License-Identifier: Apache-2.0
"""Who said it: from a plain text to utterances with their speakers and the words that justify them.

    text -> marks (quotations) -> sentences (words, quotations folded) -> turns and indirect (rules)
         -> resolve (mention to person) -> corrections (a person's decisions) -> Transcript

Pure: no files, no clock, no model; the same text and record give the same result everywhere.
"""

from archiver.speech.interpretation import attribute, interpret
from archiver.speech.rules import CERTAINTY, RULES

__all__ = ["CERTAINTY", "RULES", "attribute", "interpret"]
