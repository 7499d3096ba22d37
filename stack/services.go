package stack

import (
	"slices"
	"strconv"
	"strings"

	"hadash/record"
)

// service is what Up needs to know of a compose service.
type service struct {
	name       string
	image      string
	role       string
	context    string // of its build, "" when its image is not built
	dockerfile string // relative to the context
	target     string
	args       map[string]string
	exotic     bool // its build says more than that
}

// parseServices reads the output of "compose config". Every generation of compose prints it in its
// own YAML dialect, but always a map or a plain value a line, so that it takes no YAML library.
func parseServices(config string) []service {
	byName := map[string]*service{}
	var names []string
	outline(config, func(path []string, value string) {
		if len(path) < 2 || path[0] != "services" {
			return
		}
		s := byName[path[1]]
		if s == nil {
			s = &service{name: path[1], dockerfile: "Dockerfile", args: map[string]string{}}
			byName[path[1]], names = s, append(names, path[1])
		}
		s.set(path[2:], value)
	})
	out := make([]service, 0, len(names))
	for _, n := range names {
		out = append(out, *byName[n])
	}
	return out
}

func (s *service) set(path []string, value string) {
	switch key := strings.Join(path, " "); {
	case key == "image":
		s.image = value
	case key == "labels "+labelRole:
		s.role = value
	case key == "build context":
		s.context = value
	case key == "build dockerfile":
		s.dockerfile = value
	case key == "build target":
		s.target = value
	case len(path) == 3 && path[0] == "build" && path[1] == "args":
		s.args[path[2]] = strings.ReplaceAll(value, "$$", "$") // config's output is a compose file itself
	case len(path) >= 2 && path[0] == "build" && path[1] != "args":
		s.exotic = true
	}
}

// loadServices names the services that make load.
func loadServices(all []service) []string {
	var out []string
	for _, s := range all {
		if s.role == string(record.RoleLoad) {
			out = append(out, s.name)
		}
	}
	slices.Sort(out)
	return out
}

// outline calls visit for every "key: value" of a block of YAML, with the keys that lead to it. Lists
// are passed over.
func outline(yaml string, visit func(path []string, value string)) {
	type level struct {
		indent int
		key    string
	}
	var levels []level
	for line := range strings.Lines(yaml) {
		text := strings.TrimLeft(line, " ")
		indent := len(line) - len(text)
		text = strings.TrimRight(text, "\r\n ")
		if text == "" || strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "#") {
			continue
		}
		key, value, ok := strings.Cut(text, ":")
		if !ok || value != "" && value[0] != ' ' {
			continue // the rest of a folded text
		}
		for len(levels) > 0 && levels[len(levels)-1].indent >= indent {
			levels = levels[:len(levels)-1]
		}
		levels = append(levels, level{indent, scalar(key)})
		path := make([]string, len(levels))
		for i, l := range levels {
			path[i] = l.key
		}
		visit(path, scalar(strings.TrimSpace(value)))
	}
}

// scalar takes the quotes off a YAML value.
func scalar(v string) string {
	switch {
	case len(v) >= 2 && v[0] == '"':
		if s, err := strconv.Unquote(v); err == nil {
			return s
		}
	case len(v) >= 2 && v[0] == '\'' && v[len(v)-1] == '\'':
		return strings.ReplaceAll(v[1:len(v)-1], "''", "'")
	}
	return v
}
