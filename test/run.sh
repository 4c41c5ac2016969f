#!/usr/bin/env bash
# npm test: the set-up, the static checks, every test. The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
exec </dev/null
# The AWS SDK would warn of Node 20 in every process.
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true

counts=$(mktemp -d "${TMPDIR:-/tmp}/slipway-test-XXXXXX") || exit 1
trap 'rm -rf "$counts"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

passed=0 failed=0 skipped=0
failed_steps=()

fail_step() {
  failed=$((failed + 1))
  failed_steps+=("$1")
}

# step NAME COMMAND...: a check without tests of its own. Its failure counts as one failed test.
step() {
  local name=$1 code=0 started=$SECONDS
  shift
  printf '\n── %s\n' "$name"
  "$@" || code=$?
  printf '── %s: %s in %s s\n' "$name" "$([ "$code" = 0 ] && echo ok || echo FAILED)" "$((SECONDS - started))"
  [ "$code" = 0 ] || fail_step "$name"
  return "$code"
}

# tests NAME ARGUMENTS...: one run of mocha. A run that dies before it can count is one failed test.
tests() {
  local name=$1 code=0 started=$SECONDS p=0 f=0 s=0
  shift
  printf '\n── %s\n' "$name"
  SLIPWAY_TEST_COUNTS="$counts/run" npx --no-install mocha --reporter test/reporter.cjs \
    ${CI:+--forbid-only} "$@" || code=$?
  if [ -f "$counts/run" ]; then
    read -r p f s <"$counts/run"
    rm -f "$counts/run"
  fi
  if [ "$code" != 0 ] && [ "$f" = 0 ]; then f=1; fi
  if [ "$f" != 0 ]; then failed_steps+=("$name"); fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '── %s: %s passed, %s failed in %s s\n' "$name" "$p" "$f" "$((SECONDS - started))"
}

step 'set-up' node toolchain/setup.mjs
ready=$?

if [ -d node_modules/mocha ]; then
  step 'format' npx --no-install prettier --check --log-level warn .
  step 'lint' npx --no-install eslint --max-warnings 0 .
  step 'types' npx --no-install tsc --noEmit
  tests 'unit tests'
  if [ -z "$(find test/conformance test/e2e -name '*.test.ts' 2>/dev/null)" ]; then
    printf '\n── conformance and end-to-end tests: there are none yet\n'
  elif [ "$ready" = 0 ]; then
    tests 'conformance and end-to-end tests' --config .mocharc.e2e.yml
    # All of it takes too long here: npm run test:faults, npm run test:kills.
    FAULTS_SAMPLE=1 KILLS_SAMPLE=3 tests 'faults, a sample' --config .mocharc.faults.yml 'test/faults/*.faults.ts'
  else
    printf '\n── conformance and end-to-end tests: not run, the set-up failed\n'
  fi
fi

printf '\n'
if [ "$((passed + failed))" = 0 ]; then
  printf 'No test ran.\n'
  fail_step 'tests'
fi
if [ "${#failed_steps[@]}" != 0 ]; then
  printf 'Failed: %s\n' "$(printf '%s, ' "${failed_steps[@]}" | sed 's/, $//')"
fi
summary="$passed passed, $failed failed"
[ "$skipped" = 0 ] || summary="$summary, $skipped skipped"
printf '%s\n' "$summary"
[ "$failed" = 0 ]
