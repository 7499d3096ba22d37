package collectors

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"hadash/collectors/haproxylog"
	"hadash/record"
)

// senders are the balancers that log to a syslog server whose lines are the output of another container.
type senders struct{ now atomic.Pointer[[]*sender] }

// sender is a balancer that logs elsewhere.
type sender struct {
	node    record.Node
	reader  *shared
	formats *formats
	changed func() // called at once when a line reports a change of a server's state; may be nil
}

// get returns the senders of now. A nil *senders has none.
func (s *senders) get() []*sender {
	if s == nil {
		return nil
	}
	if all := s.now.Load(); all != nil {
		return *all
	}
	return nil
}

// shared is the reader of a balancer whose lines come from two containers: what HAProxy says of a server comes on its own standard
// error, too, and is one sentence.
type shared struct {
	mu     sync.Mutex
	reader reader
}

func (s *shared) read(l *record.Line) fate {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reader.read(l)
}

// hear finds out which of the senders wrote a line, and reads it as theirs. The sender is nil if it is none's; why says that a line is a
// balancer's and not known whose.
func (t *Tail) hear(all []*sender, at time.Time, stderr bool, text []byte) (from *sender, l record.Line, f fate, why string) {
	whole := record.Clean(string(text))
	may, sure := whose(all, whole)
	if len(may) > 1 {
		l, _ := understand(t.trial(may[0]), record.Line{At: at}, text)
		if !understood(&l) {
			return nil, l, fate{}, ""
		}
		if may = balance(may, backendOf(&l)); len(may) != 1 {
			return nil, l, fate{}, unknownSender(all)
		}
		sure = true
	}
	if len(may) == 0 {
		return nil, l, f, ""
	}
	from = may[0]
	l, f = understand(from.reader, record.Line{At: at, Node: from.node.Name, Stderr: stderr}, text)
	if !sure && !understood(&l) && !f.drop && f.unread == "" {
		from = nil
	}
	return from, l, f, ""
}

// trial is a reader that tells what a line is, and forgets it: the line may be another's.
func (t *Tail) trial(s *sender) reader {
	if t.trials == nil {
		t.trials = map[record.Kind]reader{}
	}
	k := s.node.Software()
	if t.trials[k] == nil {
		t.trials[k] = readerFor(k, s.formats)
	}
	return t.trials[k]
}

func understood(l *record.Line) bool {
	return l.Session != nil || l.State != nil || l.Check != nil || l.Access != nil || l.Upstream != nil
}

// backendOf is the backend that a line is about; "" if it is about none.
func backendOf(l *record.Line) string {
	switch {
	case l.Session != nil:
		return l.Session.Backend
	case l.State != nil:
		return l.State.Backend
	case l.Check != nil:
		return l.Check.Backend
	}
	return ""
}

// balance returns the senders that have a backend.
func balance(all []*sender, backend string) (out []*sender) {
	for _, s := range all {
		if backend != "" && slices.Contains(s.node.Upstream, backend) {
			out = append(out, s)
		}
	}
	return out
}

func unknownSender(all []*sender) string {
	var names []string
	for _, s := range all {
		names = append(names, s.node.Name)
	}
	return "which of " + strings.Join(names, ", ") + " wrote them is not known: their header names none, and several have the backend (log-send-hostname in global names it)"
}

// longestHead is the longest header in which a name is looked for.
const longestHead = 160

// whose returns the senders that may have written a line: those that its header names, else those whose program the header names, else all.
// sure: the header names one, or its program.
func whose(all []*sender, text string) (may []*sender, sure bool) {
	body := haproxylog.Split(text).Body
	head := text[:min(len(text)-len(body), longestHead)]
	var named, runs []*sender
	for _, s := range all {
		program := string(s.node.Software())
		is, says := false, false
		for word := range strings.FieldsFuncSeq(head, between) {
			switch {
			case word == program:
				says = true
			case word == string(record.KindHAProxy), word == string(record.KindNginx):
			case s.called(word):
				is = true
			}
		}
		if is {
			named = append(named, s)
		}
		if says {
			runs = append(runs, s)
		}
	}
	both := slices.DeleteFunc(slices.Clone(named), func(s *sender) bool { return !slices.Contains(runs, s) })
	switch {
	case len(both) > 0:
		return both, true
	case len(named) > 0:
		return named, true
	case len(runs) > 0:
		return runs, true
	}
	return all, false
}

// between separates the words of a header.
func between(r rune) bool { return strings.ContainsRune(" <>[]:,/\t", r) }

// called reports whether a word of a header is one of a sender's names: a syslog server may add its domain.
func (s *sender) called(word string) bool {
	if slices.Contains(s.node.Syslog.Names, word) {
		return true
	}
	host, _, ok := strings.Cut(word, ".")
	return ok && slices.Contains(s.node.Syslog.Names, host)
}
