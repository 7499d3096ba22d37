package haproxylog

import "testing"

func TestBody(t *testing.T) {
	const said = "Server b/s is DOWN."
	for line, level := range map[string]string{
		said:                                           "",
		"[WARNING]  (32290) : " + said:                 "WARNING",
		"[ALERT]    (1) : " + said:                     "ALERT",
		"[NOTICE]   (1) : " + said:                     "NOTICE",
		"[WARNING] 329/024809 (32290) : " + said:       "WARNING", // until 2.3
		"<134>Jun 25 14:48:55 haproxy[8]: " + said:     "",
		"<134>Jun  5 14:48:55 lb1 haproxy[8]: " + said: "",
		"<134>" + said:                                 "",
		"Jun 25 14:48:55 haproxy[8]: " + said:          "",
	} {
		if body, got := Body(line); body != said || got != level {
			t.Errorf("%q: %q, %q", line, body, got)
		}
	}
	for _, line := range []string{"", "[", "[x] y", "<1", "<x>y", "[WARNING] without a pid", "Jun 25 14:48:5"} {
		want := line
		if body, level := Body(line); body != want || level != "" {
			t.Errorf("%q: %q, %q", line, body, level)
		}
	}
}
