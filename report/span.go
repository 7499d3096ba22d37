package report

import (
	"path/filepath"
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/record"
)

// Title is the name of a run: its drill's, else its file's.
func (r *Run) Title() string {
	if r.Header.Title != "" {
		return record.Clean(r.Header.Title)
	}
	return r.File()
}

// File is the name of a run's file, without its ending: runs of one drill differ by that.
func (r *Run) File() string {
	name := filepath.Base(r.Name)
	return record.Clean(strings.TrimSuffix(name, filepath.Ext(name)))
}

// Span is the span of a run's figures: its drill, else all of it.
func (r *Run) Span() *clients.Span {
	if r.Frame.Drill.Began() {
		return &r.Frame.Drill
	}
	return &r.Frame.Watched
}

// Clients is what the clients felt of the run.
func (r *Run) Clients() clients.Clients { return r.Span().Felt.Clients() }

// When is the beginning and the end of a run's figures.
func (r *Run) When() (from, to time.Time) {
	from, to = r.Span().From, r.Span().Until
	if from.IsZero() {
		from = r.Begun
	}
	if to.IsZero() {
		to = r.Ended
	}
	return from, to
}

// NginxCounts reports whether what nginx absorbed is known: its access log names its upstreams, or there is no nginx.
func (r *Run) NginxCounts() bool {
	return r.Frame.Nginx.HasAccess || len(r.Frame.Topology.Of(record.KindNginx)) == 0
}
