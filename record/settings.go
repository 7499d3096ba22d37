package record

import (
	"slices"
	"time"
)

// Settings is a balancer's configuration of how it notices a failure. Durations that the configuration leaves out have
// the program's default; 0 means that there is none.
type Settings struct {
	Checks    []Check        // HAProxy: one per server line
	Upstreams []Upstream     // nginx: one per server line of an upstream block
	VRRP      []VRRPSettings `json:",omitzero"` // keepalived: one per vrrp_instance
	Files     []File         // the files that this was read from, in the order of reading
}

// File is a configuration file in force, without its secrets (Redact) and without control characters except line ends.
type File struct {
	Path string
	Text string `text:"lines"`
	// When it was last written, by the clock of the containers' host; zero = not known.
	Changed time.Time `json:",omitzero"`
}

// Check is how HAProxy watches one server (configuration.txt 5.2, "server and default-server options").
type Check struct {
	Backend, Server string
	On              bool // "check" is there
	Protocol        bool // it expects an answer (option httpchk, mysql-check, tcp-check expect, ...), not only a connection
	Inter           time.Duration
	Fastinter       time.Duration // = Inter when not set
	Downinter       time.Duration // = Inter when not set
	Rise, Fall      int
	TimeoutCheck    time.Duration // 0 = not set: Inter bounds the whole check
	TimeoutConnect  time.Duration // of the backend
	TimeoutServer   time.Duration // of the backend
	Retries         int
	Redispatch      bool
	Observe         string // "layer4", "layer7" or ""
	ErrorLimit      int
	OnError         string // "mark-down", "fail-check", ...
	ShutdownDown    bool   // on-marked-down shutdown-sessions
	Spread          int    // spread-checks: an interval is up to this many percent longer
	Tracks          string // "backend/server" whose checks decide; what is said of checks here is said of those
	Agent           bool   // agent-check: an agent can also take it out
	Slot            bool   `json:",omitzero"` // of a server-template: without an address it is only free
	Resolvers       bool   // its name is resolved at run time: a name that no longer resolves takes it out as well
	Role            string `json:",omitzero"` // what it asks for where it asks which server is the master: "role:master", "/primary"
	Doubts          []Doubt
}

// Upstream is how nginx watches one server of an upstream block (ngx_http_upstream_module), and how long a request
// waits for it where it is proxied to (ngx_http_proxy_module).
type Upstream struct {
	Group          string // the block's name; "" = none: proxy_pass or its like names the server itself
	Addr           string `text:"address"` // "app1:9081", as written
	Backup         bool
	MaxFails       int           // 0 = never set aside
	FailTimeout    time.Duration // how long it is set aside; up to a second more
	ConnectTimeout time.Duration // proxy_connect_timeout
	ReadTimeout    time.Duration // proxy_read_timeout
	Tries          int           // proxy_next_upstream_tries, 0 = all
	Warns          bool          // error_log is at warn or lower: "temporarily disabled" is logged
	Alone          bool          // the only server line of its group, which has no backups: it is never set aside
	Kept           bool          // connections are kept (keepalive), or may be
	Closed         bool          // not kept, whatever the version (keepalive 0)
	Workers        int           // workers that count failures separately; 0 and 1 = all count together
	Places         int           // locations with other timeouts that lead there: the longest are those above; 0 and 1 = one
	Stream         bool          // of stream{}: nginx forwards bytes and expects no answer
	Even           bool          // the group gives each of its servers the same share: round robin, and no weights
	Doubts         []Doubt
}

// Doubt is why something in a configuration is not known.
type Doubt struct {
	Of   Setting // what is not known
	Kind DoubtKind
	What string // the construct as it is written: "${INTER}", "feature(QUIC)"
	File string // path of the file
	Line int    // in it, from 1 on; 0 = none
}

// Setting names the subject of a Doubt, in the configuration's own words.
type Setting string

// The settings that predictions are made from.
const (
	SettingAll            Setting = "" // everything of this server
	SettingCheck          Setting = "check"
	SettingProtocol       Setting = "protocol" // what a check asks
	SettingInter          Setting = "inter"
	SettingFastinter      Setting = "fastinter"
	SettingDowninter      Setting = "downinter"
	SettingRise           Setting = "rise"
	SettingFall           Setting = "fall"
	SettingTimeoutCheck   Setting = "timeout check"
	SettingTimeoutConnect Setting = "timeout connect" // of nginx, too
	SettingTimeoutRead    Setting = "timeout read"
	SettingSpread         Setting = "spread-checks"
	SettingMaxFails       Setting = "max_fails"
	SettingFailTimeout    Setting = "fail_timeout"
	SettingWorkers        Setting = "worker_processes"
	SettingGroup          Setting = "group" // which other servers are in it
)

// DoubtKind is the reason of a Doubt.
type DoubtKind string

// The kinds of doubts.
const (
	DoubtVariable  DoubtKind = "variable"  // it has no value here
	DoubtCondition DoubtKind = "condition" // whether it holds cannot be decided here
	DoubtValue     DoubtKind = "value"     // the program rejects it
	DoubtProgram   DoubtKind = "program"   // a program decides
	DoubtTrack     DoubtKind = "track"     // it leads to no server with checks
	DoubtChoice    DoubtKind = "choice"    // which group it means
	DoubtInclude   DoubtKind = "include"   // the file was not given
	DoubtAround    DoubtKind = "around"    // the file that includes this one was not given
	DoubtTooMuch   DoubtKind = "too much"  // more than is read
	DoubtUnused    DoubtKind = "unused"    // nothing that was read leads there
	DoubtProbes    DoubtKind = "probes"    // nginx has active health checks
	DoubtSection   DoubtKind = "section"   // it is not read
)

// Doubt is the first doubt of any of these settings, or of everything.
func (c *Check) Doubt(of ...Setting) (Doubt, bool) { return firstDoubt(c.Doubts, of) }

// Doubt is the first doubt of any of these settings, or of everything.
func (u *Upstream) Doubt(of ...Setting) (Doubt, bool) { return firstDoubt(u.Doubts, of) }

func firstDoubt(all []Doubt, of []Setting) (Doubt, bool) {
	for _, d := range all {
		if d.Of == SettingAll || slices.Contains(of, d.Of) {
			return d, true
		}
	}
	return Doubt{}, false
}

// VRRPSettings are the settings of keepalived for one address. Durations that are left out have its defaults.
type VRRPSettings struct {
	Instance string
	Addrs    []string      // virtual_ipaddress, without the length of the prefix
	Version  int           // 2 or 3
	Priority int           // 1 to 255
	Advert   time.Duration // advert_int
	Preempts bool          // it takes the address back from a lower priority
	Tracks   bool          // scripts or interfaces decide as well
}

// Takeover is how long a backup waits after the last advert: three intervals, and the longer the lower its priority is
// (RFC 2338, 5.3.2; RFC 5798, 6.1).
func (v *VRRPSettings) Takeover() time.Duration {
	unit := time.Second
	if v.Version >= 3 {
		unit = v.Advert
	}
	return 3*v.Advert + time.Duration(256-v.Priority)*unit/256
}
