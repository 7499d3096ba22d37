package attach

import (
	"path"
	"slices"
	"strings"

	"hadash/host"
	"hadash/record"
)

// program finds out which balancer's program a container runs, by the first that says something: its processes, the words of
// its command, its environment, its image. Its name alone says nothing.
func program(c *host.Container) (kind record.Kind, rule Rule, evidence string) {
	for _, p := range c.Processes {
		if kind := processKind(p); kind != "" {
			return kind, "R1 process", p
		}
	}
	if len(c.Processes) > 0 { // it runs, and runs no balancer
		return "", "", ""
	}
	if kind, word := commandKind(c); kind != "" {
		return kind, "R1 command", word
	}
	if side(c.Image) {
		return "", "", ""
	}
	for _, e := range c.Env {
		name, value, _ := strings.Cut(e, "=")
		if kind := envKinds[name]; kind != "" {
			return kind, "R1 environment", name + "=" + record.Clean(value)
		}
	}
	if kind := imageKind(c.Image); kind != "" {
		return kind, "R1 image", record.Clean(c.Image)
	}
	return "", "", ""
}

// processKind tells HAProxy's and nginx's own processes by their command line.
func processKind(line string) record.Kind {
	if strings.HasPrefix(line, "nginx: master process") {
		return record.KindNginx
	}
	words := strings.Fields(line)
	if len(words) == 0 {
		return ""
	}
	switch path.Base(words[0]) {
	case "haproxy":
		return record.KindHAProxy
	case "nginx", "openresty":
		return record.KindNginx
	}
	return ""
}

// commandKind looks for a program among the words of a container's entrypoint and command, inside "sh -c" too.
func commandKind(c *host.Container) (record.Kind, string) {
	for _, word := range slices.Concat(c.Entrypoint, c.Command) {
		for _, w := range strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune(" \t\n;&|()'\"", r) }) {
			switch path.Base(w) {
			case "haproxy":
				return record.KindHAProxy, w
			case "nginx", "openresty":
				return record.KindNginx, w
			}
		}
	}
	return "", ""
}

// envKinds are the variables by which images tell what they hold; an image made from them has them as well.
var envKinds = map[string]record.Kind{
	"HAPROXY_VERSION": record.KindHAProxy, "HAPROXY_MINOR": record.KindHAProxy, "HAPROXY_BRANCH": record.KindHAProxy,
	"NGINX_VERSION": record.KindNginx, "OPENRESTY_VERSION": record.KindNginx, "RESTY_VERSION": record.KindNginx,
}

// imageKind tells a balancer by its image, without registry and tag.
func imageKind(image string) record.Kind {
	name := repository(image)
	base := path.Base(name)
	switch {
	case side(image):
		return ""
	case strings.Contains(base, "haproxy"), name == "vfarcic/docker-flow-proxy":
		return record.KindHAProxy
	case base == "nginx", base == "openresty", strings.HasPrefix(base, "nginx-"), base == "swag":
		return record.KindNginx
	}
	return ""
}

// side reports whether an image is a helper of a balancer: an exporter of its numbers, or a writer of its configuration.
func side(image string) bool {
	name := repository(image)
	return strings.Contains(name, "exporter") || strings.HasSuffix(name, "-gen")
}

// repository cuts registry, tag and digest off the name of an image.
func repository(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if i := strings.LastIndexByte(image, ':'); i > strings.LastIndexByte(image, '/') {
		image = image[:i]
	}
	if first, rest, ok := strings.Cut(image, "/"); ok && strings.ContainsAny(first, ".:") {
		image = rest
	}
	return strings.TrimPrefix(image, "library/")
}
