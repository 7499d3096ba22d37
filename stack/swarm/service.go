package swarm

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// labelImage is the ID of a task's image. A swarm compares names only, and the name of an image that is built again is the
// same.
const labelImage = "hadash.image"

// service returns a service as `docker stack deploy` reads it. The variables that are secrets of the swarm leave the
// environment; their values are added to secrets.
func service(from map[string]any, values map[string]string, secrets map[string]any) (map[string]any, error) {
	to := map[string]any{}
	for _, key := range known {
		if value := from[key]; value != nil {
			to[key] = value
		}
	}
	if err := hide(to, values, secrets); err != nil {
		return nil, err
	}
	ports, err := hostPorts(from)
	if err != nil {
		return nil, err
	}
	volumes, err := mounts(from)
	if err != nil {
		return nil, err
	}
	deploy := clone(from["deploy"])
	if limit, ok := from["mem_limit"].(string); ok {
		resources := clone(deploy["resources"])
		resources["limits"] = map[string]any{"memory": limit}
		deploy["resources"] = resources
	}
	to["ports"], to["volumes"], to["deploy"], to["networks"] = ports, volumes, deploy, keys(from["networks"])
	return to, nil
}

// hide moves the variables that are secrets out of the environment.
func hide(to map[string]any, values map[string]string, secrets map[string]any) error {
	env := clone(to["environment"])
	list, _ := to["secrets"].([]any)
	for _, s := range list {
		use, _ := s.(map[string]any)
		secret, _ := secrets[fmt.Sprint(use["source"])].(map[string]any)
		name, _ := secret["environment"].(string)
		value, ok := env[name].(string)
		if name == "" || !ok {
			return fmt.Errorf("secret %v: must be a variable of the service", use["source"])
		}
		if other, ok := values[name]; ok && other != value {
			return fmt.Errorf("secret %v: another service gives %s another value", use["source"], name)
		}
		values[name] = value
		delete(env, name) // of the copy
	}
	to["environment"] = env
	return nil
}

// hostPorts publishes the ports on the node itself: the routing mesh would hide the task that answers.
func hostPorts(from map[string]any) ([]any, error) {
	list, _ := from["ports"].([]any)
	out := []any{}
	for _, p := range list {
		port, _ := p.(map[string]any)
		text, _ := port["published"].(string)
		published, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("port %v: must be published as one port, not %q", port["target"], text)
		}
		out = append(out, map[string]any{"target": port["target"], "published": published, "protocol": port["protocol"], "mode": "host"})
	}
	return out, nil
}

// mounts returns the volumes, with tmpfs written as one. A directory of this machine is not on the other nodes.
func mounts(from map[string]any) ([]any, error) {
	out, _ := from["volumes"].([]any)
	for _, v := range out {
		if mount, _ := v.(map[string]any); mount["type"] == "bind" {
			return nil, fmt.Errorf("%v: a directory of this machine is not on the other nodes; make it a config", mount["source"])
		}
	}
	tmpfs, _ := from["tmpfs"].([]any)
	for _, target := range tmpfs {
		if target == nil {
			return nil, errors.New("tmpfs: empty")
		}
		out = append(out[:len(out):len(out)], map[string]any{"type": "tmpfs", "target": target})
	}
	return out, nil
}

// place makes a service begin on its node, and adds the label that replaces its task when its image has changed.
func place(to map[string]any, plan Plan, name string) {
	if id := plan.Images[fmt.Sprint(to["image"])]; id != "" {
		labels := clone(to["labels"])
		labels[labelImage] = id
		to["labels"] = labels
	}
	deploy := clone(to["deploy"])
	if n := plan.replicas[name]; n > 0 && deploy["replicas"] == 0.0 {
		deploy["replicas"] = n
		to["deploy"] = deploy
	}
	node := plan.At[name]
	if node == "" {
		return
	}
	placement := clone(deploy["placement"])
	if placement["constraints"] == nil { // otherwise the file has chosen
		placement["constraints"] = []any{"node.id == " + node}
	}
	deploy["placement"] = placement
	to["deploy"] = deploy
}

// clone copies a part of a service; it is never nil.
func clone(value any) map[string]any {
	m, ok := value.(map[string]any)
	if !ok {
		return map[string]any{}
	}
	return maps.Clone(m)
}

// keys returns the names in a part of a service.
func keys(value any) []any {
	out := []any{}
	for _, key := range slices.Sorted(maps.Keys(clone(value))) {
		out = append(out, key)
	}
	return out
}
