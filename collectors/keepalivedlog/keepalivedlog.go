// Package keepalivedlog parses the lines in which keepalived says who has an address.
package keepalivedlog

import (
	"net/netip"
	"strings"

	"hadash/record"
)

// Parse parses a line of keepalived's log, with or without the header of syslog or of its console:
//
//	(VI_1) Entering MASTER STATE
//	VRRP_Instance(VI_1) Entering FAULT STATE
//	(VI_1) sent 0 priority
//	(VI_1) Sending/queueing gratuitous ARPs on eth0 for 10.0.0.9
//
// The last is written with --log-detail only: when it takes an address, and every garp_master_refresh seconds. Each of them ends there: a
// line of another program may quote one, such as the header of a request.
func Parse(text string) (record.VRRP, bool) {
	for _, p := range []struct {
		mark  string
		parse func(rest string) (record.VRRP, bool)
	}{
		{") Entering ", entering},
		{") sent 0 priority", stopping},
		{") Sending/queueing gratuitous ARPs on ", announcing},
	} {
		before, rest, ok := strings.Cut(text, p.mark)
		if !ok {
			continue
		}
		open := strings.LastIndexByte(before, '(')
		v, ok := p.parse(rest)
		if open < 0 || !ok {
			return record.VRRP{}, false
		}
		v.Instance = strings.Clone(before[open+1:])
		return v, true
	}
	return record.VRRP{}, false
}

// Repeats reports whether a line says once more what the line before it did: keepalived sends each announcement several
// times, and says so each time.
func Repeats(text string) bool { return strings.Contains(text, ": Sending gratuitous ARP on ") }

func entering(rest string) (record.VRRP, bool) {
	word, rest, _ := strings.Cut(rest, " ")
	state := record.VRRPState(word)
	switch state {
	case record.VRRPMaster, record.VRRPBackup, record.VRRPFault:
		rest = strings.TrimRight(rest, " \r")
		return record.VRRP{To: state}, rest == "STATE" || rest == "STATE (init)"
	}
	return record.VRRP{}, false
}

func stopping(rest string) (record.VRRP, bool) {
	return record.VRRP{To: record.VRRPStop}, strings.TrimRight(rest, " \r") == ""
}

func announcing(rest string) (record.VRRP, bool) {
	_, addr, _ := strings.Cut(rest, " for ")
	addr = strings.TrimSpace(addr)
	_, err := netip.ParseAddr(addr)
	return record.VRRP{Addr: strings.Clone(addr)}, err == nil
}
