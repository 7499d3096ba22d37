package record

import (
	"strconv"
	"strings"
)

// State is the meaning of the status column, one word for each way HAProxy can treat a server.
type State uint8

// The states of a server, a frontend or a backend.
const (
	Unknown   State = iota // a text this version does not know: shown as it is
	Up                     // takes traffic
	GoingDown              // UP i/n: still takes traffic, i more failures and it is DOWN
	Down                   // takes none
	GoingUp                // DOWN i/n: i good checks of the n it needs
	Nolb                   // NOLB: up, but not balanced to (its 404 said so)
	Drain                  // finishes what it has, gets nothing new
	Maint                  // taken out by an admin, or by what it tracks
	NoCheck                // not checked: HAProxy assumes UP
	Full                   // a listener or frontend that is at a limit: it takes no more connections until some end
)

var stateNames = [...]string{"unknown", "UP", "going down", "DOWN", "going up", "NOLB", "DRAIN", "MAINT", "no check", "full"}

func (s State) String() string {
	if int(s) >= len(stateNames) {
		return stateNames[Unknown] // a recording of a newer hadash
	}
	return stateNames[s]
}

// Serving reports whether HAProxy sends new sessions to a server in this state.
func (s State) Serving() bool { return s == Up || s == GoingDown || s == NoCheck }

// Status is the status column (17) of "show stat", parsed.
//
// HAProxy writes UP i/n with n = fall while failures add up, and DOWN i/n with n = rise while
// successes do (src/stats-proxy.c, stats_fill_sv_line). The i of UP is health-rise+1, which is 0 or less for a server
// that is still UP with less health than its rise, as after its maintenance.
type Status struct {
	Text  string // exactly what HAProxy wrote
	State State
	N, Of int // the i and n of "UP i/n"; 0 when absent, or too large to be
}

func (s Status) String() string { return s.Text }

// ParseStatus reads the status column of a server, backend or frontend. It never fails: a text it
// does not know keeps State Unknown and is still shown.
func ParseStatus(text string) Status {
	s := Status{Text: text}
	word, rest, _ := strings.Cut(text, " ")
	word, _, _ = strings.Cut(word, "(") // "MAINT(via be/db1)", as HAProxy 1.5 wrote it
	switch word {
	case "UP", "OPEN":
		s.State = Up
	case "DOWN", "STOP":
		s.State = Down
	case "NOLB":
		s.State = Nolb
	case "DRAIN":
		s.State = Drain
	case "MAINT", "PAUSED":
		s.State = Maint
	case "FULL", "WAITING":
		s.State = Full
	case "no":
		if rest == "check" {
			s.State = NoCheck
		}
		return s
	default:
		return s
	}
	if n, of, ok := fraction(rest); ok {
		s.N, s.Of = n, of
		switch s.State {
		case Up:
			s.State = GoingDown
		case Down:
			s.State = GoingUp
		}
	}
	return s
}

// fraction reads "2/3" or "-1/3", alone or before a space.
func fraction(text string) (n, of int, ok bool) {
	text, _, _ = strings.Cut(text, " ")
	a, b, found := strings.Cut(text, "/")
	if !found || !isNumber(strings.TrimPrefix(a, "-")) || !isNumber(b) || strings.Trim(b, "0") == "" {
		return 0, 0, false
	}
	i, err1 := strconv.ParseInt(a, 10, 32)
	all, err2 := strconv.ParseInt(b, 10, 32)
	if err1 != nil || err2 != nil {
		return 0, 0, true
	}
	return int(i), int(all), true
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
