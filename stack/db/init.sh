#!/bin/sh
# init.sh MASTER REPLICA... loads the schema and its data into the master and sets up GTID replication on every replica.
# Steps already done are skipped, so it can run at any time, and again after a failure.
set -eu
here=$(dirname "$0")
. "$here/secrets.sh"
export MYSQL_PWD="$HADASH_ROOT_PASSWORD"
master=$1
shift

step() { echo "init: $*"; }
fail() { step "$*" >&2; exit 1; }

client=$(command -v mariadb || command -v mysql) || fail "this image has no client: neither mariadb nor mysql"
dump=$(command -v mariadb-dump || command -v mysqldump || true)
flavour=mysql
case $("$client" --version) in *MariaDB*) flavour=mariadb ;; esac

sql() { # HOST [SQL]: without SQL, runs standard input
	host=$1
	shift
	"$client" --no-defaults --host="$host" --user=root --connect-timeout=2 --batch --skip-column-names ${1:+--execute="$1"}
}

status() { # HOST: prints each field with its name, one per line
	"$client" --no-defaults --host="$1" --user=root --connect-timeout=2 --vertical --execute='SHOW REPLICA STATUS'
}

await() { # HOST
	n=0
	until error=$(sql "$1" "DO 1" 2>&1); do
		n=$((n + 1))
		[ $n -lt "${HADASH_PATIENCE:-120}" ] || fail "$1 has not answered $n times: $error"
		sleep 1
	done
}

if [ $flavour = mariadb ]; then
	position="SELECT @@GLOBAL.gtid_binlog_pos"
	wait_for() { echo "SELECT MASTER_GTID_WAIT('$1', 10)"; }
	source="CHANGE MASTER TO MASTER_HOST='$master', MASTER_USER='repl', MASTER_PASSWORD='$HADASH_REPL_PASSWORD',
		MASTER_CONNECT_RETRY=1, MASTER_USE_GTID=slave_pos"
	forget="STOP REPLICA; RESET REPLICA ALL; SET GLOBAL gtid_slave_pos=''; RESET MASTER"
	copy() { "$dump" --no-defaults --host="$master" --user=root --single-transaction --gtid --master-data=1 --databases profile; }
	writable="DO 0" readonly="DO 0"
else
	position="SELECT REPLACE(@@GLOBAL.gtid_executed, '\n', '')"
	wait_for() { echo "SELECT WAIT_FOR_EXECUTED_GTID_SET('$1', 10)"; }
	# Without TLS, MySQL sends a password only encrypted with the server's public key.
	source="CHANGE REPLICATION SOURCE TO SOURCE_HOST='$master', SOURCE_USER='repl', SOURCE_PASSWORD='$HADASH_REPL_PASSWORD',
		SOURCE_CONNECT_RETRY=1, SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1"
	forget="STOP REPLICA; RESET REPLICA ALL; RESET BINARY LOGS AND GTIDS"
	copy() { "$dump" --no-defaults --host="$master" --user=root --single-transaction --set-gtid-purged=ON --databases profile; }
	writable="SET GLOBAL super_read_only=OFF" readonly="SET GLOBAL super_read_only=ON"
fi

running() { # HOST: true if both replication threads run
	state=$(status "$1")
	case $state in *_IO_Running:\ Yes*) ;; *) return 1 ;; esac
	case $state in *_SQL_Running:\ Yes*) ;; *) return 1 ;; esac
}

follows() { # HOST: true if within ten seconds it has everything the master has now, and keeps replicating
	goal=$(sql "$master" "$position")
	[ "$(sql "$1" "$(wait_for "$goal")")" = 0 ] || return 1
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		! running "$1" || return 0
		sleep 1
	done
	return 1
}

connect() { sql "$1" "STOP REPLICA; $source; START REPLICA"; } # HOST

rebuild() { # HOST: replaces its data with a copy of the master's
	[ -n "$dump" ] || fail "$1 cannot catch up, and this image has neither mariadb-dump nor mysqldump to rebuild it"
	copy >/tmp/copy.sql 2>/tmp/copy.log || fail "copy of $master: $(cat /tmp/copy.log)"
	sql "$1" "$writable; $forget; SET SESSION sql_log_bin=0; DROP DATABASE IF EXISTS profile"
	{ echo "SET SESSION sql_log_bin=0;"; cat /tmp/copy.sql; } | sql "$1" # logged, it would get GTIDs that the master lacks
	connect "$1"
	sql "$1" "$readonly"
}

for server in "$master" "$@"; do
	await "$server"
done
step "$flavour answers on $master $*"

sql "$master" <"$here/schema.sql"
step "$master holds $(sql "$master" "SELECT COUNT(*) FROM profile.profiles") profiles"

for replica; do
	if running "$replica" && follows "$replica"; then
		step "$replica already replicates"
	elif connect "$replica" && follows "$replica"; then
		step "$replica replicates from $master"
	else
		step "$replica cannot catch up: rebuilding it from $master"
		rebuild "$replica"
		follows "$replica" || fail "$replica does not replicate: $(status "$replica" | grep _Error: | tr -s ' \n' ' ')"
		step "$replica replicates from $master"
	fi
done
step "done"
