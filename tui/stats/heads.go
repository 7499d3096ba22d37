package stats

// head is how a column is shown: under the title of its group, with a short name, as HAProxy's own page has it.
type head struct {
	csv, group, short string
	w                 int // cells, with a blank before numbers and behind texts
}

// heads are the columns that are shown, where the page has them, in their order.
var heads = []head{
	{"status", "", "state", 11}, {"check_status", "", "check", 8}, {"check_duration", "", "took", 8},
	{"qcur", "queue", "cur", 4}, {"qmax", "queue", "max", 4},
	{"scur", "sessions", "cur", 5}, {"smax", "sessions", "max", 4}, {"slim", "sessions", "lim", 5}, {"stot", "sessions", "total", 6}, {"lbtot", "sessions", "given", 6}, {"rate", "sessions", "/s", 4},
	{"rate_max", "sessions", "max/s", 6},
	{"bin", "bytes", "in", 5}, {"bout", "bytes", "out", 5},
	{"econ", "errors", "con", 4}, {"eresp", "errors", "rsp", 4}, {"ereq", "errors", "req", 4},
	{"wretr", "warn", "retr", 5}, {"wredis", "warn", "redp", 5},
	{"dreq", "", "dreq", 5}, {"dresp", "", "dresp", 6}, {"cli_abrt", "aborts", "cli", 4}, {"srv_abrt", "aborts", "srv", 4},
	{"hrsp_1xx", "responses", "1xx", 5}, {"hrsp_2xx", "responses", "2xx", 5}, {"hrsp_3xx", "responses", "3xx", 5}, {"hrsp_4xx", "responses", "4xx", 5}, {"hrsp_5xx", "responses", "5xx", 5},
	{"qtime", "average ms, last 1024", "qtime", 6}, {"ctime", "average ms, last 1024", "ctime", 6}, {"rtime", "average ms, last 1024", "rtime", 6}, {"ttime", "average ms, last 1024", "ttime", 6},
	{"weight", "server", "wt", 4}, {"act", "server", "act", 4}, {"bck", "server", "bck", 4}, {"chkfail", "server", "chk", 4}, {"chkdown", "server", "dwn", 4},
	{"lastchg", "server", "for", 5}, {"downtime", "server", "down", 5},
	{"last_chk", "", "last check", 20}, {"addr", "", "address", 22},
}

// decisive are these columns again: where not all of them fit the first ones are in sight, and the others sideways.
var decisive = []string{
	"status", "check_status", "scur", "rate", "econ", "wretr", "lastchg", "stot", "eresp", "wredis", "qcur", "smax", "bin", "bout", "chkfail", "downtime",
	"weight", "act", "chkdown", "slim", "qmax", "check_duration", "hrsp_5xx", "srv_abrt", "cli_abrt", "ctime", "rtime", "bck", "lbtot", "hrsp_4xx", "qtime",
	"ttime", "hrsp_2xx", "hrsp_3xx", "hrsp_1xx", "ereq", "dreq", "dresp", "rate_max", "last_chk", "addr",
}

// Usual are the default columns.
var Usual = func() (names []string) {
	for i := range heads {
		names = append(names, heads[i].csv)
	}
	return names
}()

// headAt and decisiveAt are the places of columns among heads and decisive.
var headAt, decisiveAt = placesOf(Usual), placesOf(decisive)

func placesOf(names []string) map[string]int {
	at := map[string]int{}
	for i, name := range names {
		at[name] = i
	}
	return at
}

// headOf is how a column is shown; one that has no short name has its own.
func headOf(name string) head {
	if i, ok := headAt[name]; ok {
		return heads[i]
	}
	return head{name, "", name, max(len(name)+2, 7)}
}

// As is the name of a column as the table shows it: "sessions cur"; "" where that is its own.
func As(name string) string {
	switch h := headOf(name); {
	case h.short == name:
		return ""
	case h.group != "":
		return h.group + " " + h.short
	default:
		return h.short
	}
}
