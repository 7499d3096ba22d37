package attach

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/host"
)

// R4: a file that was changed after the process began is not certainly what runs. Of a HAProxy that says its age that is since its
// last reload; else only the start of the container is known.
func TestChangedSinceItWasLoaded(t *testing.T) {
	began := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	const conf = "listen s\n bind :80\n server app app:80\nfrontend st\n mode http\n bind :8404\n stats enable\n stats uri /\n"
	for name, c := range map[string]struct {
		changed, process time.Time
		set              func(*host.Container)
		want             string // "" = it is what runs
	}{
		"not changed":                {began.Add(-time.Hour), began, nil, ""},
		"in the same second":         {began.Add(time.Second), began, nil, ""},
		"changed":                    {began.Add(time.Minute), began, nil, "changed after it was loaded"},
		"reloaded since":             {began.Add(time.Minute), began.Add(2 * time.Minute), nil, ""},
		"it does not say, unchanged": {began.Add(-time.Minute), time.Time{}, nil, ""},
		"it does not say":            {began.Add(time.Minute), time.Time{}, nil, "whether it was reloaded since is not known"},
		"the time is not known":      {time.Time{}, began, nil, ""},
		"stopped":                    {began.Add(time.Minute), began, stopped, ""},
	} {
		set := c.set
		if set == nil {
			set = func(*host.Container) {}
		}
		f := discover(t, &fake{
			all:   []host.Container{box("lb", "10.0.0.2", haproxy("-S 0.0.0.0:9999 -f "+usualFile), func(c *host.Container) { c.Started = began }, set), box("app", "10.0.0.3")},
			files: map[string]string{"lb:" + usualFile: conf}, times: map[string]time.Time{"lb:" + usualFile: c.changed},
			says: map[string]Reading{"lb": {Answered: 0, Numbers: page(1, "s/app=UP"), Began: c.process}},
		})
		fact := slices.ContainsFunc(f.Facts, func(x Fact) bool { return x.Rule == "R4" && strings.Contains(x.Evidence, "2026-11-30") })
		if fact != (c.want != "") || fact != says(f, "may not be what runs") || !says(f, c.want) && c.want != "" {
			t.Errorf("%s: %+v", name, f.Missing)
		}
	}
}
