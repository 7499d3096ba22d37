package compare

import (
	"cmp"
	"maps"
	"slices"

	"github.com/aymanbagabas/go-udiff"

	"hadash/report"
)

// ConfigDiff is the difference of a configuration file in force in one run from that of the first.
type ConfigDiff struct {
	Run     int // index of the run that is compared with the first
	Node    string
	Path    string
	Unified string // "" when they are alike
	Missing string // letter of the run that has no such file, "" when both have it
}

// configFile is a file of a node.
type configFile struct{ node, path string }

// configsOf are the configuration files in force at a run's end, without their secrets.
func configsOf(r *report.Run) map[configFile]string {
	all := map[configFile]string{}
	for node, s := range r.Frame.Settings {
		for _, f := range s.Files {
			all[configFile{node, f.Path}] = f.Text
		}
	}
	return all
}

// configDiffs compares every run's files with those of the first. A run that has none at all is left out.
func configDiffs(runs []*report.Run) (all []ConfigDiff) {
	base := configsOf(runs[0])
	for i, r := range runs[1:] {
		files := configsOf(r)
		if len(base) == 0 || len(files) == 0 {
			continue
		}
		union := maps.Clone(base)
		maps.Copy(union, files)
		for _, f := range slices.SortedFunc(maps.Keys(union), byNode) {
			all = append(all, diffOf(f, base, files, i+1))
		}
	}
	return all
}

func byNode(a, b configFile) int {
	return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.path, b.path))
}

func diffOf(f configFile, base, files map[configFile]string, run int) ConfigDiff {
	d := ConfigDiff{Run: run, Node: f.node, Path: f.path}
	a, inA := base[f]
	b, inB := files[f]
	switch {
	case !inA:
		d.Missing = letter(0)
	case !inB:
		d.Missing = letter(run)
	default:
		d.Unified = udiff.Unified(letter(0)+" "+f.path, letter(run)+" "+f.path, a, b)
	}
	return d
}
