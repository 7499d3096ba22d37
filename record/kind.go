package record

import "slices"

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
)

// Kinds lists every kind.
var Kinds = []Kind{KindK6, KindNginx, KindHAProxy, KindMySQL, KindHTTP, KindServer}

// Valid reports whether k is one of the kinds hadash knows.
func (k Kind) Valid() bool { return slices.Contains(Kinds, k) }

// Balances reports whether it is a balancer's program: it sends its traffic to servers of its choice.
func (k Kind) Balances() bool { return k == KindHAProxy || k == KindNginx }

// kindOf is what a role says of the kind, where nothing else does.
var kindOf = map[Role]Kind{
	RoleLoad:     KindK6,
	RoleWeb:      KindNginx,
	RoleApp:      KindHTTP,
	RoleBalancer: KindHAProxy,
	RoleReplica:  KindMySQL,
	RoleMaster:   KindMySQL,
}
