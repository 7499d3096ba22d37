package attach

import (
	"slices"
	"strings"
	"testing"

	"hadash/host"
	"hadash/record"
)

const slotsConf = "listen stats\n bind :8404\n mode http\n stats enable\nbackend pool\n mode http\n server-template web 1-4 app:80 check resolvers r init-addr none\n"

// stateText is HAProxy's own answer to "show servers state" (2.6 to 3.0 write these columns).
const stateText = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port
3 pool 1 web1 10.0.0.12 2 0 1 1 9 6 3 4 6 0 0 0 app 80 - 0 0 - - 0
3 pool 2 web2 10.0.0.11 2 0 1 1 9 6 3 4 6 0 0 0 app 80 - 0 0 - - 0
3 pool 3 web3 - 0 32 1 1 9 1 0 0 14 0 0 0 app 80 - 0 0 - - 0
3 pool 4 web4 - 0 32 1 1 9 1 0 0 14 0 0 0 app 80 - 0 0 - - 0
`

func scaled(service string, n string) host.Container {
	return box(service, "10.0.0.1"+n, func(c *host.Container) { c.ID, c.Node, c.Name = service+n, service+"_"+n, "lab-"+service+"-"+n })
}

func asked(t *testing.T, cfg string, r Reading, others ...host.Container) (*Found, Balancer) {
	t.Helper()
	f := discover(t, &fake{
		all:   append([]host.Container{box("lb", "10.0.0.2", haproxy("-f "+usualFile), publish(8404, 18404))}, others...),
		files: map[string]string{"lb:" + usualFile: cfg}, says: map[string]Reading{"lb": r},
	})
	return f, f.Balancers[0]
}

// R8 and R16: the running HAProxy says which slot is which container, and which are empty. The empty ones are no servers.
func TestSlots(t *testing.T) {
	apps := []host.Container{scaled("app", "1"), scaled("app", "2"), scaled("app", "3")}
	f, b := asked(t, slotsConf, Reading{Answered: 0, States: stateText, Numbers: page(99, "pool/web1=UP", "pool/web2=UP", "pool/web3=MAINT (resolution)", "pool/web4=MAINT (resolution)")}, apps...)
	wantLeads(t, &b, "pool/web1=app_2", "pool/web2=app_1", "pool/web3=empty", "pool/web4=empty")
	if got := b.SlotsText("pool"); got != "2 of 4" {
		t.Errorf("slots %s", got)
	}
	if says(f, "which container") {
		t.Error("it says that the slots are not known")
	}
	for _, s := range b.Servers {
		if s.State == Down {
			t.Errorf("%s is down", s.Server.Name)
		}
	}
	wantEdges(t, f, "lb -> app")
	top := f.Topology("lab")
	for node, want := range map[string]string{"app_1": "pool/web2", "app_2": "pool/web1", "app_3": ""} {
		n, ok := top.Node(node)
		if got := strings.Join(n.Serves, ","); !ok || got != want {
			t.Errorf("%s is %q, want %q", node, got, want)
		}
	}
}

// R16: a page without addresses shows how many slots are in use, and not by whom; without any page not even that.
func TestSlotsWithoutAddresses(t *testing.T) {
	app := scaled("app", "1")
	f, b := asked(t, slotsConf, Reading{Answered: 0, Numbers: page(99, "pool/web1=UP", "pool/web2=MAINT (resolution)", "pool/web3=MAINT (resolution)", "pool/web4=MAINT (resolution)")}, app)
	if got := b.SlotsText("pool"); got != "1 of 4" {
		t.Errorf("slots %s", got)
	}
	wantSays(t, f, "stats show-legends")
	wantEdges(t, f, "lb -> app")
	_, b = asked(t, slotsConf, Reading{Answered: -1}, app)
	if got := b.SlotsText("pool"); got != "not known, of 4" {
		t.Errorf("slots %s", got)
	}
}

// R8: the address that HAProxy has decides over its configuration, from a Runtime API and from a page with legends. Loopback and
// UNIX sockets stay as the configuration has them.
func TestCorrected(t *testing.T) {
	cfg := "listen stats\n bind :8404\n mode http\n stats enable\nbackend b\n server s1 app:80\n server s2 app:80\n server s3 nobody:80\n server s4 app:80\n"
	h := page(99, "b/s1=UP@10.0.0.12:80", "b/s2=UP@10.0.0.11:80", "b/s3=UP@192.0.2.9:80", "b/s4=UP")
	_, b := asked(t, cfg, Reading{Answered: 0, Numbers: h}, scaled("app", "1"), scaled("app", "2"))
	wantLeads(t, &b, "b/s1=app_2", "b/s2=app_1", "b/s3=out", "b/s4=app_1,app_2")
	if b.Servers[0].Rule != "R8 the page's addresses" || b.Servers[2].Evidence != "192.0.2.9:80" {
		t.Errorf("%+v", b.Servers)
	}
	if serversState("Permission denied\n") != nil || serversState("") != nil {
		t.Error("a refusal is a state")
	}
}

// R15: a server that fails the check of a role, runs, and was never found UP since HAProxy began is a standby; else it is down.
func TestStandby(t *testing.T) {
	const role = "backend b\n option httpchk GET /primary\n server s app:80 check\nlisten stats\n bind :8404\n mode http\n stats enable\n"
	const plain = "backend b\n server s app:80 check\nlisten stats\n bind :8404\n mode http\n stats enable\n"
	for name, c := range map[string]struct {
		cfg, status      string
		uptime, downtime int64
		chkdown          int64
		app              host.Container
		want             State
	}{
		"never up":                  {role, "DOWN", 600, 597, 1, box("app", "10.0.0.3"), Standby},
		"up for a while":            {role, "DOWN", 600, 300, 1, box("app", "10.0.0.3"), Down},
		"several times":             {role, "DOWN", 600, 597, 3, box("app", "10.0.0.3"), Down},
		"it does not run":           {role, "DOWN", 600, 597, 1, box("app", "10.0.0.3", stopped), Down},
		"no check of a role":        {plain, "DOWN", 600, 597, 1, box("app", "10.0.0.3"), Down},
		"it is the leader":          {role, "UP", 600, 0, 0, box("app", "10.0.0.3"), Up},
		"going down":                {role, "UP 1/3", 600, 0, 0, box("app", "10.0.0.3"), Up},
		"maintenance":               {plain, "MAINT", 600, 0, 0, box("app", "10.0.0.3"), Out},
		"its name does not resolve": {plain, "MAINT (resolution)", 600, 597, 0, box("app", "10.0.0.3"), Down},
		"nobody checks":             {plain, "no check", 600, 0, 0, box("app", "10.0.0.3"), Unchecked},
	} {
		h := page(c.uptime, "b/s="+c.status)
		h.Servers[0].Downtime, h.Servers[0].Chkdown = c.downtime, c.chkdown
		_, b := asked(t, c.cfg, Reading{Answered: 0, Numbers: h}, c.app)
		if got := b.Servers[0].State; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// R14: without a check nobody would notice; nginx notices by itself, unless it is told not to.
func TestUnchecked(t *testing.T) {
	_, b := lb(t, "backend b\n server s1 app:80\n server s2 app:80 check\n server s3 app:80 track b/s2\n", nil, box("app", "10.0.0.3"))
	for i, want := range []bool{true, false, false} {
		if b.Servers[i].Server.Unchecked != want {
			t.Errorf("%s: unchecked %v", b.Servers[i].Server.Name, !want)
		}
	}
	f := discover(t, &fake{all: []host.Container{box("web", "10.0.0.2", nginx), box("app", "10.0.0.3")}, files: map[string]string{
		"web:/etc/nginx/nginx.conf": "http { upstream g { server app:1 max_fails=0; server app:2; } server { location / { proxy_pass http://g; } } }"}})
	if s := f.Balancers[0].Servers; !s[0].Server.Unchecked || s[1].Server.Unchecked {
		t.Errorf("%+v", s)
	}
}

// A way that did not answer is said with its reason, and the one that did is the first afterwards.
func TestWhatAnswered(t *testing.T) {
	cfg := "global\n stats socket ipv4@127.0.0.1:9999 level user\nlisten stats\n bind :8404\n mode http\n stats enable\n stats auth me:hidden-word\nbackend b\n server s app:80\n"
	f := discover(t, &fake{
		all:   []host.Container{box("lb", "10.0.0.2", haproxy("-f "+usualFile), publish(8404, 18404)), box("app", "10.0.0.3")},
		files: map[string]string{"lb:" + usualFile: cfg},
		says:  map[string]Reading{"lb": {Answered: 1, Numbers: page(9, "b/s=no check"), Failed: map[int]string{0: "http://me:hidden-word@127.0.0.1:18404: 403"}}},
	})
	b := f.Balancers[0]
	if !b.Answers || b.Status[0].Rule != "R9f" || b.Status[1].Rule != "R9a" {
		t.Errorf("%+v", b.Status)
	}
	wantSays(t, f, "403")
	if says(f, "hidden-word") {
		t.Error("the login is shown")
	}
	var _ *record.HAProxy
}

// A server without resolvers keeps the address that its name had when HAProxy started, and "set server addr" gives it any: where its
// container is somewhere else, that is said.
func TestStrayed(t *testing.T) {
	cfg := "listen stats\n bind :8404\n mode http\n stats enable\nbackend b\n server s1 app:80\n server s2 other:80\n server s3 10.0.0.3:80\n server s4 app:80\n"
	h := page(99, "b/s1=DOWN@10.0.0.7:80", "b/s2=UP@10.0.0.3:80", "b/s3=UP@10.0.0.3:80", "b/s4=UP@10.0.0.3:80")
	f, b := asked(t, cfg, Reading{Answered: 0, Numbers: h}, box("app", "10.0.0.3"), box("other", "10.0.0.4"))
	wantLeads(t, &b, "b/s1=app", "b/s2=app", "b/s3=app", "b/s4=app")
	wantSays(t, f, "b/s1 looks at 10.0.0.7, and app is at 10.0.0.3: no container of the project has that address", "b/s2 looks at 10.0.0.3, and other is at 10.0.0.4: that address is app now", "resolvers docker")
	if says(f, "b/s3 looks") || says(f, "b/s4 looks") {
		t.Errorf("%+v", f.Missing)
	}
	if !slices.Contains(f.Edges, Edge{From: "lb", To: "other", Supposed: true}) {
		t.Errorf("other, whose address app has now, left the path: %+v", f.Edges)
	}
	top := f.Topology("")
	if app, _ := top.Node("app"); app.SoughtAt != "10.0.0.7" {
		t.Errorf("the node says %q", app.SoughtAt)
	}
}

// A page without addresses does not show where a server is looked for: the line that would is named, if names are looked up at all.
func TestNoAddresses(t *testing.T) {
	cfg := "listen stats\n bind :8404\n mode http\n stats enable\nbackend b\n server s1 "
	for addr, want := range map[string]bool{"app:80": true, "10.0.0.3:80": false} {
		f, _ := asked(t, cfg+addr+"\n", Reading{Answered: 0, Numbers: page(99, "b/s1=UP")}, box("app", "10.0.0.3"))
		if got := says(f, "where it looks for a server is not known"); got != want {
			t.Errorf("%s: %v in %+v", addr, got, f.Missing)
		}
	}
}

// R20: a balancer that does not run is said to be so, with its last words; no secret is among them.
func TestEnded(t *testing.T) {
	f := discover(t, &fake{
		all:   []host.Container{box("lb", "10.0.0.2", haproxy("-f "+usualFile), stopped, func(c *host.Container) { c.State = "exited with code 1" }), box("app", "10.0.0.3")},
		files: map[string]string{"lb:" + usualFile: "backend b\n server s app:80\n"},
		last:  map[string][]string{"lb": {"[ALERT] (1) : config : parsing [haproxy.cfg:3] : missing value: 'stats auth me:hidden-word'", "[ALERT] (1) : config : Fatal errors found in configuration."}},
	})
	wantSays(t, f, "it does not run: exited with code 1; [ALERT]", "Fatal errors found")
	if says(f, "no container of the project runs") {
		t.Error("app runs")
	}
	if f := discover(t, &fake{all: []host.Container{box("app", "", stopped)}}); !says(f, "no container of the project runs") {
		t.Errorf("%+v", f.Missing)
	}
	if says(f, "hidden-word") {
		t.Error("the login is shown")
	}
}

// A swarm's stack: tasks on other hosts are said to be there, and the addresses of its services are no container's.
func TestSwarm(t *testing.T) {
	task := labels("com.docker.stack.namespace", "st")
	cfg := "listen stats\n bind :8404\n mode http\n stats enable\nbackend b\n server s1 st_pg:5432 check\n server s2 tasks.far:5432 check\n server s3 far:5432 check\n"
	f := discover(t, &fake{
		all: []host.Container{box("lb", "10.0.0.2", haproxy("-f "+usualFile), publish(8404, 18404), task), box("pg", "10.0.0.3", task)}, files: map[string]string{"lb:" + usualFile: cfg},
		says: map[string]Reading{"lb": {Answered: 0, Numbers: page(99, "b/s1=UP@10.0.0.77:5432", "b/s2=UP@10.0.0.78:5432", "b/s3=DOWN@10.0.0.79:5432")}},
	})
	wantLeads(t, &f.Balancers[0], "b/s1=pg", "b/s2=out", "b/s3=out")
	wantSays(t, f, "2 of 3 servers run on other hosts of the swarm")
	if says(f, "looks at") || says(f, "unresolved") {
		t.Errorf("%+v", f.Missing)
	}
}
