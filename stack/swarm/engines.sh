#!/bin/sh
# engines.sh makes Docker Engines on this machine, each on a host of its own: a network namespace with an address on a
# LAN, a host name, processes, mounts and images of its own. Linux and root only.
#
#   engines.sh [-p PREFIX] up [N]              N engines, node1 to nodeN (default 3), reachable when it returns
#   engines.sh [-p PREFIX] down                remove all of it; may be repeated, also after an up that was interrupted
#   engines.sh [-p PREFIX] status              one line for each node; fails unless all answer
#   engines.sh [-p PREFIX] env                 the lines for `eval`: DOCKER_CONFIG with a context for each node
#   engines.sh [-p PREFIX] load IMAGE...       copy images of this machine's Engine to all nodes that lack them
#   engines.sh [-p PREFIX] swarm [MANAGERS]    make them a swarm (default: three managers, or one if there are fewer nodes)
#   engines.sh [-p PREFIX] cut|join NODE       unplug the host from the LAN, and plug it in again
#   engines.sh [-p PREFIX] kill|start NODE     end the host with all its processes at once, and boot it again
#   engines.sh [-p PREFIX] exec NODE COMMAND   run a command in the host's network
#
# Contexts: nodeN is the Engine's UNIX socket, which answers also while the host is cut off; lanN is the same Engine over
# the LAN, which does not. This machine is on the LAN as the last address (.254), so published ports of a node answer at
# the node's address. PREFIX (default he, at most 8 letters and digits) keeps several such LANs apart.
# HADASH_ENGINES names another folder than /var/lib/hadash-engines.
# The LAN asks for no password: while it runs, every user of this machine can command its Engines, and so become root.
set -eu
umask 022

prefix=he
while getopts p: option; do
	case $option in
	p) prefix=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))

fail() { echo "engines.sh: $*" >&2; exit 1; }
usage() { sed -n '2,22s/^# \{0,1\}//p' "$0" >&2; exit 2; }

case $prefix in
*[!a-z0-9]* | "" | ?????????*) fail "-p $prefix: must be at most 8 small letters and digits" ;;
esac
base=${HADASH_ENGINES:-/var/lib/hadash-engines}
dir=$base/$prefix
group=hadash-$prefix # the cgroup of all nodes
me=$(realpath "$0")

socket() { echo "$dir/$1/docker.sock"; }
engine() { node=$1; shift; docker -H "unix://$(socket "$node")" "$@"; } # NODE ARGUMENTS
nodes() { sed -n 's/^nodes=//p' "$dir/lan" 2>/dev/null; }
lan() { sed -n 's/^lan=//p' "$dir/lan" 2>/dev/null; }
address() { echo "$(lan).${1#node}"; }
known() { case " $(nodes) " in *" $1 "*) ;; *) fail "$1: no such node; there are: $(nodes)" ;; esac; }
there() { ip netns list | grep -q "^$1\( \|$\)"; }
answers() { [ -S "$(socket "$1")" ] && engine "$1" version --format '{{.Server.Version}}' 2>/dev/null; }

need() {
	[ "$(id -u)" = 0 ] || fail "needs root"
	for tool in ip nsenter unshare dockerd docker perl; do
		command -v $tool >/dev/null || fail "needs $tool"
	done
}

