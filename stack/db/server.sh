#!/bin/sh
# server.sh runs the image's database server, MariaDB or MySQL, as master or replica:
#   server.sh SERVER_ID master|replica      (the container's command)
#   server.sh alive                         (its health check)
# In a swarm a replica may start anywhere, without data. With HADASH_JOIN=MASTER it joins the replication by itself, and is
# alive only when it has the master's data: until then the swarm gives nobody its address.
# It needs only the server on PATH and a POSIX shell, so any official image works.
set -eu
PATH=$PATH:/usr/sbin:/usr/local/sbin
socket=/tmp/mysqld.sock
here=$(dirname "$0")
. "$here/secrets.sh"

if [ "$1" = alive ]; then
	[ -z "${HADASH_JOIN:-}" ] || [ -e /tmp/joined ] || { echo "it has not joined $HADASH_JOIN yet"; exit 1; }
	client=$(command -v mariadb || command -v mysql) || exec test -S $socket
	MYSQL_PWD=$HADASH_MONITOR_PASSWORD exec "$client" --no-defaults --socket=$socket --user=hadash \
		--connect-timeout=2 --execute='DO 1'
fi

id=$1 role=$2
server=$(command -v mariadbd || command -v mysqld)
flavour=mysql
case $("$server" --version) in *MariaDB*) flavour=mariadb ;; esac
data=/var/lib/mysql/$flavour # a directory for each, so that HADASH_DB can switch back and forth on one volume

# If this is killed half-way, the next start begins again: only a complete directory gets the final name.
if [ ! -d $data ]; then
	rm -rf $data.new
	if [ $flavour = mariadb ]; then
		mariadb-install-db --no-defaults --datadir=$data.new --skip-test-db --auth-root-authentication-method=socket
	else
		"$server" --no-defaults --initialize-insecure --datadir=$data.new
	fi
	mv $data.new $data
fi

# Each server has its own accounts, which never replicate, so neither a rebuilt replica nor a new password can stop
# replication with "user exists" (1396). The server runs this at every start, before it accepts connections; MariaDB
# requires one statement per line. The passwords must contain no quote and no backslash.
account() { # NAME PASSWORD RIGHTS
	echo "CREATE USER IF NOT EXISTS '$1'@'%' IDENTIFIED BY '$2';"
	echo "ALTER USER '$1'@'%' IDENTIFIED BY '$2';"
	echo "GRANT $3 TO '$1'@'%';"
}
status='REPLICATION CLIENT'
[ $flavour = mariadb ] && status='BINLOG MONITOR, REPLICA MONITOR'
umask 077
{
	echo "SET SESSION sql_log_bin = 0;"
	account root "$HADASH_ROOT_PASSWORD" "ALL ON *.*"
	account repl "$HADASH_REPL_PASSWORD" "REPLICATION SLAVE ON *.*"
	account hadash "$HADASH_MONITOR_PASSWORD" "$status ON *.*"
	account profile "$HADASH_PROFILE_PASSWORD" "SELECT, INSERT, UPDATE, DELETE ON profile.*"
	# Not a server option, because that would reject the statements above.
	[ "$role$flavour" != replicamysql ] || echo "SET GLOBAL super_read_only = ON;"
} >/tmp/accounts.sql

set -- --no-defaults --datadir=$data --socket=$socket --pid-file=/tmp/mysqld.pid --tmpdir=/tmp \
	--init-file=/tmp/accounts.sql --server-id="$id" --log-bin=binlog --relay-log=relay

# HAProxy's greeting check disconnects before logging in. A server counts that as an error and after 100 of them would
# block HAProxy's address, and so every client. (MariaDB would also log each one, five a second; see log-warnings below.)
set -- "$@" --skip-name-resolve --max-connections=300 --max-connect-errors=1000000000

# This saves two disk flushes per login. A killed container loses nothing: committed data is in the kernel's cache. A
# machine that loses power may lose the last second; a replica can be rebuilt.
set -- "$@" --innodb-flush-log-at-trx-commit=2 --sync-binlog=0

# Small enough for four servers on a laptop. Binlogs are kept for a day, longer than a replica is ever away.
set -- "$@" --innodb-buffer-pool-size=64M --max-binlog-size=64M --binlog-expire-logs-seconds=86400

# A frozen master keeps its connections open: after 4 s of silence (heartbeats come every 2 s) a replica reports it.
if [ $flavour = mariadb ]; then
	set -- "$@" --binlog-format=ROW --gtid-strict-mode=ON --log-slave-updates --relay-log-recovery=ON --slave-net-timeout=4 \
		--performance-schema=OFF --innodb-log-file-size=32M --log-warnings=1
else
	set -- "$@" --gtid-mode=ON --enforce-gtid-consistency=ON --log-replica-updates --replica-net-timeout=4 \
		--relay-log-recovery=ON --performance-schema=OFF --mysqlx=OFF --innodb-redo-log-capacity=32M \
		--table-open-cache=200 --table-definition-cache=400 --secure-file-priv=NULL
fi
[ "$role" = master ] || set -- "$@" --read-only=ON

join() {
	until HADASH_PATIENCE=5 sh "$here/init.sh" "$HADASH_JOIN" 127.0.0.1; do
		# While the master is away, a replica that had its data before serves what it has.
		[ ! -e $data.joined ] || : >/tmp/joined
		sleep 1
	done
	: >$data.joined
	: >/tmp/joined
}
rm -f /tmp/joined
[ -z "${HADASH_JOIN:-}" ] || join &

exec "$server" "$@"
