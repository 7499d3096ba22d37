package collectors

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

func capture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if b, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func pages(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/*/*.csv*")
	if err != nil || len(names) < 7 {
		t.Fatalf("captured pages: %v, %v", names, err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		rel, _ := filepath.Rel("testdata", name)
		all[rel] = capture(t, rel)
	}
	return all
}

// byEncodingCSV is a second implementation of parse: encoding/csv, a map per row, strconv.
func byEncodingCSV(page []byte) (*record.HAProxy, error) {
	r := csv.NewReader(bytes.NewReader(page))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	h := &record.HAProxy{}
	rows[0][0] = strings.TrimPrefix(rows[0][0], "# ")
	for _, name := range rows[0] {
		if name != "-" && name != "" {
			h.Columns = append(h.Columns, name)
		}
	}
	h.More = moreByStrconv(rows)
	for _, row := range rows[1:] {
		f := map[string]string{}
		for i, name := range rows[0] {
			if name == "-" {
				break
			}
			if i < len(row) {
				f[strings.TrimPrefix(name, "# ")] = row[i]
			}
		}
		n := func(name string) int64 {
			v, _ := strconv.ParseInt(f[name], 10, 64)
			return v
		}
		c := record.Counters{
			Qcur: n("qcur"), Qmax: n("qmax"), Scur: n("scur"), Smax: n("smax"), Slim: n("slim"), Stot: n("stot"),
			Bin: n("bin"), Bout: n("bout"), Dreq: n("dreq"), Dresp: n("dresp"), Ereq: n("ereq"), Econ: n("econ"), Eresp: n("eresp"),
			Wretr: n("wretr"), Wredis: n("wredis"), Lbtot: n("lbtot"), Rate: n("rate"), RateMax: n("rate_max"), RateLim: n("rate_lim"),
			Hrsp1xx: n("hrsp_1xx"), Hrsp2xx: n("hrsp_2xx"), Hrsp3xx: n("hrsp_3xx"), Hrsp4xx: n("hrsp_4xx"), Hrsp5xx: n("hrsp_5xx"), HrspOther: n("hrsp_other"),
			CliAbrt: n("cli_abrt"), SrvAbrt: n("srv_abrt"), Connect: n("connect"), Reuse: n("reuse"),
			Qtime: n("qtime"), Ctime: n("ctime"), Rtime: n("rtime"), Ttime: n("ttime"),
			Lastsess: n("lastsess"), Lastchg: n("lastchg"), Downtime: n("downtime"),
		}
		status := record.ParseStatus(f["status"])
		r := record.Row{Kind: record.RowKind(n("type"))}
		for i, field := range record.Fields[:record.Numbers] {
			if f[field.Name] == "" {
				r.Blank |= 1 << i
			}
		}
		h.Rows = append(h.Rows, r)
		switch f["type"] {
		case "0", "1":
			h.Proxies = append(h.Proxies, record.Proxy{Pxname: f["pxname"], Svname: f["svname"], Iid: n("iid"), Frontend: f["type"] == "0", Mode: f["mode"],
				Algo: f["algo"], Status: status, Weight: n("weight"), Act: n("act"), Bck: n("bck"), Chkdown: n("chkdown"), Counters: c})
		case "2":
			if strings.TrimPrefix(f["check_status"], "* ") == "INI" && strings.HasPrefix(f["status"], "UP ") {
				status.State = record.Up // not checked yet
			}
			h.Servers = append(h.Servers, record.Server{Pxname: f["pxname"], Svname: f["svname"], Iid: n("iid"), Sid: n("sid"), Addr: f["addr"], Mode: f["mode"],
				Status: status, Weight: n("weight"), Backup: f["bck"] == "1", Chkfail: n("chkfail"), Chkdown: n("chkdown"),
				CheckStatus: strings.TrimPrefix(f["check_status"], "* "), CheckCode: n("check_code"), CheckDuration: n("check_duration"),
				CheckRise: n("check_rise"), CheckFall: n("check_fall"), CheckHealth: n("check_health"), LastChk: f["last_chk"],
				Tracked: f["tracked"], Throttle: n("throttle"), Qlimit: n("qlimit"), Counters: c})
		case "3":
			h.Listeners = append(h.Listeners, record.Listener{Pxname: f["pxname"], Svname: f["svname"], Iid: n("iid"), Sid: n("sid"),
				Addr: f["addr"], Mode: f["mode"], Status: status, Counters: c})
		}
	}
	return h, nil
}

// moreByStrconv returns the columns that rows have no field for: as numbers if all cells are written as strconv would
// write them.
func moreByStrconv(rows [][]string) (more []record.Column) {
	for i, name := range rows[0] {
		if columnNames[name].kind != 0 || name == "-" || name == "" {
			continue
		}
		col := record.Column{Name: name}
		texts, numbers, all, none := []string{}, []int64{}, true, true
		for _, row := range rows[1:] {
			text := ""
			if i < len(row) {
				text = row[i]
			}
			n, err := strconv.ParseInt(text, 10, 64)
			if text == "" {
				n = record.Empty
			}
			all = all && (text == "" || err == nil && strconv.FormatInt(n, 10) == text)
			none = none && text == ""
			texts, numbers = append(texts, text), append(numbers, n)
		}
		switch {
		case !all:
			col.Texts = texts
		case !none:
			col.Numbers = numbers
		}
		more = append(more, col)
	}
	return more
}

// Every cell of a page is found by its column's name, as HAProxy wrote it.
func TestStatsTableHasEveryCell(t *testing.T) {
	for name, page := range pages(t) {
		var c statsCSV
		h, err := c.parse(page)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(page)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		table := h.Table()
		if table.Len() != len(rows)-1 {
			t.Fatalf("%s: %d rows, want %d", name, table.Len(), len(rows)-1)
		}
		for i, row := range rows[1:] {
			for j, column := range rows[0] {
				if column == "-" || column == "" {
					continue
				}
				v := table.Value(i, table.Find(strings.TrimPrefix(column, "# ")))
				if v.Number {
					v.Text = strconv.FormatInt(v.N, 10)
				}
				if want := strings.TrimPrefix(row[j], "* "); v.Text != want {
					t.Errorf("%s: line %d, %s: %q, want %q", name, i+2, column, v.Text, want)
				}
			}
		}
	}
}

// Fields lists first the numbers and then the texts, as many as a row has room for: the place of a number is its bit in
// Row.Blank.
func TestFieldsAreInTheOrderOfTheirBits(t *testing.T) {
	if n := len(record.Fields) - record.Numbers; n != textCount {
		t.Errorf("%d texts, and a row has room for %d", n, textCount)
	}
	for i, f := range record.Fields {
		want := column{kindNumber, uint8(i)}
		if i >= record.Numbers {
			want = column{kindText, uint8(i - record.Numbers)}
		}
		if columnNames[f.Name] != want {
			t.Errorf("%s: %v, want %v", f.Name, columnNames[f.Name], want)
		}
		for _, at := range []any{inProxy(f), inServer(f), inListener(f)} {
			if _, text := at.(*string); at != nil && text != (i >= record.Numbers) {
				t.Errorf("%s: its field is a %T", f.Name, at)
			}
		}
	}
}

func inProxy(f record.Field) any {
	if f.Proxy == nil {
		return nil
	}
	return f.Proxy(&record.Proxy{})
}

func inServer(f record.Field) any {
	if f.Server == nil {
		return nil
	}
	return f.Server(&record.Server{})
}

func inListener(f record.Field) any {
	if f.Listener == nil {
		return nil
	}
	return f.Listener(&record.Listener{})
}

// One parser parses all pages one after the other: nothing of a page may show in the next.
func TestStatsCSVAgreesWithEncodingCSV(t *testing.T) {
	var c statsCSV
	for range 2 {
		for name, page := range pages(t) {
			want, err := byEncodingCSV(page)
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.parse(page)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: (-encoding/csv +got)\n%s", name, diff)
			}
			if len(got.Servers) < 3 || got.Servers[0].Status.Text == "" {
				t.Errorf("%s: %d servers", name, len(got.Servers))
			}
		}
	}
}

// A result is not changed when the parser parses its next page.
func TestStatsCSVGivesOutWhatIsLeftAlone(t *testing.T) {
	var c statsCSV
	first, err := c.parse(capture(t, "haproxy-3.0.0/all-up.csv"))
	if err != nil {
		t.Fatal(err)
	}
	want, _ := byEncodingCSV(capture(t, "haproxy-3.0.0/all-up.csv"))
	for _, page := range pages(t) {
		if _, err := c.parse(page); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("(-when it was parsed +later)\n%s", diff)
	}
}

// Another HAProxy answers, with fewer columns: no value of the first one may stay.
func TestStatsCSVForgetsAColumnThatIsGone(t *testing.T) {
	var c statsCSV
	for _, page := range []string{
		"# pxname,svname,status,last_chk,type,-,\nb,s,UP,refused,2,-,\n",
		"# pxname,svname,status,type,-,\nb,s,UP,2,-,\n",
	} {
		h, err := c.parse([]byte(page))
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.Contains(page, "refused"); (h.Servers[0].LastChk != "") != want {
			t.Errorf("%q: last check %q", page, h.Servers[0].LastChk)
		}
	}
}

const head = "# pxname,svname,qcur,status,weight,last_chk,type,new_column,-,scur,\n"

func TestStatsCSVForms(t *testing.T) {
	for name, c := range map[string]struct {
		rows string
		want record.Server
	}{
		"quotes":           {`b,s,1,UP,1,"say ""hi"", twice",2,x,-,9,` + "\n", record.Server{LastChk: `say "hi", twice`}},
		"a line in quotes": {"b,s,1,UP,1,\"two\nlines\",2,x,-,9,\n", record.Server{LastChk: "two lines"}},
		"no check":         {"b,s,1,UP,1,,2,x,-,9,\n", record.Server{}},
		"a quoted number":  {`b,s,"1",UP,1,,2,x,-,9,` + "\n", record.Server{}},
		"an empty line":    {"\nb,s,1,UP,1,,2,x,-,9,\n\n", record.Server{}},
		"few fields":       {"b,s,1,UP,1,,2\n", record.Server{}},
		"many fields":      {"b,s,1,UP,1,,2,x,-,9,1,2,3,4,5\n", record.Server{}},
		"an escape":        {"b,s,1,UP,1,\x1b[31mred,2,x,-,9,\n", record.Server{LastChk: "red"}},
	} {
		var r statsCSV
		got, err := r.parse([]byte(head + c.rows))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := c.want
		want.Pxname, want.Svname, want.Qcur, want.Weight, want.Status = "b", "s", 1, 1, record.ParseStatus("UP")
		if diff := cmp.Diff([]record.Server{want}, got.Servers); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

// A total beyond int64 is limited to its largest value. HAProxy prints a gauge that fell below 0 as 2^64-1: it is not
// known, and must not make the page unreadable.
func TestStatsCSVNumbers(t *testing.T) {
	type cell struct {
		n     int64
		known bool
	}
	const most = 1<<63 - 1
	for field, want := range map[string]struct{ qcur, stot, lastsess, lastchg cell }{
		"":                                       {},
		"0":                                      {cell{0, true}, cell{0, true}, cell{0, true}, cell{0, true}},
		"12.75":                                  {cell{12, true}, cell{12, true}, cell{12, true}, cell{12, true}},
		"-1":                                     {lastsess: cell{-1, true}},
		"-2":                                     {},
		"4294967294":                             {cell{4294967294, true}, cell{4294967294, true}, cell{4294967294, true}, cell{4294967294, true}},
		"4294967295":                             {cell{}, cell{4294967295, true}, cell{4294967295, true}, cell{4294967295, true}},
		"4294967296":                             {stot: cell{4294967296, true}},
		"9223372036854775807":                    {stot: cell{most, true}},
		"9223372036854775808":                    {stot: cell{most, true}},
		"-9223372036854775808":                   {},
		"18446744073709551615":                   {stot: cell{most, true}},
		"18446744073709551616":                   {stot: cell{most, true}},
		"99999999999999999999999999999999999999": {stot: cell{most, true}},
	} {
		var r statsCSV
		h, err := r.parse([]byte("# pxname,svname,qcur,stot,lastsess,lastchg,status,type,\n" + strings.Replace("b,s,N,N,N,N,UP,2,\n", "N", field, 4)))
		if err != nil {
			t.Fatalf("%q: %v", field, err)
		}
		table := h.Table()
		for name, want := range map[string]cell{"qcur": want.qcur, "stot": want.stot, "lastsess": want.lastsess, "lastchg": want.lastchg} {
			if v := table.Value(0, table.Find(name)); v.N != want.n || v.Number != want.known {
				t.Errorf("%s %q: %+v, want %+v", name, field, v, want)
			}
		}
	}
}

// The memory and time that parsing takes are limited by the largest valid page, and not by what a server sends.
func TestStatsCSVIsBounded(t *testing.T) {
	for name, c := range map[string]struct{ header, row, want string }{
		"rows":         {"# pxname,svname,status,type\n", "b,s,UP,2\n", "the page has more than 16384 rows"},
		"later rows":   {"# pxname,svname,status,type\n", "b,s,UP,9\n", "the page has more than 16384 rows"},
		"nothing":      {"# pxname,svname,status,type\n", ",\n", "the page has more than 16384 rows"},
		"columns":      {"# pxname,svname,status,type" + strings.Repeat(",a", 1<<20) + "\n", "b,s,UP,2\n", "the page has more than 1000 columns"},
		"many columns": {"# pxname,svname,status,type" + strings.Repeat(",a,scur", 400) + "\n", "b,s,UP,2\n", "the page has more than 16384 rows"},
	} {
		page := []byte(c.header + strings.Repeat(c.row, 4<<20/len(c.row)))
		var before, after runtime.MemStats
		var r statsCSV
		runtime.ReadMemStats(&before)
		if got, err := r.parse(page); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, %v, want %s", name, got != nil, err, c.want)
		}
		if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 256<<20 {
			t.Errorf("%s: %d MB were allocated", name, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
	}
}

func TestStatsCSVErrors(t *testing.T) {
	whole := string(capture(t, "lab/haproxy-3.0.11.csv"))
	for name, c := range map[string]struct{ page, want string }{
		"nothing":       {"", "an empty page, not CSV"},
		"HTML":          {string(capture(t, "lab/haproxy-3.0.11.html")), "an HTML page, not CSV (compare the path with 'stats uri', and end it with ;csv)"},
		"a log-in":      {"\n <html><body>Log in", "an HTML page, not CSV (compare the path with 'stats uri', and end it with ;csv)"},
		"JSON":          {`[{"objType":"Frontend"}]`, `not HAProxy's CSV: it begins with "[{\"objType\":\"Frontend\"}]"`},
		"cut in header": {whole[:40], "the page is cut off"},
		"cut in a row":  {whole[:len(whole)-100], "line 7 (servers/BACKEND): the page is cut off"},
		"cut in quotes": {head + `b,s,1,UP,1,"abc`, "line 2: the page is cut off"},
		"no type":       {"# pxname,svname,status,-,\n", "the header has no column type"},
		"not a number":  {head + "b,s,many,UP,1,,2,x,-,9,\n", `line 2 (b/s): column 3: "many" is not a number`},
		"no name":       {head + ",s,1,UP,1,,2,x,-,9,\n", "line 2: a row without a name"},
		"an empty type": {head + "b,s,1,UP,1,,,x,-,9,\n", "line 2 (b/s): a row without a type"},
	} {
		var r statsCSV
		if got, err := r.parse([]byte(c.page)); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, %v, want %s", name, got, err, c.want)
		}
	}
}

// A process that has just begun says "UP 1/3" of a server that it has not checked yet: no check has failed.
func TestUncheckedYetIsNotFailing(t *testing.T) {
	text, err := os.ReadFile("testdata/haproxy-2.6.12/just-reloaded.csv")
	if err != nil {
		t.Fatal(err)
	}
	page, err := NewHAProxy("lb", nil).Page(text)
	if err != nil {
		t.Fatal(err)
	}
	untried := 0
	for i := range page.Servers {
		if s := &page.Servers[i]; s.CheckStatus == record.Initializing {
			untried++
			if s.Status.State != record.Up || s.Status.Text != "UP 1/3" || !s.Untried() {
				t.Errorf("%s: %+v", s.Name(), s.Status)
			}
		}
	}
	if untried == 0 {
		t.Error("no server that was not checked yet")
	}
}
