package attach

import (
	"fmt"
	"time"

	"hadash/conf/balancer"
	"hadash/record"
)

// newest returns the file that was changed last.
func newest(files []balancer.File) (last balancer.File) {
	for _, f := range files {
		if f.Changed.After(last.Changed) {
			last = balancer.File{Path: f.Path, Changed: f.Changed}
		}
	}
	return last
}

// within is how exactly the start of a process is known: HAProxy says its age in whole seconds.
const within = 2 * time.Second

// newer says that a balancer's configuration was changed after its process read it, so that what is said of it may not be what
// runs. began is when the process began, by its own report; without it only the start of its container is known, and not whether
// it was reloaded since.
func (d *discovery) newer(b *Balancer, began time.Time) {
	file, c := d.changed[b.Node], b.container
	loaded, since := began, "it was loaded"
	if loaded.IsZero() {
		loaded, since = c.Started, "its container started; whether it was reloaded since is not known"
	}
	if !c.Running || loaded.IsZero() || !file.Changed.After(loaded.Add(within)) {
		return
	}
	path := record.Clean(file.Path)
	d.fact(b.Node, path+" was changed after "+since, "R4", fmt.Sprintf("changed %s, loaded %s", stamp(file.Changed), stamp(loaded)))
	what := path + " was changed after " + since + ": what is said here of its servers, checks and addresses may not be what runs"
	if !began.IsZero() {
		what += ". It reads the file with: " + reload(c)
	}
	d.missing = append(d.missing, Missing{About: b.Node, What: what})
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
