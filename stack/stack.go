// Package stack is the lab: it brings a compose project up and down, tells what is in it and what
// happens to it in Docker's own words, and breaks and heals its containers.
//
// Everything is found by compose's labels, never by container names, and nothing outside the chosen
// project is ever changed.
package stack

import (
	"errors"
	"sync"

	"github.com/docker/docker/api/types/network"
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
	files   composeFiles
	env     []string // for compose, as Up brought the project up; nil = to be found out
	runner  runner
	load    *preparation // nil = nothing is being prepared

	journal *journal // what is broken by this process

	changed chan struct{}

	mu     sync.Mutex
	seen   map[string]inspected // by service
	listed uint64               // which containers the last list had, in a word
}

type endpointCopy = network.EndpointSettings

func newProject(name string, api *client.Client) *Project {
	return &Project{
		name: name, api: api, runner: programs{},
		journal: newJournal(name, api.DaemonHost()),
		seen:    map[string]inspected{},
		changed: make(chan struct{}, 1),
	}
}

// Name is the compose project's name.
func (p *Project) Name() string { return p.name }

// Close frees the connections to the Engine, leaves what is still broken to the next hadash, and breaks off what an Up with LoadLater left to do.
func (p *Project) Close() error {
	if p.load != nil {
		p.load.stop()
	}
	return errors.Join(p.journal.close(), p.api.Close())
}
