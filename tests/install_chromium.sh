#!/bin/sh
# Install Chromium for the browser tests, on Debian and Ubuntu; `make chromium` calls this when there is none.
set -eu

fail() {
    echo "No Chromium for the browser tests: $1" >&2
    echo "Install chromium or google-chrome so that one of them is on the PATH, then run again." >&2
    exit 1
}

command -v apt-get >/dev/null || fail "this is not Debian or Ubuntu, where apt-get would install it"

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    fail "installing needs root, and there is no sudo"
fi

$as_root apt-get update || fail "apt-get update did not succeed"
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
# Ubuntu's chromium-browser only points to a snap; Debian has chromium.
$as_root apt-get install --yes --no-install-recommends chromium fonts-dejavu-core ||
    fail "apt-get install chromium did not succeed"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || fail "the package brought no command"
