package site

import (
	"os"

	"hadash/attach/target"
	"hadash/lines/command"
	"hadash/lines/file"
	"hadash/lines/journal"
	"hadash/lines/stdin"
	"hadash/lines/syslog"
)

// sourceOf is where the lines of a log come from.
func sourceOf(t *target.Target, o Options) (source, error) {
	switch t.Via {
	case target.Output:
		return command.New(t.Command, command.Options{Zone: o.Zone}), nil
	case target.Journal:
		return journal.New(t.Unit, journal.Options{}), nil
	case target.Stdin:
		return stdin.New(os.Stdin, stdin.Options{Zone: o.Zone}), nil
	case target.Syslog:
		address := t.URL.Host
		if t.URL.Scheme == syslog.UNIX {
			address = t.URL.Path
		}
		return syslog.New(t.URL.Scheme, address, syslog.Options{Zone: o.Zone})
	}
	return file.New(t.Path, file.Options{Zone: o.Zone, Rotated: o.Rotated}), nil
}
