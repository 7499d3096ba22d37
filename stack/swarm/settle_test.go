//go:build linux

package swarm_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// places returns the host of each service that has a task that runs, by its name without the stack's.
func (l *lab) places(t *testing.T) map[string]string {
	t.Helper()
	at := map[string]string{}
	for line := range strings.Lines(l.e.Docker(t, "node1", "stack", "ps", stackName, "-f", "desired-state=running", "--format", "{{.Name}} {{.Node}} {{.CurrentState}}")) {
		f := strings.Fields(line)
		if len(f) < 3 || f[2] != "Running" {
			continue
		}
		service, _, _ := strings.Cut(strings.TrimPrefix(f[0], stackName+"_"), ".")
		at[service] = f[1]
	}
	delete(at, "k6") // the load of a drill ends with it
	return at
}

// settle gives each host the tasks that it had after the deployment: the swarm leaves them where a fault has moved them.
func (l *lab) settle(t *testing.T, stack string) {
	t.Helper()
	l.await(t, "every service runs", func() string {
		return unless(len(l.places(t)) == len(l.home), fmt.Sprint(l.places(t)))
	})
	balancers := []string{"haproxy", "nginx"}
	if stack != "baseline" || !l.moved {
		balancers = nil
	}
	var away []string
	for service, at := range l.places(t) {
		if at != l.home[service] && !slices.Contains(balancers, service) {
			away = append(away, service)
		}
	}
	slices.Sort(away)
	for _, how := range []string{"--constraint-add", "--constraint-rm"} { // a task stays where it is when its constraint ends
		for _, service := range away {
			l.e.Docker(t, "node1", "service", "update", "--detach", "--quiet", how, "node.hostname=="+l.home[service], stackName+"_"+service)
		}
		l.await(t, fmt.Sprint("at home again: ", away), func() string {
			now := l.places(t)
			return unless(len(now) == len(l.home) && !slices.ContainsFunc(away, func(s string) bool { return now[s] != l.home[s] }), fmt.Sprint(now))
		})
	}
	// Those of baseline look at the old addresses for good, and one that starts must find a name for every server.
	for _, service := range balancers {
		here := "node.hostname==" + l.home[service]
		l.e.Docker(t, "node1", "service", "update", "--detach=false", "--quiet", "--force", "--constraint-add", here, stackName+"_"+service)
		l.e.Docker(t, "node1", "service", "update", "--detach", "--quiet", "--constraint-rm", here, stackName+"_"+service)
	}
	l.await(t, "HAProxy has every replica UP", func() string {
		for name, s := range l.servers(t) {
			if strings.HasPrefix(name, "mysql-") && s.status != "UP" {
				return name + " " + s.status
			}
		}
		return unless(len(l.servers(t)) > 3, "no page")
	})
}
