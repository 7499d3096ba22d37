package record

// field is the value of one of Fields in a row.
func (t *Table) field(row, i int) Value {
	if i < Numbers && t.rows[row].Blank&(1<<i) != 0 {
		return Value{}
	}
	switch at := t.place(row, &Fields[i]).(type) {
	case *int64:
		return Value{N: *at, Number: true}
	case *string:
		return Value{Text: *at}
	}
	switch name := Fields[i].Name; name {
	case "status":
		return Value{Text: t.Status(row).Text}
	case "type":
		return Value{N: int64(t.rows[row].Kind), Number: true}
	case "act", "bck":
		s := t.Server(row)
		return Value{N: flag(s != nil && s.Backup == (name == "bck")), Number: true}
	}
	return Value{Number: i < Numbers}
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// place is the location of a column's value in a row: an *int64, a *string, or nothing.
func (t *Table) place(row int, f *Field) any {
	if f.Counter != nil {
		return f.Counter(t.Counters(row))
	}
	at, kind := t.at[row], t.rows[row].Kind
	switch {
	case kind == RowServer && f.Server != nil:
		return f.Server(&t.Servers[at])
	case kind == RowListener && f.Listener != nil:
		return f.Listener(&t.Listeners[at])
	case kind <= RowBackend && f.Proxy != nil:
		return f.Proxy(&t.Proxies[at])
	}
	return nil
}

// Counters returns the counters of a row.
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

// Status returns the status of a row.
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

// Name returns a row's two names.
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
