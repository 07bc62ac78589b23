# SPDX-License-Identifier: Apache-2.0
"""Signatures over bags: those of OpenSSH (PROTOCOL.sshsig), over the tag manifest, in a file beside the bag.

`wire` reads and writes the fields of SSH, `sshsig` is the format, `allowed` the list of those whose signature counts,
`keys` the one door to `cryptography`, and `trial` says what a signature is worth.
"""
