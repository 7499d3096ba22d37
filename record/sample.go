package record

import (
	"time"

	"hadash/record/swarm"
)

// The sources a Sample can come from.
const (
	SourceTopology    = "topology"    // the compose project's labels: its services and their connections
	SourceHAProxy     = "haproxy"     // the stats page's CSV
	SourceNginx       = "nginx"       // stub_status
	SourceK6          = "k6"          // k6's REST API
	SourceReplication = "replication" // SHOW REPLICA STATUS
	SourcePage        = "probe"       // an application's own health page, by the name that recordings have
	SourceDocker      = "docker"      // container states, and the Engine's event stream
	SourceLogs        = "logs"        // the containers' logs
	SourceSettings    = "settings"    // a balancer's configuration of checks and timeouts
	SourceWorkers     = "workers"     // the worker processes of a HAProxy, by its master
	SourceSwarm       = "swarm"       // services, tasks and hosts, by a manager of the swarm
	SourceYou         = "you"         // actions of the user (or the drill)
)

// SourceWord is a source in a word for people.
func SourceWord(source string) string {
	if source == SourcePage {
		return "page"
	}
	return source
}

// NoAnswer precedes the timeout at the end of the Err of a poll that timed out: such a source may only be slow, while
// one that refuses a connection is down.
const NoAnswer = "no answer within "

// Sample is what one source reported at one instant. At most one of the pointers (or Containers) is set; none if Err
// says why nothing could be read.
type Sample struct {
	At     time.Time     // when the answer was complete, or the attempt was given up
	Source string        // one of the Source constants
	Node   string        `json:",omitzero"` // the compose service asked, or one of several Engines; "" for the project as a whole
	Took   time.Duration `json:",omitzero"` // how long the source needed to answer
	Err    string        `json:",omitzero"` // why there is no answer; "" when there is one
	Pace   *Pace         `json:",omitzero"` // how often a HAProxy is read, where that is less often than was asked for

	Topology   *Topology    `json:",omitzero"`
	HAProxy    *HAProxy     `json:",omitzero"`
	Nginx      *Nginx       `json:",omitzero"`
	K6         *K6          `json:",omitzero"`
	Replica    *Replica     `json:",omitzero"`
	Page       *Page        `json:"Probe,omitzero"` // the name that recordings have
	Containers []Container  `json:",omitzero"`
	Docker     *DockerEvent `json:",omitzero"`
	Logs       *Logs        `json:",omitzero"`
	Settings   *Settings    `json:",omitzero"`
	Workers    *Workers     `json:",omitzero"`
	Swarm      *swarm.State `json:",omitzero"`
	Act        *Act         `json:",omitzero"`
}

// Pace is how often each HAProxy is read, where that is less often than the user asked for.
type Pace struct {
	Every, Asked time.Duration // from one reading to the next: as it is, and as asked for
	Hot          time.Duration // as it is of a HAProxy of which a server changed a moment ago
	Cost         time.Duration // of a processor, to read all HAProxies once
}

// Nginx is the stub_status page, in its own words. It has nothing about upstreams.
type Nginx struct {
	Active, Accepts, Handled, Requests int64
	Reading, Writing, Waiting          int64
	Version                            string // from the Server header, "" when hidden
}

// K6 is the state of a run by k6's REST API. Its metrics are sums since the run began; only differences between two
// readings are about the present.
type K6 struct {
	Status   int // k6's number: 7 is running (lib/execution.go)
	Running  bool
	Paused   bool
	Stopped  bool
	Tainted  bool // some threshold is failing
	VUs      int
	VUsMax   int
	Requests int64   // http_reqs
	Failed   int64   // http_req_failed.rate x http_reqs, rounded
	Duration Trend   // http_req_duration
	Checks   float64 // share of checks that passed, 0..1
	Iters    int64
	Version  string

	Thresholds []Threshold `json:",omitzero"` // by metric
}

// Threshold is the state of a threshold that the script sets on a metric. k6's API does not report its limit.
type Threshold struct {
	Metric  string // a part of one has its tags: http_req_duration{name:/login}
	Crossed bool
}

// Trend is k6's sum of a timing metric over the whole run.
type Trend struct{ Avg, Min, Med, Max, P90, P95 time.Duration }

// Replica is one database server's replication state.
type Replica struct {
	Master     bool   // it has no source
	IO, SQL    string // thread states in the server's words: Yes, No, Connecting
	Lag        time.Duration
	LagKnown   bool // Seconds_Behind is NULL while the IO thread is not connected
	SourceHost string
	Gtid       string // what it has executed (gtid_slave_pos, Executed_Gtid_Set)
	LastError  string // of either thread, the newer one; "" when none
	ReadOnly   bool
	Version    string // @@version
}

// Page is an application's answer on its own health page.
type Page struct {
	Code     int   // HTTP status
	Requests int64 // requests it has served, by its own count; -1 when it does not say
	Errors   int64 // of those, answered 5xx; -1 when it does not say
}
