package haproxylog

import (
	"testing"
	"time"

	"hadash/collectors/lineform"
	"hadash/record"
)

func TestZoneOfAcceptDates(t *testing.T) {
	const unknown = -time.Millisecond
	written := time.Date(2026, 12, 1, 0, 37, 40, 440e6, time.UTC) // in the line
	in := func(east time.Duration) lineform.Zone { return lineform.Zone{Known: true, East: east} }
	at := func(east, lasted time.Duration) time.Time { return written.Add(lasted - east) }
	const kolkata, paris = 5*time.Hour + 30*time.Minute, time.Hour
	for name, c := range map[string]struct {
		tt   time.Duration
		head lineform.Zone
		at   time.Time
		was  *time.Duration // the zone of the line before
		want time.Duration
	}{
		"the header's":                                   {0, in(kolkata), at(kolkata, 0), nil, kolkata},
		"the header's, whole seconds":                    {2 * time.Second, in(kolkata), at(kolkata, 2*time.Second).Truncate(time.Second), nil, kolkata},
		"no header":                                      {3 * time.Hour, lineform.Zone{}, at(kolkata, 3*time.Hour), nil, kolkata},
		"a collector of another zone":                    {time.Second, in(0), at(kolkata, time.Second), nil, kolkata},
		"a collector to the east":                        {time.Second, in(kolkata), at(paris, time.Second), nil, paris},
		"the length is not known: the header's":          {unknown, in(kolkata), at(kolkata, 3*time.Hour), nil, kolkata},
		"the length is not known: the line's before":     {unknown, lineform.Zone{}, at(kolkata, 3*time.Hour), new(kolkata), kolkata},
		"an idle connection: the line's before":          {time.Millisecond, lineform.Zone{}, at(paris, 40*time.Minute), new(paris), paris},
		"not known, and it would be later than its line": {unknown, in(0), at(kolkata, 0), nil, kolkata},
	} {
		var z Zones
		if c.was != nil {
			z.Accepted(&record.Session{Accepted: written}, &Said{}, at(*c.was, 0))
		}
		got := z.Accepted(&record.Session{Accepted: written, Tt: c.tt}, &Said{Zone: c.head}, c.at)
		if want := written.Add(-c.want); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestZoneOfTheHeader(t *testing.T) {
	for line, want := range map[string]lineform.Zone{
		"2026-12-01T00:37:40+05:30 lb1 haproxy[8]: x":                                {Known: true, East: 5*time.Hour + 30*time.Minute},
		"2026-12-01T00:37:40.123456-0800 lb1 haproxy[8]: x":                          {Known: true, East: -8 * time.Hour},
		"<134>1 2026-12-01T00:37:40Z - haproxy 8 - - x":                              {Known: true},
		"2026-11-30T19:07:40Z stdout F <134>1 2026-12-01T00:37:40+05:30 - h 8 - - x": {Known: true, East: 5*time.Hour + 30*time.Minute},
		"Dec  1 00:37:40 lb1 haproxy[8]: x":                                          {},
		"<134>Dec  1 00:37:40 haproxy[8]: x":                                         {},
	} {
		if got := Split(line); got.Zone != want || got.Body != "x" {
			t.Errorf("%s: %+v, body %q", line, got.Zone, got.Body)
		}
	}
}
