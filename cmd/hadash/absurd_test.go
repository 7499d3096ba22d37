package main

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"time"

	"hadash/record"
)

// absurd makes Samples that no program would make.
type absurd struct {
	*rand.Rand
	at time.Time
}

// absurdNames are few, so that Samples refer to each other.
var absurdNames = []string{"", "db1", "db1", "db2", "app1", "app1", "app2", "haproxy", "haproxy", "nginx", "k6", "farm", "farm", "BACKEND", "FRONTEND", "farm/db1", "世界", " ", "10.0.0.1:80", "10.0.0.1", "[", "[::1]:80", "/", "-", "<NOSRV>"}

// absurdWords has the texts for a field of that name or type.
var absurdWords = map[string][]string{
	"Source":       {record.SourceTopology, record.SourceHAProxy, record.SourceNginx, record.SourceK6, record.SourceReplication, record.SourcePage, record.SourceDocker, record.SourceLogs, record.SourceSettings, record.SourceYou, "", "x"},
	"Role":         {"load", "web", "app", "balancer", "balancer", "replica", "replica", "master", "", "x"},
	"FaultKind":    {"stop", "kill", "crash", "restart", "pause", "cut", "slow", "delay", "loss", "maint", "drain", "weight", "", "x"},
	"StepState":    {"begun", "done", "held", "failed", "aborted", "skipped", "", "x"},
	"UpstreamKind": {"connect() failed", "timed out", "prematurely closed", "no live upstreams", "temporarily disabled", "could not be resolved", "other", "", "x"},
	"Text":         {"UP", "UP 1/3", "UP -1/3", "DOWN", "DOWN 1/2", "MAINT", "DRAIN", "NOLB", "no check", "UP 1/0", "UP 9999999999/3", "OPEN", "FULL", "", "x", "expect db1 DOWN within 3s", "# x"},
	"Action":       {"start", "stop", "die", "kill", "pause", "unpause", "restart", "oom", "health_status", "connect", "disconnect", "destroy", "create", "", "x"},
	"State":        {"created", "running", "running", "paused", "restarting", "exited", "dead", "", "x"},
	"Termination":  {"--", "SD", "SC", "sC", "CD", "--NI", "", "-", "LR", "D", "x"},
	"Detail":       {"0", "137", "9", "15", "healthy", "unhealthy", "", "x", "-1"},
	"Gtid":         {"", "0-1-5", "0-1-9223372036854775807", "0-1-6,1-2-7", "3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5", "3E11FA47-71CA-11E1-9E33-C80AA9429562:5-1", ":", "a-b-c", "0-1--5", "x:1-9223372036854775807:3"},
	"CheckStatus":  {"L4OK", "L7TOUT", "L4CON", "", "x", "INI"},
	"IO":           {"Yes", "No", "Connecting", ""},
	"SQL":          {"Yes", "No", ""},
	"Verb":         {"#", "expect", "never", "stop", "", "wait", "abort when"},
	"Algo":         {"roundrobin", "leastconn", ""},
	"Columns":      {"pxname", "svname", "qcur", "status", "type", "odd", "weight", "stot", ""},
	"Version":      {"", "3.0.11", "11.8.9-MariaDB", "8", "-", "x.y"},
	"When":         {"visible > 20", ""},
}

func (a *absurd) text(field, typ string) string {
	for _, k := range []string{typ, field} {
		if w := absurdWords[k]; w != nil {
			return w[a.IntN(len(w))]
		}
	}
	if a.IntN(40) == 0 {
		return strings.Repeat("長い-long ", a.IntN(300))
	}
	return absurdNames[a.IntN(len(absurdNames))]
}

func (a *absurd) number(small bool) int64 {
	if small || a.IntN(3) > 0 {
		return int64(a.IntN(8)) - 1
	}
	return []int64{0, 1, -1, 2, 7, 100, 306, 307, 502, 503, 599, 600, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, math.MaxInt32, math.MinInt32, 1 << 40, 1e9, 1e9 + 1, 1e12, -1e9}[a.IntN(22)]
}

