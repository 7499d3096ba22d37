package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

// sessionStore keeps sessions in the database, so that every instance serves all of them. The cookie carries a random
// id, signed. The database has only the hash of the id, so reading the database is not enough to log in.
//
// A session is written once, when it begins: reading one never touches the master, unless no replica has it yet.
type sessionStore struct {
	rows    sessionRows
	codecs  []securecookie.Codec // the first signs, all verify
	options sessions.Options
}

// sessionRows stores the sessions. find returns sql.ErrNoRows for one that does not exist or has expired.
type sessionRows interface {
	find(ctx context.Context, id string) (sessionRow, error)
	insert(ctx context.Context, row sessionRow) error
	remove(ctx context.Context, id string) error
}

func newSessionStore(cfg config, rows sessionRows) *sessionStore {
	s := &sessionStore{rows: rows, options: sessions.Options{
		Path:     "/",
		MaxAge:   int(cfg.SessionTTL.Seconds()),
		Secure:   cfg.CookieSecure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}}
	for _, key := range cfg.SessionKeys {
		codec := securecookie.New(key, nil).SetSerializer(securecookie.NopEncoder{}).MaxAge(s.options.MaxAge)
		s.codecs = append(s.codecs, codec)
	}
	return s
}

// Get returns the request's session, which is read at most once per request.
func (s *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New reads the session that the cookie names. A cookie that is forged, expired or signed with a removed key counts as
// none: the session is new. An error means that the session could not be read.
func (s *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := s.fresh(name)
	id := s.cookieID(r, name)
	if id == nil {
		return session, nil
	}
	row, err := s.rows.find(r.Context(), hashed(id))
	if errors.Is(err, sql.ErrNoRows) {
		return session, nil
	}
	if err != nil {
		return session, fmt.Errorf("read session: %w", err)
	}
	if err := row.fill(session); err != nil {
		return session, fmt.Errorf("read session: %w", err)
	}
	session.ID, session.IsNew = string(id), false
	return session, nil
}

// fresh returns a new session, whatever the cookie says.
func (s *sessionStore) fresh(name string) *sessions.Session {
	session := sessions.NewSession(s, name)
	options := s.options
	session.Options = &options
	session.IsNew = true
	return session
}

func (s *sessionStore) cookieID(r *http.Request, name string) []byte {
	cookie, err := r.Cookie(name)
	if err != nil {
		return nil
	}
	var id []byte
	if err := securecookie.DecodeMulti(name, cookie.Value, &id, s.codecs...); err != nil {
		return nil
	}
	return id
}

// Save starts a session, always with a new id, so that an attacker cannot log a user in to a session that the attacker
// knows. With a negative MaxAge it ends the session.
func (s *sessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		return s.end(r.Context(), w, session)
	}
	id := make([]byte, 32)
	_, _ = rand.Read(id) // never fails
	row, err := rowOf(session)
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	row.id = hashed(id)
	if err := s.rows.insert(r.Context(), row); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	value, err := securecookie.EncodeMulti(session.Name(), id, s.codecs...)
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	session.ID = string(id)
	http.SetCookie(w, sessions.NewCookie(session.Name(), value, session.Options))
	return nil
}

// end removes the session. If its row cannot be removed, the client keeps the cookie and may try again.
func (s *sessionStore) end(ctx context.Context, w http.ResponseWriter, session *sessions.Session) error {
	if session.ID != "" {
		if err := s.rows.remove(ctx, hashed([]byte(session.ID))); err != nil {
			return fmt.Errorf("end session: %w", err)
		}
	}
	http.SetCookie(w, sessions.NewCookie(session.Name(), "", session.Options))
	return nil
}

func hashed(id []byte) string {
	sum := sha256.Sum256(id)
	return hex.EncodeToString(sum[:])
}
