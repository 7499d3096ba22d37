package collectors

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"hadash/host"
	"hadash/record"
)

var (
	balancer = record.Node{Name: "lb", Role: record.RoleBalancer, Config: []string{"/defaults.cfg", "/lb.cfg"}}
	web      = record.Node{Name: "web", Role: record.RoleWeb, Config: []string{"/nginx.conf"}}
)

func configured() *engine {
	d := newEngine()
	d.files = map[string]string{
		"lb:/defaults.cfg": "defaults\n default-server check fall 7",
		"lb:/lb.cfg":       "backend b\n server s h:1\n",
		"web:/nginx.conf":  "http { upstream g { server a max_fails=4; } }",
	}
	return d
}

// asked reads the node's settings once.
func asked(t *testing.T, d *engine, n record.Node) record.Sample {
	t.Helper()
	return read(t.Context(), Plan{Site: d, Engines: []Engine{d}}.settings(n, nil), time.Minute)
}

func TestSettingsAreReadByRole(t *testing.T) {
	d := configured()
	s := asked(t, d, balancer)
	if s.Source != record.SourceSettings || s.Node != "lb" || s.Settings == nil || len(s.Settings.Upstreams) != 0 ||
		len(s.Settings.Checks) != 1 || !s.Settings.Checks[0].On || s.Settings.Checks[0].Fall != 7 {
		t.Errorf("balancer: %+v %+v", s, s.Settings)
	}
	s = asked(t, d, web)
	if s.Settings == nil || len(s.Settings.Checks) != 0 || len(s.Settings.Upstreams) != 1 || s.Settings.Upstreams[0].MaxFails != 4 {
		t.Errorf("web: %+v %+v", s, s.Settings)
	}
}

// Each file has the time of its last change, by which a configuration is known that is newer than what runs.
func TestSettingsKeepWhenTheyWereChanged(t *testing.T) {
	d := configured()
	d.written = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	s := asked(t, d, balancer)
	if s.Settings == nil || len(s.Settings.Files) != 2 || !s.Settings.Files[0].Changed.Equal(d.written) || !s.Settings.Files[1].Changed.Equal(d.written) {
		t.Errorf("%+v", s.Settings)
	}
}

func TestSettingsThatCannotAllBeReadAreNotReported(t *testing.T) {
	d := configured()
	delete(d.files, "lb:/lb.cfg")
	s := asked(t, d, balancer)
	if want := "poll settings: no such file: /lb.cfg"; s.Err != want || s.Settings != nil {
		t.Errorf("%q, %+v; want %q", s.Err, s.Settings, want)
	}
}

func TestPlanReadsOnlyBalancersSettings(t *testing.T) {
	app, none := web, web
	app.Role, none.Config = record.RoleApp, nil
	for _, n := range []record.Node{app, none} {
		if src := (Plan{Site: newEngine()}).settings(n, nil); src != nil {
			t.Errorf("%+v: %+v", n, src)
		}
	}
	if src := (Plan{}).settings(web, nil); src != nil {
		t.Errorf("without Docker: %+v", src)
	}
}

// Settings are read at the start, every minute, and when their own container starts.
func TestRunReadsSettingsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := configured()
		topology := record.Topology{Nodes: []record.Node{balancer, web}}
		s := collect(t, func(ctx context.Context, out chan<- record.Sample) {
			Run(ctx, Plan{Topology: topology, Site: d, Engines: []Engine{d}, Interval: time.Hour}, out)
		})
		begun := time.Now()
		time.Sleep(70 * time.Second)
		d.happen(record.DockerEvent{Node: "lb", Action: "die"})
		d.happen(record.DockerEvent{Node: "lb", Action: "start"})
		time.Sleep(10 * time.Second)
		s.stop()
		read := map[string][]time.Duration{}
		for _, sample := range s.samples {
			if sample.Settings != nil {
				read[sample.Node] = append(read[sample.Node], sample.At.Sub(begun).Round(time.Second))
			}
		}
		if got := read["lb"]; len(got) != 3 || got[0] != 0 || got[1] != time.Minute || got[2] != 70*time.Second {
			t.Errorf("lb was read at %v", got)
		}
		if got := read["web"]; len(got) != 2 || got[0] != 0 || got[1] != time.Minute {
			t.Errorf("web was read at %v", got)
		}
	})
}

