// Package balancer holds what a balancer's configuration tells about it, HAProxy's and nginx's alike: whom it sends its traffic
// to, where its numbers are, and where it logs.
package balancer

import "time"

// File is a configuration file as it was read.
type File struct {
	Path    string
	Text    []byte
	Changed time.Time // when it was last written; zero = not known
}

// Place is where something is written.
type Place struct {
	File string
	Line int // from 1 on
}

// Conf is the configuration of one balancer.
type Conf struct {
	Groups  []Group  // whom it sends its traffic to, in the order of the files
	Binds   []Bind   // where it is reached
	Pages   []Page   // where its numbers are, over HTTP
	Sockets []Socket // HAProxy's Runtime APIs
	Logs    []Log    // where it logs
	Serves  []Log    // nginx: where the requests of its server blocks are logged, whether they are passed on or not
	Chroot  string   // HAProxy: where its processes are shut in: "log" leads to sockets below it
	Sends   string   // HAProxy: the name that it sends to a syslog server, "log-send-hostname"; "-" = that of its host, "" = none
	Tag     string   // HAProxy: the name of its program in syslog, "log-tag" of global; "" = "haproxy"
	Master  bool     // HAProxy: it runs as a master with workers, by "master-worker"
	Files   []string // the files that were read, includes in their place
	Unread  []Unread // what it says elsewhere, or in a way that is not understood
}

// Group is a backend or listen section, an upstream block, or a single server that requests are passed to.
type Group struct {
	Name    string // "" where requests are passed to a server without one
	Mode    Mode
	Balance string   // the algorithm, as written; "" = the program's default
	Servers []Server // server lines and slots; without those marked down
	Role    string   // what a check asks for, where it asks which of the servers is the master: "role:master", "/primary"; else ""
	From    Place
}

// Mode is how a group's traffic is forwarded.
type Mode string

// The modes.
const (
	HTTP Mode = "http"
	TCP  Mode = "tcp"
)

// Server is one server line of a group.
type Server struct {
	Name      string // as HAProxy calls it; nginx has no names: the address as written
	Host      string // a name or an address; "" for a UNIX socket
	Port      int    // 0 = not said
	Unix      string // the path of its UNIX socket
	Variable  string // what decides where it leads, as written: "$where"; "" = the configuration does
	Maybe     bool   // one of several that the variable may lead to
	Slot      bool   // of a server-template: which address it has is known at run time
	Backup    bool
	Unchecked bool   // nobody would notice that it is gone: no check, max_fails=0
	Unknown   string // a variable in its address that has no value here; "" = none
	From      Place
}

// Bind is where clients reach the balancer.
type Bind struct {
	Proxy string // frontend or listen section, or server_name
	Host  string // "" = every address
	Port  int
	Unix  string
	TLS   bool
	Mode  Mode
	First bool // nginx: "default_server": it answers requests for names that no other server has
	Bare  bool // only pages of numbers are behind it, and no servers
	From  Place
}

// Page is a page of numbers: HAProxy's statistics, its exporter for Prometheus, nginx's stub_status.
type Page struct {
	Kind   PageKind
	Path   string // with its query: "/haproxy?stats"
	Binds  []Bind // where it is reached
	Login  string // user:password; a secret: use it, and never show, record or log it
	Hashed bool   // it wants a login that is only known hashed
	Inside bool   // only the balancer's own machine may ask
	Admin  bool   // faults at the balancer can be made through it
	From   Place
}

// PageKind is what a Page holds.
type PageKind string

// The kinds of pages.
const (
	Stats      PageKind = "stats"
	Prometheus PageKind = "prometheus"
	StubStatus PageKind = "stub_status"
)

// Socket is a Runtime API of HAProxy's.
type Socket struct {
	Unix  string // its path, or
	Host  string // its address
	Port  int
	Level string // "user", "operator" or "admin"; operator where it is not said
	From  Place
}

// Log is where lines of one kind go.
type Log struct {
	Errors bool   // nginx: error_log; otherwise the lines of sessions and requests
	Own    bool   // to standard output or standard error
	Off    bool   // nowhere
	File   string // to a file
	Host   string // to a syslog server there
	Port   int    // of that; 0 = not said
	Stream bool   // that is asked over TCP
	Format string // as written, without the quotes; "" = the program's default
	Name   string // of the format
	Level  string // nginx: of error_log; HAProxy: the least important lines that are logged; "" = all
	Proxy  string // HAProxy: the section it holds for; "" = global

	Facility string // of syslog: "local0"; "" = not said
	Tag      string // nginx: the program's name in syslog; "" = "nginx"
	From     Place
}

// Unread is a part of a configuration that was not read.
type Unread struct {
	What string // "include /etc/nginx/conf.d/*.conf: not given"
	From Place
}
