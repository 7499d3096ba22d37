package said

import (
	"slices"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func sec(s float64) time.Time { return noon.Add(time.Duration(s * float64(time.Second))) }

// A step of time shows the worst word of it, nothing before the first answer, and what is unknown while its source is silent.
func TestCells(t *testing.T) {
	m := Memory{}.Copy(noon)
	m.Note("db", Balancer, Well, sec(3.2))
	m.Note("db", Balancer, Doubted, sec(3.6))
	m.Note("db", Balancer, Well, sec(6.5))
	m.NoteAsked("haproxy", "lb", Well, sec(4.5))
	m.NoteAsked("haproxy", "lb", Silent, sec(6))
	l := m.Lane("db", Balancer, Ill, Source{Name: "haproxy", Node: "lb", First: sec(1.5)}, sec(8.2))
	got := make([]Word, 10)
	l.Cells(got, noon, time.Second)
	want := []Word{Nothing, Well, Well, Doubted, Silent, Silent, Ill, Ill, Ill, Nothing}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if at, ok := l.Turned(sec(3), func(w Word) bool { return w == Ill }); !ok || !at.Equal(sec(6.5)) {
		t.Errorf("ill from %s on, %v", at, ok)
	}
	if at, ok := l.FellSilent(sec(3)); !ok || !at.Equal(sec(4.5)) {
		t.Errorf("silent from %s on, %v", at, ok)
	}
	if _, ok := l.FellSilent(sec(5)); ok {
		t.Error("it fell silent before that")
	}
}

// What is kept is bounded, and a copy leaves the original as it was.
func TestKept(t *testing.T) {
	m := Memory{}.Copy(noon)
	for i := range 10_000 {
		m.Note("flaps", Check, Word(1+i%2), sec(float64(i)/10))
	}
	m.Note("quiet", Check, Well, sec(10))
	if n := len(m.of[key{"flaps", "", Check}]); n > most {
		t.Errorf("%d changes kept", n)
	}
	c := m.Copy(sec(1000))
	c.Note("flaps", Check, Ill, sec(1000))
	if n := len(c.of); n != 1 {
		t.Errorf("%d witnesses kept", n)
	}
	if all := m.of[key{"flaps", "", Check}]; len(m.of) != 2 || all[len(all)-1].was == Ill {
		t.Error("the original was written to")
	}
	if l := m.Lane("other", Check, Well, Source{First: noon}, sec(9)); l.Says() != Well {
		t.Errorf("a witness without a change says %d", l.Says())
	}
}

// A report that comes late does not go before the one that came before it.
func TestLateReports(t *testing.T) {
	m := Memory{}.Copy(noon)
	m.Note("db", Docker, Well, sec(5))
	m.Note("db", Docker, Doubted, sec(4))
	l := m.Lane("db", Docker, Ill, Source{First: noon}, sec(9))
	for at, want := range map[float64]Word{4.5: Well, 5: Ill, 8: Ill} {
		if got, _ := l.At(sec(at)); got != want {
			t.Errorf("at %v: %d, want %d", at, got, want)
		}
	}
}
