// Package label defines the labels by which containers are found and understood.
package label

import (
	"strings"

	"hadash/record"
)

// Compose's own labels, and ours.
const (
	Project = "com.docker.compose.project"
	Service = "com.docker.compose.service"
	Number  = "com.docker.compose.container-number" // of the containers of one service, from 1 on
	Oneoff  = "com.docker.compose.oneoff"
	WorkDir = "com.docker.compose.project.working_dir"
	Files   = "com.docker.compose.project.config_files"

	// Those of a swarm's tasks.
	Namespace    = "com.docker.stack.namespace"
	SwarmService = "com.docker.swarm.service.name" // NAMESPACE_SERVICE
	SwarmTask    = "com.docker.swarm.task.name"    // NAMESPACE_SERVICE.NUMBER.ID; a node's ID in the place of the number if each node has one

	Role       = "hadash.role"
	Kind       = "hadash.kind"       // what it runs, where its role does not say
	Status     = "hadash.status"     // the address of the service's state
	Admin      = "hadash.admin"      // HAProxy's Runtime API
	Master     = "hadash.master"     // the socket of HAProxy's master process
	Reload     = "hadash.reload"     // SIGHUP: its first process reads its configuration again on it
	Address    = "hadash.address"    // that keepalived moves between this container and another
	Keepalived = "hadash.keepalived" // the service whose container runs the keepalived of this one
	Inputs     = "hadash.inputs"     // of an image: the hash of everything it was built from

	// Node is the name by which hadash knows a container: its service, or web_1, web_2 where a service has several. No
	// container has this label; it is set when labels are read.
	Node = "hadash.node"
)

// Clean cleans the values of labels when they are read: anyone who may start a container writes them, and they are
// shown on the screen. Compose's own file names stay unchanged, because they are opened. The task of a swarm's stack gets the
// labels that Compose would have given it.
func Clean(labels map[string]string) {
	for name, value := range labels {
		if name == WorkDir || name == Files {
			continue
		}
		if clean := record.Clean(value); clean != value {
			labels[name] = clean
		}
	}
	stack, service := labels[Namespace], labels[SwarmService]
	if stack == "" || service == "" || labels[Project] != "" {
		return
	}
	labels[Project], labels[Service] = stack, strings.TrimPrefix(service, stack+"_")
	number, _, _ := strings.Cut(strings.TrimPrefix(labels[SwarmTask], service+"."), ".")
	labels[Number] = number
}
