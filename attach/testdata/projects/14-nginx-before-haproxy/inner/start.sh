#!/bin/sh
haproxy -c -f /srv/spread.cfg
haproxy -W -db -f /srv/spread.cfg || true
