package record

// Workers is what the master process of a HAProxy says of its workers, by "show proc" of its own socket (management.txt,
// "Master CLI").
type Workers struct {
	Master  int      // the master's pid
	Pid     int      // of the worker that takes new connections; 0 when there is none
	Uptime  int64    // seconds since that worker started
	Reloads int64    // of the master since it started, those that failed too; -1 when not known
	Failed  int64    // reloads that failed since the last one that did not; -1 when it does not say (before HAProxy 2.5)
	Old     []Worker // workers of earlier configurations that still end their sessions, the youngest first
}

// Worker is a process that takes no new connections any more.
type Worker struct {
	Pid       int
	Uptime    int64 // seconds since it started
	CurrConns int64 // connections of clients that it still has; -1 when not known
}

// Conns is how many connections the old workers still have; false if one of them does not say.
func (w *Workers) Conns() (n int64, known bool) {
	known = true
	for i := range w.Old {
		if w.Old[i].CurrConns < 0 {
			known = false
			continue
		}
		n = Sum(n, w.Old[i].CurrConns)
	}
	return n, known
}

// Find returns the old worker with a pid; nil if there is none.
func (w *Workers) Find(pid int) *Worker {
	for i := range w.Old {
		if w.Old[i].Pid == pid {
			return &w.Old[i]
		}
	}
	return nil
}