# free_lan prints the first network 10.99.x that no route of this machine and no other LAN of ours uses.
free_lan() {
	n=0
	while [ $n -lt 256 ]; do
		! ip -4 route show root "10.99.$n.0/24" | grep -q . && [ -z "$(ip -4 route show match "10.99.$n.1" | grep -v '^default')" ] &&
			! grep -qsx "lan=10.99.$n" "$base"/*/lan && echo "10.99.$n" && return
		n=$((n + 1))
	done
	fail "every network 10.99.x.0/24 is in use"
}

# driver prints the storage driver that works in the folder: overlay2, unless the file system cannot carry it.
driver() {
	mkdir -p "$dir/try/a" "$dir/try/b" "$dir/try/c" "$dir/try/d"
	if (cd "$dir/try" && unshare --mount mount -t overlay overlay -o lowerdir=a,upperdir=b,workdir=c d 2>/dev/null); then
		echo overlay2
	elif command -v fuse-overlayfs >/dev/null; then
		echo fuse-overlayfs
	else
		echo vfs
	fi
	rm -rf "$dir/try"
}

make_lan() {
	ip netns add "$prefix-lan"
	ip -n "$prefix-lan" link set lo up
	ip -n "$prefix-lan" link add lan type bridge
	ip -n "$prefix-lan" link set lan up
	ip link add "$prefix-lan" type veth peer name host netns "$prefix-lan"
	ip -n "$prefix-lan" link set host master lan up
	ip addr add "$(lan).254/24" dev "$prefix-lan"
	ip link set "$prefix-lan" up
	ip -n "$prefix-lan" addr add "$(lan).253/24" dev lan
	nsenter --net="/run/netns/$prefix-lan" setsid perl -e "$dns" "$(lan).253" >/dev/null 2>&1 </dev/null &
}

# dns answers that no name exists. Without any answer a program waits many seconds for each name of a task that is gone.
dns='use IO::Socket::INET;
$s = IO::Socket::INET->new(LocalAddr => $ARGV[0], LocalPort => 53, Proto => "udp") or die;
while (defined($from = $s->recv($q, 1500))) {
	next if length($q) < 17;
	$end = index($q, "\0", 12) + 5; # the question, without what may follow
	$s->send(substr($q, 0, 2) . pack("n5", 0x8183, 1, 0, 0, 0) . substr($q, 12, $end - 12), 0, $from);
}'

# plug gives a node its network. A host that boots again has the same card, so others need not ask for its address.
# There is no way out of the LAN: so an Engine that asks a registry for an image knows at once that there is none.
plug() {
	ip netns add "$prefix-$1"
	ip -n "$prefix-$1" link set lo up
	ip -n "$prefix-$1" link add eth0 address "$(printf '02:42:0a:63:%02x:%02x' "$(lan | cut -d. -f3)" "${1#node}")" \
		type veth peer name "$1" netns "$prefix-lan"
	ip -n "$prefix-lan" link set "$1" master lan up
	ip -n "$prefix-$1" addr add "$(address "$1")/24" dev eth0
	ip -n "$prefix-$1" link set eth0 up
}

# make_disk gives a node an empty disk.
make_disk() { # NODE DRIVER
	mkdir -p "$dir/$1/etc" "$dir/$1/data"
	cat >"$dir/$1/etc/daemon.json" <<-END
		{"storage-driver": "$2", "exec-opts": ["native.cgroupdriver=cgroupfs"],
		 "dns": ["$(lan).253"], "log-driver": "json-file", "log-opts": {"max-size": "10m", "max-file": "2"}}
	END
}

# boot starts a node's Engine. All its processes are in a PID namespace and all its mounts in a mount namespace, so the
# kernel removes them together. (`ip netns exec` would hide the cgroups.)
boot() {
	rm -f "$(socket "$1")"
	nsenter --net="/run/netns/$prefix-$1" setsid unshare --mount --propagation slave --uts --pid --fork --mount-proc \
		sh "$me" -p "$prefix" inside "$1" >>"$dir/$1/log" 2>&1 </dev/null &
}

# inside runs as process 1 of a node. Its /run is empty, as after a boot, and it reaps what its Engine leaves.
inside() {
	hostname "$1"
	mount -t tmpfs -o mode=755 tmpfs /run
	[ ! -d /etc/docker ] || mount --bind "$dir/$1/etc" /etc/docker # its key is the identity of an Engine
	dockerd --config-file "$dir/$1/etc/daemon.json" --data-root "$dir/$1/data" --cgroup-parent "/$group/$1" \
		-H "unix://$(socket "$1")" -H "tcp://$(address "$1"):2375" --tls=false &
	wait $!
}

# await waits until a node's Engine answers.
await() {
	tries=0
	until answers "$1" >/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] && { [ $tries -lt 50 ] || [ -n "$(ip netns pids "$prefix-$1")" ]; } || {
			tail -5 "$dir/$1/log" >&2
			fail "$1: its Engine does not answer"
		}
		sleep 0.2
	done
}

# forget removes the cgroups of dead containers.
forget() { # PATH below the cgroups
	for top in /sys/fs/cgroup "/sys/fs/cgroup/"*; do
		[ ! -d "$top/$1" ] || find "$top/$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
	done
}

# halt ends a node: first its network, so that its peers hear nothing more of it, then all processes.
halt() {
	ip -n "$prefix-lan" link delete "$1" 2>/dev/null || true
	clear_space "$prefix-$1"
	forget "$group/$1"
}

# clear_space removes a network namespace with its processes. One of them is process 1 of the node's others.
clear_space() {
	there "$1" || return 0
	tries=0
	while pids=$(ip netns pids "$1") && [ -n "$pids" ]; do
		# shellcheck disable=SC2086 # the words are meant to be split
		kill -9 $pids 2>/dev/null || true
		tries=$((tries + 1))
		[ $tries -lt 150 ] || fail "$1: its processes do not end: $pids"
		sleep 0.2
	done
	ip netns delete "$1"
}

context() { # NAME HOST
	DOCKER_CONFIG="$dir/docker" docker context create "$1" --docker "host=$2" >/dev/null 2>&1 || fail "docker context create $1: is it Docker's command?"
}

up() {
	need
	count=${1:-3}
	case $count in *[!0-9]* | "" | 0 | ???*) fail "up $count: must be a number from 1 to 99" ;; esac
	if [ -n "$(nodes)" ]; then
		[ "$(nodes | wc -w)" = "$count" ] && status >/dev/null && return
		fail "$dir has another or an incomplete set of engines; \`engines.sh -p $prefix down\` removes it"
	fi
	mkdir -p "$dir" && exec 9<"$base" && flock 9 # two at a time would choose the same network
	all=$(seq -s ' ' -f node%g "$count")
	printf 'lan=%s\nnodes=%s\n' "$(free_lan)" "$all" >"$dir/lan"
	exec 9<&-
	make_lan
	driver=$(driver)
	for node in $all; do
		make_disk "$node" "$driver"
		plug "$node"
		boot "$node"
		context "$node" "unix://$(socket "$node")"
		context "lan${node#node}" "tcp://$(address "$node"):2375"
	done
	for node in $all; do await "$node"; done
}

down() {
	need
	for space in $(ip netns list | sed -n "s/^\($prefix-\(lan\|node[0-9]*\)\)\( .*\)\{0,1\}$/\1/p"); do clear_space "$space"; done
	! ip link show "$prefix-lan" >/dev/null 2>&1 || ip link delete "$prefix-lan" 2>/dev/null || true
	forget "$group"
	rm -rf "$dir"
	rmdir "$base" 2>/dev/null || true
}

status() {
	[ -n "$(nodes)" ] || fail "no engines of the prefix $prefix"
	bad=0
	for node in $(nodes); do
		version=$(answers "$node") && state=up || { version=- state=dead bad=1; }
		! ip -n "$prefix-lan" link show "$node" 2>/dev/null | grep -q 'state DOWN' || state="$state, cut off"
		printf '%s\t%s\t%s\t%s\t%s\n' "$node" "$(address "$node")" "$version" "$state" "unix://$(socket "$node")"
	done
	return $bad
}

load() {
	for image; do
		id=$(docker image inspect --format '{{.Id}}' "$image") || fail "$image: not on this machine's Engine"
		lacking=
		for node in $(nodes); do
			[ "$(engine "$node" image inspect --format '{{.Id}}' "$image" 2>/dev/null)" = "$id" ] || lacking="$lacking $node"
		done
		[ -n "$lacking" ] || continue
		docker save -o "$dir/image" "$image"
		for node in $lacking; do engine "$node" load --quiet -i "$dir/image"; done
		rm -f "$dir/image"
	done
}

swarm() {
	# shellcheck disable=SC2046 # the words are meant to be split
	set -- $(nodes) -- "$@"
	first=$1
	state=$(engine "$first" info --format '{{.Swarm.LocalNodeState}}')
	[ "$state" != active ] || return 0
	managers=3
	[ $(($# - 1)) -ge 3 ] || managers=1
	for last; do :; done
	[ "$last" = -- ] || managers=$last
	engine "$first" swarm init --advertise-addr "$(address "$first")" >/dev/null
	for node in $(nodes); do
		[ "$node" != "$first" ] || continue
		role=worker
		[ "${node#node}" -gt "$managers" ] || role=manager
		engine "$node" swarm join >/dev/null --advertise-addr "$(address "$node")" --token "$(engine "$first" swarm join-token -q $role)" \
			"$(address "$first"):2377"
	done
}

[ $# -gt 0 ] || usage
command=$1
shift
case $command in
up | down | status | load | swarm) "$command" "$@" ;;
inside) inside "$1" ;;
env) [ -n "$(nodes)" ] || fail "no engines of the prefix $prefix"; echo "export DOCKER_CONFIG=$dir/docker" ;;
cut | join | kill | start | exec)
	[ $# -gt 0 ] || usage
	known "$1"
	case $command in
	cut) ip -n "$prefix-lan" link set "$1" down ;;
	join) ip -n "$prefix-lan" link set "$1" up ;;
	kill) halt "$1" ;;
	start) answers "$1" >/dev/null || { halt "$1"; plug "$1"; boot "$1"; await "$1"; } ;;
	exec) node=$1; shift; exec nsenter --net="/run/netns/$prefix-$node" "$@" ;;
	esac
	;;
*) usage ;;
esac
