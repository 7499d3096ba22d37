package main

import (
	"fmt"
	"net/http"
)

// sessionName is the name of the session's cookie.
const sessionName = "profile_session"

func (s *service) home(w http.ResponseWriter, _ *http.Request) {
	answerPage(w, http.StatusOK, "login.html", s.cfg.Instance)
}

func (s *service) login(w http.ResponseWriter, r *http.Request) {
	f, ok := readForm(w, r)
	if !ok {
		return
	}
	who, err := s.accounts.find(r.Context(), f.Login)
	if err != nil {
		unavailable(w, r, err, "log-in is unavailable: the session database does not answer")
		return
	}
	ok, err = s.passwords.matches(r.Context(), who.hash, f.Password)
	if err != nil {
		unavailable(w, r, err, "too many log-ins at once")
		return
	}
	if !ok {
		refuse(w, r, http.StatusUnauthorized, "wrong login or password")
		return
	}
	s.begin(w, r, who)
}

// begin starts a session for an account whose password was right. It does not look for an old session: that expires.
func (s *service) begin(w http.ResponseWriter, r *http.Request, who account) {
	session := s.sessions.fresh(sessionName)
	session.Values[userKey] = who.userID
	if err := session.Save(r, w); err != nil {
		unavailable(w, r, err, "log-in is unavailable: the session database does not answer")
		return
	}
	path := fmt.Sprintf("/profile/?id=%d", who.profileID)
	if prefersHTML(r) {
		http.Redirect(w, r, path, http.StatusSeeOther)
		return
	}
	answerJSON(w, http.StatusOK, map[string]any{"id": who.profileID, "profile": path})
}

func (s *service) logout(w http.ResponseWriter, r *http.Request) {
	session, err := s.sessions.Get(r, sessionName)
	if err == nil {
		session.Options.MaxAge = -1
		err = session.Save(r, w)
	}
	if err != nil {
		unavailable(w, r, err, "log-out is unavailable: the session database does not answer")
		return
	}
	if prefersHTML(r) {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	answerJSON(w, http.StatusOK, map[string]bool{"logged_out": true})
}
