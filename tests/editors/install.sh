#!/bin/sh
# Installs the editors that tests drive and Python packages do not bring: Emacs with eglot, Vim with ALE, tmux.
# Does so through apt-get where that is there and may; elsewhere says what to install, and the tests say it too.
set -eu
have() { command -v "$1" > /dev/null; }
[ -d /usr/share/vim/vimfiles/pack/dist-bundle/opt/ale ] && have emacs && have vim && have tmux && exit 0
if have apt-get && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends emacs-nox elpa-eglot vim-nox vim-ale tmux > /dev/null
else
    echo "The tests of Emacs and Vim need emacs-nox, elpa-eglot, vim, vim-ale and tmux, and will be skipped." >&2
fi
