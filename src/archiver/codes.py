# SPDX-License-Identifier: Apache-2.0
"""The table of codes: what each finding means, which rule it rests on, what to do.

The table feeds `archiver explain`, the reference in `docs/`, the reports and the tests. A code is
never given a second meaning; one that is no longer used stays in the table as retired.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """The material is wrong: exit 1."""
    WARNING = "warning"
    """Sound, but worth a look; wrong under --strict."""
    UNCHECKED = "unchecked"
    """Nothing was found wrong because it could not be looked at: exit 3."""
    NOTE = "note"
    """Nothing is wrong."""


class Aspect(StrEnum):
    """What a finding is about; the checks of a bag are told apart by it."""

    STRUCTURE = "structure"
    """The form of a bag, or of the archive file that holds it."""
    COMPLETENESS = "completeness"
    """Whether all is there, and nothing else."""
    FIXITY = "fixity"
    """Whether every byte is as it was."""
    PROFILE = "profile"
    """What a BagIt profile demands."""
    IDENTITY = "identity"
    """Whether it is the package that was recorded."""
    CONTENTS = "contents"
    """Source, record and TEI, and what is told of them."""


@dataclass(frozen=True, slots=True)
class Code:
    """One line of the table."""

    severity: Severity
    title: str
    """Lower-case, without a full stop: it follows `error[F102]: `."""
    clause: str
    """The clause of a standard or the promise of ours on which it rests."""
    help: str
    lenient: str = ""
    """The warning that a lenient reader gives in its place; empty: there are no two ways to read this."""


E, W, U, N = Severity.ERROR, Severity.WARNING, Severity.UNCHECKED, Severity.NOTE

SOURCE = {
    "S101": Code(E, "source does not decode", "promise 1", "declare the right encoding in the record (source.encoding), or mend the file at its origin"),
    "S102": Code(E, "source has a character that XML forbids", "XML 1.0 §2.2", "get a clean copy of the source; archiver drops no character on its own"),
    "S103": Code(E, "source is empty", "promise 5", "check that the file arrived whole"),
    "S104": Code(E, "unknown character encoding", "IANA character sets", "use a registered name such as utf-8, windows-1251 or iso-8859-1"),
    "S105": Code(E, "decoding and encoding again gives other bytes", "promise 1", "declare the encoding that the file really has"),
    "S106": Code(E, "source is too large for this reader", "promise 5", "split the document, or raise the limit in the code that calls the reader"),
    "S107": Code(E, "no reader takes this source", "promise 5", "see the reasons of the readers; declare source.media_type in the record"),
    "S108": Code(E, "file name would be lost by other tools", "RFC 8493 §6.1", "rename the source and keep its old name in the record; archives that take bags in with bagit lose a name like this"),
}  # fmt: skip

RECORD = {
    "R101": Code(E, "record is neither YAML nor JSON", "YAML 1.2 §3", "mend the syntax at the place named"),
    "R102": Code(E, "key is given twice", "YAML 1.2 §3.2.1.1", "keep one of the two"),
    "R103": Code(E, "unknown key", "record.schema.json", "use the nearest known key, or leave it out"),
    "R104": Code(E, "required key is missing", "record.schema.json", "add it; what is not known is written {unknown: true, note: why}"),
    "R105": Code(E, "value is not allowed here", "record.schema.json", "write a value of the kind expected"),
    "R106": Code(E, "id is used twice", "record.schema.json", "give each speaker, participant, organisation and agent an id of its own"),
    "R107": Code(E, "alias is shared by two speakers", "promise 2", "keep the alias with the one it always means, or leave it out"),
    "R108": Code(E, "correction does not match the source", "promise 2", "copy the words from the source exactly, with their quotation marks and spaces"),
    "R109": Code(E, "correction matches the source more than once", "promise 2", "give more of the words, or offsets in `at`"),
    "R110": Code(E, "dates are in the wrong order", "EDTF (ISO 8601-2)", "a statement is not published before it is made, nor captured before it is published"),
    "R111": Code(E, "reference to an id that is not there", "record.schema.json", "declare it, or mend the spelling"),
    "R112": Code(E, "date is not EDTF level 0 or 1", "EDTF (ISO 8601-2)", "write 2021-07-12, 2021-07, 2021?, 2021~, 202X, 2021-07-12/2021-07-14"),
    "R113": Code(E, "language tag is not well formed", "BCP 47 §2.1", "write en, en-GB, ru, zh-Hant"),
    "R114": Code(E, "record describes another file", "record.schema.json", "set source.file to the name of the source, or give the right record"),
    "R115": Code(E, "source is not the file that was described", "promise 4", "the digest in the record differs: find out which of the two is right"),
    "R116": Code(E, "record is of a version that this archiver does not know", "record.schema.json", 'use a newer archiver, or write record_version: "1"'),
    "R117": Code(E, "record is too large or too deeply nested", "promise 5", "records are a few kilobytes; check that the right file was given"),
    "R118": Code(W, "declared speaker is given no words", "promise 2", "move to participants, or say so with speaks: false"),
    "R119": Code(E, "correction cannot be applied", "promise 2", "corrections may not be about the same words or cross each other, cross a paragraph, or cut a quotation in two"),
    "R120": Code(E, "record is more than plain data", "promise 5", "write the value out: records have no anchors, aliases, merge keys or tags, and keys are words"),
    "R121": Code(E, "decision cannot be read", "RFC 8259", "write one JSON object a line, as archiver review --format jsonl does, with a reason in because"),
    "R122": Code(E, "decision is about other words than stand there", "promise 2", "the source or the rules changed since: list the utterances again and decide anew"),
    "R123": Code(E, "two decisions about the same words", "promise 2", "keep one of the two"),
    "R124": Code(E, "words are decided already", "promise 2", "take the old correction out of the record first, if the new one is to hold"),
}  # fmt: skip

TEI = {
    "T101": Code(E, "TEI is not well-formed XML", "XML 1.0 §2.1", "restore the file from another copy"),
    "T102": Code(E, "TEI breaks the schema", "schema/archiver.rng", "restore the file, or encode the source again"),
    "T103": Code(E, "TEI has a document type declaration", "promise 5", "remove the DOCTYPE: no entity is ever expanded"),
    "T104": Code(E, "elements lie too deep inside each other", "promise 5", "treat the file as hostile, or see why speech was found inside speech so many times"),
    "T105": Code(E, "TEI has more markup than can be checked", "promise 5", "treat the file as hostile: archiver writes no such TEI; restore it from another copy"),
    "T201": Code(E, "pointer leads nowhere", "TEI P5 §1.3.1.1 att.pointing", "declare what it points at, or mend the pointer"),
    "T202": Code(E, "pointer leads to the wrong kind of element", "TEI P5 §1.3.1.1 att.pointing", "who, ref and toWhom point at person, personGrp or org; corresp at speech; ana at a category"),
    "T203": Code(E, "chain of next and prev is broken", "TEI P5 §17.3", "next and prev must answer each other, in document order, with one speaker"),
    "T204": Code(E, "speech without an id or a ground", "promise 2", "every said and q carries xml:id and ana"),
    "T205": Code(E, "attribution without a ground in the text", "promise 2", "mark the words that attribute the speech, or say continued, implicit or none"),
    "T206": Code(E, "declared speaker says nothing", "TEI P5 §16.3.2", "give the person another role, or attribute the speech"),
    "T207": Code(E, "header counts are not true", "TEI P5 §2.2.3", "encode the source again"),
    "T208": Code(E, "id is given twice", "XML 1.0 §3.3.1", "make each xml:id unique"),
    "T301": Code(E, "TEI text differs from the source", "promise 1", "restore the file, or encode the source again"),
    "T302": Code(W, "TEI was re-indented; its text is intact", "promise 1", "nothing is lost; restore the file to have its digest back"),
    "T303": Code(E, "header describes another source", "promise 1", "the digest or the file name in the header is not that of the source"),
}  # fmt: skip

BAG = {
    "B101": Code(E, "not a bag: bagit.txt is missing", "RFC 8493 §2.1.1", "restore bagit.txt from another copy"),
    "B102": Code(E, "bagit.txt is malformed", "RFC 8493 §2.1.1", "two lines: BagIt-Version: 1.0 and Tag-File-Character-Encoding: UTF-8"),
    "B103": Code(E, "payload folder data/ is missing", "RFC 8493 §2.1.2", "restore the folder from another copy"),
    "B104": Code(E, "no payload manifest", "RFC 8493 §2.1.3", "restore manifest-*.txt from another copy"),
    "B105": Code(E, "manifest line is malformed", "RFC 8493 §2.1.3", "restore the manifest from another copy"),
    "B106": Code(E, "path leaves the bag or is not allowed", "RFC 8493 §5.1", "treat the bag as hostile; nothing was opened"),
    "B107": Code(E, "file is listed twice in one manifest", "RFC 8493 §2.1.3", "restore the manifest from another copy"),
    "B108": Code(E, "manifest line is missing", "RFC 8493 §2.1.3", "every manifest lists every payload file; restore the manifest from another copy"),
    "B109": Code(E, "manifests disagree", "RFC 8493 §2.1.3", "restore the manifests from another copy"),
    "B110": Code(E, "link or special file in the bag", "RFC 8493 §5.1", "replace it by a regular file; it was not opened"),
    "B111": Code(E, "tag manifest is missing", "archiver package profile", "restore tagmanifest-*.txt from another copy; without it nobody vouches for the tag files"),
    "B112": Code(E, "bag-info.txt is malformed", "RFC 8493 §2.2.2", "restore bag-info.txt from another copy"),
    "B113": Code(E, "Payload-Oxum is not true", "RFC 8493 §2.2.2", "see the findings on single files; if there are none, bag-info.txt is wrong"),
    "B114": Code(E, "tag file is not listed in the tag manifest", "archiver package profile", "remove the file if it does not belong here; keep sidecars outside the bag"),
    "B115": Code(U, "checksum algorithm is not known", "RFC 8493 §2.4", "use a newer archiver; these entries were not checked"),
    "B116": Code(E, "bag cannot be laid out", "RFC 8493 §6.1", "rename the files: names may not differ only in case or in Unicode normalisation"),
    "B117": Code(E, "file that a package needs is missing", "archiver package profile", "restore it from another copy"),
    "B118": Code(E, "bag needs files fetched from elsewhere", "RFC 8493 §2.2.3", "an archiver package is whole: fetch.txt has no place in it"),
    "B119": Code(W, "manifest line is written in the manner of md5sum", "RFC 8493 §6.1.3", "strict readers refuse it; write the path without the asterisk"),
    "B120": Code(W, "path does not travel well", "RFC 8493 §6.1.2", "other systems or tools may not take this name; choose plainer names in a new bag"),
    "B121": Code(W, "file is listed twice with the same digest", "RFC 8493 §2.1.3", "from version 1.0 on each file is listed once; leave one line out in a new bag"),
    "B122": Code(E, "fetch.txt is malformed", "RFC 8493 §2.2.3", "restore fetch.txt from another copy"),
    "B123": Code(W, "bag names files that lie elsewhere", "RFC 8493 §2.2.3", "nothing was fetched: archiver fetch does that, if files are missing"),
    "B124": Code(W, "tag file is vouched for by no tag manifest", "RFC 8493 §2.2.1", "list every tag file when the bag is made again"),
    "B125": Code(W, "bag has no tag manifest", "RFC 8493 §2.2.1", "nobody vouches for the manifests and bag-info.txt; add a tag manifest when the bag is made again"),
    "B126": Code(W, "only weak checksum algorithms", "RFC 8493 §2.4", "add sha512 when the bag is made again: other bytes with the same md5 or sha1 can be made"),
    "B127": Code(W, "file mode is not that of an archived file", "SWHID 1.2 §directory", "chmod 0644: the identifiers are computed as if no file were executable"),
    "B130": Code(E, "manifest line is written in the manner of md5sum", "RFC 8493 §6.1.3", "write the path without asterisk or backslash; --lenient takes the line as it is meant", "B119"),
    "B131": Code(E, "path begins with ./", "RFC 8493 §2.1.3", "write data/… without ./ before it; --lenient takes the line as it is meant", "B132"),
    "B132": Code(W, "path begins with ./", "RFC 8493 §2.1.3", "strict readers refuse it; write data/… without ./ before it in a new bag"),
    "B133": Code(E, "file is listed twice with the same digest, from version 1.0 on", "RFC 8493 §2.1.3", "leave one line out; --lenient accepts both", "B121"),
    "B134": Code(E, "blank line", "RFC 8493 §2.1.1, §2.1.3, §2.2.2, §2.2.3", "remove the line; --lenient passes over it", "B135"),
    "B135": Code(W, "blank line", "RFC 8493 §2.1.1, §2.1.3, §2.2.2, §2.2.3", "strict readers refuse it; leave it out in a new bag"),
    "B136": Code(E, "byte order mark that the encoding does not want", "RFC 8493 §2.3", "save the file without a byte order mark; --lenient passes over it", "B137"),
    "B137": Code(W, "byte order mark that the encoding does not want", "RFC 8493 §2.3", "strict readers refuse it; save the file without it in a new bag"),
    "B138": Code(E, "label and value are not parted by a colon and one blank", "RFC 8493 §2.2.2", "write `Label: value`; --lenient accepts other blanks", "B139"),
    "B139": Code(W, "label and value are not parted by a colon and one blank", "RFC 8493 §2.2.2", "strict readers refuse it; write `Label: value` in a new bag"),
    "B140": Code(E, "bagit.txt is written loosely", "RFC 8493 §2.1.1", "write BagIt-Version: 1.0 and Tag-File-Character-Encoding: UTF-8 to the letter; --lenient takes it as it is meant", "B141"),
    "B141": Code(W, "bagit.txt is written loosely", "RFC 8493 §2.1.1", "strict readers refuse it; write both lines to the letter in a new bag"),
    "B142": Code(E, "percent sign in a path is not encoded", "RFC 8493 §2.1.3", "write %25; --lenient takes the sign as itself", "B143"),
    "B143": Code(W, "percent sign in a path is not encoded", "RFC 8493 §2.1.3", "strict readers refuse it; write %25 in a new bag"),
    "B144": Code(W, "name has another Unicode normalisation than in the manifest", "RFC 8493 §6.1", "the bag went through a system that spells names its own way; the file is the one that is listed"),
    "B145": Code(E, "path is not portable, which was demanded", "RFC 8493 §6.1", "rename the file in a new bag, or verify without --portable"),
    "B146": Code(W, "reserved element of bag-info.txt is not as the standard has it", "RFC 8493 §2.2.2", "write dates as YYYY-MM-DD and counts as N of T, each of them once, in a new bag"),
    "B147": Code(W, "tag manifest does not list every tag file that it should", "RFC 8493 §2.2.1", "list the payload manifests and the same tag files in every tag manifest when the bag is made again"),
}  # fmt: skip

ARCHIVE = {
    "B201": Code(E, "archive file is malformed", "PKWARE APPNOTE §4.3; POSIX pax", "restore the archive file from another copy, or make it anew from the bag"),
    "B202": Code(E, "archive file is cut off", "PKWARE APPNOTE §4.3.6; POSIX pax", "restore the archive file from another copy"),
    "B203": Code(E, "one name stands for two members", "archiver archive policy", "readers disagree which of them counts; make the archive anew from the bag"),
    "B204": Code(E, "member name leaves the folder or is not allowed", "RFC 8493 §5.1", "treat the archive as hostile; nothing was unpacked"),
    "B205": Code(E, "member name has a backslash", "PKWARE APPNOTE §4.4.17", "some readers take it for a step into a folder, others for a letter; make the archive anew with forward slashes"),
    "B206": Code(E, "headers of a member disagree", "PKWARE APPNOTE §4.3; POSIX pax", "readers see different things in it; restore the archive file, or make it anew from the bag"),
    "B207": Code(E, "members overlap", "PKWARE APPNOTE §4.3.6", "treat the archive as hostile: no program that packs files writes this"),
    "B208": Code(E, "archive holds octets that belong to no member", "PKWARE APPNOTE §4.3.6; POSIX pax", "nobody vouches for them and some readers find files in them; make the archive anew from the bag"),
    "B209": Code(E, "member is encrypted", "archiver archive policy", "decrypt it and make the archive anew: what needs a key cannot be checked, and keys get lost"),
    "B210": Code(U, "member is stored in a way that is not read here", "archiver archive policy", "nothing is wrong with it as far as can be seen; pack the bag with stored or deflated members and without sparse files to have it checked"),
    "B211": Code(E, "archive is damaged here", "PKWARE APPNOTE §4.4.7; RFC 1952 §2.3.1", "it does not unpack to what was packed; restore the archive file from another copy"),
    "B212": Code(E, "something lies beside the bag", "BagIt 0.97 §4", "an archive holds one folder, the bag, and nothing else; make it anew from the folder above the bag"),
    "B213": Code(W, "bag lies in no folder of the archive", "BagIt 0.97 §4", "unpacked, its files get mixed with what is there; pack the folder of the bag, not what is in it"),
    "B214": Code(N, "archive is not named like the bag in it", "BagIt 0.97 §4", "nothing is wrong; a file named like the folder in it is easier to find"),
    "B215": Code(W, "encoding of a member name is not declared", "PKWARE APPNOTE appendix D", "readers take it for UTF-8 or for code page 437; make the archive anew with a program that declares UTF-8"),
    "B216": Code(E, "member name is not in the encoding that the archive declares", "PKWARE APPNOTE appendix D; POSIX pax", "make the archive anew: no two readers need see the same name"),
    "B217": Code(U, "archive holds more than the limit", "archiver archive policy", "it was not read further; if it is as large as it should be, raise the limit with --max-octets, --max-ratio or --max-members"),
    "B218": Code(W, "archive has no end mark", "POSIX pax", "two blocks of zeros end a tar; a missing one may mean that the file was cut off between two members"),
    "B219": Code(W, "leavings of a system lie beside the bag", "BagIt 0.97 §4", "they belong to no bag; pack the bag without them: zip -x '__MACOSX/*', COPYFILE_DISABLE=1 tar"),
    "B220": Code(E, "bag lies too deep in the archive", "BagIt 0.97 §4", "the folder at the top of the archive is the bag; pack it from the folder above the bag"),
    "B221": Code(N, "tar has a volume label", "GNU tar §9.7", "nothing to do: it names the tar itself and belongs to no bag"),
}  # fmt: skip

PROFILE = {
    "B301": Code(E, "profile cannot be read", "RFC 8259", "mend the JSON at the place named, or get a clean copy of the profile"),
    "B302": Code(E, "profile is malformed", "BagIt Profiles 1.4.0, Implementation Details", "mend the profile, or ask whoever published it; rules that could be read were applied"),
    "B303": Code(N, "profile has keys of its own", "BagIt Profiles 1.4.0, Implementation Details", "nothing to do: these keys are not in the specification and no bag is judged by them"),
    "B304": Code(W, "profile has a rule that its version does not know", "BagIt Profiles 1.4.0, BagIt-Profile-Version", "the rule was not applied; state the version of the specification that has it in BagIt-Profile-Version"),
    "B305": Code(W, "profile goes against the advice of the specification", "BagIt Profiles 1.4.0, Implementation Details", "mend the profile when its next version is made"),
    "B310": Code(E, "bag names no profile", "BagIt Profiles 1.4.0, Implementation Details", "write BagIt-Profile-Identifier with the identifier of the profile into bag-info.txt when the bag is made again"),
    "B311": Code(W, "bag names another profile", "BagIt Profiles 1.4.0, Implementation Details", "make sure that the bag was made for this profile; one profile may lie at several addresses, and none was opened"),
    "B312": Code(E, "bag-info.txt is missing", "BagIt Profiles 1.4.0, Bag-Info", "every profile requires it: write it when the bag is made again"),
    "B313": Code(E, "tag that the profile requires is missing", "BagIt Profiles 1.4.0, Bag-Info required", "write the tag into bag-info.txt when the bag is made again"),
    "B314": Code(E, "value is not one that the profile accepts", "BagIt Profiles 1.4.0, Bag-Info values", "write one of the accepted values, letter for letter, when the bag is made again"),
    "B315": Code(E, "tag is repeated that the profile wants once", "BagIt Profiles 1.4.0, Bag-Info repeatable", "keep one of its values when the bag is made again"),
    "B316": Code(E, "payload manifest that the profile requires is missing", "BagIt Profiles 1.4.0, Manifests-Required", "add a manifest of this algorithm"),
    "B317": Code(E, "payload manifest is of an algorithm that the profile does not allow", "BagIt Profiles 1.4.0, Manifests-Allowed", "leave this manifest out when the bag is made again"),
    "B318": Code(E, "tag manifest that the profile requires is missing", "BagIt Profiles 1.4.0, Tag-Manifests-Required", "add a tag manifest of this algorithm"),
    "B319": Code(E, "tag manifest is of an algorithm that the profile does not allow", "BagIt Profiles 1.4.0, Tag-Manifests-Allowed", "leave this tag manifest out when the bag is made again"),
    "B320": Code(E, "tag file that the profile requires is missing", "BagIt Profiles 1.4.0, Tag-Files-Required", "add the file when the bag is made again"),
    "B321": Code(E, "tag file is not one that the profile allows", "BagIt Profiles 1.4.0, Tag-Files-Allowed", "leave the file out when the bag is made again, or put it into the payload"),
    "B322": Code(E, "payload file that the profile requires is missing", "BagIt Profiles 1.4.0, Payload-Files-Required", "add the file when the bag is made again"),
    "B323": Code(E, "payload file is not one that the profile allows", "BagIt Profiles 1.4.0, Payload-Files-Allowed", "leave the file out when the bag is made again, or put it where the profile allows it"),
    "B324": Code(E, "profile does not allow fetch.txt", "BagIt Profiles 1.4.0, Allow-Fetch.txt", "complete the bag and take fetch.txt out"),
    "B325": Code(E, "fetch.txt that the profile requires is missing", "BagIt Profiles 1.4.0, Fetch.txt-Required", "the profile is for bags whose payload lies elsewhere: list it in fetch.txt"),
    "B326": Code(E, "payload is not as empty as the profile wants it", "BagIt Profiles 1.4.0, Data-Empty", "leave no file in data/, or one of no octets that keeps the folder"),
    "B327": Code(E, "bag comes in a form that the profile does not take", "BagIt Profiles 1.4.0, Serialization", "pack the bag into an archive file, or unpack it, as the profile says"),
    "B328": Code(E, "archive file is of a kind that the profile does not accept", "BagIt Profiles 1.4.0, Accept-Serialization", "pack the bag into an archive file of an accepted kind"),
    "B329": Code(E, "version of BagIt is not one that the profile accepts", "BagIt Profiles 1.4.0, Accept-BagIt-Version", "make the bag again by an accepted version"),
}  # fmt: skip

FETCH = {
    "B401": Code(W, "length in fetch.txt is not that of the file", "RFC 8493 §2.2.3", "the file itself is judged by its digests; state its octets, or -, when the bag is made again"),
    "B402": Code(W, "file is named twice in fetch.txt", "RFC 8493 §2.2.3", "the addresses are tried one after the other; name each file once in a new bag"),
    "B403": Code(W, "address in fetch.txt is no URI as it is written", "RFC 3986 §2", "percent-encode what is no ASCII letter, digit or mark; nothing is fetched from an address like this"),
    "B411": Code(N, "file was fetched", "RFC 8493 §2.2.3", "its bytes are those that the manifests record"),
    "B412": Code(U, "file could not be fetched", "RFC 8493 §5.2", "run the command again: what has come is kept; or ask the origin of the bag"),
    "B413": Code(U, "address is not allowed", "RFC 8493 §5.2", "nothing was asked for there; see archiver fetch --help for what can be allowed, or take the file from another copy"),
    "B414": Code(U, "file is larger than may be fetched", "RFC 8493 §5.3", "raise --max-octets or --max-file-octets if this is the size that you expect"),
    "B415": Code(E, "fetched file has another length than fetch.txt says", "RFC 8493 §5.3", "it was not put into the bag; ask the origin of the bag"),
    "B416": Code(E, "fetched bytes are not those that were recorded", "RFC 8493 §5.2", "they were not put into the bag; ask the origin of the bag which of the two is right"),
    "B417": Code(U, "fetched file could not be put in its place", "promise 5", "see what stands there; nothing is ever replaced and no link is followed"),
}  # fmt: skip

# B5nn: folders that are made bags, and bags that are brought up to date
MAKING = {
    "B501": Code(E, "link or special file in the folder", "RFC 8493 §5.1", "put a regular file in its place, or leave it out with --exclude; it was not opened"),
    "B502": Code(U, "file could not be taken in", "promise 5", "see to the permissions or the disk, or leave it out with --exclude"),
    "B503": Code(E, "name that no manifest can hold", "RFC 8493 §2.1.3", "rename it, or leave it out with --exclude"),
    "B504": Code(E, "names that differ only in Unicode normalisation", "RFC 8493 §6.1.1", "rename one of the two: some systems take both for one file"),
    "B505": Code(W, "name that other tools lose", "RFC 8493 §2.1.3", "the bag is valid, but bagit 1.9 and what is built on it will call this file missing; rename it if the bag goes there"),
    "B506": Code(W, "empty folder is not kept", "RFC 8493 §2.1.3", "manifests list files only; put a file into the folder if it means something"),
    "B507": Code(E, "nothing to put into a bag", "promise 5", "check that the right folder was given and what --exclude leaves out"),
    "B508": Code(E, "folder is a bag already", "promise 5", "bring it up to date with archiver update, or say --bag-in-bag to put the whole bag into another one"),
    "B509": Code(U, "source changed while it was copied", "promise 5", "nothing was written: run the command again when nobody works in the folder"),
    "B511": Code(E, "package is never edited", "promise 4", "change the source or the record and run archiver package: the next version stands beside this one"),
    "B512": Code(U, "update of this bag was stopped half-way", "promise 5", "run archiver update on the bag to finish it, or with --roll-back to have the old bag back"),
    "B513": Code(E, "bag cannot be brought up to date", "RFC 8493 §2.1.3", "see the reason given; make a new bag of its payload with archiver bag"),
    "B514": Code(W, "pattern of --exclude that matches nothing", "promise 5", "see how it is spelled: a name, or a path below the folder; --strict refuses it"),
}  # fmt: skip

FIXITY = {
    "F101": Code(E, "file is missing", "RFC 8493 §3", "restore this file from another copy and verify again"),
    "F102": Code(E, "file changed since it was archived", "RFC 8493 §3", "restore this file from another copy and verify again; to publish a correction, package a new version"),
    "F103": Code(E, "file was added", "RFC 8493 §3", "move it out of the package; to publish it, package a new version"),
    "F104": Code(E, "file was renamed", "RFC 8493 §3", "give it its old name back and verify again"),
    "F105": Code(E, "tag file changed since it was archived", "RFC 8493 §2.2.1", "restore this file from another copy and verify again"),
    "F106": Code(E, "tag file is missing", "RFC 8493 §2.2.1", "restore this file from another copy and verify again"),
    "F901": Code(U, "file could not be read", "promise 5", "see to the permissions or the disk and verify again"),
    "F902": Code(U, "second opinion differs", "promise 5", "bagit judges this bag otherwise; keep the bag as it is and report both verdicts"),
    "F903": Code(U, "could not look at this", "promise 5", "see the reason given and verify again"),
}  # fmt: skip

PROVENANCE = {
    "P101": Code(E, "bag-info.txt names another profile or identity", "promise 3", "the profile or the identifiers in bag-info.txt are not those of this package; restore it from another copy"),
    "P102": Code(E, "record in the package is not canonical", "promise 3", "restore data/record.json from another copy"),
    "P103": Code(E, "description of the payload in its RO-Crate is not right", "promise 3", "data/ro-crate-metadata.json is not the one that source, record and TEI give: restore it from another copy, or package the source again as a new version"),
    "P104": Code(E, "preservation metadata contradict the payload", "PREMIS Data Dictionary 3.0, 1.5.2 fixity", "metadata/premis.xml says other files, sizes or digests than those that are there: restore it from another copy; the payload is what its manifests record"),
    "P105": Code(E, "citation in the package names another package", "promise 3", "the identifiers in metadata/ are not those of this payload; restore the file from another copy"),
    "P201": Code(E, "made again, it has other bytes", "promise 3", "source, record and rules are those of the package and give something else: restore the file from another copy, or package the source again as a new version and look at archiver diff"),
    "P202": Code(W, "made again by the rules of today, it would have other bytes", "promise 3", "nothing is wrong: the package names other rules and is sound as they made it; package the source again for a version by the new ones"),
}  # fmt: skip

LEDGER = {
    "L101": Code(E, "ledger line is malformed", "promise 4", "restore the ledger from another copy; lines are only ever added"),
    "L102": Code(E, "ledger line was altered", "promise 4", "its own digest does not fit; restore the ledger from another copy"),
    "L103": Code(E, "ledger lines were removed, added or reordered", "promise 4", "the chain is broken here; restore the ledger from another copy"),
    "L104": Code(E, "package is not the one that was recorded", "promise 4", "payload and manifests were rewritten together: the bag is valid and yet another one; restore the package from another copy"),
    "L105": Code(E, "recorded package is missing", "promise 4", "restore the package from another copy"),
    "L106": Code(E, "package is not in the ledger", "promise 4", "run archiver package again to record it; if it was recorded before, the ledger was cut: restore it"),
    "L107": Code(W, "last ledger line is incomplete", "promise 4", "a write was interrupted; the next entry takes its place"),
    "L108": Code(E, "tag files are not the ones that were recorded", "promise 4", "bag-info.txt or the manifests were rewritten, the payload is intact; restore them from another copy"),
    "L109": Code(U, "no ledger was found for this package", "promise 4", "verify the package on its shelf, name a copy of the ledger with --ledger, or say --no-ledger: without one nobody can tell whether payload and manifests were rewritten together"),
    "L110": Code(E, "package is recorded twice, not alike", "promise 4", "a version never changes; restore the ledger from another copy"),
    "L111": Code(E, "ledger stands below another ledger", "promise 4", "one shelf has one ledger, in its own folder; this one speaks for nothing: move it away"),
    "L112": Code(W, "something on the shelf was passed over", "promise 5", "move it away, or put a package in its place: links, hidden folders and special files are not looked into"),
    "L113": Code(U, "check was not recorded", "promise 5", "see the reason given: only a check that came to its end is recorded, and only in a sound ledger that can be written"),
}  # fmt: skip

# L2nn: what is remembered outside the shelf: checkpoints, proofs, pins
ANCHORS = {
    "L201": Code(E, "checkpoint is malformed", "C2SP tlog-checkpoint 1.0.0, Note text", "get the checkpoint again from whoever kept it"),
    "L202": Code(E, "no valid signature by the key that was named", "C2SP signed-note 1.0.0, Signatures", "it was stripped, forged, or made by another key: get the file again from whoever made it, or name the right key"),
    "L203": Code(E, "ledger was rolled back", "RFC 9162 §2.1.4", "lines that were there are gone from its end; restore the ledger from another copy"),
    "L204": Code(E, "ledger was forked", "RFC 9162 §2.1.4", "lines that were there are not the ones that stand there now: history was rewritten; restore the ledger from another copy"),
    "L205": Code(E, "checkpoint is of another ledger", "C2SP tlog-checkpoint 1.0.0, Note text", "name the checkpoint of this ledger"),
    "L206": Code(W, "nobody's signature was checked", "C2SP signed-note 1.0.0, Signatures", "it is worth as much as the place where it was kept; name a key with --verifier to have a signature demanded"),
    "L211": Code(E, "proof is malformed", "C2SP tlog-proof v1, Format", "get the proof again from the keeper of the shelf"),
    "L212": Code(E, "proof does not hold", "RFC 9162 §2.1.3", "the line in it is not in the ledger that the checkpoint is of; get the proof again from the keeper of the shelf"),
    "L213": Code(E, "proof is for another package", "promise 4", "each version of a package has a proof of its own: name the one that belongs to it"),
    "L221": Code(E, "package is not the pinned one", "promise 4", "the bag is whole and is another one: get the pinned one, or pin this one if you know why it changed"),
    "L222": Code(E, "pinned package is missing", "promise 4", "restore the package from another copy, or take it out of the pins"),
    "L223": Code(W, "package is not pinned", "promise 4", "archiver pin writes the line for it"),
    "L224": Code(E, "pin cannot be read", "promise 4", "one JSON object a line with name, payload and swhid, as archiver pin writes it"),
}  # fmt: skip

# L23n, L24n: signatures over bags, in a file beside each
SIGNATURES = {
    "L231": Code(E, "signature is missing", "promise 4", "it was taken away or never made: get it again from whoever signs, or sign with archiver sign"),
    "L232": Code(E, "signature is malformed", "OpenSSH PROTOCOL.sshsig §1, §2", "get it again from whoever signed; a file holds one signature, as ssh-keygen -Y sign writes it"),
    "L233": Code(E, "signature is not over this bag", "OpenSSH PROTOCOL.sshsig §3", "the tag manifest is not the one that was signed: the bag was changed since, or the signature is of another one; restore both from another copy"),
    "L234": Code(E, "signature is by nobody in the list", "ssh-keygen(1), ALLOWED SIGNERS", "find out whose key it is before it is put into the list of allowed signers"),
    "L235": Code(E, "signature is for another purpose", "OpenSSH PROTOCOL.sshsig §2", "sign with the namespace bagit@archiver, and let the list allow the key for it"),
    "L236": Code(E, "key of the signer does not count at this time", "ssh-keygen(1), ALLOWED SIGNERS", "it is not valid yet or no longer; a signature states no time, so that the time of checking counts: have the bag signed again"),
    "L237": Code(E, "signature is by a weak algorithm", "OpenSSH PROTOCOL.sshsig §2", "sign with Ed25519, ECDSA, or RSA of 2048 bits or more and SHA-2"),
    "L238": Code(U, "signature is of a kind that is not known", "OpenSSH PROTOCOL.sshsig §2", "check it with ssh-keygen -Y verify, or use a newer archiver"),
    "L239": Code(E, "key of the signer was revoked", "ssh-keygen(1), KEY REVOCATION LISTS", "nothing that it signed counts any more: have the bag signed by another key, if it is what it should be"),
    "L240": Code(E, "list of keys cannot be read", "ssh-keygen(1), ALLOWED SIGNERS", "mend the line; no line is passed over"),
    "L241": Code(E, "bag cannot be signed", "RFC 8493 §2.2.1", "what is signed is a tag manifest that lists the manifests: archiver update --add-algorithm sha512 adds one, or make the bag again"),
}  # fmt: skip

CODES: dict[str, Code] = {
    **SOURCE,
    **RECORD,
    **TEI,
    **BAG,
    **ARCHIVE,
    **PROFILE,
    **FETCH,
    **MAKING,
    **FIXITY,
    **PROVENANCE,
    **LEDGER,
    **ANCHORS,
    **SIGNATURES,
}
"""All codes, in the order of the rooms: S R T B F P L."""

_COMPLETENESS = frozenset(
    {"F101", "F103", "F104", "F106", "B111", "B114", "B117", "B118", "B123", "B124", "B125", "B147", "L222"}
) | (FETCH.keys() - {"B401", "B402", "B403"})
_FIXITY = frozenset({"F102", "F105", "F901", "B113", "B115", "B126", "B211"})
_DEMANDS = frozenset({"B145"})
# What the package says of its own contents; the ledger may well have it just so.
_TOLD = frozenset({"P102", "P103", "P104"})
_LETTERS = {
    "S": Aspect.CONTENTS,
    "R": Aspect.CONTENTS,
    "T": Aspect.CONTENTS,
    "P": Aspect.IDENTITY,
    "L": Aspect.IDENTITY,
}


def aspect_of(code: str) -> Aspect:
    """Return what a code is about."""
    if code in _COMPLETENESS:
        return Aspect.COMPLETENESS
    if code in _FIXITY:
        return Aspect.FIXITY
    if code in _TOLD:
        return Aspect.CONTENTS
    return Aspect.PROFILE if code in PROFILE or code in _DEMANDS else _LETTERS.get(code[0], Aspect.STRUCTURE)


_TOLERATED = frozenset(entry.lenient for entry in CODES.values()) - {""}


def severity_of(code: str, *, lenient: bool) -> Severity:
    """Return what a code weighs for a strict or for a lenient reader, whatever the version of the bag."""
    entry = CODES[code]
    if entry.lenient or code in _TOLERATED:
        return Severity.WARNING if lenient else Severity.ERROR
    return entry.severity
