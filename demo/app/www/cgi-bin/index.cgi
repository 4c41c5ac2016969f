#!/bin/sh
# Every path ends here: / says who answers, /health whether it may get traffic.
set -eu

. /app/bin/configured
schema=$(cat "${STATE_DIR:-/state}/schema-version" 2>/dev/null || echo none)
needed=$(cat /app/schema-version)
database=$(configured DATABASE_URL)
secret_key=$(configured SECRET_KEY)

healthy=yes
[ "$database" = configured ] && [ "$secret_key" = configured ] || healthy=no
[ "$schema" = "$needed" ] || healthy=no

# A string as JSON: the few characters that would end it are escaped, line breaks dropped.
json() {
  printf '"%s"' "$(printf %s "$1" | tr -d '\n\r\t' | sed 's/[\\"]/\\&/g')"
}

answer() { # answer STATUS
  printf 'Status: %s\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n\r\n' "$1"
  printf '{"service":%s,"commit":%s,"greeting":%s,"healthy":%s,' \
    "$(json "${DD_SERVICE:-}")" "$(json "${DD_VERSION:-}")" "$(json "$(cat /app/greeting.txt)")" \
    "$([ $healthy = yes ] && echo true || echo false)"
  printf '"database":%s,"secretKey":%s,"schema":%s,"task":%s}\n' \
    "$(json "$database")" "$(json "$secret_key")" "$(json "$schema")" "$(json "$(hostname)")"
}

case $REQUEST_URI in
  /) answer '200 OK' ;;
  /health/) if [ $healthy = yes ]; then answer '200 OK'; else answer '503 Service Unavailable'; fi ;;
  *) printf 'Status: 404 Not Found\r\nContent-Type: application/json\r\n\r\n{"error":"not found"}\n' ;;
esac
