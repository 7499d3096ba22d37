#!/bin/sh
# Breaks one thing under load, heals it, and prints what the clients felt, one row of a table for each drill:
#
#   stack/measure.sh                        all six drills on both stacks
#   stack/measure.sh tuned                  on one of them
#   stack/measure.sh tuned pause app1       one drill
#   ROUNDS=3 stack/measure.sh tuned         three times over
#
# HADASH_DB and the other variables of .env.example are obeyed; the stack is left running. A drill: HADASH_VUS users (20)
# for 60 s; at 10 s the fault, healed 12 s later on a replica and 10 s later on an application.
set -eu
cd "$(dirname "$0")/.."
export COMPOSE_PROJECT_NAME="${COMPOSE_PROJECT_NAME:-hadash}"

if docker compose version >/dev/null 2>&1; then
	compose() { docker compose "$@"; }
else
	compose() { docker-compose "$@"; }
fi
container() { compose --profile load ps -q "$1"; }

counters() { # SERVER: HAProxy's retries, redispatches and failed connections
	curl -s "http://127.0.0.1:${HADASH_PORT_STATS:-4480}/;csv" |
		awk -F, -v s="$1" 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i } $2 == s { print $c["wretr"], $c["wredis"], $c["econ"] }'
}

balancer_said() { # SERVER T0: when and why it was DOWN, when UP again, in seconds from the fault
	docker logs --timestamps --since "$2" "$(container haproxy)" 2>/dev/null |
		grep -E "^[^ ]+ Server servers/$1 is (UP|DOWN)" |
		while read -r at text; do
			printf '%s at %+.1f s; ' "$(echo "$text" | sed -E 's/.* is (UP|DOWN), reason: ([^,]*).*/\1 (\2)/')" \
				"$(awk -v t="$(date -d "$at" +%s.%N)" -v t0="$(date -d "$2" +%s.%N)" 'BEGIN { print t - t0 }')"
		done
}

web_said() { # T0: repeated requests, and errors by their number
	docker logs --since "$1" "$(container nginx)" 2>&1 | awk '
		/"upstream_status":"[^"]*,/ { repeated++ }
		/ \[(error|warn)\] / {
			if (match($0, /(upstream timed out|connect\(\) failed|prematurely closed|reset by peer|temporarily disabled|no live upstreams)/))
				count[substr($0, RSTART, RLENGTH)]++
		}
		END {
			printf "nginx: %d repeated", repeated
			for (what in count) printf ", %d %s", count[what], what
		}'
}

drill() { # STACK FAULT TARGET
	compose --profile load up -d --force-recreate k6 >/dev/null 2>&1
	broken=$(container "$3") k6=$(container k6)
	until curl -sf "http://127.0.0.1:${HADASH_PORT_K6:-6565}/v1/status" >/dev/null; do sleep 0.2; done
	sleep 10
	before=$(counters "$3")
	t0=$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)
	case $3 in app*) lasts=10 ;; *) lasts=12 ;; esac
	docker "$2" "$broken" >/dev/null &
	sleep $lasts
	wait
	if [ "$2" = pause ]; then docker unpause "$broken"; else docker start "$broken"; fi >/dev/null
	sleep $((50 - lasts))
	busy=$(cut -d' ' -f1 /proc/loadavg)
	said=$(web_said "$t0")
	case $3 in
	app*) ;;
	*) said="$(balancer_said "$3" "$t0")retries, redispatches, failed connections: $(counters "$3" | tr ' ' '/') (before: $(echo "$before" | tr ' ' '/')); $said" ;;
	esac
	docker stop --time 30 "$k6" >/dev/null
	docker logs "$k6" 2>&1 | awk -v busy="$busy" -v row="| ${HADASH_DB:-mariadb} | $1 | $2 $3 |" -v said="$said" '
		function field(name) { sub(".*" name "=", ""); return $1 }
		/^http_reqs / { requests = field("count") }
		/^http_req_failed / { failed = field("passes") }
		/^http_req_duration / { line = $0; slowest = field("max"); $0 = line; p99 = field("p.99.") }
		/^{.*"ok":false/ { split($0, part, /"(status|method|url)":/); why[part[2] part[3]]++ }
		END {
			for (w in why) list = list sprintf("; %d x %s", why[w], w)
			gsub(/[",]/, " ", list)
			printf "%s %d | %d | %.2f s | %d ms | %s | %s%s |\n", row, requests, failed, slowest / 1000, p99, busy, said, list
		}'
}

all() { # STACK [FAULT TARGET]
	export HADASH_STACK="$1"
	compose up -d >/dev/null 2>&1
	docker wait "$(compose ps -aq init)" >/dev/null
	for port in "${HADASH_PORT_APP1:-9081}" "${HADASH_PORT_APP2:-9082}" "${HADASH_PORT_APP3:-9083}"; do
		until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do sleep 1; done
	done
	if [ $# = 3 ]; then
		drill "$@"
		return
	fi
	for target in mysql-slave1 app1; do
		for fault in stop kill pause; do
			drill "$1" $fault $target
		done
	done
}

echo "| database | stack | fault | requests | failed | slowest | p99 | load average | what HAProxy and nginx said |"
echo "|---|---|---|---|---|---|---|---|---|"
for _ in $(seq "${ROUNDS:-1}"); do
	if [ $# = 0 ]; then
		all tuned
		all baseline
	else
		all "$@"
	fi
done
