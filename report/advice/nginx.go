package advice

import (
	"regexp"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/advice"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/wording"
)

var nextUpstream = regexp.MustCompile(`^\s*proxy_next_upstream\b`)

// nginxRules are about nginx.conf.
var nginxRules = []rule{
	{
		title: "nginx waits long for an answer of a frozen instance",
		brief: "`proxy_read_timeout 500ms`",
		why: "An instance that accepts and is silent holds each request that is given to it for `proxy_read_timeout`, the longest time between two reads, " +
			"before another one may answer.",
		do: "A little more than the slowest honest answer takes; what is repeated elsewhere then comes in time. A POST, LOCK or PATCH goes to another one only " +
			"with `non_idempotent`.",
		config: []string{"proxy_read_timeout 500ms;", "proxy_next_upstream error timeout;"},
		manual: "nginx ngx_http_proxy_module, proxy_read_timeout, proxy_next_upstream",
		lines:  regexp.MustCompile(`^\s*proxy_read_timeout\b`),
		seen: func(s situation) string {
			if !s.Shows(advice.ReadLong) {
				return ""
			}
			return s.Say("nginx waits for up to %s; the slowest request took %s", s.Set(s.up.ReadTimeout), s.took())
		},
	},
	{
		title: "nginx waits long for a connection to an instance that is gone",
		brief: "`proxy_connect_timeout 250ms`",
		why: "When the address itself is gone, the connection is not refused: the request waits for up to `proxy_connect_timeout`, or on a kept connection for " +
			"`proxy_read_timeout`, before another instance is tried.",
		do:     "A few times what a connection takes: some hundred milliseconds within one network; and where connections are kept, a read timeout that is short, too.",
		config: []string{"proxy_connect_timeout 250ms;", "proxy_read_timeout 500ms;"},
		manual: "nginx ngx_http_proxy_module, proxy_connect_timeout, proxy_read_timeout",
		lines:  regexp.MustCompile(`^\s*proxy_connect_timeout\b`),
		seen: func(s situation) string {
			if !s.Shows(advice.UpstreamLong) {
				return ""
			}
			return s.Say("nginx waits for up to %s; the slowest request took %s", s.Set(s.up.ConnectTimeout), s.took())
		},
	},
	{
		title:  "nginx gives up on instances that work",
		brief:  "a longer `proxy_read_timeout`",
		why:    "`proxy_read_timeout` is shorter than an honest answer takes under load: attempts at instances that nobody had broken were given up too, until none was left to try.",
		do:     "More time for the last attempt at least, or for all of them where a machine is as busy as this one was.",
		manual: "nginx ngx_http_proxy_module, proxy_read_timeout, proxy_next_upstream_tries",
		lines:  regexp.MustCompile(`^\s*proxy_(read_timeout|next_upstream_tries)\b`),
		seen: func(s situation) string {
			given, v := s.givenUp(), s.sw.Felt.Clients()
			if !s.node.Runs(record.KindHTTP) && !s.node.IsReplica() || given == 0 || v.Failed == 0 || given < v.Failed {
				return ""
			}
			return s.Say("attempts that timed out at other instances: %s; %s", report.Count(int64(given)), s.Reached(v))
		},
	},
	{
		title:  "nginx sets no instance aside",
		brief:  "`max_fails`",
		why:    "With `max_fails=0` each request may be given to the dead instance first, and pays for it.",
		do:     "Let some failures set it aside for a short while.",
		config: []string{"server ADDRESS max_fails=3 fail_timeout=1s;"},
		manual: "nginx ngx_http_upstream_module, server: max_fails, fail_timeout",
		lines:  regexp.MustCompile(`\bmax_fails=`),
		seen: func(s situation) string {
			if !s.Shows(advice.NeverSetAside) {
				return ""
			}
			return s.Say("never set aside; nginx noted %s failed attempts there in all; the slowest request took %s", report.Count(int64(s.node.Upstream.Errors)), s.took())
		},
	},
	{
		title: "What nginx does not repeat fails for the user",
		brief: "`proxy_next_upstream`",
		why: "By default only a refused, broken or timed out attempt is repeated; never a POST, LOCK or PATCH that was sent already, and nothing of whose answer " +
			"the client has a byte.",
		do:     "List the answers that another instance may improve, and `non_idempotent` where doing it twice does no harm.",
		config: []string{"proxy_next_upstream error timeout http_502 http_503 http_504 non_idempotent;"},
		manual: "nginx ngx_http_proxy_module, proxy_next_upstream",
		lines:  nextUpstream,
		seen: func(s situation) string {
			v := s.sw.Felt.Clients()
			if s.up == nil || v.Failed == 0 || !s.knowsWeb() || s.configured("non_idempotent") {
				return ""
			}
			return s.Reached(v)
		},
	},
	{
		title:  "nginx does not say when it sets an instance aside",
		brief:  "`error_log` at `warn`",
		why:    "It logs that at level `warn`, and its error log is set to a higher level. The time of detection had to be computed, or is not known.",
		do:     "Write the error log from `warn` on.",
		config: []string{"error_log stderr warn;"},
		manual: "nginx ngx_core_module, error_log; ngx_http_upstream_module, server: max_fails",
		lines:  regexp.MustCompile(`^\s*error_log\b`),
		seen: func(s situation) string {
			if s.up == nil || s.up.Warns || s.up.MaxFails == 0 {
				return ""
			}
			if s.sw.Undetected() {
				return s.Say("not seen to be set aside, though nginx noted %s failed attempts there in all", report.Count(int64(s.node.Upstream.Errors)))
			}
			return s.Say("noticed %s, by its error lines and max_fails alone", s.Detection(s.sw).Word)
		},
	},
	{
		title: "What nginx absorbs cannot be counted",
		brief: "an access log with its upstreams",
		why:   "No access log that names the upstream servers of a request was read: that one failed and another answered leaves no trace.",
		do:    "Log the attempts, as JSON.",
		config: []string{
			`log_format attempts escape=json '{"time":$msec,"status":$status,"method":"$request_method","uri":"$uri","rt":$request_time,'`,
			`    '"upstream_addr":"$upstream_addr","upstream_status":"$upstream_status",'`,
			`    '"upstream_response_time":"$upstream_response_time"}';`,
			`access_log /dev/stdout attempts;`},
		manual: "nginx ngx_http_log_module, log_format; ngx_http_upstream_module, Embedded Variables",
		lines:  regexp.MustCompile(`^\s*(log_format|access_log)\b`),
		seen: func(s situation) string {
			if s.up == nil || s.run.Frame.Nginx.HasAccess || !s.run.Frame.NginxAsked() {
				return ""
			}
			return s.Say("whether a request was answered by another instance is not known")
		},
	},
	{
		title:  "There is one nginx",
		brief:  "a second nginx",
		why:    "While it is away, everything behind it is unreachable.",
		do:     "Two of them behind one address (VRRP, or a balancer of the network); a reload instead of a restart keeps its listeners open.",
		manual: "nginx, Controlling nginx: changing configuration, upgrading on the fly",
		seen: func(s situation) string {
			return s.alone(func(n *incident.Node) bool { return n.Runs(record.KindNginx) })
		},
	},
}

