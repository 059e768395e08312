#!/bin/sh
# Usage: system-packages.sh PACKAGE...
# Sees to it that these Debian packages are installed: as root it installs what is missing,
# otherwise it prints the one command that does and fails.
set -eu

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    cat >&2 <<'TEXT'
This machine has no apt-get; these libraries must be there: Pango, HarfBuzz with hb-subset, fontconfig.
  Fedora:   sudo dnf install pango harfbuzz
  macOS:    brew install pango
  Windows:  use WSL, or in MSYS2: pacman -S mingw-w64-x86_64-pango
            and set WEASYPRINT_DLL_DIRECTORIES=C:\msys64\mingw64\bin
After set-up `commcards doctor` tells what is missing.
TEXT
    exit 0
fi

installed=$(dpkg-query -W -f='${db:Status-Abbrev}:${Package}:\n' "$@" 2>/dev/null || true)
missing=
for package in "$@"; do
    case $installed in
        *"ii :$package:"*) ;;
        *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    printf 'These system packages are missing. Run this, then the same make again:\n\n' >&2
    printf '  sudo apt-get install%s\n\n' "$missing" >&2
    exit 1
fi
echo "installing system packages:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
# shellcheck disable=SC2086  # one word a package
apt-get install -y -qq --no-install-recommends $missing >&2
