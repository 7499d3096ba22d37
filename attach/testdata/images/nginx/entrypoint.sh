#!/bin/sh
# Templates become configuration, as in the official image; then the command.
set -e
for t in /etc/nginx/templates/*.template; do
  [ -e "$t" ] || continue
  name=$(basename "$t" .template)
  envsubst "$(env | sed 's/=.*//; s/^/$/')" < "$t" > "/etc/nginx/conf.d/$name"
done
exec "$@"
