package report

import (
	"strings"
	"testing"
)

// What a drill saw at its lines is hadash's own word, and is told in the report's language: nothing of it is quoted.
func TestWhatADrillSawInRussian(t *testing.T) {
	for text, want := range map[string]string{
		"HAProxy says UP 2/3, Docker says exited, after 2s":                       "HAProxy: UP 2/3, Docker: exited, спустя 2 с",
		"HAProxy says UP 2/3, after 1m30s":                                        "HAProxy: UP 2/3, спустя 1 мин 30 с",
		"HAProxy says UP 2/3, Docker says exited":                                 "HAProxy: UP 2/3, Docker: exited",
		"not within 5s: Docker says running, healthy":                             "не в пределах 5 с: Docker: running, healthy",
		"Docker says exited, unhealthy":                                           "Docker: exited, unhealthy",
		"Docker says exited":                                                      "Docker: exited",
		"Docker says exited, after 5s":                                            "Docker: exited, спустя 5 с",
		"IO Yes, SQL Yes":                                                         "поток IO: Yes, поток SQL: Yes",
		"IO Yes, SQL Yes, seen 90 ms after this line began":                       "поток IO: Yes, поток SQL: Yes, видно через 90 мс после начала строки",
		"IO Connecting, SQL No, after 30s":                                        "поток IO: Connecting, поток SQL: No, спустя 30 с",
		"it says nothing of replication":                                          "о репликации он ничего не сообщает",
		"it is the master, after 3s":                                              "это мастер, спустя 3 с",
		"as asked for, baseline runs instead":                                     "вместо него, как и просили, работает baseline",
		"not yet, after 12.3 s":                                                   "ещё нет, спустя 12.3 с",
		"HAProxy has no such backend; it has reads, writes":                       "такого backend в HAProxy нет, есть reads, writes",
		"UP 1.2 s before this line began (exact, from the log)":                   "UP, за 1.2 с до начала строки (точно, из журнала)",
		"nginx chooses it, and it is UP, after 2s":                                "nginx его использует, и он UP, спустя 2 с",
		"the drill ended early":                                                   "учение закончилось раньше",
		"it could not be watched: HAProxy does not answer":                        "наблюдать за этим не удалось: HAProxy не отвечает",
		"DOWN 307 ms after stop db1 (exact, from the log)":                        "DOWN, 307 мс после stop db1 (точно, из журнала)",
		"nobody tells of it, neither Docker nor HAProxy: did it change anything?": "о нём никто не сообщает, ни Docker, ни HAProxy: изменилось ли что-нибудь?",
	} {
		if got := Russian.Quote(text); got != want || strings.Contains(got, "«") {
			t.Errorf("%q is told as %q, want %q", text, got, want)
		}
	}
}
