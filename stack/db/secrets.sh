# secrets.sh, read by the scripts beside it, sets the variables that a swarm gives as secrets: files of their names.
for secret in /run/secrets/*; do
	[ ! -f "$secret" ] || export "$(basename "$secret")=$(cat "$secret")"
done
