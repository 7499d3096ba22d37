package record

import "slices"

// Role is the function of a compose service on the request path, from its label hadash.role.
type Role string

// The roles, in the order in which a request meets them.
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

// Topology is the project as its labels describe it.
type Topology struct {
	Project string   // compose project
	Stack   string   // which configuration is in force (label hadash.stack), "" when not said
	DB      string   // which database (label hadash.db), "" when not said
	Nodes   []Node   // in path order, then by name
	Others  []string // services without a role: their logs are read, and nothing else
}

// Node is one compose service that carries a hadash.role label.
type Node struct {
	Name     string   // compose service name
	Role     Role     // hadash.role
	Image    string   `text:"address"` // as compose names it
	To       []string // services its traffic goes to (hadash.to)
	Writes   []string // services its writes go to (hadash.writes)
	Upstream []string // backends or upstream groups it balances over (hadash.upstream)
	Status   string   // where to read its state (hadash.status), as written in the label
	Config   []string // paths of its configuration inside the container (hadash.config)
	Addrs    []string // its addresses on the project's networks
}

// Node finds a node by service name.
func (t *Topology) Node(name string) (Node, bool) {
	for _, n := range t.Nodes {
		if n.Name == name {
			return n, true
		}
	}
	return Node{}, false
}

// ByAddr finds the node that owns an address, given as "ip" or "ip:port".
func (t *Topology) ByAddr(addr string) (Node, bool) {
	host := HostOf(addr)
	for _, n := range t.Nodes {
		if slices.Contains(n.Addrs, host) {
			return n, true
		}
	}
	return Node{}, false
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
