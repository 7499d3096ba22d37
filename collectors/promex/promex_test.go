package promex

import (
	"strings"
	"testing"
)

const head = "haproxy_frontend_status{proxy=\"f\",state=\"UP\"} 1\n"

// lines returns the rows of a page's CSV, each as "name=value" of the columns that are not empty.
func rows(t *testing.T, page string, checked map[string]bool) map[string]map[string]string {
	t.Helper()
	if checked == nil {
		checked = map[string]bool{}
	}
	text, _, err := CSV([]byte(page), checked)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	columns := strings.Split(strings.TrimPrefix(lines[0], "# "), ",")
	out := map[string]map[string]string{}
	for _, line := range lines[1:] {
		cells, row := strings.Split(line, ","), map[string]string{}
		for i, c := range columns {
			if c != "" && cells[i] != "" {
				row[c] = cells[i]
			}
		}
		out[row["pxname"]+"/"+row["svname"]] = row
	}
	return out
}

// A server that nobody checks is UP to the exporter; one that follows another's check shows that it is checked once it is DOWN.
func TestUnchecked(t *testing.T) {
	page := func(state string) string {
		return head + `haproxy_server_status{proxy="b",server="s",state="` + state + "\"} 1\n" + "haproxy_server_check_failures_total{proxy=\"b\",server=\"s\"} NaN\n"
	}
	checked := map[string]bool{}
	for i, step := range [][2]string{{"UP", "no check"}, {"DOWN", "DOWN"}, {"UP", "UP"}} {
		if got := rows(t, page(step[0]), checked)["b/s"]["status"]; got != step[1] {
			t.Errorf("step %d: %q, want %q", i, got, step[1])
		}
	}
}

// Before HAProxy 2.4 a state is a number and not a label.
func TestStatesAsNumbers(t *testing.T) {
	got := rows(t, "haproxy_frontend_status{proxy=\"f\"} 1\nhaproxy_backend_status{proxy=\"b\"} 0\nhaproxy_server_check_failures_total{proxy=\"b\",server=\"s\"} 2\nhaproxy_server_status{proxy=\"b\",server=\"s\"} 3\n", nil)
	for name, want := range map[string]string{"f/FRONTEND": "OPEN", "b/BACKEND": "DOWN", "b/s": "DRAIN"} {
		if got[name]["status"] != want {
			t.Errorf("%s is %q, want %q", name, got[name]["status"], want)
		}
	}
}

func TestHostile(t *testing.T) {
	for _, page := range []string{"", "<html>", "haproxy_", "haproxy_server_x{", "haproxy_server_x{proxy=\"", "haproxy_server_x{proxy=\"\\", "haproxy_server_x{proxy=\"a\"", "node_load1 3\n", "haproxy_process_uptime_seconds NaN\n"} {
		if _, _, err := CSV([]byte(page), map[string]bool{}); err == nil {
			t.Errorf("%q is taken for a page", page)
		}
	}
	got := rows(t, head+"haproxy_backend_weight{proxy=\"a\\\"b\"} 1e400\nhaproxy_backend_sessions_total{proxy=\"a\\\"b\"} -7\nhaproxy_backend_bytes_in_total{proxy=\"a\\\"b\"} 12 1700000000\n", nil)
	if row := got[`"a""b"/BACKEND`]; row["bin"] != "12" || row["weight"] != "" {
		t.Errorf("%v", got)
	}
}
