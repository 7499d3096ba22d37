package record

import (
	"slices"
	"strings"
)

// Role is a word that a user gives a compose service: what it is to the others, from its label hadash.role. A node need
// not have one.
type Role string

// The roles, in the order in which a request meets them in the stack of hadash.
const (
	RoleLoad     Role = "load"     // sends the requests: k6
	RoleWeb      Role = "web"      // balances HTTP: nginx
	RoleApp      Role = "app"      // an instance of the application
	RoleBalancer Role = "balancer" // balances TCP: HAProxy
	RoleReplica  Role = "replica"  // a read-only database server
	RoleMaster   Role = "master"   // the database server that takes writes
)

// Roles lists every role in path order.
var Roles = []Role{RoleLoad, RoleWeb, RoleApp, RoleBalancer, RoleReplica, RoleMaster}

// Valid reports whether r is one of the roles hadash knows.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// Kind is how a node is asked and how its log is read: which program it is, as far as hadash knows it.
type Kind string

// The kinds.
const (
	KindK6      Kind = "k6"
	KindNginx   Kind = "nginx"
	KindHAProxy Kind = "haproxy"
	KindMySQL   Kind = "mysql"  // MySQL or MariaDB, asked for its replication
	KindHTTP    Kind = "http"   // it has a page of its own that is asked for its health
	KindServer  Kind = "server" // it is known through its balancer and Docker alone
	KindProbe   Kind = "probe"  // a client of our own: its Status is what it requests (record/probe)
)

// Kinds lists every kind that a project may say it has. A probe is none: only users may make hadash send requests.
var Kinds = []Kind{KindK6, KindNginx, KindHAProxy, KindMySQL, KindHTTP, KindServer}

// Valid reports whether k is one of Kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds, k) }

// Balances reports whether it is a balancer's program: it sends its traffic to servers of its choice.
func (k Kind) Balances() bool { return k == KindHAProxy || k == KindNginx }

// Asks reports whether it is a client: it sends requests, and receives none.
func (k Kind) Asks() bool { return k == KindK6 || k == KindProbe }

// Topology is the project: its nodes, and whom they send their traffic to.
type Topology struct {
	Project string   // compose project
	Stack   string   // which configuration is in force (label hadash.stack), "" when not said
	DB      string   // which database (label hadash.db), "" when not said
	Nodes   []Node   // in path order, then by name
	Others  []string // services that are no part of the path: their logs are read, and nothing else

	Hosts []Host `json:",omitzero"` // the Engines that it runs on, where they are several

	NoDocker bool `json:",omitzero"` // it is watched without Docker: what only Docker knows is not known of any node
	NoNetem  bool `json:",omitzero"` // the Engine's kernel is known to have none: packets can be neither delayed nor lost
}

// Host is a machine with a Docker Engine.
type Host struct {
	Name  string // as the user calls it: the name of its Docker context
	Swarm string `json:",omitzero"` // what the swarm calls it; "" outside of one
}

// Host finds one of several Engines by its name.
func (t *Topology) Host(name string) (Host, bool) {
	for _, h := range t.Hosts {
		if h.Name == name {
			return h, true
		}
	}
	return Host{}, false
}

// Hit lists the nodes that a fault is made to: of a service those of its tasks, of a host those that run there.
func (t *Topology) Hit(f Fault) (nodes []string) {
	service := ServiceOf(f.Target)
	alone := t.has(service) // then web_2 is a service of its own
	for i := range t.Nodes {
		n := &t.Nodes[i]
		switch {
		case f.Kind.AtHost() && n.Host == f.Target && n.Host != "",
			f.Kind.AtService() && (n.Name == f.Target || !alone && ServiceOf(n.Name) == service),
			!f.Kind.OfCluster() && n.Name == f.Target:
			nodes = append(nodes, n.Name)
		}
	}
	return nodes
}

func (t *Topology) has(node string) bool {
	_, ok := t.Node(node)
	return ok
}

// ServiceOf is the service of a node, by its name: web of web_2, and of web@east.
func ServiceOf(node string) string {
	if name, _, ok := strings.Cut(node, "@"); ok {
		return name
	}
	if i := strings.LastIndexByte(node, '_'); i > 0 && i+1 < len(node) && strings.Trim(node[i+1:], "0123456789") == "" {
		return node[:i]
	}
	return node
}

