package nginxcfg

import (
	"slices"
	"strings"

	"hadash/conf/balancer"
)

// maxFormats limits how many formats are returned.
const maxFormats = 32

// Formats returns the texts of all log_format lines, of http{} and of stream{}: those that an access_log names come first. An
// include is replaced by the files that it refers to, if they were given.
func Formats(files []File) (all []balancer.Format) {
	in := load(files)
	used := map[string]bool{}
	for _, f := range in.files {
		if f.by == "" {
			all = formatsOf(in.whole(f.block, 0), used, all)
		}
	}
	slices.SortStableFunc(all, func(a, b balancer.Format) int {
		switch {
		case used[a.Name] == used[b.Name]:
			return 0
		case used[a.Name]:
			return -1
		}
		return 1
	})
	return all[:min(len(all), maxFormats)]
}

// formatsOf adds the formats of a block and of the blocks within it, and the names of those that are used there.
func formatsOf(b *block, used map[string]bool, all []balancer.Format) []balancer.Format {
	for i := range b.all {
		d := &b.all[i]
		switch name := d.name(); {
		case d.block != nil:
			all = formatsOf(d.block, used, all)
		case name == "access_log":
			used[d.word(2)] = true
		case name == "log_format" && len(d.words) > 2:
			f := balancer.Format{Name: d.word(1)}
			words := d.words[2:]
			if escape, ok := strings.CutPrefix(words[0], "escape="); ok {
				f.Escape, words = escape, words[1:]
			}
			f.Text = strings.Join(words, "")
			all = append(all, f)
		}
	}
	return all
}
