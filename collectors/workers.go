package collectors

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hadash/record"
)

// Workers asks the master process of a HAProxy which workers it has: those of before a reload, which vanish from the
// statistics, still end their sessions.
type Workers struct {
	node  string
	place place
	old   bool // there are old workers
}

// The polling intervals of a master: while it has old workers, and while it has none.
const (
	workersOld  = 2 * time.Second
	workersRest = 10 * time.Second
)

// mostAsked bounds how many old workers are asked for their connections.
const mostAsked = 16

// NewWorkers returns a Source that asks the master's socket that locate finds, tcp://HOST:PORT or unix:///PATH.
func NewWorkers(node string, locate Locate) *Workers {
	return &Workers{node: node, place: place{locate: locate}}
}

// Name is record.SourceWorkers.
func (w *Workers) Name() string { return record.SourceWorkers }

// Node is the compose service that runs the HAProxy.
func (w *Workers) Node() string { return w.node }

// Rest is the time from one poll to the next: a reload wakes it.
func (w *Workers) Rest() time.Duration {
	if w.old {
		return workersOld
	}
	return workersRest
}

// Read asks for the workers, and each old one for its connections. That one of them does not say is no failure.
func (w *Workers) Read(ctx context.Context, s *record.Sample) error {
	u, err := w.place.where(ctx)
	if err != nil {
		return failed("workers", nil, err)
	}
	if !isSocket(u) {
		return failed("workers", u, errors.New("a master's socket is at unix:///PATH or tcp://HOST:PORT"))
	}
	answer, err := askMaster(ctx, u, "show proc")
	if err != nil {
		w.place.forget()
		return failed("workers", u, err)
	}
	all, err := showProc(string(answer))
	if err != nil {
		return failed("workers", u, err)
	}
	for i := range min(len(all.Old), mostAsked) {
		all.Old[i].CurrConns = connsOf(ctx, u, all.Old[i].Pid)
	}
	w.old, s.Workers = len(all.Old) > 0, all
	return nil
}

// connsOf asks a worker for its connections, through the master; -1 if it does not say.
func connsOf(ctx context.Context, u *url.URL, pid int) int64 {
	info, err := askMaster(ctx, u, "@!"+strconv.Itoa(pid)+" show info")
	if err != nil {
		return -1
	}
	for line := range strings.Lines(string(info)) {
		if value, ok := strings.CutPrefix(line, "CurrConns: "); ok {
			if n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64); err == nil && n >= 0 {
				return n
			}
		}
	}
	return -1
}

// errNoMaster means that a socket answered, and not as a master does.
var errNoMaster = errors.New("this is not the socket of a master: it does not list processes (compare -S in HAProxy's command)")

// showProc reads the answer to "show proc". Versions have other columns between the type and the uptime, whose headings name
// them: "<relative PID>" until 2.4.
func showProc(text string) (*record.Workers, error) {
	w := &record.Workers{Reloads: -1, Failed: -1}
	var columns []string
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#<"):
			columns = headings(line)
			continue
		case strings.HasPrefix(line, "#"):
			section = line
			continue
		}
		line, failures := cutFailed(strings.Replace(line, "[was: ", "", 1)) // "[was: 1]" is a relative PID
		p, ok := procOf(columns, strings.Fields(line))
		switch {
		case !ok:
		case section == "" && p.kind == "master":
			w.Master, w.Reloads, w.Failed = p.Pid, p.reloads, failures
		case section == "# old workers":
			w.Old = append(w.Old, p.Worker)
		case section == "# workers" && w.Pid == 0:
			w.Pid, w.Uptime = p.Pid, p.Uptime
		}
	}
	if w.Master == 0 {
		return nil, errNoMaster
	}
	return w, nil
}

// headings are the columns of "#<PID>   <type>   <reloads> ...".
func headings(line string) (all []string) {
	for part := range strings.SplitSeq(line, "<") {
		if name, _, ok := strings.Cut(part, ">"); ok {
			all = append(all, name)
		}
	}
	return all
}

// cutFailed takes "[failed: 1]" out of a line; -1 if it has none.
func cutFailed(line string) (rest string, failures int64) {
	before, after, ok := strings.Cut(line, "[failed:")
	number, end, closed := strings.Cut(after, "]")
	if !ok || !closed {
		return line, -1
	}
	failures, err := strconv.ParseInt(strings.TrimSpace(number), 10, 32)
	if err != nil || failures < 0 {
		failures = -1
	}
	return before + end, failures
}

// proc is a line of "show proc".
type proc struct {
	record.Worker
	kind    string
	reloads int64 // -1 when not known
}

func procOf(columns, words []string) (p proc, ok bool) {
	p.CurrConns, p.reloads = -1, -1
	for i, name := range columns {
		if i >= len(words) {
			break
		}
		n, err := strconv.ParseInt(words[i], 10, 32)
		switch {
		case name == "type":
			p.kind = words[i]
		case name == "PID" && err == nil:
			p.Pid = int(n)
		case name == "reloads" && err == nil:
			p.reloads = n
		case name == "uptime":
			p.Uptime = procUptime(words[i])
		}
	}
	return p, p.Pid > 0
}

// procUptime reads "0d00h00m39s" as seconds; 0 if it is none.
func procUptime(text string) int64 {
	var parts [][]byte
	for _, unit := range []string{"d", "h", "m", "s"} {
		number, rest, ok := strings.Cut(text, unit)
		if !ok {
			return 0
		}
		parts, text = append(parts, []byte(number)), rest
	}
	return int64(uptime(parts) / time.Second)
}
