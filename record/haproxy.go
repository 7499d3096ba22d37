package record

// HAProxy is one reading of the stats page: every row of it, in page order, and every column.
//
// The columns that hadash understands are fields of the rows. All others are in More, so that nothing is lost; Value
// returns any of them by name.
type HAProxy struct {
	Version   string // "3.0.11", "" when the page hides it
	Pid       int    // of the process that answered; 0 when not known
	Uptime    int64  // seconds since that process started; 0 when not known
	Proxies   []Proxy
	Servers   []Server
	Listeners []Listener
	Process   *Process // as last asked, some seconds ago at most; nil when not known

	Columns []string // every column of the page, by HAProxy's name, in its order; nil in older recordings
	Rows    []Row    // every row of the page, in its order; nil as Columns
	More    []Column // the columns for which rows have no field

	Unread string // which rows of the page could not be read and are skipped, and why; "" when all were read
}

// Process is what a HAProxy says of itself as a whole. A number that it does not say is -1.
type Process struct {
	Maxconn, CurrConns int64 // connections of clients: allowed, and open now
	Idle               int64 // the share of its time in which it had nothing to do, in percent
}

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

// Counters are the columns of "show stat" that frontends, backends and servers share
// (management.txt 9.1). A column that is empty for an object, or holds a number that cannot be, reads 0. All totals count since the
// HAProxy process started: a reload begins at 0 again.
type Counters struct {
	Qcur, Qmax                  int64 // requests queued now, and at most
	Scur, Smax, Slim, Stot      int64 // sessions now, at most, allowed (0 = no limit), in total
	Bin, Bout                   int64 // bytes from clients, to clients
	Dreq, Dresp                 int64 // denied requests, responses
	Ereq, Econ, Eresp           int64 // request errors, connections that finally failed, response errors
	Wretr, Wredis               int64 // connection retries, redispatches (counted where they left)
	Lbtot                       int64 // times chosen by the balancer
	Rate, RateMax, RateLim      int64 // sessions in the last second, at most, allowed
	Hrsp1xx, Hrsp2xx, Hrsp3xx   int64 // HTTP responses by class; 0 in TCP proxies
	Hrsp4xx, Hrsp5xx, HrspOther int64
	CliAbrt, SrvAbrt            int64 // transfers the client, the server aborted
	Connect, Reuse              int64 // connection attempts to servers, reused connections
	Qtime, Ctime, Rtime, Ttime  int64 // averages over the last 1024 sessions, ms
	Lastsess                    int64 // seconds since the last session, -1 = never
	Lastchg                     int64 // seconds since the last UP/DOWN change
	Downtime                    int64 // seconds down, in total
}

// Proxy is a row of type 0 (frontend) or 1 (backend).
type Proxy struct {
	Pxname, Svname string // Svname is FRONTEND or BACKEND
	Iid            int64  // proxy id: stable across polls of one process
	Frontend       bool
	Mode, Algo     string // "tcp", "roundrobin"
	Status         Status
	Weight         int64
	Act, Bck       int64 // usable active, backup servers (backends)
	Chkdown        int64 // UP to DOWN transitions (backends)
	Counters
}

// Server is a row of type 2: one server of a backend.
type Server struct {
	Pxname, Svname string
	Iid, Sid       int64  // proxy id, server id: stable across polls of one process
	Addr           string `text:"address"` // ip:port, "" unless "stats show-legends" is set
	Mode           string // "tcp", "http"
	Status         Status
	Weight         int64
	Backup         bool
	Chkfail        int64  // failed checks while it was up
	Chkdown        int64  // UP to DOWN transitions
	CheckStatus    string // L4OK, L7TOUT, ...; without the "* " of a running check
	CheckCode      int64  // layer 5-7 code
	CheckDuration  int64  // of the last check, ms
	CheckRise      int64
	CheckFall      int64
	CheckHealth    int64
	LastChk        string // text of the last check
	Tracked        string // backend/server whose checks it follows
	Throttle       int64  // slowstart percentage, 0 when not ramping
	Qlimit         int64  // maxqueue, 0 = none
	Counters
}

// Listener is a row of type 3: one address that a frontend listens on. HAProxy counts its sessions separately only with
// "option socket-stats".
type Listener struct {
	Pxname, Svname string
	Iid, Sid       int64
	Addr           string `text:"address"`
	Mode           string
	Status         Status
	Counters
}

// Initializing is the check status of a server that was not checked yet since HAProxy started.
const Initializing = "INI"

// Untried reports whether HAProxy takes a server for UP that it has not checked yet, as a new process does: without a state file
// it does not know what the process before it knew.
func (s *Server) Untried() bool { return s.CheckStatus == Initializing && s.Status.State == Up }

// Name returns the server's name in HAProxy's logs: backend/server.
func (s *Server) Name() string { return s.Pxname + "/" + s.Svname }

// Find returns the server of that backend and name.
func (h *HAProxy) Find(pxname, svname string) *Server {
	for i := range h.Servers {
		if s := &h.Servers[i]; s.Svname == svname && s.Pxname == pxname {
			return s
		}
	}
	return nil
}
