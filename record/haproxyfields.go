package record

import "strings"

// Field is a column of "show stat" that rows have a field for.
type Field struct {
	Name  string
	Scope string                  // the rows that have it: L listener, F frontend, B backend, S server (management.txt 9.1)
	count func(c *Counters) int64 // nil for what is no field of Counters
}

// Fields are all of them: the numbers, then the texts. The place of a number is its bit in Row.Blank, which recordings
// hold: new ones go to the end of the numbers, and there is room for 63.
var Fields = [...]Field{
	{"qcur", "BS", func(c *Counters) int64 { return c.Qcur }},
	{"qmax", "BS", func(c *Counters) int64 { return c.Qmax }},
	{"scur", "LFBS", func(c *Counters) int64 { return c.Scur }},
	{"smax", "LFBS", func(c *Counters) int64 { return c.Smax }},
	{"slim", "LFBS", func(c *Counters) int64 { return c.Slim }},
	{"stot", "LFBS", func(c *Counters) int64 { return c.Stot }},
	{"bin", "LFBS", func(c *Counters) int64 { return c.Bin }},
	{"bout", "LFBS", func(c *Counters) int64 { return c.Bout }},
	{"dreq", "LFB", func(c *Counters) int64 { return c.Dreq }},
	{"dresp", "LFBS", func(c *Counters) int64 { return c.Dresp }},
	{"ereq", "LF", func(c *Counters) int64 { return c.Ereq }},
	{"econ", "BS", func(c *Counters) int64 { return c.Econ }},
	{"eresp", "BS", func(c *Counters) int64 { return c.Eresp }},
	{"wretr", "BS", func(c *Counters) int64 { return c.Wretr }},
	{"wredis", "BS", func(c *Counters) int64 { return c.Wredis }},
	{"weight", "BS", nil},
	{"act", "BS", nil},
	{"bck", "BS", nil},
	{"chkfail", "S", nil},
	{"chkdown", "BS", nil},
	{"lastchg", "BS", func(c *Counters) int64 { return c.Lastchg }},
	{"downtime", "BS", func(c *Counters) int64 { return c.Downtime }},
	{"qlimit", "S", nil},
	{"iid", "LFBS", nil},
	{"sid", "LS", nil},
	{"throttle", "S", nil},
	{"lbtot", "BS", func(c *Counters) int64 { return c.Lbtot }},
	{"type", "LFBS", nil},
	{"rate", "FBS", func(c *Counters) int64 { return c.Rate }},
	{"rate_lim", "F", func(c *Counters) int64 { return c.RateLim }},
	{"rate_max", "FBS", func(c *Counters) int64 { return c.RateMax }},
	{"check_code", "S", nil},
	{"check_duration", "S", nil},
	{"hrsp_1xx", "FBS", func(c *Counters) int64 { return c.Hrsp1xx }},
	{"hrsp_2xx", "FBS", func(c *Counters) int64 { return c.Hrsp2xx }},
	{"hrsp_3xx", "FBS", func(c *Counters) int64 { return c.Hrsp3xx }},
	{"hrsp_4xx", "FBS", func(c *Counters) int64 { return c.Hrsp4xx }},
	{"hrsp_5xx", "FBS", func(c *Counters) int64 { return c.Hrsp5xx }},
	{"hrsp_other", "FBS", func(c *Counters) int64 { return c.HrspOther }},
	{"cli_abrt", "BS", func(c *Counters) int64 { return c.CliAbrt }},
	{"srv_abrt", "BS", func(c *Counters) int64 { return c.SrvAbrt }},
	{"lastsess", "BS", func(c *Counters) int64 { return c.Lastsess }},
	{"qtime", "BS", func(c *Counters) int64 { return c.Qtime }},
	{"ctime", "BS", func(c *Counters) int64 { return c.Ctime }},
	{"rtime", "BS", func(c *Counters) int64 { return c.Rtime }},
	{"ttime", "BS", func(c *Counters) int64 { return c.Ttime }},
	{"check_rise", "S", nil},
	{"check_fall", "S", nil},
	{"check_health", "S", nil},
	{"connect", "BS", func(c *Counters) int64 { return c.Connect }},
	{"reuse", "BS", func(c *Counters) int64 { return c.Reuse }},
	{"pxname", "LFBS", nil},
	{"svname", "LFBS", nil},
	{"status", "LFBS", nil},
	{"check_status", "S", nil},
	{"last_chk", "S", nil},
	{"tracked", "S", nil},
	{"addr", "LS", nil},
	{"mode", "LFBS", nil},
	{"algo", "B", nil},
}

