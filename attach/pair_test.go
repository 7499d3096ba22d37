package attach

import (
	"slices"
	"testing"

	"hadash/host"
	"hadash/record"
)

const (
	servesApp    = "listen b\n bind :80\n server s app:80 check\n"
	sharesByFile = "vrrp_instance VI_1 {\n virtual_ipaddress {\n $VIP/24\n }\n}\n"
)

func keepalived(words string) func(*host.Container) {
	return func(c *host.Container) {
		c.Processes, c.Env = append(c.Processes, "/usr/sbin/keepalived "+words), []string{"VIP=10.0.0.9"}
	}
}

// The address that a balancer shares is found beside it, and keepalived's file is none of HAProxy's.
func TestSharedAddress(t *testing.T) {
	for name, c := range map[string]struct {
		runs, file string
		label      []string
		address    string
		config     []string
	}{
		"usual place":     {"-n -l", keepalivedFile, nil, "10.0.0.9", []string{usualFile, keepalivedFile}},
		"named":           {"--use-file=/k/keepalived.conf", "/k/keepalived.conf", nil, "10.0.0.9", []string{usualFile, "/k/keepalived.conf"}},
		"named apart":     {"-D -f /k.conf", "/k.conf", nil, "10.0.0.9", []string{usualFile, "/k.conf"}},
		"label":           {"-n", keepalivedFile, []string{"hadash.address", "10.0.0.8"}, "10.0.0.8", []string{usualFile, keepalivedFile}},
		"label of config": {"-n", "/k/keepalived.conf", []string{"hadash.config", usualFile + ",/k/keepalived.conf"}, "10.0.0.9", []string{usualFile, "/k/keepalived.conf"}},
		"not readable":    {"-n", "/elsewhere", nil, "", []string{usualFile}},
	} {
		lb := box("lb", "10.0.0.2", haproxy("-f "+usualFile), keepalived(c.runs), labels(c.label...))
		f := discover(t, &fake{all: []host.Container{lb, box("app", "10.0.0.3")}, files: map[string]string{"lb:" + usualFile: servesApp, "lb:" + c.file: sharesByFile}})
		top := f.Topology("lab")
		n, _ := top.Node("lb")
		if n.Address != c.address || !slices.Equal(n.Config, c.config) || says(f, "hadash.config says") {
			t.Errorf("%s: shares %q by %q; %+v", name, n.Address, n.Config, f.Missing)
		}
	}
	lb := box("lb", "10.0.0.2", haproxy("-f "+usualFile))
	f := discover(t, &fake{all: []host.Container{lb, box("app", "10.0.0.3")}, files: map[string]string{"lb:" + usualFile: servesApp}})
	if s := f.Balancers[0].Shared; s != (Shared{}) {
		t.Errorf("without keepalived: %+v", s)
	}
}

// keepalived may run in a container of its own: in the network of its HAProxy, with it in a third one's, or in that of the host, where
// its HAProxy is the only one. Otherwise it is nobody's.
func TestKeepalivedBeside(t *testing.T) {
	network := func(name string) func(*host.Container) { return func(c *host.Container) { c.Network = name } }
	published := func(c *host.Container) { c.Published = []host.Port{{Port: 80, HostPort: 80}} }
	for name, c := range map[string]struct {
		lb, lb2, vrrp func(*host.Container)
		beside        string
	}{
		"in its network":            {network(""), network(""), network("container:lb"), "vrrp"},
		"it in keepalived's":        {network("container:vrrp"), network(""), network(""), "vrrp"},
		"both in a third one's":     {network("container:app"), network(""), network("container:app"), "vrrp"},
		"both at the host":          {network("host"), network(""), network("host"), "vrrp"},
		"published at the host":     {published, network(""), network("host"), "vrrp"},
		"two HAProxies at the host": {published, published, network("host"), ""},
		"in a network of its own":   {network(""), network(""), network(""), ""},
	} {
		lb := box("lb", "10.0.0.2", haproxy("-f "+usualFile), c.lb)
		lb2 := box("lb2", "10.0.0.4", haproxy("-f "+usualFile), c.lb2)
		vrrp := box("vrrp", "10.0.0.5", keepalived("-n -l"), c.vrrp)
		f := discover(t, &fake{all: []host.Container{lb, lb2, vrrp, box("app", "10.0.0.3")},
			files: map[string]string{"lb:" + usualFile: servesApp, "lb2:" + usualFile: servesApp, "vrrp:" + keepalivedFile: sharesByFile}})
		top := f.Topology("lab")
		n, _ := top.Node("lb")
		want := record.Keepalived{}
		address := ""
		if c.beside != "" {
			want, address = record.Keepalived{Node: c.beside, File: keepalivedFile}, "10.0.0.9"
		}
		if n.Keepalived != want || n.Address != address || !slices.Equal(n.Config, []string{usualFile}) || want.Node != "" && !slices.Contains(top.Others, "vrrp") {
			t.Errorf("%s: %+v shares %q; %q; others %q", name, n.Keepalived, n.Address, n.Config, top.Others)
		}
		if o, _ := top.Node("lb2"); o.Keepalived.Node != "" {
			t.Errorf("%s: lb2 has %+v", name, o.Keepalived)
		}
	}
}
