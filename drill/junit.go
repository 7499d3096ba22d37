package drill

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"hadash/record"
)

// The JUnit XML of CI systems: a drill is a suite; each line that judges or could not run is a case.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Errors    int         `xml:"errors,attr"`
		Skipped   int         `xml:"skipped,attr"`
		Time      string      `xml:"time,attr"`
		Timestamp string      `xml:"timestamp,attr"`
		File      string      `xml:"file,attr"`
		Cases     []junitCase `xml:"testcase"`
		Out       string      `xml:"system-out,omitempty"`
	}
	junitCase struct {
		Name    string     `xml:"name,attr"`
		Class   string     `xml:"classname,attr"`
		File    string     `xml:"file,attr"`
		Line    int        `xml:"line,attr"`
		Time    string     `xml:"time,attr"`
		Failure *junitText `xml:"failure"`
		Error   *junitText `xml:"error"`
		Skipped *junitText `xml:"skipped"`
	}
	junitText struct {
		Message string `xml:"message,attr"`
	}
)

// WriteJUnit writes the results of drills as JUnit XML.
func WriteJUnit(w io.Writer, all []*Result) error {
	out := junitSuites{}
	var took time.Duration
	for _, r := range all {
		s := suite(r)
		out.Tests, out.Failures, out.Errors, out.Skipped = out.Tests+s.Tests, out.Failures+s.Failures, out.Errors+s.Errors, out.Skipped+s.Skipped
		out.Suites = append(out.Suites, s)
		took += r.Ended.Sub(r.Began)
	}
	out.Time = junitTime(took)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func suite(r *Result) junitSuite {
	s := junitSuite{
		Name: r.Drill.Name, File: r.Drill.File, Time: junitTime(r.Ended.Sub(r.Began)),
		Timestamp: r.Began.UTC().Format("2006-01-02T15:04:05"), Out: r.Drill.Title,
	}
	for _, o := range r.Outcomes {
		if o.judges() || o.State == record.StepFailed {
			s.add(junitLine(r, o))
		}
	}
	if r.Err != nil {
		s.add(junitCase{Name: "everything is healed", Class: r.Drill.Name, File: r.Drill.File, Time: "0",
			Error: &junitText{oneLine(r.Err)}})
	}
	return s
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func junitLine(r *Result, o *Outcome) junitCase {
	c := junitCase{Name: fmt.Sprintf("line %d: %s", o.Line, o.Text), Class: r.Drill.Name, File: r.Drill.File, Line: o.Line,
		Time: junitTime(o.To.Sub(o.From))}
	switch o.State {
	case record.StepFailed, record.StepAborted:
		c.Failure = &junitText{o.Why}
	case record.StepSkipped:
		why := o.Why
		if why == "" {
			why = strings.TrimSpace("not run: " + string(r.State) + ": " + r.Why)
		}
		c.Skipped = &junitText{why}
	}
	return c
}

// judges reports whether a line is one that can hold or fail.
func (o *Outcome) judges() bool {
	switch o.Verb {
	case "expect", "never", "abort", "assert", "steady":
		return true
	case "wait":
		return o.State == record.StepHeld
	}
	return false
}

func junitTime(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// oneLine formats an error as one line, without secrets.
func oneLine(err error) string {
	return record.Printable(strings.ReplaceAll(err.Error(), "\n", "; "))
}
