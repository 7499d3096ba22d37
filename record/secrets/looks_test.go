package secrets

import (
	"strings"
	"testing"
)

// A line can name as many secrets as it has words. It is looked behind a bounded number of them, however it is escaped,
// and what follows is hidden.
func TestLooksAreBounded(t *testing.T) {
	for _, unit := range []string{"authorization: ", `password="`, "password='", "cookie=a;b=c; ", "token ", "stats auth ", "identified by '",
		"set password for ", "key=a api_key=", `\"password\":\"`, "%70assword=", "password for a is "} {
		line := strings.Repeat(unit, 4096/len(unit))
		for _, text := range []string{line, strings.Repeat(line+"\n", 20)} {
			lines := 1 + strings.Count(text, "\n")
			if told, looks := Look(text); looks > lines*again*(layers+1)*(2*maxLooks+4096/stepBytes) {
				t.Errorf("%q: %d looks in %d lines", unit, looks, lines)
			} else if again := Redact(told); again != told {
				t.Errorf("%q: once more makes %.200q of %.200q", unit, again, told)
			}
		}
	}
	text := strings.Repeat("authorization: ", 100) + "password=hunter2\npassword=hunter3 user=bob"
	told := Redact(text)
	if strings.Contains(told, "hunter") || !strings.HasSuffix(told, "user=bob") {
		t.Errorf("%q", told)
	}
	if _, looks := Look("GET /profile/?id=19 HTTP/1.1"); looks != 0 {
		t.Errorf("%d looks where nothing is named", looks)
	}
}
