#!/bin/sh
# check.sh makes HAProxy and nginx check all four configurations, each in its own image. It fails on any warning of HAProxy
# and on any error.
set -eu
cd "$(dirname "$0")"

hosts=
for name in mysql-slave1 mysql-slave2 mysql-slave3 app1 app2 app3; do
	hosts="$hosts --add-host $name:127.0.0.1"
done

for stack in baseline tuned; do
	# shellcheck disable=SC2086 # the words are meant to be split
	run="docker run --rm --network none --read-only --tmpfs /tmp --volume $PWD/$stack:/etc/hadash:ro $hosts"
	$run hadash/haproxy:lab -c -dW -f /etc/hadash/haproxy.cfg # -dW: a warning is an error
	$run hadash/nginx:lab -t -c /etc/hadash/nginx.conf
	echo "$stack: accepted by HAProxy and nginx"
done
