package probe

import (
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]struct {
		sent, address, shown string
		rate                 int
		timeout              time.Duration
	}{
		"probe+http://shop/health?rate=10":                        {"http://shop/health", "shop:80", "http://shop/health", 10, 2 * time.Second},
		"probe+http://shop":                                       {"http://shop/", "shop:80", "http://shop/", 5, 2 * time.Second},
		"probe+https://u:p@shop:8443/a%2Fb?q=1&rate=50&r=2":       {"https://u:p@shop:8443/a%2Fb?q=1&r=2", "shop:8443", "https://shop:8443/a%2Fb?...", 50, 2 * time.Second},
		"probe+http://shop/s?b=2&a=%20x&timeout=500ms":            {"http://shop/s?b=2&a=%20x", "shop:80", "http://shop/s?...", 5, 500 * time.Millisecond},
		"probe+http://shop/s?rate=fast&host=x#rate=7&timeout=30s": {"http://shop/s?rate=fast&host=x", "shop:80", "http://shop/s?...", 7, 30 * time.Second},
		"probe+http://shop/s?method=x#":                           {"http://shop/s?method=x", "shop:80", "http://shop/s?...", 5, 2 * time.Second},
		"probe+http://[::1]:8080/?rate=1":                         {"http://[::1]:8080/", "[::1]:8080", "http://[::1]:8080/", 1, 2 * time.Second},
		"probe+tcp://10.0.0.5:3306":                               {"", "10.0.0.5:3306", "tcp://10.0.0.5:3306", 5, 2 * time.Second},
		"probe+tcp://10.0.0.5:3306?rate=2#":                       {"", "10.0.0.5:3306", "tcp://10.0.0.5:3306", 5, 2 * time.Second},
		"probe+tcp://10.0.0.5:3306?rate=2&greets":                 {"", "10.0.0.5:3306", "tcp://10.0.0.5:3306", 2, 2 * time.Second},
	} {
		got, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got.URL.String() != want.sent || got.Address != want.address || got.String() != want.shown || got.Rate != want.rate || got.Timeout != want.timeout {
			t.Errorf("%s: %+v, shown as %s", text, got, got.String())
		}
		if got.Greets != strings.HasSuffix(text, "greets") {
			t.Errorf("%s: greets is %v", text, got.Greets)
		}
	}
	all, err := Parse("probe+https://shop/#header=X-Node&expect=2xx,404&method=head&host=shop.example&keepalive&insecure=yes")
	if err != nil || all.Method != "HEAD" || all.Host != "shop.example" || !all.KeepAlive || !all.Insecure || len(all.Headers) != 1 || all.Headers[0] != "X-Node" {
		t.Errorf("%+v, %v", all, err)
	}
	for status, answered := range map[int]bool{200: true, 204: true, 404: true, 301: false, 403: false, 503: false, 0: false} {
		if all.Answered(status) != answered {
			t.Errorf("%d is answered: %v", status, !answered)
		}
	}
	plain, _ := Parse("probe+http://shop")
	for status, answered := range map[int]bool{200: true, 301: true, 404: true, 500: false, 503: false, 0: false} {
		if plain.Answered(status) != answered {
			t.Errorf("%d is answered: %v", status, !answered)
		}
	}
}

// A bad value gives one line that names what to write, and nothing secret.
func TestParseBad(t *testing.T) {
	for text, want := range map[string]string{
		"probe+http://shop?rate=0":                   `rate="0": must be between 1 and 50 requests a second (a parameter of the server's own? Then put the probe's options after a #)`,
		"probe+http://u:secret@shop#rate=51":         `probe+http://shop: rate="51": must be between 1 and 50 requests a second`,
		"probe+http://shop#timeout=31s":              `timeout="31s": must be between 10ms and 30s, such as 500ms or 2s`,
		"probe+http://shop#timeout=2":                `must be between 10ms and 30s`,
		"probe+http://shop#raet=5":                   `no option "raet"`,
		"probe+http://shop?token=secret&expect=lots": `expect="lots": must be statuses, such as 200 or 2xx,404`,
		"probe+http://shop#method=POST":              `must be GET or HEAD`,
		"probe+http://shop#header=a:b":               `must be the name of a header`,
		"probe+http://shop#host=a%0d%0ab":            `must be a host name`,
		"probe+http://shop#insecure=maybe":           `must be yes or no`,
		"probe+http://shop#greets":                   `only a TCP address`,
		"probe+tcp://shop:1#expect=200":              `a TCP address has no such option`,
		"probe+tcp://shop":                           `no port: write probe+tcp://shop:PORT`,
		"probe+tcp://shop:1/path":                    `neither a path nor a user`,
		"probe+ftp://shop":                           `no scheme "probe+ftp"`,
		"probe+http:///health":                       `names no host`,
		"probe+http://u:secret@shop:port/":           `not a URL`,
		"probe+http://shop#rate=%zz":                 `not a URL`,
		"probe+http://shop?rate=%zz":                 `not readable`,
		"probe+http://shop?timeout=\x1b[31mred":      `not a URL`,
		"probe+http://shop?timeout=%1b%5b31mred":     `"\x1b[31mred"`,
		"http://shop":                                `no scheme "http"`,
	} {
		got, err := Parse(text)
		if err == nil {
			t.Errorf("%q was read as %+v", text, got)
			continue
		}
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") || strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
