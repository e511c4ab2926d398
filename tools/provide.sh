#!/usr/bin/env bash
# What the tests use and pip cannot bring: a PostgreSQL server, and a browser with Japanese letters. Installs what is
# missing where that can be done without asking (root on Debian or Ubuntu); otherwise says what will be skipped.
set -uo pipefail

missing=()
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "installing ${missing[*]} (once)" >&2
    export DEBIAN_FRONTEND=noninteractive
    { timeout 300 apt-get -qq update && timeout 600 apt-get -qq install --yes --no-install-recommends "${missing[@]}"; } \
        </dev/null >/dev/null 2>&1 && exit 0
fi
echo "not here: ${missing[*]}; the tests that need them are skipped and say so" >&2
echo "on Debian and Ubuntu: apt install ${missing[*]}" >&2
