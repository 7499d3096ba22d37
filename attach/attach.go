// Package attach finds out what a project is without labels: which of its containers are balancers, whom they send their
// traffic to, and where their numbers and logs are. It is a set of rules over what an Engine tells; every fact names the rule that
// found it and the evidence, and what is not known is said together with the line of configuration that would show it.
package attach

import (
	"context"
	"time"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// Engine reports containers.
type Engine interface {
	// Containers returns every container of the project, stopped ones included, without one-off runs.
	Containers(ctx context.Context) ([]host.Container, error)
	// Read returns a file of a container as it is in there, running or not. A link leads to another Target and is not
	// followed.
	Read(ctx context.Context, id, path string) (host.File, error)
	// Folder returns the files below a folder of a container, at most 4 MiB of them.
	Folder(ctx context.Context, id, path string) ([]balancer.File, error)
	// Last returns the last lines of a container's output, a few.
	Last(ctx context.Context, id string) []string
	// Ask reads a HAProxy's numbers and the addresses of its servers, by the first of the ways that answers. It only asks
	// what shows something. Ways with Exec are for those who consented.
	Ask(ctx context.Context, id string, ways []Way) Reading
}

// Reading is what a balancer says of itself while it runs.
type Reading struct {
	Answered int // the way that did, counted from 0; -1 = none
	Numbers  *record.HAProxy
	States   string         // the answer to "show servers state"; "" where no Runtime API is reached
	Began    time.Time      // when the process that answered began, which is when it read its configuration; zero = not known
	Failed   map[int]string // why ways did not answer
}

// Rule names a rule of discovery.
type Rule string

// Fact is something that was found.
type Fact struct {
	About    string // the service
	What     string // "is a HAProxy"
	Rule     Rule
	Evidence string // "process haproxy -W -db -f /usr/local/etc/haproxy/haproxy.cfg", "haproxy.cfg:12"
}

// Missing is something that was not found, and the line that would show it.
type Missing struct {
	About   string
	What    string // "no statistics page"
	Line    string // to be added to File, in Section
	Section string
	File    string // on the host, if it is mounted, else in the container
	Then    string // the command that makes it effective
}

// Found is what a project is.
type Found struct {
	Balancers  []Balancer
	Edges      []Edge
	Containers map[string]int // how many a service has: those on the path
	Others     []string       // services that are no part of the path
	Facts      []Fact
	Missing    []Missing
	Exec       bool // the user consented to commands in containers, which only show, or make a fault that was asked for

	all []host.Container
}

// Empty reports whether the project has no containers at all.
func (f *Found) Empty() bool { return len(f.all) == 0 }

// Balancer is a container that was found to balance.
type Balancer struct {
	Node, Service string
	Kind          record.Kind
	Conf          balancer.Conf
	Servers       []Server // of all groups, in order
	Status        []Way    // how its numbers can be read, cheapest first
	Logs          Logs
	Shared        Shared
	Answers       bool // the first of Status does
	Master        *Way // to the socket of HAProxy's master, which knows the workers of before a reload; nil when there is none

	container *host.Container
}

// Logs says what of a balancer's logs can be read.
type Logs struct {
	Own      bool   // its lines about sessions or requests come on its own output
	Format   string // as written; "" = the program's default
	Attempts bool   // it says which server was tried, and with what result
	Says     string // in words
	To       string // the container in whose output its lines come, where that is another one: a syslog server
}

// Server is where a server of a group leads.
type Server struct {
	Group    string
	Server   balancer.Server
	Nodes    []string // the containers behind its address; empty: outside, or not found
	Services []string // their services
	Outside  bool     // it leads out of the project
	Own      bool     // it leads to the balancer's own container
	Empty    bool     // a slot that has no server now
	Named    []string // the services that its name stands for, if its address is another's now
	LooksAt  string   // where the running balancer looks for it, if none of its containers is there
	State    State
	Rule     Rule
	Evidence string
}

// State is what a balancer says of a server, read for people.
type State string

// The states.
const (
	NotKnown  State = ""
	Up        State = "up"
	Down      State = "down"
	Standby   State = "standby"   // its check asks for a role that it never had
	Unchecked State = "unchecked" // nobody would notice that it is gone
	Out       State = "out"       // somebody took it out, or it is a slot without a server
)

// Way is a way to a balancer's numbers.
type Way struct {
	Rule  Rule
	URL   string // without a login: http://127.0.0.1:36688/lookhere;csv, unix:///run/haproxy.sock, tcp://10.0.0.5:9999, exec:///var/run/haproxy.sock
	Says  string // in words
	Exec  bool   // a command must be run in the container
	Page  *balancer.Page
	Level string // of a Runtime API; "" = it is a page
	Port  int    // of a Runtime API, in the container; 0 = a UNIX socket

	Unchecked bool // it is a page over TLS at the container's own address, for which certificates are not made: it is not checked

	socket *balancer.Socket // of a Runtime API
	failed string           // why it gave no answer; "" = it did, or was not asked
}

// Edge leads from one part to another. From is "host" where a balancer's port is published.
type Edge struct {
	From, To string
	Supposed bool // a service's environment or command names the balancer: it is likely, and not observed
}
