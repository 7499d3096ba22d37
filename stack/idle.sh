#!/bin/sh
# idle.sh measures the cost of watching: it runs hadash, and hatop if it is installed, side by side on the same running
# stack, each in a 200 x 50 terminal, polling every second. It prints the CPU share (of one core) and the memory of each.
# It needs tmux and a running stack.
#
#     stack/idle.sh [SECONDS]
set -eu
cd "$(dirname "$0")/.."
for_s=${1:-60}
go build -o bin/hadash ./cmd/hadash
command -v tmux > /dev/null || { echo "idle.sh: tmux is not installed" >&2; exit 2; }

tmux="tmux -L hadash-idle"
trap '$tmux kill-server 2> /dev/null || true' EXIT INT TERM

# begin NAME COMMAND: the command replaces the shell, so the pane's process is the program itself.
begin() {
	$tmux new-session -d -s "$1" -x 200 -y 50 "exec $2"
	$tmux display-message -p -t "$1" '#{pane_pid}'
}

ran() { cat "/proc/$1"/task/*/schedstat | awk '{ ns += $1 } END { printf "%.0f", ns }'; } # ns on a CPU: Documentation/scheduler/sched-stats.rst
kib() { awk -v key="$2:" '$1 == key { print $2 }' "/proc/$1/status"; }

haproxy=$(docker ps -q -f label=com.docker.compose.service=haproxy | head -1)
[ -n "$haproxy" ] || { echo "idle.sh: the stack's haproxy is not running: start it with bin/hadash up --no-ui" >&2; exit 3; }
socket=/proc/$(docker inspect -f '{{.State.Pid}}' "$haproxy")/root/tmp/admin.sock # a path inside its container; root can open it

hadash=$(begin hadash 'bin/hadash --read-only --interval 1s')
hatop=
if command -v hatop > /dev/null; then
	hatop=$(begin hatop "hatop -n -i 1 -s $socket")
else
	echo "idle.sh: hatop is not installed: skipped" >&2
fi
sleep 10 # by then the old log lines are read and the screen is drawn
for p in $hadash $hatop; do
	kill -0 "$p" || { echo "idle.sh: a program exited early" >&2; exit 1; }
done

h0=$(ran "$hadash"); t0=0
[ -z "$hatop" ] || t0=$(ran "$hatop")
sleep "$for_s"
report() { # NAME PID NS-BEFORE
	awk -v n="$1" -v d=$(($(ran "$2") - $3)) -v s="$for_s" -v now="$(kib "$2" VmRSS)" -v most="$(kib "$2" VmHWM)" \
		'BEGIN { printf "%-8s %6.2f %%  %6.1f MB now, %6.1f MB at most\n", n, d / 1e7 / s, now / 1000, most / 1000 }'
}
echo "CPU of one core over $for_s s, resident memory:"
report hadash "$hadash" "$h0"
[ -z "$hatop" ] || report hatop "$hatop" "$t0"
