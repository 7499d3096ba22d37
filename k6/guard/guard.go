// Package guard keeps web pages away from k6's REST API, which has no authentication.
package guard

import (
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
)

// named matches a Host that is a name with a dot; nginx and HAProxy reject the same names (stack/tuned). Such a name
// belongs to a web page that made it resolve to this address (DNS rebinding): to the browser the page's requests are
// not cross-origin.
var named = regexp.MustCompile(`(?i)[a-z].*[.]|[.].*[a-z]`)

// New returns a handler that forwards to k6 what no web page can send. While k6 does not answer, it breaks off the
// connection, as a closed port would: the client would take any other answer for k6's.
func New(k6 *url.URL) http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(k6) },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		ErrorLog:     log.New(io.Discard, "", 0), // hadash parses the lines of k6's log
	}
	// A POST needs no permission from the browser: any page could run the script's setup and teardown.
	sameOrigin := http.NewCrossOriginProtection().Handler(proxy)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if named.MatchString(r.Host) {
			http.Error(w, "use 127.0.0.1 or localhost: a host name with a dot may belong to a web page", http.StatusForbidden)
			return
		}
		sameOrigin.ServeHTTP(w, r)
	})
}
