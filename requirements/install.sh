# Sourced by ./try and ./check: makes .venv once and installs into it what requirements/<set>.txt pins.
# A set that is installed already and has not changed since is left alone, so a second run needs no network.
install_archiver() {
  set_name=$1
  venv=$here/.venv
  if [ ! -x "$venv/bin/python" ]; then
    "${PYTHON:-python3}" -c 'import sys; sys.exit("archiver needs Python 3.11 or newer, this is %d.%d; name another with PYTHON=" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
    "${PYTHON:-python3}" -m venv "$venv"
  fi
  stamp=$venv/.installed-$set_name
  wanted=$(cat "$here/requirements/$set_name.txt" "$here/pyproject.toml" | cksum)
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/python" -m pip install --quiet --require-hashes -r "$here/requirements/$set_name.txt" >&2
    PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/python" -m pip install --quiet --no-deps --editable "$here" >&2
    printf '%s\n' "$wanted" >"$stamp"
  fi
}
