# Sourced by app/start.sh and tests/run.sh: installs the Debian packages that are missing, and nothing when none is.

build_packages=(
  g++ cmake ninja-build pkg-config
  libeigen3-dev nlohmann-json3-dev zlib1g-dev libpng-dev libjpeg-dev libopenblas-pthread-dev liblemon-dev libnanoflann-dev
  libvtk9-dev libimgui-dev libstb-dev libepoxy-dev libfontconfig-dev
  qt6-base-dev libqt6opengl6-dev qt6-svg-dev libgl-dev libegl-dev
  libegl1 libgl1-mesa-dri fonts-noto-core
)

install_missing() {
  local missing=()
  local package
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) == "install ok installed" ]] || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  echo "Installing: ${missing[*]}"
  local sudo=()
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null || { echo "error: ${#missing[@]} packages are missing and neither root nor sudo is here" >&2; exit 1; }
    sudo=(sudo)
  fi
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    >/tmp/orthoscope-install.$$.log 2>&1 ||
    { tail -20 /tmp/orthoscope-install.$$.log >&2; echo "error: the packages could not be installed" >&2; exit 1; }
  rm -f /tmp/orthoscope-install.$$.log
}

# configure_and_build PRESET [TARGET]
configure_and_build() {
  local log=build/$1.log
  mkdir -p build
  if [[ ! -f build/$1/build.ninja ]]; then
    cmake --preset "$1" >"$log" 2>&1 || { tail -30 "$log" >&2; exit 1; }
  fi
  echo "Building (preset $1) with $(nproc) jobs"
  cmake --build --preset "$1" --parallel "$(nproc)" ${2:+--target "$2"} >"$log" 2>&1 ||
    { grep -E -A12 'error:|FAILED' "$log" | head -60 >&2; echo "error: the build failed; see $log" >&2; exit 1; }
}
