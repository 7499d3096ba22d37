// Package swarm deploys a compose project as a stack of a Docker Swarm, and removes it.
package swarm

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Model is a compose project in the words of compose's format.
type Model = map[string]any

// Plan is what the stack's file says beyond the project.
type Plan struct {
	Images map[string]string // the IDs of the images, so that a task is replaced when its image has changed; may be nil
	At     map[string]string // the IDs of the nodes on which services begin; they are free to move later. May be nil
	Only   []string          // the services; none = all
	Dir    string            // a directory of the user's only, for the values of secrets

	replicas map[string]uint64 // of the services that exist; the load runs on
}

// known are the keys of a service that `docker stack deploy` takes as compose writes them. What a swarm cannot do is left
// out: build, depends_on, extra_hosts (its DNS knows the names), profiles, security_opt.
var known = []string{
	"image", "command", "entrypoint", "environment", "labels", "hostname", "user", "working_dir", "healthcheck", "init",
	"logging", "read_only", "stop_grace_period", "stop_signal", "cap_add", "cap_drop", "sysctls", "ulimits", "dns",
	"volumes", "configs", "secrets", "deploy",
}

// File returns the stack's file. Configs and secrets cannot be changed once they exist, so their names contain a hash of
// their contents: what has changed is new, and the services that use it are updated.
func File(project Model, plan Plan) ([]byte, error) {
	services := part(project, "services")
	out := map[string]any{}
	secrets := map[string]string{}
	for name, s := range services {
		if len(plan.Only) > 0 && !slices.Contains(plan.Only, name) {
			continue
		}
		from, ok := s.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("service %s: not as compose writes it", name)
		}
		to, err := service(from, secrets, part(project, "secrets"))
		if err != nil {
			return nil, fmt.Errorf("service %s: %w", name, err)
		}
		place(to, plan, name)
		out[name] = to
	}
	configs, err := named(project, "configs", out, func(config map[string]any) (string, []byte, error) {
		path, _ := config["file"].(string)
		text, err := os.ReadFile(path)
		return path, text, err
	})
	if err != nil {
		return nil, err
	}
	hidden, err := named(project, "secrets", out, func(secret map[string]any) (string, []byte, error) {
		return written(plan.Dir, secrets, secret)
	})
	if err != nil {
		return nil, err
	}
	file := map[string]any{
		"version": "3.8", "services": out, "networks": networks(project), "volumes": part(project, "volumes"),
		"configs": configs, "secrets": hidden,
	}
	return json.MarshalIndent(escaped(file), "", "  ")
}

// part returns a part of a project, empty if there is none.
func part(project Model, key string) map[string]any {
	all, _ := project[key].(map[string]any)
	return all
}

// written writes a secret's value to a file, because `docker stack deploy` reads it from one.
func written(dir string, values map[string]string, secret map[string]any) (path string, text []byte, err error) {
	name, _ := secret["environment"].(string)
	value, ok := values[name]
	if !ok {
		return "", nil, errors.New("no service has the variable " + name)
	}
	path = filepath.Join(dir, name)
	return path, []byte(value), os.WriteFile(path, []byte(value), 0o600)
}

// named returns the configs or secrets that services use, with names that contain a hash of their contents.
func named(project Model, kind string, services map[string]any, read func(map[string]any) (path string, text []byte, err error)) (map[string]any, error) {
	used := map[any]bool{}
	for _, s := range services {
		list, _ := clone(s)[kind].([]any)
		for _, use := range list {
			used[clone(use)["source"]] = true
		}
	}
	out := map[string]any{}
	for key, v := range part(project, kind) {
		if !used[key] {
			continue
		}
		from, _ := v.(map[string]any)
		path, text, err := read(from)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", strings.TrimSuffix(kind, "s"), key, err)
		}
		sum := sha256.Sum256(text)
		out[key] = map[string]any{"file": path, "name": fmt.Sprintf("%v_%s_%s", project["name"], key, hex.EncodeToString(sum[:4]))}
	}
	return out, nil
}

// networks keeps the drivers only: a swarm chooses the addresses.
func networks(project Model) map[string]any {
	out := map[string]any{}
	for name, n := range part(project, "networks") {
		out[name] = map[string]any{"driver": "overlay"}
		if from, ok := n.(map[string]any); ok && from["external"] != nil {
			out[name] = map[string]any{"external": from["external"], "name": from["name"]}
		}
	}
	return out
}

// escaped doubles each dollar sign, because `docker stack deploy` replaces variables once more.
func escaped(value any) any {
	switch v := value.(type) {
	case string:
		return strings.ReplaceAll(v, "$", "$$")
	case map[string]any:
		v = maps.Clone(v)
		for key := range v {
			v[key] = escaped(v[key])
		}
		return v
	case []any:
		v = slices.Clone(v)
		for i := range v {
			v[i] = escaped(v[i])
		}
		return v
	}
	return value
}