func (a *absurd) time() time.Time {
	switch a.IntN(14) {
	case 0:
		return time.Time{}
	case 1:
		return time.Unix(a.number(false), 0)
	case 2, 3, 4:
		return a.at
	case 5:
		return a.at.Add(time.Duration(a.IntN(7200)-3600) * time.Second)
	}
	return a.at.Add(time.Duration(a.IntN(20000)-10000) * time.Millisecond)
}

func (a *absurd) fill(v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(a.text(field, v.Type().Name()))
	case reflect.Bool:
		v.SetBool(a.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat([]float64{0, 1, 0.5, -1, math.NaN(), math.Inf(1), math.Inf(-1), 1e300, 1e-300}[a.IntN(9)])
	case reflect.Pointer:
		if a.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			a.fill(v.Elem(), field)
		}
	case reflect.Slice:
		n := []int{0, 0, 1, 1, 2, 3, 5}[a.IntN(7)]
		if a.IntN(60) == 0 {
			n = a.IntN(40)
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			a.fill(v.Index(i), field)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(a.time()))
			return
		}
		for i := range v.NumField() {
			if a.IntN(8) > 0 {
				a.fill(v.Field(i), v.Type().Field(i).Name)
			}
		}
	default:
		n := a.number(v.Type().Size() == 1)
		if field == "Second" && a.IntN(4) > 0 {
			n = a.at.Unix() + int64(a.IntN(20)) - 10
		}
		if v.Type() == reflect.TypeFor[time.Duration]() && a.IntN(3) > 0 {
			n = int64(a.IntN(5000)-10) * 1e6
		}
		if v.CanInt() {
			if v.OverflowInt(n) {
				n = 1
			}
			v.SetInt(n)
		} else {
			if n < 0 || v.OverflowUint(uint64(n)) {
				n = 1
			}
			v.SetUint(uint64(n))
		}
	}
}

// pass moves the time on, or back.
func (a *absurd) pass() {
	switch a.IntN(30) {
	case 0:
		a.at = a.at.Add(time.Duration(a.IntN(3600*24)) * time.Second)
	case 1:
		a.at = a.at.Add(-time.Duration(a.IntN(100)) * time.Second)
	case 2:
		if a.IntN(20) == 0 {
			a.at = a.at.AddDate(a.IntN(100)-50, 0, 0)
		}
	default:
		a.at = a.at.Add(time.Duration(a.IntN(3000)) * time.Millisecond)
	}
}

// sample returns the next Sample: mostly a moment later, sometimes a day, and rarely years.
func (a *absurd) sample() record.Sample {
	a.pass()
	s := record.Sample{At: a.at}
	v := reflect.ValueOf(&s).Elem()
	kinds := []string{"Topology", "HAProxy", "HAProxy", "HAProxy", "Nginx", "K6", "Replica", "Page", "Containers", "Docker", "Docker", "Logs", "Logs", "Settings", "Act", "Act", "Act"}
	kind := kinds[a.IntN(len(kinds))]
	s.Source = sourceOf[kind]
	if a.IntN(30) == 0 {
		s.Source = a.text("Source", "")
	}
	s.Node = absurdNames[a.IntN(len(absurdNames))]
	if a.IntN(4) > 0 {
		s.Node = map[string]string{"HAProxy": "haproxy", "Nginx": "nginx", "K6": "k6", "Replica": "db1", "Page": "app1", "Logs": []string{"haproxy", "nginx", "k6", "app1"}[a.IntN(4)], "Settings": []string{"haproxy", "nginx"}[a.IntN(2)]}[kind]
	}
	s.Took = time.Duration(a.number(false))
	if a.IntN(8) == 0 {
		s.Err = "refused"
		return s
	}
	f := v.FieldByName(kind)
	if f.Kind() == reflect.Pointer {
		f.Set(reflect.New(f.Type().Elem()))
		if kind == "Act" && a.IntN(8) > 0 {
			e := f.Elem()
			one := a.IntN(e.NumField())
			a.fill(e.Field(one), e.Type().Field(one).Name)
		} else {
			a.fill(f.Elem(), kind)
		}
	} else {
		a.fill(f, kind)
	}
	if a.IntN(60) == 0 {
		a.fill(v, "")
		s.At = a.at
	}
	return s
}
