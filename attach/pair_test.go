package attach

import (
	"slices"
	"testing"

	"hadash/host"
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
