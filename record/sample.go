package record

import "time"

// The sources a Sample can come from.
const (
	SourceTopology    = "topology"    // the compose project's labels: what there is and how it connects
	SourceHAProxy     = "haproxy"     // the stats page's CSV
	SourceNginx       = "nginx"       // stub_status
	SourceK6          = "k6"          // k6's REST API
	SourceReplication = "replication" // SHOW REPLICA STATUS
	SourceProbe       = "probe"       // an application's own health page
	SourceDocker      = "docker"      // container states, and the Engine's event stream
	SourceLogs        = "logs"        // the containers' logs
	SourceSettings    = "settings"    // what a balancer's configuration says of its checks and timeouts
	SourceYou         = "you"         // what the person at the keyboard (or the drill) did
)

// NoAnswer is how the Err of a poll ends that was given up on, before the time it was given: whoever was asked may only be
// slow, while one who refuses a connection is not there.
const NoAnswer = "no answer within "

// Sample is what one source said at one instant. At most one of the pointers (or Containers) is
// set; none is when Err says why nothing could be read.
type Sample struct {
	At     time.Time     // when the answer was complete, or when the attempt was given up
	Source string        // one of the Source constants
	Node   string        `json:",omitzero"` // the compose service asked, "" for the project as a whole
	Took   time.Duration `json:",omitzero"` // how long the source needed to answer
	Err    string        `json:",omitzero"` // why there is no answer; "" when there is one

	Topology   *Topology    `json:",omitzero"`
	HAProxy    *HAProxy     `json:",omitzero"`
	Nginx      *Nginx       `json:",omitzero"`
	K6         *K6          `json:",omitzero"`
	Replica    *Replica     `json:",omitzero"`
	Probe      *Probe       `json:",omitzero"`
	Containers []Container  `json:",omitzero"`
	Docker     *DockerEvent `json:",omitzero"`
	Logs       *Logs        `json:",omitzero"`
	Settings   *Settings    `json:",omitzero"`
	Act        *Act         `json:",omitzero"`
}
