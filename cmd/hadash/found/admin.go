package found

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/attach"
	"hadash/incident/consequence"
	"hadash/record"
	"hadash/runtimeapi"
)

// recent is how old a discovery may be for the next step of a fault at HAProxy. Each fault and each heal begins with a new one.
const recent = 2 * time.Second

// balancers lists the HAProxies that are found, with the ways to change them.
func (p *Project) balancers(ctx context.Context) ([]runtimeapi.Balancer, error) {
	p.mu.Lock()
	f := p.last
	if time.Since(p.at) > recent {
		f = nil
	}
	p.mu.Unlock()
	if f == nil {
		var err error
		if f, err = p.discover(ctx); err != nil {
			return nil, err
		}
	}
	var out []runtimeapi.Balancer
	for i := range f.Balancers {
		if b := &f.Balancers[i]; b.Kind == record.KindHAProxy {
			out = append(out, reached(f, b))
		}
	}
	return out, nil
}

// Hints says, of each HAProxy whose numbers are not read, what would show them.
func (p *Project) Hints() (out []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last == nil {
		return nil
	}
	for i := range p.last.Balancers {
		b := &p.last.Balancers[i]
		if b.Kind != record.KindHAProxy || b.Watchable(p.exec) != nil {
			continue
		}
		if b.Watchable(true) != nil {
			out = append(out, execHint+" reads the numbers of "+b.Node+", which are only inside its container")
			continue
		}
		out = append(out, "no numbers of "+b.Node+": it has no statistics page and no Runtime API that can be read; `"+b.SocketLine()+"` in its configuration shows them")
	}
	return out
}

// execHint names the consent to commands in containers.
const execHint = "--exec (exec = true in hadash.toml)"

// InsideGap is the least time between two commands in a container: each costs the Engine about a tenth of a second.
func (p *Project) InsideGap() time.Duration { return 2 * time.Second }

// Inside reads a HAProxy's numbers by a command in its container.
func (p *Project) Inside(ctx context.Context, node string) (csv []byte, info string, err error) {
	w, id, err := p.inside(ctx, node)
	if err != nil {
		return nil, "", err
	}
	if w.Page != nil {
		u, err := Target(w)
		if err != nil {
			return nil, "", err
		}
		csv, err = p.GetInside(ctx, id, u)
		return csv, "", err
	}
	at := strings.TrimPrefix(w.URL, "exec://")
	answer, err := p.AskInside(ctx, id, at, "show info", "show stat")
	if err != nil {
		return nil, "", err
	}
	info, stat, ok := strings.Cut(answer, "# pxname,")
	if !ok {
		return nil, "", fmt.Errorf("no statistics: %s", record.Clean(answer[:min(len(answer), 80)]))
	}
	return []byte("# pxname," + stat), info, nil
}

// inside is the command by which a HAProxy is read, and its container. A new container is looked for.
func (p *Project) inside(ctx context.Context, node string) (*attach.Way, string, error) {
	for range 2 {
		w, known := p.way(node, p.numbers)
		id, err := p.ID(ctx, node)
		if err != nil {
			return nil, "", err
		}
		if known && w.Exec {
			return w, id, nil
		}
		if !p.again() {
			break
		}
		if _, err := p.discover(ctx); err != nil {
			return nil, "", err
		}
	}
	return nil, "", errors.New("no command in its container reads its numbers")
}

// reached is a HAProxy as faults are made at it.
func reached(f *attach.Found, b *attach.Balancer) runtimeapi.Balancer {
	out := runtimeapi.Balancer{Node: b.Node, Serves: map[string][]string{}}
	for _, s := range b.Servers {
		if !s.Certain() {
			continue
		}
		for _, node := range s.Nodes {
			if name := s.Group + "/" + s.Server.Name; !slices.Contains(out.Serves[node], name) {
				out.Serves[node] = append(out.Serves[node], name)
			}
		}
	}
	w, no := b.Admin(f.Exec)
	if w == nil {
		out.NoAdmin = errors.New(consequence.NoAdmin(b.Node, no).String())
		return out
	}
	if out.Admin, out.NoAdmin = Target(w); out.NoAdmin != nil {
		out.Admin = nil
	}
	return out
}
