package main

import (
	"net/http"
	"net/url"
	"strings"
)

// sameOrigin refuses requests that a page of another site makes a browser send. If the browser does not say which site
// the page belongs to (Sec-Fetch-Site, which it leaves out without https), the Origin is compared with the Host.
// "Origin: null" equals no Host: any site can send it from a sandboxed frame.
func sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, http.StatusForbidden, "the request comes from a page of another site")
	}))
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Sec-Fetch-Site") == "" && ownOrigin(r) {
			next.ServeHTTP(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// defaultPorts are the ports that a browser leaves out of an Origin. A proxy may write them into the Host.
var defaultPorts = map[string]string{"http": ":80", "https": ":443"}

// ownOrigin reports whether the Origin is the Host, with or without the default port of the Origin's scheme: behind a
// proxy that terminates https, the scheme of this request is not the browser's.
func ownOrigin(r *http.Request) bool {
	origin, err := url.Parse(r.Header.Get("Origin"))
	if err != nil || origin.Host == "" {
		return false
	}
	port := defaultPorts[origin.Scheme]
	return strings.EqualFold(strings.TrimSuffix(origin.Host, port), strings.TrimSuffix(r.Host, port))
}
