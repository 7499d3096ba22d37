package attach

import (
	"path"
	"slices"
	"strings"

	"hadash/host"
	"hadash/record"
)

// program finds out which balancer's program a container runs: by its labels, else as it is found.
func program(c *host.Container) (kind record.Kind, rule Rule, evidence string) {
	kind, label := labelKind(c)
	switch {
	case kind.Balances():
		return kind, labelled, label
	case kind != "":
		return "", "", ""
	}
	return foundProgram(c)
}

// foundProgram finds a balancer's program by the first that says something: a container's processes, the words of its command, its
// environment, its image. Its name alone says nothing.
func foundProgram(c *host.Container) (kind record.Kind, rule Rule, evidence string) {
	for _, p := range c.Processes {
		if kind := processKind(p); kind != "" {
			return kind, "R1 process", p
		}
	}
	if len(c.Processes) > 0 { // it runs, and runs no balancer
		return "", "", ""
	}
	if kind, words := commandKind(c); kind != "" {
		return kind, "R1 command", words[0]
	}
	if side(c.Image) {
		return "", "", ""
	}
	for _, e := range c.Env {
		name, _, _ := strings.Cut(e, "=")
		if kind := envKinds[name]; kind != "" {
			return kind, "R1 environment", name
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
	return wordsKind(strings.Fields(line))
}

// wordsKind tells a program by the words of a simple command. One that only checks a configuration, or sends a signal, does not
// stay.
func wordsKind(words []string) record.Kind {
	if len(words) == 0 {
		return ""
	}
	passing := func(flags ...string) bool {
		return slices.ContainsFunc(words[1:], func(w string) bool { return slices.Contains(flags, w) })
	}
	switch path.Base(words[0]) {
	case "haproxy":
		if !passing("-c", "-v", "-vv") {
			return record.KindHAProxy
		}
	case "nginx", "openresty":
		if !passing("-s", "-t", "-T", "-v", "-V") {
			return record.KindNginx
		}
	}
	return ""
}

// commandKind looks for a program in a container's entrypoint and command, inside "sh -c" too, and returns the words that it is
// started with.
func commandKind(c *host.Container) (record.Kind, []string) {
	whole := slices.Concat(c.Entrypoint, c.Command)
	for i := range whole { // a list of words is one command, and its last ones may begin it: docker-entrypoint.sh haproxy -f x
		if kind := wordsKind(whole[i:]); kind != "" && !strings.ContainsAny(whole[i], " \n") {
			return kind, whole[i:]
		}
	}
	for _, text := range whole {
		for _, command := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n;&|()", r) }) {
			words := strings.FieldsFunc(command, func(r rune) bool { return strings.ContainsRune(" \t'\"", r) })
			for i := range words {
				if kind := wordsKind(words[i:]); kind != "" && !followsEcho(words[:i]) {
					return kind, words[i:]
				}
			}
		}
	}
	return "", nil
}

// followsEcho reports whether words before a program's name make it a mere word: echo haproxy.
func followsEcho(before []string) bool {
	return len(before) > 0 && slices.Contains([]string{"echo", "printf", "grep", "pkill", "killall", "apk", "apt-get", "cat", "ls", "cd"}, before[0])
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
