package attach

import (
	"context"
	"path"
	"slices"
	"strings"

	"hadash/conf/keepalivedcfg"
	"hadash/host"
	"hadash/record"
)

// Shared is the address that a balancer shares with another, by the keepalived that runs in its container, or in one beside it.
type Shared struct {
	Address string
	File    string // keepalived.conf
	Beside  string // the node of the container that keepalived runs in; "" = in its own
}

// keepalivedFile is what keepalived reads if it is given no other file.
const keepalivedFile = "/etc/keepalived/keepalived.conf"

// shared finds the address that a container shares with another: by its label, and by the configuration of its keepalived.
func (d *discovery) shared(ctx context.Context, c *host.Container) (s Shared) {
	s.Address = c.Labels["hadash.address"]
	at := c
	if s.File = keepalivedRuns(c); s.File == "" {
		if o, why := d.keepalivedOf(c); o != nil {
			at, s.Beside, s.File = o, o.Node, keepalivedRuns(o)
			d.fact(c.Node, "has its keepalived in "+o.Node, "R3 command", why)
		}
	}
	if i := slices.IndexFunc(labelList(c, "hadash.config"), keepalivedcfg.Named); i >= 0 {
		s.File = labelList(c, "hadash.config")[i]
	}
	if s.File == "" {
		return s
	}
	file, err := d.engine.Read(ctx, at.ID, s.File)
	if err != nil {
		s.File = ""
		return s
	}
	for _, v := range keepalivedcfg.Instances(file.Text, at.Env) {
		if s.Address == "" && len(v.Addrs) > 0 {
			s.Address = v.Addrs[0]
			d.fact(c.Node, "shares the address "+s.Address+" by keepalived", "R3 command", s.File)
		}
	}
	return s
}

// keepalivedOf finds the container whose keepalived moves the address of another one, and says why: it shares its network, or it is in the
// network of the host, and of the HAProxies that can be reached at the host's addresses that one is the only one.
func (d *discovery) keepalivedOf(c *host.Container) (*host.Container, string) {
	for i := range d.all {
		o := &d.all[i]
		if o.ID == c.ID || o.Machine != c.Machine || keepalivedRuns(o) == "" {
			continue
		}
		switch shared, _ := strings.CutPrefix(o.Network, "container:"); {
		case o.Network == "container:"+c.ID, c.Network == "container:"+o.ID, shared != o.Network && o.Network == c.Network:
			return o, "both are in one network: " + o.Network
		case o.Network == "host" && d.onlyAtHost(c):
			return o, "it is in the network of the host, as no other HAProxy is"
		}
	}
	return nil, ""
}

// onlyAtHost reports whether a HAProxy is the only one that can be reached at the addresses of its host.
func (d *discovery) onlyAtHost(c *host.Container) bool {
	n, is := 0, false
	for i := range d.all {
		o := &d.all[i]
		if kind, _, _ := program(o); kind != record.KindHAProxy || o.Machine != c.Machine || !o.Running || o.Network != "host" && len(o.Published) == 0 {
			continue
		}
		n, is = n+1, is || o.ID == c.ID
	}
	return is && n == 1
}

// keepalivedRuns returns the file that a container's keepalived was started with; "" if none runs there.
func keepalivedRuns(c *host.Container) string {
	for _, line := range c.Processes {
		words := strings.Fields(line)
		if len(words) == 0 || path.Base(words[0]) != "keepalived" {
			continue
		}
		for i, w := range words {
			switch name, value, _ := strings.Cut(w, "="); {
			case (w == "-f" || w == "--use-file") && i+1 < len(words):
				return words[i+1]
			case name == "--use-file":
				return value
			}
		}
		return keepalivedFile
	}
	return ""
}

// withoutKeepalived leaves the files out that keepalived reads, and not the balancer.
func withoutKeepalived(files []string) []string {
	return slices.DeleteFunc(files, keepalivedcfg.Named)
}
