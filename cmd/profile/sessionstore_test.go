package main

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func asJSON(t *testing.T, value any) string {
	t.Helper()
	b, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// storeWith returns a store over db that has these keys.
func storeWith(t *testing.T, db *fakeDB, keys ...string) *sessionStore {
	t.Helper()
	cfg, err := loadConfig(environment("PROFILE_SESSION_KEYS", strings.Join(keys, ","), "PROFILE_SESSION_TTL", "1h"))
	if err != nil {
		t.Fatal(err)
	}
	return newSessionStore(cfg, fakeSessions{db})
}

// saved starts a session of user 7 and returns its cookie.
func saved(t *testing.T, s *sessionStore) *http.Cookie {
	t.Helper()
	session := s.fresh(sessionName)
	session.Values[userKey] = uint64(7)
	w := httptest.NewRecorder()
	if err := session.Save(httptest.NewRequest("POST", "/login", nil), w); err != nil {
		t.Fatal(err)
	}
	return w.Result().Cookies()[0]
}

// user returns the user of a request with that cookie; 0 if there is none.
func user(t *testing.T, s *sessionStore, cookie *http.Cookie) uint64 {
	t.Helper()
	r := httptest.NewRequest("GET", "/profile/?id=7", nil)
	r.AddCookie(cookie)
	session, err := s.Get(r, sessionName)
	if err != nil {
		t.Fatal(err)
	}
	id, _ := session.Values[userKey].(uint64)
	if session.IsNew != (id == 0) {
		t.Errorf("user %d, new: %v", id, session.IsNew)
	}
	return id
}

const otherKey = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"

func TestSessionIsReadByAnotherInstance(t *testing.T) {
	db := newFakeDB(t)
	cookie := saved(t, storeWith(t, db, testKey))
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != 3600 || cookie.Path != "/" {
		t.Errorf("cookie %v", cookie)
	}
	if got := user(t, storeWith(t, db, testKey), cookie); got != 7 {
		t.Errorf("got user %d, want 7", got)
	}
	for id := range db.rows {
		if strings.Contains(cookie.Value, id) {
			t.Error("the cookie contains the id that the database has")
		}
	}
}

func TestSessionKeepsEveryValue(t *testing.T) {
	s := storeWith(t, newFakeDB(t), testKey)
	session := s.fresh(sessionName)
	session.Values[userKey], session.Values["theme"] = uint64(7), "dark"
	row, err := rowOf(session)
	if err != nil {
		t.Fatal(err)
	}
	read := s.fresh(sessionName)
	if err := row.fill(read); err != nil || !maps.Equal(read.Values, session.Values) {
		t.Errorf("got %v, %v; want %v", read.Values, err, session.Values)
	}
}

func TestKeysRotate(t *testing.T) {
	db := newFakeDB(t)
	old := saved(t, storeWith(t, db, testKey))
	rotated := storeWith(t, db, otherKey, testKey)
	if got := user(t, rotated, old); got != 7 {
		t.Errorf("signed with the old key: got user %d, want 7", got)
	}
	fresh := saved(t, rotated)
	if got := user(t, storeWith(t, db, otherKey), fresh); got != 7 {
		t.Errorf("signed after the rotation: got user %d, want 7", got)
	}
	if got := user(t, storeWith(t, db, otherKey), old); got != 0 {
		t.Errorf("old key gone: got user %d, want nobody", got)
	}
}

func TestSessionExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := newFakeDB(t)
		s := storeWith(t, db, testKey)
		cookie := saved(t, s)
		time.Sleep(time.Hour - time.Second)
		if got := user(t, s, cookie); got != 7 {
			t.Errorf("a second before its end: got user %d, want 7", got)
		}
		time.Sleep(2 * time.Second)
		if got := user(t, s, cookie); got != 0 {
			t.Errorf("a second after its end: got user %d, want nobody", got)
		}
	})
}

func TestExpiryIsTheCookiesToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := newFakeDB(t)
		s := storeWith(t, db, testKey)
		cookie := saved(t, s)
		for id, row := range db.rows {
			row.expires = row.expires.Add(24 * time.Hour)
			db.rows[id] = row
		}
		time.Sleep(time.Hour + time.Second)
		if got := user(t, s, cookie); got != 0 {
			t.Errorf("got user %d though the cookie has expired", got)
		}
	})
}

func TestExpiryIsTheDatabasesToo(t *testing.T) {
	db := newFakeDB(t)
	s := storeWith(t, db, testKey)
	cookie := saved(t, s)
	for id, row := range db.rows {
		row.expires = time.Now().Add(-time.Second)
		db.rows[id] = row
	}
	if got := user(t, s, cookie); got != 0 {
		t.Errorf("got user %d though the row has expired", got)
	}
}

func TestEverySaveHasANewID(t *testing.T) {
	s := storeWith(t, newFakeDB(t), testKey)
	if a, b := saved(t, s), saved(t, s); a.Value == b.Value {
		t.Error("the same cookie twice")
	}
}

func TestTidyGoesOnAfterAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, log := newTestService(t, newFakeDB(t))
		ctx, cancel := context.WithTimeout(t.Context(), 10*tidyEvery)
		defer cancel()
		times := 0
		tidy(ctx, func(context.Context) error { times++; return errors.New("master is away") }, s.log)
		if times < 6 || times > 20 {
			t.Errorf("%d clean-ups in ten times the mean pause", times)
		}
		if !strings.Contains(log.String(), "away") {
			t.Errorf("log:\n%s", log)
		}
	})
}
