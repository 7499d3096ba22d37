package found

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hadash/attach"
	"hadash/conf/balancer"
	"hadash/record"
)

// writeLabels prints what was found as labels of a compose file, to be pasted and changed. A login is not printed.
func writeLabels(w io.Writer, f *attach.Found) {
	p := func(format string, args ...any) { _, _ = fmt.Fprintln(w, record.Clean(fmt.Sprintf(format, args...))) }
	p("services:")
	for _, service := range f.Path() {
		name, at, several := strings.Cut(service, "@")
		if several {
			p("  # of %s", at)
		}
		p("  %s:", name)
		p("    labels:")
		i := slices.IndexFunc(f.Balancers, func(b attach.Balancer) bool { return b.Service == service })
		if i < 0 {
			p("      hadash.kind: %s", record.KindServer)
			continue
		}
		b := &f.Balancers[i]
		p("      hadash.kind: %s", b.Kind)
		if at, login := statusLabel(b); at != "" && login {
			p("      hadash.status: %s  # with its login: http://USER:PASSWORD@:PORT", strconv.Quote(at))
		} else if at != "" {
			p("      hadash.status: %s", strconv.Quote(at))
		}
		if w := b.Watchable(false); w != nil && w.Unchecked {
			p("      # without hadash.status: the page over TLS is found at the container's own address, where its certificate is not checked")
		}
		if at := masterLabel(b); at != "" {
			p("      hadash.master: %s", strconv.Quote(at))
		}
		if to := f.To(service); len(to) > 0 {
			for i := range to {
				to[i], _, _ = strings.Cut(to[i], "@")
			}
			slices.Sort(to)
			p("      hadash.to: %s", strings.Join(slices.Compact(to), ","))
		}
		p("      hadash.config: %s", strings.Join(b.Conf.Files, ","))
	}
}

// masterLabel is where a HAProxy's master is asked as its label hadash.master says it; "" if it cannot.
func masterLabel(b *attach.Balancer) string {
	w := b.Master
	if w == nil || w.Exec || w.Rule == "R9e" { // its place changes at each start
		return ""
	}
	if strings.HasPrefix(w.URL, "unix://") {
		return w.URL
	}
	return "tcp://:" + strconv.Itoa(w.Port)
}

// statusLabel is the way of a balancer's numbers as its label hadash.status says it: with the container's port.
func statusLabel(b *attach.Balancer) (at string, login bool) {
	w := b.Watchable(false)
	if w == nil {
		return "", false
	}
	u, err := url.Parse(w.URL)
	switch {
	case err != nil || w.Rule == "R9e": // its place changes at each start
		return "", false
	case w.Unchecked: // as a label it would be checked
		return "", false
	case u.Scheme == "unix":
		return w.URL, false
	case w.Page != nil:
		i := slices.IndexFunc(w.Page.Binds, func(at balancer.Bind) bool { return at.Port > 0 })
		if i < 0 {
			return "", false
		}
		return fmt.Sprintf("%s://:%d%s", u.Scheme, w.Page.Binds[i].Port, u.RequestURI()), w.Page.Login != ""
	}
	for _, s := range b.Conf.Sockets {
		if s.Port > 0 {
			return fmt.Sprintf("tcp://:%d", s.Port), false
		}
	}
	return "", false
}
