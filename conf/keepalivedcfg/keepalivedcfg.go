// Package keepalivedcfg reads from keepalived.conf which address is shared, and how soon the other one takes it.
package keepalivedcfg

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"hadash/record"
)

// Is reports whether a file is a configuration of keepalived: by its name, or by what is in it.
func Is(path string, text []byte) bool {
	return Named(path) || bytes.Contains(text, []byte("vrrp_instance"))
}

// Named reports whether a path is that of a configuration of keepalived, by its name.
func Named(path string) bool { return strings.HasSuffix(path, "keepalived.conf") }

// Instances returns the settings of every vrrp_instance of a file. Variables that the file does not define are taken from
// env, "NAME=value".
func Instances(text []byte, env []string) (all []record.VRRPSettings) {
	r := reader{words: map[string]string{}, version: 2}
	for _, v := range env {
		if name, value, ok := strings.Cut(v, "="); ok {
			r.words[name] = value
		}
	}
	for line := range strings.Lines(string(text)) {
		r.line(line)
	}
	for i := range r.all {
		r.all[i].Version = r.version
	}
	return r.all
}

// maxInstances bounds what is read of a file.
const maxInstances = 256

type reader struct {
	words   map[string]string // values of variables
	blocks  []string          // the open ones, outermost first
	last    []string          // the words of the line before: a brace may stand on a line of its own
	version int
	all     []record.VRRPSettings
}

// line reads one line. A brace may end the line of its block, or stand alone.
func (r *reader) line(line string) {
	if i := strings.IndexAny(line, "#!"); i >= 0 {
		line = line[:i]
	}
	if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && strings.HasPrefix(name, "$") {
		r.words[name[1:]] = strings.TrimSpace(value)
		return
	}
	words := strings.Fields(strings.NewReplacer("{", " { ", "}", " } ").Replace(r.expand(line)))
	for len(words) > 0 {
		switch i := brace(words); {
		case i < 0:
			r.entry(words)
			return
		case words[i] == "{":
			r.open(words[:i])
			words = words[i+1:]
		default:
			r.entry(words[:i])
			r.blocks = r.blocks[:max(len(r.blocks)-1, 0)]
			words = words[i+1:]
		}
	}
}

func brace(words []string) int {
	for i, w := range words {
		if w == "{" || w == "}" {
			return i
		}
	}
	return -1
}

// expand puts the values of variables in their places.
func (r *reader) expand(line string) string {
	if !strings.Contains(line, "$") {
		return line
	}
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(line, "$")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		name, after := nameOf(rest)
		if value, known := r.words[name]; known {
			out.WriteString(value)
		} else {
			out.WriteString("$")
			after = rest
		}
		line = after
	}
}

// nameOf splits the name of a variable off the text after its "$".
func nameOf(text string) (name, rest string) {
	if inner, ok := strings.CutPrefix(text, "{"); ok {
		if name, rest, ok = strings.Cut(inner, "}"); ok {
			return name, rest
		}
	}
	end := strings.IndexFunc(text, func(c rune) bool {
		return c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
	})
	if end < 0 {
		return text, ""
	}
	return text[:end], text[end:]
}

func (r *reader) open(words []string) {
	if len(words) == 0 {
		words = r.last
	}
	r.last = nil
	block := ""
	if len(words) > 0 {
		block = words[0]
	}
	if block == "vrrp_instance" && len(words) > 1 && len(r.all) < maxInstances {
		r.all = append(r.all, record.VRRPSettings{Instance: words[1], Priority: 100, Advert: time.Second, Preempts: true})
	}
	if is := r.instance(); is != nil && strings.HasPrefix(block, "track_") {
		is.Tracks = true
	}
	r.blocks = append(r.blocks, block)
}

// instance is the one whose block is open; nil if none is.
func (r *reader) instance() *record.VRRPSettings {
	if len(r.blocks) == 0 || r.blocks[0] != "vrrp_instance" || len(r.all) == 0 {
		return nil
	}
	return &r.all[len(r.all)-1]
}

// entry takes what is on one line of a block.
func (r *reader) entry(words []string) {
	if len(words) == 0 {
		return
	}
	r.last = words
	value := ""
	if len(words) > 1 {
		value = words[1]
	}
	is := r.instance()
	switch block := r.blocks; {
	case len(block) == 1 && block[0] == "global_defs" && words[0] == "vrrp_version":
		if n, err := strconv.Atoi(value); err == nil {
			r.version = n
		}
	case is == nil:
	case len(block) == 2 && block[1] == "virtual_ipaddress":
		addr, _, _ := strings.Cut(words[0], "/")
		is.Addrs = append(is.Addrs, addr)
	case len(block) == 1:
		setting(is, words[0], value)
	}
}

func setting(is *record.VRRPSettings, name, value string) {
	switch name {
	case "priority":
		if n, err := strconv.Atoi(value); err == nil && n > 0 && n < 256 {
			is.Priority = n
		}
	case "advert_int":
		if s, err := strconv.ParseFloat(value, 64); err == nil && s >= 0.01 && s <= 255 {
			is.Advert = time.Duration(s * float64(time.Second))
		}
	case "nopreempt":
		is.Preempts = false
	}
}
