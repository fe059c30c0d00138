#!/bin/sh
# Installs what tests drive and Python packages do not bring: Emacs with eglot, Vim with ALE, tmux, zsh, fish, chromium and unzip.
# Does so through apt-get where that is there and may; elsewhere says what to install, and the tests say it too.
set -eu
have() { command -v "$1" > /dev/null; }
[ -d /usr/share/vim/vimfiles/pack/dist-bundle/opt/ale ] && have emacs && have vim && have tmux &&
    have zsh && have fish && have chromium && have unzip && exit 0
if have apt-get && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends emacs-nox elpa-eglot vim-nox vim-ale tmux zsh fish chromium unzip > /dev/null
else
    echo "Some tests need emacs-nox, elpa-eglot, vim, vim-ale, tmux, zsh, fish, chromium and unzip." >&2
fi
