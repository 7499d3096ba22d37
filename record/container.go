package record

import "time"

// Container is Docker's report on one service.
type Container struct {
	Node     string // compose service
	Host     string `json:",omitzero"` // the Engine that has it, by its name in Topology.Hosts; "" where there is one Engine
	ID       string
	State    string    // created, running, paused, restarting, removing, exited, dead; "" = no such container
	Health   string    // starting, healthy, unhealthy, "" when it has no health check
	Checked  time.Time // start of the check that decided Health; zero when not known
	ExitCode int
	Started  time.Time
	Finished time.Time
	Restarts int
	Task     string `json:",omitzero"` // of the swarm whose container it is: its ID
	Networks int    // networks it is connected to: 0 while running means cut off, -1 that it has no network of its own
}

// Running reports whether its processes run, neither stopped nor frozen.
func (c Container) Running() bool { return c.State == "running" }

// DockerEvent is one message of the Engine's event stream about a container of the project.
type DockerEvent struct {
	Node   string
	ID     string
	Action string // start, stop, die, kill, pause, unpause, restart, oom, health_status, connect, disconnect
	Detail string // exit code of die, signal of kill, "healthy" of health_status, network of connect
}
