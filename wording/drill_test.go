package wording

import (
	"testing"
	"time"
)

// What a drill saw at its lines is hadash's own word, in both languages.
func TestWhatADrillSaw(t *testing.T) {
	stopped := Made.Of("stop", "db1")
	for _, c := range []struct {
		says             Phrase
		english, russian string
	}{
		{AfterLimit.Of(ButDockerIs.Of(HAProxyIs.Of("UP 2/3"), "exited"), 2*time.Second),
			"HAProxy says UP 2/3, Docker says exited, after 2 s", "HAProxy: UP 2/3, Docker: exited, спустя 2 с"},
		{AfterLimit.Of(HAProxyIs.Of("UP 2/3"), 90*time.Second), "HAProxy says UP 2/3, after 90 s", "HAProxy: UP 2/3, спустя 90 с"},
		{ButDockerIs.Of(HAProxyIs.Of("UP 2/3"), "exited"), "HAProxy says UP 2/3, Docker says exited", "HAProxy: UP 2/3, Docker: exited"},
		{NotWithin.Of(5*time.Second, Further.Of(DockerIs.Of("running"), "healthy")), "not within 5 s: Docker says running, healthy", "не в пределах 5 с: Docker: running, healthy"},
		{Further.Of(DockerIs.Of("exited"), "unhealthy"), "Docker says exited, unhealthy", "Docker: exited, unhealthy"},
		{DockerIs.Of("exited"), "Docker says exited", "Docker: exited"},
		{AfterLimit.Of(DockerIs.Of("exited"), 5*time.Second), "Docker says exited, after 5 s", "Docker: exited, спустя 5 с"},
		{Threads.Of("Yes", "Yes"), "IO Yes, SQL Yes", "поток IO: Yes, поток SQL: Yes"},
		{SeenAfter.Of(Threads.Of("Yes", "Yes"), Exact(90*time.Millisecond)),
			"IO Yes, SQL Yes, seen 0.09 s after this line began", "поток IO: Yes, поток SQL: Yes, видно через 0.09 с после начала строки"},
		{AfterLimit.Of(Threads.Of("Connecting", "No"), 30*time.Second), "IO Connecting, SQL No, after 30 s", "поток IO: Connecting, поток SQL: No, спустя 30 с"},
		{NoReplication.Of(), "it reports no replication state", "о репликации он ничего не сообщает"},
		{AfterLimit.Of(IsTheMaster.Of(), 3*time.Second), "it is the master, after 3 s", "это мастер, спустя 3 с"},
		{OtherStack.Of("baseline"), "baseline runs instead, as requested", "вместо него, как и просили, работает baseline"},
		{NotYetAfter.Of(Number.Of(Took(12300 * time.Millisecond))), "not yet, after 12.3 s", "ещё нет, спустя 12.3 с"},
		{NoBackend.Of("reads, writes"), "HAProxy has no such backend; it has reads, writes", "такого backend в HAProxy нет, есть reads, writes"},
		{StateBefore.Of("UP", Exact(1200*time.Millisecond), ByLog.Of()), "UP 1.20 s before this line began (exact, from the log)", "UP, за 1.20 с до начала строки (точно, из журнала)"},
		{AfterLimit.Of(NginxChooses.Of("UP"), 2*time.Second), "nginx chooses it, and it is UP, after 2 s", "nginx его использует, и он UP, спустя 2 с"},
		{EndedEarly.Of(), "the drill ended early", "учение закончилось раньше"},
		{NotWatched.Of(HAProxySilent.Of()), "it could not be watched: HAProxy does not answer", "наблюдать за этим не удалось: HAProxy не отвечает"},
		{StateAfter.Of("DOWN", Exact(307*time.Millisecond), stopped, ByLog.Of()), "DOWN 0.31 s after stop db1 (exact, from the log)", "DOWN, 0.31 с после stop db1 (точно, из журнала)"},
		{NobodyTells.Of(), "neither Docker nor HAProxy reports it: did it change anything?", "о нём никто не сообщает, ни Docker, ни HAProxy: изменилось ли что-нибудь?"},
		{ItWas.Of(Number.Of(Took(125 * time.Second))), "it was 2 min 5 s", "было 2 мин 5 с"},
	} {
		if en, ru := English.Say(c.says), Russian.Say(c.says); en != c.english || ru != c.russian {
			t.Errorf("%q, %q; want %q, %q", en, ru, c.english, c.russian)
		}
	}
}
