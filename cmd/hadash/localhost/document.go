package localhost

import (
	"encoding/json"
	"io"
	"net"
	"strconv"

	"hadash/attach/machine"
	"hadash/conf/balancer"
	"hadash/record"
)

// document is a look at a machine as JSON. Its names must not change.
type document struct {
	Instances  []instanceJSON `json:"instances"`
	Stopped    []stoppedJSON  `json:"stopped,omitempty"`
	Contained  int            `json:"in_containers,omitempty"`     // processes that were left out
	UsualOnly  string         `json:"usual_places_only,omitempty"` // why
	Targets    []string       `json:"targets"`
	Permission []string       `json:"permission,omitempty"` // what lets the user read the rest
	Missing    []missingJSON  `json:"missing,omitempty"`
	Facts      []factJSON     `json:"facts"`
}

type instanceJSON struct {
	Name    string      `json:"name"`
	Kind    string      `json:"kind"`
	PID     int         `json:"pid,omitempty"`
	Unit    string      `json:"unit,omitempty"`
	Version string      `json:"version,omitempty"`
	Config  []string    `json:"config"`
	Listens []string    `json:"listens"`
	Groups  []groupJSON `json:"groups"`
	Master  string      `json:"master,omitempty"`
	Ways    []wayJSON   `json:"ways"`
	Targets []string    `json:"targets"`
}

type groupJSON struct {
	Name    string       `json:"name,omitempty"`
	Mode    string       `json:"mode"`
	Servers []serverJSON `json:"servers"`
}

type serverJSON struct {
	Name      string `json:"name"`
	Address   string `json:"address,omitempty"`
	Backup    bool   `json:"backup,omitempty"`
	Unchecked bool   `json:"unchecked,omitempty"`
}

type wayJSON struct {
	Of       string `json:"of"`
	Target   string `json:"target"`
	Says     string `json:"says"`
	Open     bool   `json:"open"`
	Answered *bool  `json:"answered,omitempty"` // none: it was not asked
	Failed   string `json:"failed,omitempty"`
	Fix      string `json:"fix,omitempty"`
}

type stoppedJSON struct {
	Kind string `json:"kind"`
	File string `json:"file"`
	Then string `json:"then"`
}

type missingJSON struct {
	About   string `json:"about,omitempty"`
	What    string `json:"what"`
	Line    string `json:"line,omitempty"`
	Section string `json:"section,omitempty"`
	File    string `json:"file,omitempty"`
	Then    string `json:"then,omitempty"`
}

type factJSON struct {
	About    string `json:"about,omitempty"`
	What     string `json:"what"`
	Rule     string `json:"rule"`
	Evidence string `json:"evidence"`
}

// WriteJSON prints what was found for programs.
func WriteJSON(w io.Writer, f *machine.Found) error {
	d := document{Instances: []instanceJSON{}, Contained: f.Contained, UsualOnly: f.Blind, Targets: orNone(f.Targets()), Permission: f.Fixes(), Facts: []factJSON{}}
	for i := range f.Instances {
		d.Instances = append(d.Instances, instanceOf(&f.Instances[i]))
	}
	for _, s := range f.Stopped {
		d.Stopped = append(d.Stopped, stoppedJSON{string(s.Kind), s.File, s.Then})
	}
	for _, m := range f.Missing {
		d.Missing = append(d.Missing, missingJSON(m))
	}
	for _, x := range f.Facts {
		d.Facts = append(d.Facts, factJSON{x.About, x.What, string(x.Rule), x.Evidence})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(d)
}

func instanceOf(in *machine.Instance) instanceJSON {
	out := instanceJSON{Name: in.Name, Kind: string(in.Kind), PID: in.PID, Unit: in.Unit, Version: in.Version, Config: orNone(in.Conf.Files),
		Listens: orNone(listens(in)), Groups: []groupJSON{}, Master: in.Master, Ways: []wayJSON{}, Targets: orNone(in.Targets)}
	for i := range in.Conf.Groups {
		g := &in.Conf.Groups[i]
		j := groupJSON{Name: record.Clean(g.Name), Mode: string(g.Mode), Servers: []serverJSON{}}
		for k := range g.Servers {
			s := &g.Servers[k]
			j.Servers = append(j.Servers, serverJSON{record.Clean(s.Name), address(s), s.Backup, s.Unchecked})
		}
		out.Groups = append(out.Groups, j)
	}
	for i := range in.Ways {
		w := &in.Ways[i]
		j := wayJSON{Of: string(w.Of), Target: w.Target, Says: w.Says, Open: w.Open(), Failed: w.Failed, Fix: w.Fix}
		if w.Asked {
			answered := w.Failed == ""
			j.Answered = &answered
		}
		out.Ways = append(out.Ways, j)
	}
	return out
}

func orNone(all []string) []string {
	if all == nil {
		return []string{}
	}
	return all
}

// listens are the addresses at which clients reach an instance.
func listens(in *machine.Instance) (out []string) {
	seen := map[string]bool{}
	for i := range in.Conf.Binds {
		b := &in.Conf.Binds[i]
		text := b.Unix
		if text == "" {
			host := b.Host
			if host == "" {
				host = "*"
			}
			text = net.JoinHostPort(host, strconv.Itoa(b.Port))
		}
		if text = record.Clean(text); !seen[text] {
			out = append(out, text)
		}
		seen[text] = true
	}
	return out
}

// address is where a server is, as the configuration has it.
func address(s *balancer.Server) string {
	switch {
	case s.Unix != "":
		return record.Clean(s.Unix)
	case s.Host == "":
		return ""
	case s.Port == 0:
		return record.Clean(s.Host)
	}
	return record.Clean(net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
}