// Node is one part of the path: a compose service.
type Node struct {
	Name     string   // compose service name
	Role     Role     // hadash.role; "" = not said
	Kind     Kind     `json:",omitzero"` // hadash.kind, or found; "" = what its role says (see Runs)
	Host     string   `json:",omitzero"` // the Engine that has it, by its name in Topology.Hosts; "" where there is one Engine
	Image    string   `text:"address"`   // as compose names it
	To       []string // services its traffic goes to (hadash.to)
	Writes   []string // services its writes go to (hadash.writes)
	Upstream []string // backends or upstream groups it balances over (hadash.upstream)
	Status   string   // where to read its state (hadash.status), as written in the label
	Master   string   `json:",omitzero"` // where a HAProxy's master is asked for its workers (hadash.master), as Status
	Config   []string // paths of its configuration inside the container (hadash.config)
	Address  string   `json:",omitzero" text:"address"` // that keepalived moves between it and another (hadash.address)
	Addrs    []string // its addresses: "ip", or "ip:port" of a program that is not alone there
	Reached  []string `json:",omitzero"` // of several hosts: where the others reach it, "ip:port" of a published port, "ip" on a network that they share
	Serves   []string `json:",omitzero"` // servers of balancers that it is, as "backend/server", where their configuration says so
	NoAdmin  NoAdmin  `json:",omitzero"` // why nothing can be changed at this HAProxy while it runs
	SoughtAt string   `json:",omitzero"` // where a HAProxy looks for it, by its Runtime API, if it is not there
	HasLog   bool     `json:",omitzero"` // without Docker: a log of it is read. With Docker every container has one
	// The keepalived of this HAProxy, if it runs in a container of its own.
	Keepalived Keepalived `json:",omitzero"`

	Syslog Syslog `json:",omitzero"` // where its lines of sessions and requests come out, if that is another container
}

// AddressBy is the address that a container moves by its keepalived for a HAProxy in another; "" if it moves none.
func (t *Topology) AddressBy(container string) string {
	for i := range t.Nodes {
		if n := &t.Nodes[i]; n.Keepalived.Node == container {
			return n.Address
		}
	}
	return ""
}

// Keepalived is the container in which the keepalived of a HAProxy runs (hadash.keepalived).
type Keepalived struct {
	Node string `json:",omitzero"` // by its name here, in whose output its lines are; "" = the HAProxy's own container
	File string `json:",omitzero"` // keepalived.conf in that container; "" = not known
}

// Syslog is a syslog server that a balancer logs to.
type Syslog struct {
	Node  string   `json:",omitzero"` // in whose output its lines are
	Names []string `json:",omitzero"` // by which their header may name the balancer: host name, container, addresses
}

// NoAdmin says why nothing can be changed at a HAProxy while it runs: no server taken out, no weight set. Its zero value: that
// is possible, or not known.
type NoAdmin struct {
	Why   NoAdminReason `json:",omitzero"`
	At    string        `json:",omitzero"` // its Runtime API, as its configuration says: "/run/haproxy.sock"
	Level string        `json:",omitzero"` // what that allows
	Line  string        `json:",omitzero"` // of its configuration, which would change it
	Page  bool          `json:",omitzero"` // its statistics page has `stats admin`, which is not used
}

// NoAdminReason is why nothing can be changed at a HAProxy.
type NoAdminReason string

// The reasons.
const (
	NoRuntimeAPI NoAdminReason = "none"        // it has no Runtime API
	LowLevel     NoAdminReason = "level"       // its Runtime API only shows things
	OnlyInside   NoAdminReason = "inside"      // only a command in its container reaches it, to which the user has not consented
	NoProgram    NoAdminReason = "program"     // its image has no program that reaches its Runtime API, which is only inside
	OnlyPage     NoAdminReason = "page"        // only its statistics page was named, and not its Runtime API
	Unreachable  NoAdminReason = "unreachable" // nothing reaches it
)

// Node finds a node by service name.
func (t *Topology) Node(name string) (Node, bool) {
	for _, n := range t.Nodes {
		if n.Name == name {
			return n, true
		}
	}
	return Node{}, false
}

// Behind says what to write instead of a server of a balancer, "backend/server" or "balancer/backend/server", where a node is needed;
// "" if that is no such name.
func (t *Topology) Behind(server string) string {
	parts := strings.Split(server, "/")
	if len(parts) < 2 || len(parts) > 3 {
		return ""
	}
	own := strings.Join(parts[len(parts)-2:], "/")
	i := slices.IndexFunc(t.Nodes, func(n Node) bool { return slices.Contains(n.Serves, own) })
	if i < 0 {
		i = slices.IndexFunc(t.Nodes, func(n Node) bool { return len(n.Serves) == 0 && n.Name == parts[len(parts)-1] })
	}
	switch {
	case i < 0:
		return "that is a server of a balancer, and no node of this project is known to be it"
	case len(t.Nodes[i].Serves) > 1:
		return "that is a server of a balancer: write its node, " + t.Nodes[i].Name + ", which stands for all of its servers: " + strings.Join(t.Nodes[i].Serves, ", ")
	}
	return "that is a server of a balancer: write its node, " + t.Nodes[i].Name
}

// ByAddr finds the node that owns an address, given as "ip" or "ip:port": the program that has the port comes before the machine.
// from is the host of the one who names it: another host may have a network of the same addresses.
func (t *Topology) ByAddr(addr, from string) (Node, bool) {
	host := HostOf(addr)
	owner := -1
	for i := range t.Nodes {
		switch {
		case t.Nodes[i].has(addr, from):
			return t.Nodes[i], true
		case owner < 0 && t.Nodes[i].has(host, from):
			owner = i
		}
	}
	if owner < 0 {
		return Node{}, false
	}
	return t.Nodes[owner], true
}

