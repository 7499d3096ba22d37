// Package stack is the lab: it brings a compose project up and down, tells what is in it and what
// happens to it in Docker's own words, and breaks and heals its containers.
//
// Everything is found by compose's labels, never by container names, and nothing outside the chosen
// project is ever changed.
package stack

import (
	"context"
	"errors"
	"sync"

	"hadash/stack/compose"
	"hadash/stack/journal"
	"hadash/stack/program"

	"github.com/docker/cli/cli/config"
	"github.com/docker/docker/client"
)

// Options choose a compose project. The zero value means what compose itself would choose.
type Options struct {
	Project string // compose project; "" = COMPOSE_PROJECT_NAME, the file's name: or its directory
	File    string // compose file; "" = COMPOSE_FILE, or a compose.yaml here or in a parent directory
	Context string // docker context; "" = DOCKER_HOST, DOCKER_CONTEXT or the current context
}

// Project is one compose project on one Docker Engine. Its methods may be called from any goroutine.
type Project struct {
	name    string
	api     *client.Client
	host    string // where published ports answer: "" = this machine
	context string // docker context asked for, handed on to compose
	files   compose.Files
	runner  program.Runner

	hasNetem func(context.Context) (has, known bool) // the Engine's kernel

	journal *journal.Journal // what is broken by this process

	changed chan struct{}

	mu     sync.Mutex
	env    []string             // for compose, as Up brought the project up; nil = to be found out
	load   *preparation         // nil = nothing is being prepared
	seen   map[string]inspected // by service
	listed uint64               // which containers the last list had, in a word
}

func newProject(name string, api *client.Client) *Project {
	p := &Project{
		name: name, api: api, runner: program.System{},
		journal: journal.New(name, api.DaemonHost()),
		seen:    map[string]inspected{},
		changed: make(chan struct{}, 1),
	}
	p.hasNetem = p.netemThere
	return p
}

// Name is the compose project's name.
func (p *Project) Name() string { return p.name }

// setEnv gives compose a variable, and what all of them are; without a key it changes nothing.
func (p *Project) setEnv(key, value string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if key != "" {
		p.env = append(p.env[:len(p.env):len(p.env)], key+"="+value)
	}
	return p.env
}

// engine is the Engine that the project is on.
func (p *Project) engine() engine {
	conf, _ := config.Load(config.Dir()) // as findEngine: one that cannot be read is no reason to stop
	return engine{api: p.api, config: conf, host: p.api.DaemonHost()}
}

// containersOf is what is made while compose makes a project's containers: two at a time would take each other's names.
func (p *Project) containersOf() string { return "containers of " + p.name }

// Close frees the connections to the Engine, leaves what is still broken to the next hadash, and breaks off what an Up with LoadLater left to do.
func (p *Project) Close() error {
	if load := p.loading(); load != nil {
		load.stop()
	}
	return errors.Join(p.journal.Close(), p.api.Close())
}