// Variables have their values in the container's environment, and an include is replaced by the files that were read.
func TestSettingsAreReadAsTheProgramsReadThem(t *testing.T) {
	d := configured()
	d.env = []string{"FALL=9", "PASSWORD=hunter2"}
	d.files["lb:/lb.cfg"] = "backend b\n server s h:1 check fall \"${FALL}\" rise \"${NOPE}\"\n"
	s := asked(t, d, balancer)
	c := s.Settings.Checks[0]
	if c.Fall != 9 || len(c.Doubts) != 1 || c.Doubts[0] != (record.Doubt{Of: record.SettingRise, Kind: record.DoubtVariable, What: "${NOPE}", File: "/lb.cfg", Line: 2}) {
		t.Errorf("%+v", c)
	}
	several := web
	several.Config = []string{"/conf.d/a.conf", "/nginx.conf"}
	d.files["web:/nginx.conf"] = "http { proxy_read_timeout 3s; include conf.d/*.conf; }"
	d.files["web:/conf.d/a.conf"] = "upstream g { server a; } server { location / { proxy_pass http://g; } }"
	if u := asked(t, d, several).Settings.Upstreams; len(u) != 1 || u[0].ReadTimeout != 3*time.Second || len(u[0].Doubts) != 0 {
		t.Errorf("%+v", u)
	}
	d.down = errBroken
	if s := asked(t, d, balancer); s.Settings != nil || s.Err == "" {
		t.Errorf("the environment cannot be read: %+v", s)
	}
}

// keepalived's file is read beside HAProxy's, and is none of it.
func TestSettingsOfAPair(t *testing.T) {
	d := configured()
	d.files["lb:/k/keepalived.conf"] = "vrrp_instance VI_1 {\n priority 90\n virtual_ipaddress {\n 10.0.0.9\n }\n}\n"
	n := balancer
	n.Config = append(n.Config[:2:2], "/k/keepalived.conf")
	s := asked(t, d, n)
	if s.Settings == nil || len(s.Settings.Checks) != 1 || len(s.Settings.Files) != 3 || len(s.Settings.VRRP) != 1 || s.Settings.VRRP[0].Priority != 90 {
		t.Errorf("%+v %+v", s, s.Settings)
	}
}

// The configuration of a keepalived in a container of its own is read there, with the environment there. Without it the rest is known.
func TestSettingsOfKeepalivedBeside(t *testing.T) {
	n := record.Node{Name: "lb", Kind: record.KindHAProxy, Config: []string{"/h.cfg"}, Keepalived: record.Keepalived{Node: "vrrp", File: "/k.conf"}}
	for _, fails := range []bool{false, true} {
		c := NewSettings(n, func(context.Context, string) (host.File, error) {
			return host.File{Text: []byte("listen b\n bind :80\n server s app:80 check\n")}, nil
		})
		c.beside = func(context.Context) (host.File, []string, error) {
			if fails {
				return host.File{}, nil, errors.New("no such container")
			}
			return host.File{Text: []byte("vrrp_instance VI_1 {\n priority 90\n virtual_ipaddress {\n $VIP/24\n }\n}\n")}, []string{"VIP=10.0.0.9"}, nil
		}
		var s record.Sample
		if err := c.Read(context.Background(), &s); err != nil || len(s.Settings.Checks) != 1 {
			t.Fatalf("%v: %+v", err, s.Settings)
		}
		if v := s.Settings.VRRP; fails != (len(v) == 0) || len(v) > 0 && (v[0].Priority != 90 || v[0].Addrs[0] != "10.0.0.9") {
			t.Errorf("fails %v: %+v", fails, v)
		}
	}
}
