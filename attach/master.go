package attach

import (
	"context"
	"slices"
	"strings"

	"hadash/conf/balancer"
	"hadash/conf/haproxycfg"
	"hadash/host"
	"hadash/record"
)

// master is how the socket of a HAProxy's master is reached: that of -S in the command that it was started with. It is nil for a
// HAProxy without a master, and for one whose master has none.
func (d *discovery) master(ctx context.Context, c *host.Container, kind record.Kind, conf *balancer.Conf) *Way {
	if kind != record.KindHAProxy {
		return nil
	}
	var at *balancer.Socket
	for _, words := range commandsOf(c) {
		if s, ok := haproxycfg.Master(words); ok {
			at = &s
			break
		}
	}
	if at == nil {
		if runsMaster(c) || conf.Master {
			d.missing = append(d.missing, Missing{About: c.Node, What: "what old workers still do after a reload: its master has no socket",
				Line: "-S /run/haproxy/master.sock", Section: "the words after haproxy", File: "the command of " + bare(c) + " in the compose file", Then: "docker compose up -d " + bare(c)})
		}
		return nil
	}
	if at.Unix != "" && !strings.HasPrefix(at.Unix, "/") || at.Unix == "" && at.Port == 0 {
		return nil // abns@name, or inherited: it cannot be reached from outside
	}
	w := d.socketWay(ctx, c, at)
	w.Says = strings.Replace(w.Says, "Runtime API", "its master", 1)
	if w.Exec {
		where := at.Unix
		if where == "" {
			where = at.Host
		}
		d.missing = append(d.missing, Missing{About: c.Node, What: "what old workers still do after a reload: its master's socket " + record.Clean(where) + " is only inside the container. Put its folder into a volume or a folder of this machine"})
		return &w
	}
	d.fact(c.Node, "its old workers are read: "+w.Says, w.Rule+" -S", w.URL)
	return &w
}

// commandsOf are the commands that a container's HAProxy was started with: those of its processes, else that of the container.
func commandsOf(c *host.Container) (all [][]string) {
	for _, line := range c.Processes {
		if processKind(line) == record.KindHAProxy {
			all = append(all, strings.Fields(line))
		}
	}
	if len(all) == 0 {
		if kind, words := commandKind(c); kind == record.KindHAProxy {
			all = append(all, words)
		}
	}
	return all
}

// runsMaster reports whether the command of a container's HAProxy asks for a master and its workers.
func runsMaster(c *host.Container) bool {
	return slices.ContainsFunc(commandsOf(c), func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return w == "-W" || w == "-Ws" })
	})
}
