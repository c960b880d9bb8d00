# Shared by scripts/build and scripts/test: named steps with progress and elapsed time, and one clear line on failure.
# The caller is at the repository root.
me=$(basename "$0")
say() { printf '%s: %s\n' "$me" "$*"; }
fail() { printf '%s: FAILED: %s\n' "$me" "$*" >&2; exit 1; }
mkdir -p build/logs

# step NAME COMMAND...: output goes to build/logs/NAME.log; a line every 30 s says that it still runs.
step() {
  local name=$1 log=build/logs/$1.log started=$SECONDS pid next
  shift
  say "$name ..."
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  next=30
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [ $((SECONDS - started)) -ge $next ]; then
      say "$name: $((SECONDS - started)) s$(grep -oE '^\[[0-9]+/[0-9]+\]' "$log" | tail -n1 | sed 's/^/ /')"
      next=$((next + 30))
    fi
  done
  if ! wait "$pid"; then
    grep -m5 -E '(error|Error|ERROR|FAILED):?' "$log" >&2 || tail -n5 "$log" >&2
    fail "$name (whole log: $log)"
  fi
  say "$name: done in $((SECONDS - started)) s"
}

# compile PRESET [TARGET...]
compile() {
  local preset=$1
  shift
  step "configure-$preset" cmake --preset "$preset"
  step "compile-$preset" cmake --build --preset "$preset" ${1:+--target "$@"} -- -k 0
}

web_packages() {
  if [ ! -d web/node_modules ] || [ web/package-lock.json -nt web/node_modules/.package-lock.json ]; then
    step web-packages npm --prefix web ci --no-audit --no-fund --loglevel=error
  fi
}

build_web() {
  [ -f web/package.json ] || return 0
  web_packages
  step web-build npm --prefix web run --silent build
}
