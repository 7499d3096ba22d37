// Package guard keeps web pages away from k6's REST API, which asks nobody who he is.
package guard

import (
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
)

// named matches a Host that is a name with a dot, as nginx and HAProxy refuse it (stack/tuned). It is that of a web page
// whose name was made to point here (DNS rebinding): its requests are not cross-origin to the browser.
var named = regexp.MustCompile(`(?i)[a-z].*[.]|[.].*[a-z]`)

// New passes on to k6 what no web page can send. While k6 does not answer it breaks the connection off, as a closed port would:
// an answer of its own would be taken for k6's.
func New(k6 *url.URL) http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(k6) },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		ErrorLog:     log.New(io.Discard, "", 0), // k6's log is read by line
	}
	// A POST needs no consent of the browser's: k6 would run the script's setup and teardown at anybody's wish.
	sameOrigin := http.NewCrossOriginProtection().Handler(proxy)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if named.MatchString(r.Host) {
			http.Error(w, "ask for 127.0.0.1 or localhost: a name with a dot may be that of a web page", http.StatusForbidden)
			return
		}
		sameOrigin.ServeHTTP(w, r)
	})
}
