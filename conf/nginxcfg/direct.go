package nginxcfg

import (
	"strings"
	"time"

	"hadash/record"
)

// direct returns the servers to which requests are passed without an upstream block: nginx makes a group of each of
// them.
func (p *plane) direct(streams bool) (all []record.Upstream) {
	groups := map[string]bool{"": true}
	for _, g := range p.groups {
		groups[host(stream, g.name)] = true
	}
	for _, h := range p.hosts {
		if groups[h] || strings.HasPrefix(h, "unix:") {
			continue
		}
		at := p.waits(h, place{})
		u := record.Upstream{
			Addr: h, MaxFails: 1, FailTimeout: 10 * time.Second, Alone: true, Stream: streams,
			ConnectTimeout: at.connect.is, ReadTimeout: at.read.is, Tries: at.tries, Warns: at.warns,
		}
		if len(at.differ) > 1 {
			u.Places = len(at.differ)
		}
		var d doubts
		d.add(at.connect.doubt)
		d.add(at.read.doubt)
		if r := p.reach[h]; !r.certain.any && !r.named.any {
			d.add(r.perhaps.choice)
		}
		if p.unread != (record.Doubt{}) { // the file may define a group of that name
			d.add(of(record.SettingGroup, p.unread))
		}
		d.add(p.probes)
		u.Doubts = d
		all = append(all, u)
	}
	return all
}
