package drill

import (
	"context"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// action is what a line does.
type action interface {
	run(ctx context.Context, r *runner, s *Step) verdict
	part() part
	names() []name                      // the names in the stack that it uses
	does(f *incident.Frame) string      // beyond its own words; f is nil without a stack
	takes() (least, most time.Duration) // what Check verifies
}

// verdict is how a line ended.
type verdict struct {
	state record.StepState
	why   wording.Phrase
}

// part is the part of a line in the experiment.
type part uint8

const (
	setting   part = iota // it sets up or waits
	aside                 // it changes nothing and has no place in the order
	breaking              // it breaks something
	healing               // it heals something
	expecting             // it judges what follows from the lines before it
	judging               // it judges a figure of the whole drill
)

// gated reports whether the line needs a steady state to begin from.
func (p part) gated() bool { return p == breaking || p == judging }

// moves reports whether the line can change a figure.
func (p part) moves() bool { return p == setting || p == breaking || p == healing }

// plain holds what most lines have in common.
type plain struct{}

func (plain) part() part                         { return setting }
func (plain) names() []name                      { return nil }
func (plain) does(*incident.Frame) string        { return "" }
func (plain) takes() (least, most time.Duration) { return 0, 0 }

// The lines of a drill as read. do.go, judge.go and standing.go run them.
type (
	heading struct{ plain }
	onStack struct {
		plain
		name string
	}
	setLoad struct {
		plain
		vus int
	}
	pass struct {
		plain
		time time.Duration
	}
	waitFor struct {
		plain
		in inTime
	}
	expect struct {
		plain
		in inTime
	}
	never struct {
		plain
		what Condition
	}
	abort struct {
		plain
		what Condition
	}
	assertion struct {
		plain
		what Condition
	}
	breakIt struct {
		plain
		fault record.Fault
		at    token
	}
	healIt struct {
		plain
		node string // "" = all
	}
	reload struct {
		plain
		node string
		at   token
	}
	remark struct {
		plain
		text string
	}
	snapshot struct {
		plain
		name string
	}
)

// inTime is a Condition and how long it may take to come true.
type inTime struct {
	what  Condition
	limit time.Duration
}

func (heading) part() part   { return aside }
func (remark) part() part    { return aside }
func (snapshot) part() part  { return aside }
func (never) part() part     { return aside }
func (abort) part() part     { return aside }
func (breakIt) part() part   { return breaking }
func (reload) part() part    { return breaking }
func (healIt) part() part    { return healing }
func (expect) part() part    { return expecting }
func (assertion) part() part { return judging }

func (b breakIt) names() []name {
	if b.fault.Kind.AtBalancer() {
		return []name{{text: b.fault.Target, kind: aServer, at: b.at}}
	}
	switch {
	case b.fault.Kind.AtHost():
		return []name{{text: b.fault.Target, kind: aHost, at: b.at}}
	case b.fault.Kind.AtService():
		return []name{{text: b.fault.Target, kind: aService, at: b.at}}
	}
	return []name{{text: b.fault.Target, kind: anyNode, at: b.at}}
}

func (l reload) names() []name    { return []name{{text: l.node, kind: aWebServer, at: l.at}} }
func (w waitFor) names() []name   { return w.in.what.what.names() }
func (e expect) names() []name    { return e.in.what.what.names() }
func (n never) names() []name     { return n.what.what.names() }
func (a abort) names() []name     { return a.what.what.names() }
func (a assertion) names() []name { return a.what.what.names() }

func (assertion) does(*incident.Frame) string { return "judged when its faults are over" }
func (never) does(*incident.Frame) string     { return "watched from here to the end" }
func (abort) does(*incident.Frame) string {
	return "watched from here to the end; heals everything at once and ends the drill"
}

func (l setLoad) does(*incident.Frame) string {
	if l.vus > 0 {
		return "stopped at the end, or set back to what it was"
	}
	return ""
}

func (p pass) takes() (least, most time.Duration)    { return p.time, p.time }
func (w waitFor) takes() (least, most time.Duration) { return 0, w.in.limit }
func (e expect) takes() (least, most time.Duration)  { return 0, e.in.limit }
