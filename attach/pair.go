package attach

import (
	"context"
	"path"
	"slices"
	"strings"

	"hadash/conf/keepalivedcfg"
	"hadash/host"
)

// Shared is the address that a balancer shares with another, by the keepalived that runs in its container.
type Shared struct {
	Address string
	File    string // keepalived.conf
}

// keepalivedFile is what keepalived reads if it is given no other file.
const keepalivedFile = "/etc/keepalived/keepalived.conf"

// shared finds the address that a container shares with another: by its label, and by the configuration of its keepalived.
func (d *discovery) shared(ctx context.Context, c *host.Container) (s Shared) {
	s.Address = c.Labels["hadash.address"]
	if i := slices.IndexFunc(labelList(c, "hadash.config"), keepalivedcfg.Named); i >= 0 {
		s.File = labelList(c, "hadash.config")[i]
	} else if s.File = keepalivedRuns(c); s.File == "" {
		return s
	}
	file, err := d.engine.Read(ctx, c.ID, s.File)
	if err != nil {
		s.File = ""
		return s
	}
	for _, v := range keepalivedcfg.Instances(file.Text, c.Env) {
		if s.Address == "" && len(v.Addrs) > 0 {
			s.Address = v.Addrs[0]
			d.fact(c.Node, "shares the address "+s.Address+" by keepalived", "R3 command", s.File)
		}
	}
	return s
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
