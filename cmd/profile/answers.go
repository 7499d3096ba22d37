package main

import (
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

//go:embed pages
var pageFiles embed.FS

var pages = template.Must(template.ParseFS(pageFiles, "pages/*.html"))

func answerJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// An error here means that the client left: no one is left to answer.
	_ = json.NewEncoder(w).Encode(value)
}

func answerPage(w http.ResponseWriter, status int, name string, data any) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = pages.ExecuteTemplate(w, name, data)
}

// refuse answers with a status and a message, as a page or as JSON, whichever the client prefers.
func refuse(w http.ResponseWriter, r *http.Request, status int, message string) {
	if prefersHTML(r) {
		answerPage(w, status, "refusal.html", map[string]any{"Status": http.StatusText(status), "Message": message})
		return
	}
	answerJSON(w, status, map[string]string{"error": message})
}

// unavailable answers 503 for a request that works again when a server is back. The client is asked to retry; the
// reason goes to the log.
func unavailable(w http.ResponseWriter, r *http.Request, reason error, message string) {
	visitOf(r.Context()).reason = reason
	w.Header().Set("Retry-After", "1")
	refuse(w, r, http.StatusServiceUnavailable, message)
}

// prefersHTML reports whether the client prefers HTML, as browsers do. A client that accepts anything gets JSON.
func prefersHTML(r *http.Request) bool {
	var html, json float64
	for _, part := range strings.Split(strings.Join(r.Header.Values("Accept"), ","), ",") {
		kind, params, _ := strings.Cut(part, ";")
		q := quality(params)
		switch strings.ToLower(strings.TrimSpace(kind)) {
		case "text/html", "application/xhtml+xml":
			html = max(html, q)
		case "application/json":
			json = max(json, q)
		}
	}
	return html > json
}

func quality(params string) float64 {
	for _, p := range strings.Split(params, ";") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
			if q, err := strconv.ParseFloat(value, 64); err == nil {
				return q
			}
		}
	}
	return 1
}
