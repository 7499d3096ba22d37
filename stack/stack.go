// Package stack brings a compose project up and down, reports its contents and events in Docker's own terms, and breaks
// and heals its containers.
//
// It finds everything by compose's labels, never by container names, and never changes anything outside the chosen
// project.
package stack

import (
	"context"
	"errors"
	"strings"
	"sync"

	"hadash/journal"
	"hadash/record/swarm"
	"hadash/runtimeapi"
	"hadash/stack/cluster"
	"hadash/stack/compose"
	"hadash/stack/program"
	"hadash/stack/tasks"

	"github.com/docker/cli/cli/config"
	"github.com/docker/docker/client"
)

// Options choose a compose project. The zero value means what compose itself would choose.
type Options struct {
	Project string // compose project; "" = COMPOSE_PROJECT_NAME, the file's name: or its directory
	File    string // compose file; "" = COMPOSE_FILE, or a compose.yaml here or in a parent directory
	Context string // docker context; "" = DOCKER_HOST, DOCKER_CONTEXT or the current context
	Host    string // the name of the Engine's machine, where a project has several; "" = it has one
	Address string // where that machine's published ports answer; "" = as the Engine's address says
}

// Call returns a hadash command, in quotes, with the flags that select the same project: 'hadash down -p lab'.
func (o Options) Call(words ...string) string {
	all := append([]string{"hadash"}, words...)
	for _, f := range []struct{ flag, value string }{{"-p", o.Project}, {"-f", o.File}, {"--context", o.Context}} {
		if f.value != "" {
			all = append(all, f.flag, f.value)
		}
	}
	return "'" + strings.Join(all, " ") + "'"
}

// Project is one compose project on one Docker Engine. Its methods may be called from any goroutine.
type Project struct {
	name      string
	api       *client.Client
	host      string                     // where published ports answer: "" = this machine
	lan       []string                   // the addresses of the Engine's machine, where the project has several; nil = not known
	at        string                     // the name of the Engine's machine, where the project has several; else ""
	single    func(service string) bool  // the first task of a service of the swarm has the service's name; nil = if it is the only one here
	elsewhere func(node string) []string // addresses of nodes on other Engines; nil = there are none
	context   string                     // requested docker context, passed to compose
	files     compose.Files
	runner    program.Runner

	hasNetem  func(context.Context) (has, known bool) // of the Engine's kernel
	netemOnce sync.Once
	noNetem   bool // see lacksNetem

	journal *journal.Journal // the faults made by this process
	engines cluster.Engines  // those that are watched, this one among them

	changed chan struct{}

	finds func(context.Context) ([]runtimeapi.Balancer, error) // what labels do not say; nil = not at all

	mu      sync.Mutex
	env     []string             // for compose, as Up used it; nil = not known yet
	load    *preparation         // nil = nothing is being prepared
	seen    map[string]inspected // by node
	names   map[string]string    // nodes of the last list, by container
	serves  map[string]string    // services of the last list, by node
	wide    map[string]bool      // whether a network spans hosts, by its ID
	unowned map[string]string    // services by container, of a project that is none of Compose's and no stack
	listed  uint64               // hash of the containers in the last list
}

func newProject(name string, api *client.Client) *Project {
	p := &Project{
		name: name, api: api, runner: program.System{},
		journal: journal.New(name, api.DaemonHost()),
		seen:    map[string]inspected{},
		changed: make(chan struct{}, 1),
	}
	p.hasNetem = p.netemThere
	p.engines = func(context.Context) []cluster.Engine { return []cluster.Engine{p.Engine()} }
	return p
}

// Name is the compose project's name.
func (p *Project) Name() string { return p.name }

// Host is the name of the Engine's machine, where the project has several; else "".
func (p *Project) Host() string { return p.at }

// NameTasks says of which services of the swarm the first task is called as the service is: those that have one, wherever it runs.
func (p *Project) NameTasks(single func(service string) bool) { p.single = single }

// Elsewhere says where the balancers of this Engine reach a node that another Engine of the project has.
func (p *Project) Elsewhere(reached func(node string) []string) { p.elsewhere = reached }

// Ping asks the Engine whether it answers.
func (p *Project) Ping(ctx context.Context) error {
	_, err := p.api.Ping(ctx)
	return err
}

// Among gives the Engine's machine a name, as that of one of several.
func (p *Project) Among(host string) { p.at = host }

// InSwarm returns what the Engine is in its swarm.
func (p *Project) InSwarm(ctx context.Context) (tasks.Member, error) { return tasks.Is(ctx, p.api) }

// Swarm returns what the Engine says of the project as a manager of its swarm: see tasks.Read.
func (p *Project) Swarm(ctx context.Context) (*swarm.State, error) {
	return tasks.Read(ctx, p.api, p.name)
}

// SwarmEvents calls each whenever a service or a host of the swarm changes: see tasks.Watch.
func (p *Project) SwarmEvents(ctx context.Context, each func()) error {
	return tasks.Watch(ctx, p.api, each)
}

// SwarmConfig returns a file of a task that is a config of the swarm: see tasks.Config.
func (p *Project) SwarmConfig(ctx context.Context, task, file string) ([]byte, error) {
	return tasks.Config(ctx, p.api, task, file)
}

// Services returns the service of each node, as last listed.
func (p *Project) Services() map[string]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.serves
}

// setEnv adds a variable to compose's environment and returns the whole environment; with key "" it adds nothing.
func (p *Project) setEnv(key, value string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if key != "" {
		p.env = append(p.env[:len(p.env):len(p.env)], key+"="+value)
	}
	return p.env
}

// engine returns the Engine that the project is on.
func (p *Project) engine() engine {
	conf, _ := config.Load(config.Dir()) // as in findEngine: an unreadable file is no reason to stop
	return engine{api: p.api, config: conf, host: p.api.DaemonHost()}
}

// containersOf names the lock held while compose creates a project's containers: two at a time would take each other's
// names.
func (p *Project) containersOf() string { return "containers of " + p.name }

// Close closes the connections to the Engine, leaves open faults to the next hadash, and interrupts what an Up with
// LoadLater has not finished.
func (p *Project) Close() error {
	if load := p.loading(); load != nil {
		load.stop()
	}
	return errors.Join(p.journal.Close(), p.api.Close())
}
