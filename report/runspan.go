package report

import (
	"path/filepath"
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
)

// title is what a run is called: its drill's name, else its file's.
func (r *Run) title() string {
	if r.Header.Title != "" {
		return record.Clean(r.Header.Title)
	}
	return r.file()
}

// file is the name of a run's file, without its ending: runs of one drill differ by that.
func (r *Run) file() string {
	name := filepath.Base(r.Name)
	return record.Clean(strings.TrimSuffix(name, filepath.Ext(name)))
}

// span is what a run's figures are of: its drill, else all of it.
func (r *Run) span() *incident.Span {
	if r.Frame.Drill.Began() {
		return &r.Frame.Drill
	}
	return &r.Frame.Watched
}

// clients is what they felt of the run.
func (r *Run) clients() incident.Clients { return r.span().Felt.Clients() }

// when is from when to when a run's figures count.
func (r *Run) when() (from, to time.Time) {
	from, to = r.span().From, r.span().Until
	if from.IsZero() {
		from = r.Begun
	}
	if to.IsZero() {
		to = r.Ended
	}
	return from, to
}

// nginxCounts reports whether what nginx absorbed is known: its access log names its upstreams, or there is no nginx.
func (r *Run) nginxCounts() bool {
	return r.Frame.Nginx.HasAccess || len(r.Frame.Topology.With(record.RoleWeb)) == 0
}

// absorbed is how many failures were absorbed on the way; known: somebody counted them, least: there may have been more.
func (r *Run) absorbed() (n int64, known, least bool) {
	return r.span().Hidden.Total(), r.Frame.HAProxy != nil || r.Frame.Nginx.HasAccess, !r.nginxCounts()
}
