package secrets

import (
	"strings"
	"testing"
	"time"
)

// However a text is made, the time that it takes grows with its length.
func TestRedactInTime(t *testing.T) {
	for _, part := range []string{"password ", "pass=", "cookie: ", "://", "mysql ", "mysql -p", "a:@", "password: |\n", "\"password\"", "'password'='", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----",
		"identified by '", "stats auth a:", "%25", "\\\\", "eyJ", "set password for ", "authorization: ", "user a password ", "%70", "token{", "key ", "password=\\\n", "sid=", "\"cookie=", "((((password", "--password "} {
		line := strings.Repeat(part, 4096/len(part))
		for _, text := range []string{line, strings.Repeat(line+"\n", 16)} {
			begun := time.Now()
			Redact(text)
			if took := time.Since(begun); took > time.Second {
				t.Errorf("%q, %d kB: %s", part, len(text)>>10, took)
			} else if testing.Verbose() {
				t.Logf("%q, %d kB: %s", part, len(text)>>10, took)
			}
		}
	}
}
