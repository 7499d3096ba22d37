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
	asked   time.Time
	said    *record.Process // at that time; nil if nothing
	total   int64           // over all frontends: each of our polls adds to the stats frontend's Bout
}

// askAgain is how often the HTML page is requested of a process that is known, for what it says of itself as a whole.
const askAgain = 5 * time.Second

// maxTries limits how often the HTML page is requested: it may be hidden, and it is long.
const maxTries = 3

// pageHead is enough of the HTML page: the style sheet takes 5 KB, then come title and pid.
const pageHead = 16 << 10

var (
	pageVersion = regexp.MustCompile(`HAProxy(?:\s+version)?\s+([0-9][^\s,<]*)`)
	pagePid     = regexp.MustCompile(`Statistics Report for pid (\d+)`)
	pageMaxconn = regexp.MustCompile(`<b>maxconn = </b> *(\d+)`)
	pageConns   = regexp.MustCompile(`current conns = (\d+)`)
	pageIdle    = regexp.MustCompile(`idle = (\d+) *%`)
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

func (p *process) due() bool {
	if p.pid == 0 {
		return p.tries < maxTries
	}
	return time.Since(p.asked) >= askAgain
}

// ask reads the HTML page. An unreadable page does not fail the poll: the numbers are there, only the version is
// missing.
func (p *process) ask(ctx context.Context, get *getter, page *url.URL) {
	p.tries++
	p.asked, p.said = time.Now(), nil
	body, err := get.head(ctx, page, pageHead)
	if err != nil {
		return
	}
	if m := pageVersion.FindSubmatch(body); m != nil {
		p.version = record.Clean(string(m[1]))
	}
	if m := pagePid.FindSubmatch(body); m != nil {
		if pid, err := strconv.ParseInt(string(m[1]), 10, 32); err == nil {
			if p.pid != 0 && p.pid != int(pid) {
				p.total, p.started = 0, time.Time{} // they are of the process before
			}
			p.pid = int(pid)
		}
	}
	if m := pageUptime.FindSubmatch(body); m != nil && uptime(m[1:]) > 0 {
		p.started = time.Now().Add(-uptime(m[1:])).Round(0) // by the wall clock: the monotonic one stops while a laptop sleeps
	}
	is := record.Process{Maxconn: numberIn(body, pageMaxconn), CurrConns: numberIn(body, pageConns), Idle: numberIn(body, pageIdle)}
	if is.Maxconn >= 0 || is.CurrConns >= 0 || is.Idle >= 0 {
		p.said = &is
	}
}

// numberIn returns the number that a pattern finds; -1 if it finds none.
func numberIn(body []byte, of *regexp.Regexp) int64 {
	m := of.FindSubmatch(body)
	if m == nil {
		return -1
	}
	n, err := strconv.ParseInt(string(m[1]), 10, 64)
	if err != nil {
		return -1
	}
	return n
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
	h.Version, h.Pid, h.Process = p.version, p.pid, p.said
	if !p.started.IsZero() {
		h.Uptime = int64(time.Since(p.started) / time.Second)
	}
}