// At reports whether an address, given as "ip" or "ip:port" and named at a host, is the node's.
func (n *Node) At(addr, from string) bool { return n.has(addr, from) || n.has(HostOf(addr), from) }

func (n *Node) has(addr, from string) bool {
	return slices.Contains(n.Reached, addr) || n.Near(from) && slices.Contains(n.Addrs, addr)
}

// Near reports whether the node's own addresses mean it at a host: they do at its own, and everywhere if it is not one of several.
func (n *Node) Near(from string) bool { return n.Host == "" || n.Host == from }

// Seen is an address of the node, as a host sees it; "" if none is known.
func (n *Node) Seen(from string) string {
	all := n.Reached
	if n.Near(from) {
		all = n.Addrs
	}
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// HostOfNode is the host that a node is on; "" where there is one, or no such node.
func (t *Topology) HostOfNode(name string) string {
	n, _ := t.Node(name)
	return n.Host
}

// Beside finds the node that a name stands for at a host: the one of that name, else that of this service at the host.
func (t *Topology) Beside(name, from string) (Node, bool) {
	n, ok := t.Node(name)
	if !ok && from != "" {
		n, ok = t.Node(AtHost(name, from))
	}
	return n, ok
}

// AtHost is the name of a service's node on one of several hosts.
func AtHost(service, host string) string { return service + "@" + host }

// Software returns how the node is asked and read: its kind, else what its role says of that.
func (n *Node) Software() Kind {
	if n.Kind != "" {
		return n.Kind
	}
	switch n.Role { // no map: it is asked of each node after each Sample
	case RoleLoad:
		return KindK6
	case RoleWeb:
		return KindNginx
	case RoleApp:
		return KindHTTP
	case RoleBalancer:
		return KindHAProxy
	case RoleReplica, RoleMaster:
		return KindMySQL
	}
	return ""
}

// What is a word for the node: its role, else its kind.
func (n *Node) What() string {
	if n.Role != "" {
		return string(n.Role)
	}
	return string(n.Kind)
}

// Runs reports whether the node is of this kind.
func (n *Node) Runs(k Kind) bool { return n.Software() == k }

// Of lists the nodes of one kind.
func (t *Topology) Of(k Kind) []Node {
	var out []Node
	for _, n := range t.Nodes {
		if n.Runs(k) {
			out = append(out, n)
		}
	}
	return out
}

// KeepAddresses gives the nodes that have no address now those of before, unless another node has them: a stopped container
// has none, and what a balancer says of its server goes by the address.
func (t *Topology) KeepAddresses(before *Topology) {
	shared := true // the nodes may be those of a Sample, which is not to be changed
	for i := range t.Nodes {
		old, ok := before.Node(t.Nodes[i].Name)
		if !ok || len(t.Nodes[i].Addrs) > 0 || len(old.Addrs) == 0 {
			continue
		}
		from := t.Nodes[i].Host
		if from != old.Host || slices.ContainsFunc(old.Addrs, func(addr string) bool { _, taken := t.ByAddr(addr, from); return taken }) {
			continue
		}
		if shared {
			t.Nodes, shared = slices.Clone(t.Nodes), false
		}
		t.Nodes[i].Addrs = old.Addrs
		if len(t.Nodes[i].Reached) == 0 {
			t.Nodes[i].Reached = old.Reached
		}
	}
}

// Siblings reports whether two nodes do the same work, so that one can stand in for the other: they have one role, or no
// role and somebody who sends his traffic to both, or they are balancers of one kind that lead to the same nodes.
func (t *Topology) Siblings(a, b *Node) bool {
	return SiblingsIf(a, b, func() bool {
		return slices.ContainsFunc(t.Nodes, func(n Node) bool { return slices.Contains(n.To, a.Name) && slices.Contains(n.To, b.Name) })
	})
}

// SiblingsIf is Siblings where fed reports whether somebody sends his traffic to both.
func SiblingsIf(a, b *Node, fed func() bool) bool {
	switch {
	case a.Name == b.Name:
		return false
	case a.Role != "" || b.Role != "":
		return a.Role == b.Role
	case a.Software().Balances() && a.Runs(b.Software()) && len(a.To) > 0 && slices.Equal(a.To, b.To):
		return true
	}
	return fed()
}

// With lists the nodes of one role.
func (t *Topology) With(r Role) []Node {
	var out []Node
	for _, n := range t.Nodes {
		if n.Role == r {
			out = append(out, n)
		}
	}
	return out
}

// HostOf drops the port of "ip:port" or "[v6]:port"; an address without one is returned as it is.
func HostOf(addr string) string {
	if len(addr) > 0 && addr[0] == '[' {
		for i := range addr {
			if addr[i] == ']' {
				return addr[1:i]
			}
		}
	}
	colon := -1
	for i := range addr {
		if addr[i] == ':' {
			if colon >= 0 {
				return addr // two colons and no bracket: a bare IPv6 address
			}
			colon = i
		}
	}
	if colon >= 0 {
		return addr[:colon]
	}
	return addr
}
