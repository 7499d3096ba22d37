// Package host holds what a container engine reports about the programs that it runs: what discovery is made from.
package host

import "time"

// File is a file of a container.
type File struct {
	Text    []byte
	Target  string    // of a link, such as /dev/stdout
	Changed time.Time // when it was last written; zero = not known
}

// Container is what is known about one. Its environment, command and labels may hold secrets: look values up in them, and
// never show or record them.
type Container struct {
	ID, Name   string
	Node       string // its name here: the service, or web_1 where a service has several
	Service    string // the compose service
	Number     int    // of the service's containers; 0 = not said
	Image      string
	Running    bool
	State      string    // in words, where it does not run: "exited with code 1"
	Started    time.Time // when it last began to run; zero = not known
	Hostname   string
	Entrypoint []string
	Command    []string
	WorkingDir string
	Env        []string // NAME=value
	Labels     map[string]string
	Network    string // "host", "none", "container:ID"; "" = networks of its own
	Endpoints  []Endpoint
	Links      []string          // aliases by which it reaches others: "container:alias"
	Hosts      map[string]string // extra_hosts: an address by a name
	Published  []Port
	Exposed    []int
	Mounts     []Mount
	Processes  []string // command lines of what runs in it; empty when it does not run
	LogDriver  string
	Machine    string   // of several hosts, the one that it is on, as the user calls it; "" = there is one
	Reached    []string // of several hosts: where the others reach it, "ip:port" of a published port, "ip" on a network that they share
	At         string   // where ports of the Engine's host are dialled from here: "127.0.0.1"
	Local      bool     // the Engine is on this machine: the addresses of containers can be dialled
	Root       string   // where its files are on this machine, "/proc/77/root"; "" if they cannot be seen from here
}

// Alone is a label that no container has: it is set for one that belongs to no project.
const Alone = "hadash.alone"

// Endpoint is a container on a network.
type Endpoint struct {
	Network string
	IPs     []string // those it has, and fixed ones
	Subnet  string   // "172.18.0.0/16"; "" = not known
	Names   []string // by which the others on the network find it
}

// Port is a port published on the host.
type Port struct {
	Port     int    // of the container
	Host     string // where it is dialled from here
	HostPort int
}

// Mount is a volume or folder in a container.
type Mount struct {
	Source      string // a folder of the host, or the name of a volume
	Path        string // where it is on the Engine's host
	Volume      bool
	Destination string
}
