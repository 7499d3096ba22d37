package timeline

import (
	"testing"

	"hadash/incident"
	"hadash/incident/event"
)

// BenchmarkDigest is the digest of as many events as are looked at, of a run that was seen again and again.
func BenchmarkDigest(b *testing.B) {
	var f incident.Frame
	each(b, recordings[1], func(is *incident.Frame) { f = *is })
	var all []event.Event
	for len(all) < digestEvents {
		all = append(all, f.Timeline...)
	}
	f.Timeline = all
	var p Pane
	b.ReportAllocs()
	for b.Loop() {
		p.of = of{}
		p.digest(&f, 9)
	}
}
