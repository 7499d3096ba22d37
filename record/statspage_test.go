package record

import (
	"net/url"
	"testing"
)

// TestStatsPageForms in stack asks a real HAProxy with these.
func TestStatsPage(t *testing.T) {
	for given, want := range map[string]struct{ csv, page string }{
		"http://h:1":                      {"http://h:1/;csv", "http://h:1/"},
		"http://h:1/":                     {"http://h:1/;csv", "http://h:1/"},
		"http://h:1/;csv":                 {"http://h:1/;csv", "http://h:1/"},
		"http://h:1/stats":                {"http://h:1/stats;csv", "http://h:1/stats"},
		"http://h:1/stats/":               {"http://h:1/stats/;csv", "http://h:1/stats/"},
		"http://h:1/stats;norefresh":      {"http://h:1/stats;csv", "http://h:1/stats"},
		"http://h:1/stats;csv;norefresh":  {"http://h:1/stats;csv;norefresh", "http://h:1/stats"},
		"http://h:1/stats;up":             {"http://h:1/stats;csv", "http://h:1/stats"},
		"http://h:1/stats;csv;up":         {"http://h:1/stats;csv", "http://h:1/stats"},
		"http://h:1/stats;json":           {"http://h:1/stats;csv", "http://h:1/stats"},
		"http://h:1/stats;st=DONE":        {"http://h:1/stats;csv", "http://h:1/stats"},
		"http://h:1/s;csv;no-maint":       {"http://h:1/s;csv;no-maint", "http://h:1/s;no-maint"},
		"http://h:1/s?x=1":                {"http://h:1/s?x=1;csv", "http://h:1/s?x=1"},
		"http://h:1/s;csv?x=1":            {"http://h:1/s;csv?x=1", "http://h:1/s?x=1"},
		"http://h:1/s?scope=web":          {"http://h:1/s?scope=web;csv", "http://h:1/s?scope=web"},
		"http://h:1/haproxy?stats":        {"http://h:1/haproxy?stats;csv", "http://h:1/haproxy?stats"},
		"http://h:1/haproxy?stats;csv":    {"http://h:1/haproxy?stats;csv", "http://h:1/haproxy?stats"},
		"http://h:1/haproxy?stats;up":     {"http://h:1/haproxy?stats;csv", "http://h:1/haproxy?stats"},
		"http://h:1/admin?stats;csv&x":    {"http://h:1/admin?stats;csv&x", "http://h:1/admin?stats&x"},
		"http://h:1?stats":                {"http://h:1/?stats;csv", "http://h:1/?stats"},
		"http://h:1/haproxy?":             {"http://h:1/haproxy?;csv", "http://h:1/haproxy?"},
		"http://h:1/a%2Fb?stats":          {"http://h:1/a%2Fb?stats;csv", "http://h:1/a%2Fb?stats"},
		"http://h:1/stats%3Bcsv":          {"http://h:1/stats%3Bcsv;csv", "http://h:1/stats%3Bcsv"},
		"https://u:p@h:1/haproxy?stats":   {"https://u:p@h:1/haproxy?stats;csv", "https://u:p@h:1/haproxy?stats"},
		"http://u:p%40q@h:1/;csv;no-such": {"http://u:p%40q@h:1/;csv;no-such", "http://u:p%40q@h:1/;no-such"},
	} {
		u, err := url.Parse(given)
		if err != nil {
			t.Fatal(err)
		}
		csv, page := StatsPage(u, "csv"), StatsPage(u)
		if csv.String() != want.csv || page.String() != want.page {
			t.Errorf("%s: %s and %s, want %s and %s", given, csv, page, want.csv, want.page)
		}
		if u.String() != given {
			t.Errorf("%s became %s", given, u)
		}
		if again := StatsPage(csv, "csv"); again.String() != want.csv {
			t.Errorf("%s: asked for twice it is %s", given, again)
		}
	}
}
