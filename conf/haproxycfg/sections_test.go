package haproxycfg

import (
	"testing"
	"time"

	"hadash/record"
)

func TestDefaultsApplyToWhatFollows(t *testing.T) {
	wantChecks(t, `
backend b
    server s h:1
defaults
    retries 1
    option redispatch
    default-server check fall 4
backend b
    default-server rise 4
    no option redispatch
    server s h:1
defaults
    timeout check 1m
listen b from none
    server s h:1`,
		bare(func(*record.Check) {}),
		bare(func(c *record.Check) { c.On, c.Retries, c.Rise, c.Fall = true, 1, 4, 4 }),
		bare(func(c *record.Check) {
			c.TimeoutCheck = time.Minute
			c.Doubts = []record.Doubt{{Kind: record.DoubtValue, What: "from none", File: "x.cfg", Line: 14}}
		}))
}

func TestDefaultsByName(t *testing.T) {
	wantChecks(t, `
defaults one
    retries 1
defaults two from one
    default-server fall 2
defaults from one
    default-server rise 1
backend b
    server s h:1
backend b from two
    server s h:1
backend b from one
    server s h:1`,
		bare(func(c *record.Check) { c.Retries, c.Rise = 1, 1 }),
		bare(func(c *record.Check) { c.Retries, c.Fall = 1, 2 }),
		bare(func(c *record.Check) { c.Retries = 1 }))
}

// A section's own tcp-check lines replace those of defaults.
func TestOwnScriptReplacesInherited(t *testing.T) {
	wantChecks(t, `
defaults
    option tcp-check
    tcp-check expect string +PONG
backend b
    server s h:1
backend b
    tcp-check connect
    server s h:1`,
		bare(func(c *record.Check) { c.Protocol = true }),
		bare(func(*record.Check) {}))
}

func TestOnlyProxiesHaveServers(t *testing.T) {
	wantChecks(t, `
server s h:1
global
    server s h:1
    retries 9
defaults
    server s h:1
frontend f
    retries 9
    server s h:1
peers p
    default-server fall 9
    server s h:1
ring r
    server s h:1
backend
    server s h:1
backend b
    server s
    server
    server s h:1
resolvers x
    timeout check 3s
    server s h:1`,
		bare(func(*record.Check) {}))
}
