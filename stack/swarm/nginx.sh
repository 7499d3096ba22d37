#!/bin/sh
# nginx.sh runs nginx in a swarm:
#   nginx.sh -c FILE       (the container's command)
# nginx resolves the names of its servers once, when it reads its configuration, and refuses one that has an unknown name.
# (`server NAME resolve` came in 1.27.3; Debian 13 has 1.26.) So with the tuned configuration this script writes addresses
# in the place of the names, and has nginx read them again when a name leads to another address. Baseline does nothing
# about it.
set -eu
[ "$HADASH_STACK" = tuned ] || exec nginx -g "daemon off; pid /tmp/nginx.pid;" "$@"
from=$2
to=${TMPDIR:-/tmp}/nginx.conf
names=$(sed -n 's/^ *server \([a-z][a-z0-9-]*\):[0-9].*/\1/p' "$from" | sort -u)

# follow sets $chosen to NAME=ADDRESS for each name. If a name has several addresses, a task is moving, and the one that was
# not there before is its new one. A name without one keeps the last: its server may come back there, and until then it
# fails. Nothing listens at the first.
chosen= answers=
follow() {
	before=$answers last=$chosen answers= chosen=
	for name in $names; do
		now=127.0.0.1
		for pair in $last; do [ "${pair%=*}" != "$name" ] || now=${pair#*=}; done
		kept= first= new=
		for address in $(timeout 1 getent ahostsv4 "$name" | sed -n 's/ *STREAM.*//p'); do
			answers="$answers $name=$address"
			first=${first:-$address}
			[ "$address" != "$now" ] || kept=$now
			case " $before " in *" $name=$address "*) ;; *) new=$address ;; esac
		done
		chosen="$chosen $name=${new:-${kept:-${first:-$now}}}"
	done
}

write() {
	script=
	for pair in $chosen; do script="$script;s/^\\( *server \\)${pair%=*}:/\\1${pair#*=}:/"; done
	sed "$script" "$from" >$to
}

follow
write
nginx -g "daemon off; pid /tmp/nginx.pid;" -c $to &
nginx=$!
trap 'kill -QUIT $nginx' QUIT TERM INT
while kill -0 $nginx 2>/dev/null; do
	sleep 0.5 &
	wait $! || true
	was=$chosen
	follow
	[ "$was" != "$chosen" ] || continue
	echo "nginx.sh: addresses:$chosen" >&2
	write
	kill -HUP $nginx
done
wait $nginx
