#!/usr/bin/env bash
# Installs what is missing, builds the program and opens it with a sample alignment playing.
# Without a display it runs the sample and renders its end to a PNG instead.
set -euo pipefail
cd "$(dirname "$0")/.."
source app/setup.sh

began=$SECONDS
install_missing "${build_packages[@]}"
configure_and_build release orthoscope
echo "Ready after $((SECONDS - began)) s: build/release/orthoscope"

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
  exec build/release/orthoscope --sample turned-figure "$@"
fi

out=build/start
rm -rf "$out"
mkdir -p "$out"
build/release/orthoscope sample turned-figure -o "$out/sample" >/dev/null
build/release/orthoscope run procrustes "$out"/sample/source.* "$out"/sample/target.* --out "$out/result"
build/release/orthoscope render "$out/result" --frame 10 -o "$out/singular-values.png"
build/release/orthoscope render "$out/result" -o "$out/alignment.png"
echo "There is no display here; the pictures are $PWD/$out/singular-values.png and $PWD/$out/alignment.png"