// numbers is how many of Fields are such.
const numbers = 51

// fieldNames are the places of Fields.
var fieldNames = func() map[string]int {
	m := map[string]int{}
	for i := range Fields {
		m[Fields[i].Name] = i
	}
	return m
}()

// outside are the bits of the numbers that a row of that kind does not have.
func outside(k RowKind) (blank uint64) {
	for i := range numbers {
		if !strings.Contains(Fields[i].Scope, string("FBSL"[k&3])) {
			blank |= 1 << i
		}
	}
	return blank
}

// field is what stands in a row of one of Fields.
func (t *Table) field(row, i int) Value {
	switch r := &t.rows[row]; {
	case i >= numbers:
		return Value{Text: t.text(row, Fields[i].Name)}
	case r.Blank&(1<<i) != 0:
		return Value{}
	case Fields[i].count != nil:
		return Value{N: Fields[i].count(t.Counters(row)), Number: true}
	case Fields[i].Name == "type":
		return Value{N: int64(r.Kind), Number: true}
	}
	return Value{N: t.number(row, Fields[i].Name), Number: true}
}

// Counters are those of a row.
func (t *Table) Counters(row int) *Counters {
	at := t.at[row]
	switch t.rows[row].Kind {
	case RowServer:
		return &t.Servers[at].Counters
	case RowListener:
		return &t.Listeners[at].Counters
	}
	return &t.Proxies[at].Counters
}

// Status is that of a row.
func (t *Table) Status(row int) Status {
	at := t.at[row]
	switch t.rows[row].Kind {
	case RowServer:
		return t.Servers[at].Status
	case RowListener:
		return t.Listeners[at].Status
	}
	return t.Proxies[at].Status
}

// Name is a row's two names.
func (t *Table) Name(row int) (pxname, svname string) {
	at := t.at[row]
	switch t.rows[row].Kind {
	case RowServer:
		return t.Servers[at].Pxname, t.Servers[at].Svname
	case RowListener:
		return t.Listeners[at].Pxname, t.Listeners[at].Svname
	}
	return t.Proxies[at].Pxname, t.Proxies[at].Svname
}

func (t *Table) text(row int, name string) string {
	switch px, sv := t.Name(row); name {
	case "pxname":
		return px
	case "svname":
		return sv
	case "status":
		return t.Status(row).Text
	}
	if s := t.Server(row); s != nil {
		return s.text(name)
	}
	if p := t.Proxy(row); p != nil {
		return map[string]string{"mode": p.Mode, "algo": p.Algo}[name]
	}
	l := t.Listener(row)
	return map[string]string{"mode": l.Mode, "addr": l.Addr}[name]
}

func (s *Server) text(name string) string {
	switch name {
	case "check_status":
		return s.CheckStatus
	case "last_chk":
		return s.LastChk
	case "tracked":
		return s.Tracked
	case "addr":
		return s.Addr
	case "mode":
		return s.Mode
	}
	return ""
}

func (t *Table) number(row int, name string) int64 {
	if s := t.Server(row); s != nil {
		return s.number(name)
	}
	if p := t.Proxy(row); p != nil {
		return map[string]int64{"weight": p.Weight, "act": p.Act, "bck": p.Bck, "chkdown": p.Chkdown, "iid": p.Iid}[name]
	}
	l := t.Listener(row)
	return map[string]int64{"iid": l.Iid, "sid": l.Sid}[name]
}

func (s *Server) number(name string) int64 {
	switch name {
	case "weight":
		return s.Weight
	case "act", "bck":
		if s.Backup == (name == "bck") {
			return 1
		}
		return 0
	case "chkfail":
		return s.Chkfail
	case "chkdown":
		return s.Chkdown
	case "qlimit":
		return s.Qlimit
	case "iid":
		return s.Iid
	case "sid":
		return s.Sid
	case "throttle":
		return s.Throttle
	case "check_code":
		return s.CheckCode
	case "check_duration":
		return s.CheckDuration
	case "check_rise":
		return s.CheckRise
	case "check_fall":
		return s.CheckFall
	case "check_health":
		return s.CheckHealth
	}
	return 0
}
