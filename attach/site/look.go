package site

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hadash/attach"
	"hadash/attach/target"
	"hadash/record"
)

// Part is what one of the targets turned out to be.
type Part struct {
	Node    string
	Kind    record.Kind
	Target  string // as it may be shown
	Level   string // of a Runtime API; "" = it is none, or not known
	Failed  string // why it does not answer; "" = it does, or is not asked
	Servers []Server
	Config  []string
	Logs    []string
	Missing []attach.Missing
}

// Server is a server of a HAProxy.
type Server struct {
	Backend, Name, Addr, Status string // Addr and Status are "" if they are not shown
}

// Look asks every target once, and says what it is and what is hidden, with the line that would show it.
func (s *Site) Look(ctx context.Context) (all []Part) {
	for _, p := range s.parts {
		out := Part{Node: p.node, Kind: p.Kind, Target: p.String()}
		if p.conf != nil {
			out.Config = p.conf.paths
		}
		for _, l := range s.logs {
			if l.node == p.node {
				out.Logs = append(out.Logs, l.String())
			}
		}
		if p.haproxy != nil {
			if err := p.haproxy.read(ctx); err != nil {
				out.Failed = record.Clean(record.Redact(permission(p.Target, err).Error()))
			}
			out.Level = p.haproxy.level
			for _, srv := range p.haproxy.known() {
				out.Servers = append(out.Servers, Server{record.Clean(srv.Backend), record.Clean(srv.Name), record.Clean(srv.Addr), record.Clean(srv.Status)})
			}
		}
		out.Missing = p.missing(&out)
		all = append(all, out)
	}
	return all
}

// missing is what a balancer hides.
func (p *part) missing(is *Part) (all []attach.Missing) {
	say := func(what, line, section string) {
		m := attach.Missing{About: p.node, What: what, Line: line, Section: section}
		if line != "" && len(is.Config) > 0 {
			m.File = is.Config[0]
		}
		all = append(all, m)
	}
	if p.Kind == record.KindHAProxy && is.Failed == "" && p.haproxy != nil {
		switch {
		case p.Via == target.Page:
			say("only its statistics page is watched: faults at it need its Runtime API", "stats socket /run/haproxy/admin.sock mode 660 level admin", "global")
		case is.Level == "user" || is.Level == "operator":
			say(fmt.Sprintf("level %s only shows: faults at it need level admin", is.Level), "stats socket /run/haproxy/admin.sock mode 660 level admin", "global")
		}
		if slices.ContainsFunc(is.Servers, func(s Server) bool { return s.Addr == "" }) && p.Via == target.Page {
			say("its page does not show where the servers are", "stats show-legends", "the section of the page")
		}
		if unchecked := uncheckedOf(is.Servers); unchecked != "" {
			say("nobody would notice that "+unchecked+" is gone", "server ... check", "backend")
		}
	}
	if p.Kind.Balances() && len(is.Logs) == 0 {
		say("no log: who failed and how long it took is not known; name its log as a target, such as /var/log/"+string(p.Kind)+logName(p.Kind)+", journal:"+string(p.Kind)+".service or syslog+udp://127.0.0.1:5514", "", "")
	}
	return all
}

func logName(k record.Kind) string {
	if k == record.KindNginx {
		return "/access.log"
	}
	return ".log"
}

// uncheckedOf names the servers without a check.
func uncheckedOf(all []Server) string {
	var names []string
	for _, s := range all {
		if s.Status == "no check" {
			names = append(names, s.Backend+"/"+s.Name)
		}
	}
	const few = 3
	if len(names) > few {
		return fmt.Sprintf("%s or one of %d more", names[0], len(names)-1)
	}
	return strings.Join(names, " or ")
}

// Shown are the targets as they may be shown, in the shell's words.
func (s *Site) Shown() (all []string) {
	for _, p := range s.parts {
		if text := p.String(); text != "" {
			all = append(all, quoted(&p.Target))
		}
	}
	for _, l := range s.logs {
		all = append(all, quoted(&l.Target))
	}
	return all
}

// quoted is a target as it is written in a shell.
func quoted(t *target.Target) string {
	text := t.String()
	if t.Name != "" {
		text += "@" + t.Name
	}
	if strings.ContainsAny(text, " ?&*;'\"$()") {
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	return text
}
