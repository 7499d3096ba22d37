#!/bin/sh
# idle.sh measures the cost of watching a HAProxy without Docker: it starts one on the loopback with 3 servers, then with 1 000, and
# runs hadash attach and hatop side by side on its socket, each in a 200 x 50 terminal, polling every second. It prints the CPU share (of
# one core) and the memory of each. It needs haproxy, hatop and tmux, and no stack.
#
#     attach/idle.sh [SECONDS]
set -eu
cd "$(dirname "$0")/.."
for_s=${1:-60}
for program in haproxy hatop tmux; do
	command -v $program > /dev/null || { echo "idle.sh: $program is not installed" >&2; exit 2; }
done
go build -o bin/hadash ./cmd/hadash
dir=$(mktemp -d)
tmux="tmux -L hadash-attach-idle"
haproxy=
# shellcheck disable=SC2329 # called by the trap
end() {
	$tmux kill-server 2> /dev/null || true
	[ -z "$haproxy" ] || kill "$haproxy" 2> /dev/null || true
	rm -rf "$dir"
}
trap end EXIT
trap 'exit 130' INT TERM

# serve N: a HAProxy with N servers, which are one of its own frontends.
serve() {
	port=$((20000 + $1 % 7919))
	{
		printf 'global\n stats socket %s/admin.sock mode 600 level admin\n stats timeout 1m\n' "$dir"
		printf 'defaults\n mode http\n timeout connect 1s\n timeout client 10s\n timeout server 10s\n'
		printf 'frontend servers\n bind 0.0.0.0:%s\n http-request return status 200\nbackend web\n' "$port"
		i=0
		while [ $i -lt "$1" ]; do
			i=$((i + 1))
			printf ' server web%s 127.0.%s.%s:%s check inter 10s\n' $i $((i / 250)) $((i % 250 + 1)) "$port"
		done
	} > "$dir/haproxy.cfg"
	haproxy -db -f "$dir/haproxy.cfg" > "$dir/out" 2>&1 &
	haproxy=$!
	until [ -S "$dir/admin.sock" ]; do sleep 0.1; done
}

# begin NAME COMMAND: the command replaces the shell, so the pane's process is the program itself.
begin() {
	$tmux new-session -d -s "$1" -x 200 -y 50 "exec $2"
	$tmux display-message -p -t "$1" '#{pane_pid}'
}

ran() { cat "/proc/$1"/task/*/schedstat | awk '{ ns += $1 } END { printf "%.0f", ns }'; } # ns on a CPU: Documentation/scheduler/sched-stats.rst
kib() { awk -v key="$2:" '$1 == key { print $2 }' "/proc/$1/status"; }

for servers in 3 1000; do
	serve $servers
	hadash=$(begin hadash "bin/hadash attach $dir/admin.sock --interval 1s")
	hatop=$(begin hatop "hatop -n -i 1 -s $dir/admin.sock")
	sleep 10
	for p in $hadash $hatop; do
		kill -0 "$p" || { echo "idle.sh: a program exited early" >&2; exit 1; }
	done
	h0=$(ran "$hadash") t0=$(ran "$hatop")
	sleep "$for_s"
	h1=$(ran "$hadash") t1=$(ran "$hatop")
	awk -v n=$servers -v s="$for_s" -v h=$((h1 - h0)) -v t=$((t1 - t0)) -v hm="$(kib "$hadash" VmRSS)" -v tm="$(kib "$hatop" VmRSS)" 'BEGIN {
		printf "%4d servers: hadash %.2f %% %.1f MB, hatop %.2f %% %.1f MB: CPU x %.2f, memory x %.2f\n",
			n, h / 1e7 / s, hm / 1000, t / 1e7 / s, tm / 1000, h / t, hm / tm }'
	$tmux kill-server
	kill "$haproxy"
	wait "$haproxy" 2> /dev/null || true
	haproxy=
	rm -f "$dir/admin.sock"
done
