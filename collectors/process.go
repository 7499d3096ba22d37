package collectors

import (
	"bytes"
	"context"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"hadash/record"
)

// process holds what the HTML page says about the answering process, and the counters that show when another process
// answers.
type process struct {
	version string
	pid     int
	started time.Time
	tries   int
	total   int64 // over all frontends: each of our polls adds to the stats frontend's Bout
}

// maxTries limits how often the HTML page is requested: it may be hidden, and it is long.
const maxTries = 3

// pageHead is enough of the HTML page: the style sheet takes 5 KB, then come title and pid.
const pageHead = 16 << 10

var (
	pageVersion = regexp.MustCompile(`HAProxy(?:\s+version)?\s+([0-9][^\s,<]*)`)
	pagePid     = regexp.MustCompile(`Statistics Report for pid (\d+)`)
	pageUptime  = regexp.MustCompile(`uptime = *</b> *(\d+)d *(\d+)h(\d+)m(\d+)s`)
)

// compare forgets the process if its totals fell, which happens only when a new process starts at 0.
func (p *process) compare(h *record.HAProxy) {
	var total int64
	for i := range h.Proxies {
		if f := &h.Proxies[i]; f.Frontend {
			total = record.Sum(total, f.Stot, f.Bin, f.Bout)
		}
	}
	if total < p.total {
		*p = process{}
	}
	p.total = total
}

func (p *process) unknown() bool { return p.pid == 0 && p.tries < maxTries }

// ask reads the HTML page. An unreadable page does not fail the poll: the numbers are there, only the version is
// missing.
func (p *process) ask(ctx context.Context, get *getter, page *url.URL) {
	p.tries++
	body, err := get.head(ctx, page, pageHead)
	if err != nil {
		return
	}
	if m := pageVersion.FindSubmatch(body); m != nil {
		p.version = record.Clean(string(m[1]))
	}
	if m := pagePid.FindSubmatch(body); m != nil {
		if pid, err := strconv.ParseInt(string(m[1]), 10, 32); err == nil {
			p.pid = int(pid)
		}
	}
	if m := pageUptime.FindSubmatch(body); m != nil && uptime(m[1:]) > 0 {
		p.started = time.Now().Add(-uptime(m[1:])).Round(0) // by the wall clock: the monotonic one stops while a laptop sleeps
	}
}

// uptime parses the d, h, m, s of "0d 0h02m25s"; 0 if a part is not a number.
func uptime(dhms [][]byte) (d time.Duration) {
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second} {
		n, err := strconv.ParseInt(string(bytes.TrimSpace(dhms[i])), 10, 16)
		if err != nil {
			return 0
		}
		d += time.Duration(n) * unit
	}
	return d
}

// tell writes what is known into a reading.
func (p *process) tell(h *record.HAProxy) {
	h.Version, h.Pid = p.version, p.pid
	if !p.started.IsZero() {
		h.Uptime = int64(time.Since(p.started) / time.Second)
	}
}
