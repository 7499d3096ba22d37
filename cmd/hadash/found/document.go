package found

import (
	"slices"

	"hadash/attach"
	"hadash/conf/balancer"
)

// document is a discovery as JSON.
type document struct {
	Project    string         `json:"project"`
	Balancers  []balancerJSON `json:"balancers"`
	Edges      [][2]string    `json:"edges"`
	Supposed   [][2]string    `json:"supposed,omitempty"`
	Down       []string       `json:"down,omitempty"`       // servers that their balancer has given up, and that are no standby
	Faults     int            `json:"faults"`               // what is broken of the project itself
	Containers map[string]int `json:"containers,omitempty"` // of services that have several
	NoPart     []string       `json:"no_part,omitempty"`
	Missing    []missingJSON  `json:"missing,omitempty"`
	Facts      []factJSON     `json:"facts"`
}

type balancerJSON struct {
	Service   string                         `json:"service"`
	Node      string                         `json:"node"`
	Kind      string                         `json:"kind"`
	Mode      string                         `json:"mode"`
	Config    []string                       `json:"config"`
	Groups    map[string]map[string][]string `json:"groups"`
	Direct    map[string][]string            `json:"direct,omitempty"`
	Outside   map[string]string              `json:"outside,omitempty"`
	Unchecked []string                       `json:"unchecked,omitempty"`
	Standby   []string                       `json:"standby,omitempty"`
	Slots     map[string]string              `json:"slots,omitempty"`  // "3 of 6"
	Nodes     map[string][]string            `json:"nodes,omitempty"`  // which of a service's several containers a server is, by "group/server"
	States    map[string]string              `json:"states,omitempty"` // what the balancer says of its servers, by "group/server"
	Status    string                         `json:"status"`
	unseen    map[string]bool                // "group/server" of the unchecked
	Log       string                         `json:"log"`
	Master    string                         `json:"master,omitempty"` // where the workers of before a reload are read
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

// documentOf puts together what was found.
func documentOf(project string, f *attach.Found) document {
	d := document{Project: project, Balancers: []balancerJSON{}, Edges: [][2]string{}, Containers: map[string]int{}, NoPart: f.Others, Facts: []factJSON{}}
	for i := range f.Balancers {
		d.add(&f.Balancers[i])
	}
	for _, e := range f.Edges {
		if e.Supposed {
			d.Supposed = append(d.Supposed, [2]string{e.From, e.To})
		} else {
			d.Edges = append(d.Edges, [2]string{e.From, e.To})
		}
	}
	for service, n := range f.Containers {
		if n > 1 {
			d.Containers[service] = n
		}
	}
	for _, m := range f.Missing {
		d.Missing = append(d.Missing, missingJSON(m))
	}
	for _, x := range f.Facts {
		d.Facts = append(d.Facts, factJSON{x.About, x.What, string(x.Rule), x.Evidence})
	}
	return d
}

// add adds a balancer.
func (d *document) add(b *attach.Balancer) {
	j := balancerJSON{Service: b.Service, Node: b.Node, Kind: string(b.Kind), Mode: modes(&b.Conf), Config: b.Conf.Files,
		Groups: map[string]map[string][]string{}, Direct: map[string][]string{}, Outside: map[string]string{}, Slots: map[string]string{}, Nodes: map[string][]string{}, States: map[string]string{}, unseen: map[string]bool{}, Status: "none", Log: b.Logs.Says}
	if len(b.Status) > 0 {
		j.Status = b.Status[0].Says
	}
	if b.Master != nil && !b.Master.Exec {
		j.Master = b.Master.Says
	}
	for _, g := range b.Conf.Groups {
		if g.Name == "" {
			continue
		}
		j.Groups[g.Name] = map[string][]string{}
		if n := b.SlotsText(g.Name); n != "" {
			j.Slots[g.Name] = n
		}
	}
	for i := range b.Servers {
		s := &b.Servers[i]
		if s.Empty {
			continue
		}
		j.place(s)
		if !slices.Equal(s.Nodes, s.Services) && len(s.Nodes) > 0 {
			j.Nodes[path(s)] = s.Nodes
		}
		if s.State != attach.NotKnown {
			j.States[path(s)] = string(s.State)
		}
		switch name := path(s); s.State {
		case attach.Standby:
			j.Standby = append(j.Standby, s.Server.Name)
		case attach.Down:
			d.Down = append(d.Down, name)
			if !s.Outside {
				d.Faults++
			}
		}
		if s.Server.Unchecked {
			j.unseen[path(s)] = true
			if !slices.Contains(j.Unchecked, s.Server.Name) {
				j.Unchecked = append(j.Unchecked, s.Server.Name)
			}
		}
	}
	d.Balancers = append(d.Balancers, j)
}

// place puts a server where it belongs: into its group, or among those without one.
func (j *balancerJSON) place(s *attach.Server) {
	name := s.Server.Name
	switch {
	case s.Group == "" && s.Server.Maybe:
	case s.Group == "" && s.Server.Variable != "":
		j.Direct[s.Server.Variable+" = "+name] = services(s)
	case s.Group == "":
		j.Direct[name] = services(s)
	default:
		j.Groups[s.Group][name] = services(s)
	}
	if s.Outside {
		j.Outside[name] = s.Evidence
	}
}

func path(s *attach.Server) string {
	if s.Group == "" {
		return s.Server.Name
	}
	return s.Group + "/" + s.Server.Name
}

func services(s *attach.Server) []string {
	if s.Services == nil {
		return []string{}
	}
	return s.Services
}

// modes are those of all groups: "http", "tcp", or both.
func modes(c *balancer.Conf) string {
	has := func(m balancer.Mode) bool {
		return slices.ContainsFunc(c.Groups, func(g balancer.Group) bool { return g.Mode == m })
	}
	switch {
	case has(balancer.HTTP) && has(balancer.TCP):
		return "http+tcp"
	case has(balancer.TCP):
		return "tcp"
	}
	return "http"
}
