package incident

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hadash/incident/answers"
	"hadash/incident/clients"
	"hadash/incident/doors"
	"hadash/incident/event"
	"hadash/incident/limits"
	"hadash/incident/outage"
	"hadash/incident/rates"
	"hadash/incident/said"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// foldstate is what Fold keeps from Sample to Sample and readers do not need. Like the Frame it is never changed in
// place: a step that writes to a slice or map copies it first.
type foldstate struct {
	observed     bool      // something was observed besides the topology, the settings and the faults
	past         time.Time // when something from before watching began was last reported
	spare        spare
	notable      int // bytes of Notable
	nextID       int
	nextWatch    int
	started      time.Time         // of the recording; zero where none is read
	fails        map[sends]failsOf // what an nginx counts against an instance
	gather       clients.Gather    // of reports about the clients
	logged       clients.Gather    // of how long the requests of the first balancer's log took
	paths        *doors.Paths      // which balancers lead to which
	speaking     doors.Speaking    // those whose logs have requests
	answers      answers.Pages     // what servers answered in the last seconds, by HAProxy's page
	shares       rates.Shares      // results of the requests of the last seconds
	logged5xx    rates.Shares      // what instances answered in the last seconds, by nginx's access log
	greys        map[string]grey   // contradictions, by node
	counted      []counts          // what was counted on the way of requests, from time to time; not to be changed
	countedAt    time.Time         // when counted was looked at last
	costs        stopwatch.Costs   // recent occurrences that a fault may turn out to have caused
	servers      servers.Map
	apart        *servers.Page              // the pages of servers that HAProxy is older than; nil if it is not
	joined       time.Time                  // when they were joined by the fold itself
	limits       limits.Watch               // what is near
	tries        map[string]stopwatch.Tries // of each of several HAProxies
	onward       map[string]int64           // failures that each HAProxy passed on
	closed       []closed                   // recently healed faults: recoveries after the heal still belong to them
	webs         map[string]web             // by nginx
	passed       map[string]stopwatch.Web   // of each of several nginxes
	laggards     laggards
	sessions     bool          // HAProxy's log has some
	k6           rates.Counter // requests
	k6failed     rates.Counter
	k6answered   time.Time
	feltTo       int64                    // the last second of History's FeltTicks
	loadOn       time.Time                // since when the load runs
	others       []record.Fault           // open ones of other hadash processes, by their journals
	signals      map[string]signal        // the last kill event, by node
	left         map[string]time.Time     // when it last left a network, by node
	removed      map[string]time.Time     // when nodes left the project that may come again
	pages        map[string]rates.Counter // by node
	latest       rates.LastSeconds
	last         tallied           // at the end of the last second put down
	torn         time.Time         // when a running replica last did not replicate from its master
	readings     [maxReadings]kept // the last ones, oldest first
	readingOf    int               // the ID of the stopwatch that BeforeNewest was chosen for, and its T0
	readingFor   time.Time
	containersAt time.Time            // when Docker last listed them, anywhere; zero before the first
	listed       map[string]time.Time // the same of each of several Engines; not to be changed
	said         said.Memory
	errorLog     errorLog
	outages      outage.Watch
	felt         felt
	failing      map[int]time.Time // when requests last failed of an outage, by its stopwatch
}

// kept are the pages of all balancers as they were at a time.
type kept struct {
	at   time.Time
	all  []servers.Reading
	page *record.HAProxy // instead of them, where not all rows are joined: they would take as much memory once more
}

// felt is how many requests the best witness of the clients has counted so far, and how many of them failed.
type felt struct {
	by       event.Witness
	all, bad int
}

// signal is a kill event that may end its process.
type signal struct {
	at   time.Time
	kind record.FaultKind
}

// closed is a fault that was healed.
type closed struct {
	stopwatch.Fault
	healed time.Time
	by     event.Witness // of healed
}

// A Frame is a value, and the next one shares with it what did not change, so a step that writes to a list copies it
// first. Within one Fold each list is copied once, however often it is written: a Sample may hold thousands of lines.

// copied records which lists of the Frame being folded are already its own.
type copied struct{ nodes, sources, watches, faults, timeline, seconds, logged, lost, said, probes bool }

// copyOnce copies a list before it is written to for the first time.
func copyOnce[T any](list *[]T, already *bool) {
	if !*already {
		*list, *already = slices.Clone(*list), true
	}
}

func (f *folding) copyNodes() { copyOnce(&f.Nodes, &f.copied.nodes) }

func (f *folding) copySources() { copyOnce(&f.Sources, &f.copied.sources) }

func (f *folding) copyStopwatches() { copyOnce(&f.Stopwatches, &f.copied.watches) }

func (f *folding) copyFaults() { copyOnce(&f.Faults, &f.copied.faults) }

// copyTimeline leaves room at the end, where most events are added.
func (f *folding) copyTimeline() {
	if !f.copied.timeline {
		f.Timeline, f.copied.timeline = event.WithRoom(f.Timeline), true
	}
}

// append adds an event at the end of the timeline.
func (f *folding) append(e event.Event) {
	if !event.Claim(f.Timeline) {
		f.copied.timeline = false
		f.copyTimeline()
		event.Claim(f.Timeline)
	}
	f.Timeline = append(f.Timeline, e)
}

// Bounds of a Frame and of the cost of a Sample, whatever a recording holds. Real recordings stay far below them.
const (
	maxSpare  = 200  // faults that may come at once; one more per second
	maxClosed = 50   // healed faults: as many as there are stopwatches
	maxKinds  = 50   // names, endings and the like that are counted separately
	maxEvent  = 1024 // bytes of each text that an Event holds

	maxNotableBytes = 4 << 20 // of all lines in Notable
)

// bounded cuts a text to the size that an Event may hold.
func bounded(text string) string {
	if len(text) <= maxEvent {
		return text
	}
	end := maxEvent
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.Clone(text[:end]) + "..." // the rest may be large
}

// spare returns how many faults may still come at once.
type spare struct {
	used int
	at   time.Time
	told bool
}

// follows reports whether one more fault can be followed. When hundreds come within seconds their consequences cannot
// be separated, so the rest is reported once.
func (f *folding) follows(at time.Time) bool {
	s := f.state.spare
	if back := int(f.At.Sub(s.at) / time.Second); back > 0 {
		s.used, s.at = max(s.used-back, 0), f.At
	}
	few := s.used < maxSpare && len(f.Faults) < 2*maxSpare
	tell := !few && !s.told
	if few {
		s.used++
	}
	s.told = !few || s.told && s.used > maxSpare/2
	f.state.spare = s
	if tell {
		f.tell(event.Event{At: at, Kind: event.KindNote, Severity: event.Warn, Witness: event.ByPoll,
			Says: wording.TooManyFaults.Of(maxSpare)})
	}
	return few
}