// givenUp is how many attempts at unbroken instances timed out during the fault.
func (s situation) givenUp() (n int) {
	for _, e := range s.run.Events {
		if e.Kind == event.KindUpstream && e.To == string(record.UpstreamTimeout) && s.bystander(e) {
			n += e.Count
		}
	}
	return n
}

// knowsWeb reports whether the configuration files of the web servers are in the recording.
func (s situation) knowsWeb() bool {
	for _, n := range s.run.Frame.Topology.Of(record.KindNginx) {
		if set := s.run.Frame.Settings[n.Name]; set != nil && len(set.Files) > 0 {
			return true
		}
	}
	return false
}

// configured reports whether the files of the web servers have a word in what they say of next upstreams.
func (s situation) configured(word string) bool {
	for _, n := range s.run.Frame.Topology.Of(record.KindNginx) {
		set := s.run.Frame.Settings[n.Name]
		if set == nil {
			continue
		}
		for _, file := range set.Files {
			for _, l := range markdown.FileLines(file.Text) {
				if nextUpstream.MatchString(l) && strings.Contains(l, word) {
					return true
				}
			}
		}
	}
	return false
}

// databaseRules are about the application and the databases.
var databaseRules = []rule{
	{
		title:  "The application gives up a read when its connection is cut",
		brief:  "reads that are repeated",
		why:    "A database that ends takes its open sessions with it: no balancer can repeat their queries, only the client can.",
		do:     "Repeat a read once, on a fresh connection, when the old one broke off.",
		manual: `HAProxy configuration.txt 8.5: SD, the server broke off; D, HAProxy cut it because the server went DOWN`,
		seen: func(s situation) string {
			v := s.sw.Felt.Clients()
			if !s.Shows(advice.ReadGivenUp) {
				return ""
			}
			return s.Say("%s sessions cut; %s", report.Count(int64(s.sw.Blast.Cut)), s.Reached(v))
		},
	},
	{
		title:  "Writes have one server, and nothing takes its place",
		brief:  "a second server for writes",
		why:    "Whatever writes (a log-in does) fails for as long as the master is away; reads go on.",
		do:     "To avoid that: promote the replica that has executed most when the master is gone, and let writes go through a proxy that follows it.",
		manual: `MySQL manual, "Switching Sources During Failover"; MariaDB manual, "Global Transaction ID"`,
		seen: func(s situation) string {
			return s.alone((*incident.Node).IsMaster)
		},
	},
	{
		title:  "Replicas wait long before they ask their master again",
		brief:  "a shorter retry of the replicas",
		why:    "A replica that lost its master tries again only after its retry interval, 60 s where nothing else is set; until then its data goes stale, although the master is back.",
		do:     "Let it try each second.",
		config: []string{"CHANGE MASTER TO MASTER_CONNECT_RETRY = 1;                -- MariaDB", "CHANGE REPLICATION SOURCE TO SOURCE_CONNECT_RETRY = 1;     -- MySQL"},
		manual: `MariaDB manual, "CHANGE MASTER TO": MASTER_CONNECT_RETRY; MySQL manual, "CHANGE REPLICATION SOURCE TO": SOURCE_CONNECT_RETRY`,
		seen: func(s situation) string {
			healed := s.sw.Moments[stopwatch.Healed]
			if !s.node.IsMaster() || !healed.Seen() {
				return ""
			}
			for _, b := range s.run.Lapses {
				if late := b.To.Sub(healed.At); b.From.Before(healed.At) && late >= lateReplica && !b.How.Is(wording.Lagging) {
					return s.Say("%s replicated again only %s after its master was back (%s)", b.Node, s.Secs(late), b.How.String())
				}
			}
			return ""
		},
	},
	{
		title: "A replica with old data goes on serving reads",
		brief: "an agent check of the lag",
		why:   "HAProxy's checks ask whether the database answers, not how old its data is.",
		do: "Let an agent beside the server say `drain` while it is far behind, and `ready` when it is not: nothing but its own `ready` takes the drain back, " +
			"and an agent that is silent changes nothing.",
		config: []string{"server NAME ADDRESS check agent-check agent-port 9999 agent-inter 1s"},
		manual: `HAProxy configuration.txt 5.2, "agent-check"; MySQL and MariaDB manual, "SHOW REPLICA STATUS"`,
		lines:  serverLines,
		seen: func(s situation) string {
			for _, b := range s.run.Lapses {
				if b.Node == s.node.Name && b.How.Is(wording.Lagging) && s.node.Server != nil && b.To.After(report.Begun(s.sw)) && s.sw.Undetected() {
					return s.Say("up to %s behind its master for %s, and UP", s.Lasted(b.Lag), s.Secs(b.To.Sub(b.From)))
				}
			}
			return ""
		},
	},
}

// lateReplica is how long after its master's return a replica can still wait before advice is due.
const lateReplica = 10 * time.Second
