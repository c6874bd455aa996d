#!/bin/sh
# Installs with apt what building (`build`), testing (`test`) or serving (`playground`) Ownscope needs and this machine
# does not have.
# Says what it installs; does nothing, and asks for nothing, when everything is there.
set -eu

fail() {
  echo "$0: $*" >&2
  exit 1
}

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }
available() { apt-cache show "$1" >/dev/null 2>&1; }

# The newest LLVM whose libclang headers are installed, else nothing. 17 is the oldest that will do.
installed_llvm() {
  ls -d /usr/lib/llvm-*/include/clang-c 2>/dev/null | sed 's|.*/llvm-\([0-9]*\)/.*|\1|' | sort -n |
    awk '$1 >= 17' | tail -n 1
}

# The LLVM to install: 19, which is what Ownscope is tested with, or the nearest that this system offers.
offered_llvm() {
  for version in 19 20 21 18 17; do
    if available "libclang-$version-dev"; then
      echo "$version"
      return
    fi
  done
  fail "no libclang-N-dev with N from 17 to 21 is offered here; install libclang and set LIBCLANG_PREFIX"
}

main() {
  purpose=${1:-build}
  command -v swift >/dev/null || fail "Swift 6.1 or newer is needed: see https://www.swift.org/install/linux/"
  if ! command -v apt-get >/dev/null; then
    echo "$0: no apt-get here; taking it that everything needed is installed" >&2
    return
  fi

  llvm=$(installed_llvm)
  refreshed=no
  if [ -z "$llvm" ]; then
    available libclang-19-dev || { refresh && refreshed=yes; }
    llvm=$(offered_llvm)
  fi

  wanted="libclang-$llvm-dev libclang-common-$llvm-dev libc6-dev libstdc++-12-dev libcmark-dev pkg-config git make"
  # The compiler's own headers of whatever release the system has.
  installed libstdc++-12-dev || available libstdc++-12-dev || wanted=$(echo "$wanted" | sed 's/libstdc++-12-dev/g++/')
  if [ "$purpose" = test ]; then
    # The oracle runs the fixtures, built by clang 19, under its sanitizers (which need the symbolizer in llvm-19 to
    # name functions) and under valgrind (which needs the C library's symbols). Python brings the schema of SARIF.
    wanted="$wanted clang-19 libclang-rt-19-dev llvm-19 valgrind libc6-dbg gcc g++ python3 python3-venv"
    # Editors that run without a screen, and Node for the extension of VS Code. Newer ones come from PyPI, in fixed
    # versions (`Tests/EditorTests/EditorRun.swift`). Emacs 29 and later bring Eglot themselves.
    wanted="$wanted nodejs neovim vim-nox vim-ale emacs-nox elpa-lsp-mode chromium"
    available neovim || { refresh && refreshed=yes; }
    ! available elpa-eglot || wanted="$wanted elpa-eglot"
  fi

  if [ "$purpose" = test ] || [ "$purpose" = playground ]; then
    # The sandbox (with prlimit and setpriv), and what runs in it; pip fetches the page's editor.
    wanted="$wanted bubblewrap util-linux gcc g++ valgrind libc6-dbg python3 python3-pip"
  fi

  missing=
  for package in $wanted; do installed "$package" || missing="$missing $package"; done
  [ -n "$missing" ] || return 0

  echo "Installing with apt:$missing"
  [ "$refreshed" = yes ] || refresh
  # shellcheck disable=SC2086 # one word a package
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}

refresh() { as_root apt-get update -q; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "root is needed to install packages and there is no sudo; as root, run: $*"
  fi
}

main "$@"
