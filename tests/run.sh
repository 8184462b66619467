#!/usr/bin/env bash
# Installs what is missing, builds program and tests, and runs every test under Xvfb.
set -euo pipefail
cd "$(dirname "$0")/.."
source app/setup.sh

began=$SECONDS
install_missing "${build_packages[@]}" xvfb xauth
configure_and_build dev
echo "Built after $((SECONDS - began)) s"
# Software rendering everywhere, so pictures are the same on every machine.
export LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb
xvfb-run -a -s "-screen 0 1280x800x24" ctest --preset dev --parallel "$(nproc)" "$@"
echo "Tests done after $((SECONDS - began)) s"
