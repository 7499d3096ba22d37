package record

import "testing"

func TestRedactLeavesProse(t *testing.T) {
	for in, want := range map[string]string{
		"# It hashes a password and writes to the master":    "# It hashes a password and writes to the master",
		"# (it speaks mysql_native_password only).":          "# (it speaks mysql_native_password only).",
		"# a token, or a secret of its own":                  "# a token, or a secret of its own",
		"# no password in here and password hunter2":         "# no password in here and password [redacted]",
		"# insecure-password hunter2":                        "# insecure-password [redacted]", // a directive in a comment is one all the same
		"# password only":                                    "# password only",
		`password "and"`:                                     `password "[redacted]"`, // quoted, it is a value
		"password=and":                                       "password=[redacted]",
		"password: only":                                     "password: [redacted]",
		"password android":                                   "password [redacted]",
		"the password is hunter2, as always":                 "the password is [redacted] as always",
		"the password is not set":                            "the password is not set",
		"IDENTIFIED WITH mysql_native_password BY 'hunter2'": "IDENTIFIED WITH mysql_native_password BY '[redacted]'",
	} {
		if got := Redact(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}
