package record

import "time"

// Access is a line of nginx's access log.
type Access struct {
	At time.Time // when nginx ended the request ($msec); zero when the line does not say
	// How much later it may have ended, if the log's clock has whole seconds only.
	Within    time.Duration `json:",omitzero"`
	Status    int           // 0 when nothing was answered, 9 when the answer was no HTTP
	Method    string
	URI       string
	Took      time.Duration
	Untimed   bool      `json:",omitzero"` // the log does not say how long it took
	Own       bool      `json:",omitzero"` // sent by hadash, by its User-Agent: no client's request, and in no sum
	Upstreams []Attempt // one per server tried, in order
	// The log names the upstream servers, and the request was sent to none of them: nginx answered it itself.
	Unsent bool `json:",omitzero"`
}

// Attempt is one try of nginx at one upstream server.
type Attempt struct {
	Addr   string `text:"address"`
	Status int    // 0 when it never answered, StatusUnknown when the log does not have it
	Took   time.Duration
	// The group, counted from 0, among those that the request was sent to one after another. nginx begins the next
	// after an internal redirect (X-Accel-Redirect, error_page), not because a server failed.
	Group int `json:",omitzero"`
}

// Answered reports whether the server itself answered, as far as the log tells: nginx writes 502 and 504 also for a server that gave no
// answer, so these are no answers.
func (a *Attempt) Answered() bool { return a.Status >= 100 && a.Status != 502 && a.Status != 504 }

// StatusUnknown is the status of an attempt for which the log has none.
const StatusUnknown = -1

// ClientLeft reports whether the client gave the request up before it was answered: nginx logs 499. It may have had enough, or its own
// time limit may be over.
func (a *Access) ClientLeft() bool { return a.Status == clientLeft }

// clientLeft is nginx's status of a request that the client gave up.
const clientLeft = 499

// Lost reports whether the i-th attempt failed: nginx went on to the next server of the group, or the answer was a 5xx,
// or there was none. A request that the client gave up is no server's failure, nor is a 403 or 404 after which another
// server is tried (proxy_next_upstream http_404).
func (a *Access) Lost(i int) bool {
	status := a.Upstreams[i].Status
	last := i == len(a.Upstreams)-1
	switch {
	case !last && a.Upstreams[i+1].Group == a.Upstreams[i].Group:
		return status != 403 && status != 404
	case status == StatusUnknown:
		return last && a.Status >= 500
	}
	return status >= 500 || status == 0 && a.Status != clientLeft
}

// Left reports whether the i-th attempt failed and nginx tried another server of its group: nginx counts that against
// the server (max_fails). For the last attempt the log does not show it.
func (a *Access) Left(i int) bool {
	return i < len(a.Upstreams)-1 && a.Upstreams[i+1].Group == a.Upstreams[i].Group && a.Lost(i)
}

// Troubled reports whether an attempt failed.
func (a *Access) Troubled() bool {
	for i := range a.Upstreams {
		if a.Lost(i) {
			return true
		}
	}
	return false
}

// Absorbed returns how many attempts failed of a request that another one then answered: failures that the client never
// saw.
func (a *Access) Absorbed() int {
	last := len(a.Upstreams) - 1
	if last < 1 || a.Status >= 500 || a.Upstreams[last].Status == 0 || a.Lost(last) {
		return 0
	}
	n := 0
	for i := range a.Upstreams[:last] {
		if a.Lost(i) {
			n++
		}
	}
	return n
}
