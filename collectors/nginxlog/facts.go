package nginxlog

import (
	"strings"

	"hadash/collectors/lineform"
)

// cutClient splits a message from the facts about its connection, which begin with the client's address.
func cutClient(text string) (message, facts string, ok bool) {
	tcp, udp := strings.Index(text, ", client: "), strings.Index(text, ", udp client: ")
	if udp >= 0 && (tcp < 0 || udp < tcp) {
		tcp = udp
	}
	if tcp < 0 {
		return text, "", false
	}
	return text[:tcp], text[tcp:], true
}

// requestAndUpstream finds the request and the upstream among the facts. named is false if they hold no upstream: nginx
// cuts its lines off at 2048 bytes.
func requestAndUpstream(facts string) (request, addr string, named bool) {
	if before, rest, ok := strings.Cut(facts, `, request: "`); ok && !strings.Contains(before, `, upstream: "`) {
		request, facts = cutRequest(rest)
	}
	_, url, ok := strings.Cut(facts, `, upstream: "`)
	if !ok {
		return request, "", false
	}
	return request, addrOf(url), true
}

// afterRequest are the facts that can follow a request.
var afterRequest = [...]string{`, subrequest: "`, `, upstream: "`, `, host: "`, `, referrer: "`}

// cutRequest removes a request from the front. nginx writes it unescaped, quotes included, and the client may have put
// facts of its own into it. But a request ends in its protocol, which nginx accepts only at its end.
func cutRequest(facts string) (request, rest string) {
	end := -1
	for i := 0; i < len(facts); i++ {
		if facts[i] != '"' || !endsFact(facts[i+1:]) {
			continue
		}
		if lineform.EndsInProtocol(facts[:i]) {
			return facts[:i], facts[i+1:]
		}
		if end < 0 {
			end = i
		}
	}
	if end >= 0 { // HTTP/0.9 has no protocol in it
		return facts[:end], facts[end+1:]
	}
	return strings.TrimSuffix(facts, `"`), ""
}

func endsFact(rest string) bool {
	if rest == "" {
		return true
	}
	for _, next := range afterRequest {
		if strings.HasPrefix(rest, next) {
			return true
		}
	}
	return false
}

// addrOf returns, from the start of an upstream's URL, what $upstream_addr would be: an address, or the name of the
// group if no server could be chosen. It returns "" if the line was cut off inside it.
func addrOf(url string) string {
	if scheme, after, ok := strings.Cut(url, "://"); ok && strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyz") == "" {
		url = after
	}
	if path, ok := strings.CutPrefix(url, "unix:"); ok {
		return unixAddr(path)
	}
	end := strings.IndexAny(url, `/"`)
	if end < 0 {
		return ""
	}
	return url[:end]
}

// unixAddr returns the socket at the front of `/run/app.sock:/x`, `/run/app.sock:"` (FastCGI) or `/run/app.sock"`
// (stream). Its path may hold blanks, commas and colons.
func unixAddr(path string) string {
	quote, uri := strings.Index(path, `"`), strings.Index(path, ":/")
	switch {
	case uri >= 0 && (quote < 0 || uri < quote):
		return "unix:" + path[:uri]
	case quote >= 0:
		return "unix:" + strings.TrimSuffix(path[:quote], ":")
	}
	return ""
}
