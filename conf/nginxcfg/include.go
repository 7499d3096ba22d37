package nginxcfg

import (
	"path"
	"slices"
	"strings"

	"hadash/conf/balancer"
)

// File is a configuration file as it was read.
type File = balancer.File

// The limits of includes: how many directives they may add in total, and how deep they are followed.
const (
	maxIncluded = 100_000
	maxNested   = 10
)

// includes holds the files that were given, and finds the ones that an include refers to.
type includes struct {
	files  []*given
	prefix string // the folder of the main file, which relative paths start from
	moved  bool   // the files are copies that lie elsewhere than nginx's own, so their full paths mean nothing
	room   int
	read   []string // the files that were included, in order, without those that set nothing of interest
}

// given is a file that was given.
type given struct {
	path string
	*block
	by   string // the pattern of the include that refers to it; "" = none: it is read separately
	open bool   // it is being included: an include of it within itself is not followed
}

// harmless are files that stock configurations include and that, as shipped, set nothing about upstreams or timeouts:
// they need not be given.
var harmless = []string{
	"mime.types", "koi-utf", "koi-win", "win-utf", "fastcgi_params", "fastcgi.conf", "uwsgi_params", "scgi_params",
	"modules-enabled/*.conf", "modules/*.conf",
}

func isHarmless(pattern string) bool {
	for _, h := range harmless {
		if pattern == h || strings.HasSuffix(pattern, "/"+h) {
			return true
		}
	}
	return false
}

// load parses the files, and finds out which of them are included by others.
func load(files []File) *includes {
	in := &includes{room: maxIncluded}
	for _, f := range files {
		in.files = append(in.files, &given{path: path.Clean(f.Path), block: parse(f)})
	}
	main := in.main()
	if main == nil {
		return in
	}
	in.prefix = path.Dir(main.path)
	var all []string
	for _, f := range in.files {
		all = patterns(all, f.block)
	}
	for i := range all {
		all[i] = in.absolute(all[i])
	}
	slices.Sort(all)
	all = slices.Compact(all)
	in.moved = !in.placed(all)
	for _, f := range in.files {
		if f != main {
			f.by = in.include(all, f)
		}
	}
	return in
}

// main returns the file that nginx starts from: the first with an outermost block such as http, else the first; nil if
// there is none.
func (in *includes) main() *given {
	for _, f := range in.files {
		if f.has("http", "stream", "events", "mail") {
			return f
		}
	}
	if len(in.files) > 0 {
		return in.files[0]
	}
	return nil
}

// Includes returns the patterns of the files that a file includes, as they are written.
func Includes(f File) []string { return patterns(nil, parse(f)) }

// patterns appends the patterns of the includes in a block.
func patterns(all []string, b *block) []string {
	for i := range b.all {
		switch d := &b.all[i]; {
		case d.block != nil:
			all = patterns(all, d.block)
		case d.name() == "include":
			all = append(all, d.word(1))
		}
	}
	return all
}

func (in *includes) absolute(pattern string) string {
	if path.IsAbs(pattern) {
		return path.Clean(pattern)
	}
	return path.Join(in.prefix, pattern)
}

// placed reports whether the files have the same paths as nginx's own.
func (in *includes) placed(patterns []string) bool {
	for _, p := range patterns {
		if path.IsAbs(in.prefix) && strings.HasPrefix(p, strings.TrimSuffix(in.prefix, "/")+"/") {
			return true
		}
		for _, f := range in.files {
			if ok, err := path.Match(p, f.path); ok && err == nil {
				return true
			}
		}
	}
	return false
}

// include returns the pattern that refers to a file; "" if there is none. For files that were moved it compares the
// ends of the paths.
func (in *includes) include(patterns []string, f *given) string {
	best, length := "", 0
	for _, p := range patterns {
		if ok, err := path.Match(p, f.path); ok && err == nil {
			return p
		}
		if isHarmless(p) && strings.Contains(p, "*") {
			continue
		}
		if n := alike(p, f.path); in.moved && n > length {
			best, length = p, n
		}
	}
	return best
}

// alike returns how many components of a path match a pattern, counted from the end.
func alike(pattern, name string) int {
	a, b := strings.Split(pattern, "/"), strings.Split(name, "/")
	n := 0
	for n < len(a) && n < len(b) {
		if ok, err := path.Match(a[len(a)-1-n], b[len(b)-1-n]); !ok || err != nil {
			break
		}
		n++
	}
	return n
}

// whole returns a block with its includes replaced by the directives of the files. Includes of files that were not
// given stay.
func (in *includes) whole(b *block, depth int) *block {
	out := &block{}
	for _, d := range b.all {
		switch {
		case d.block != nil:
			d.block = in.whole(d.block, depth)
		case d.name() == "include":
			inner := in.meant(in.absolute(d.word(1)), depth)
			if inner != nil || isHarmless(d.word(1)) {
				out.all = append(out.all, inner...)
				continue
			}
		}
		out.all = append(out.all, d)
	}
	return out
}

// meant returns the directives of the files that an include refers to; nil if none was given, or a limit is reached.
func (in *includes) meant(pattern string, depth int) (all []directive) {
	for _, f := range in.files {
		if f.by != pattern {
			continue
		}
		if in.room < 0 || f.open || depth >= maxNested {
			return nil
		}
		if in.room -= f.size(); in.room < 0 {
			return nil
		}
		if !isHarmless(pattern) && !slices.Contains(in.read, f.path) {
			in.read = append(in.read, f.path)
		}
		f.open = true
		all = append(all, in.whole(f.block, depth+1).all...)
		f.open = false
	}
	if all == nil && slices.ContainsFunc(in.files, func(f *given) bool { return f.by == pattern }) {
		return []directive{}
	}
	return all
}

// size returns how many directives a block holds, including those of the blocks within it.
func (b *block) size() int {
	n := len(b.all)
	for i := range b.all {
		if inner := b.all[i].block; inner != nil {
			n += inner.size()
		}
	}
	return n
}
