package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// fakeDB holds accounts, profiles and sessions in memory. down is the error of a master that does not answer, lost that
// of the replicas.
type fakeDB struct {
	mu         sync.Mutex
	down, lost error
	people     map[string]account
	profiles   map[uint64]profile
	rows       map[string]sessionRow
	writes     int
	busy       func() // called by each read of a profile
}

func newFakeDB(t *testing.T) *fakeDB {
	hash, err := bcrypt.GenerateFromPassword([]byte("secret"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return &fakeDB{
		people:   map[string]account{"user7": {userID: 7, profileID: 7, hash: hash}},
		profiles: map[uint64]profile{7: {ID: 7, Name: "Anna <7>", Email: "user7@example.com", City: "Perm"}},
		rows:     map[string]sessionRow{},
		busy:     func() {},
	}
}

func (db *fakeDB) find(_ context.Context, login string) (account, error) {
	return db.people[login], db.down
}

func (db *fakeDB) create(_ context.Context, a newAccount) (uint64, error) {
	if _, taken := db.people[a.login]; taken {
		return 0, errTaken
	}
	db.people[a.login] = account{userID: 8, profileID: 8, hash: a.hash}
	return 8, db.down
}

func (db *fakeDB) profile(ctx context.Context, id uint64) (profile, error) {
	db.busy()
	if db.lost != nil {
		return profile{}, db.lost
	}
	visitOf(ctx).replica = "mysql-slave2"
	p, ok := db.profiles[id]
	if !ok {
		return profile{}, sql.ErrNoRows
	}
	return p, nil
}

// fakeSessions is a separate type, since accounts have a find too.
type fakeSessions struct{ *fakeDB }

func (db fakeSessions) find(_ context.Context, id string) (sessionRow, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	row, ok := db.rows[id]
	if !ok || !row.expires.After(time.Now()) {
		return sessionRow{}, errors.Join(db.lost, sql.ErrNoRows)
	}
	return row, db.lost
}

func (db fakeSessions) insert(_ context.Context, row sessionRow) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.writes++
	db.rows[row.id] = row
	return db.down
}

func (db fakeSessions) remove(_ context.Context, id string) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.writes++
	delete(db.rows, id)
	return db.down
}

// newTestService returns a service over db, and its log.
func newTestService(t *testing.T, db *fakeDB) (*service, *bytes.Buffer) {
	cfg, err := loadConfig(environment("PROFILE_BCRYPT_COST", "4"))
	if err != nil {
		t.Fatal(err)
	}
	log := &bytes.Buffer{}
	return &service{
		cfg: cfg, log: slog.New(slog.NewJSONHandler(log, nil)), started: time.Now(),
		sessions:  newSessionStore(cfg, fakeSessions{db}),
		accounts:  db,
		profiles:  db,
		passwords: newPasswords(cfg.BcryptCost, 64),
		ready:     func(context.Context) error { return db.lost },
	}, log
}

// ask sends one request. Headers are name, value, name, value...
func ask(h http.Handler, method, target, body string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

const (
	formType = "application/x-www-form-urlencoded"
	browser  = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
)

// enter logs in as user7 and returns the cookie.
func enter(t *testing.T, h http.Handler) string {
	t.Helper()
	resp := ask(h, "POST", "/login", "login=user7&password=secret", "Content-Type", formType)
	if resp.StatusCode != http.StatusOK || len(resp.Cookies()) != 1 {
		t.Fatalf("login: %s, %d cookies", resp.Status, len(resp.Cookies()))
	}
	c := resp.Cookies()[0]
	return c.Name + "=" + c.Value
}

func text(t *testing.T, resp *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestProfile(t *testing.T) {
	s, log := newTestService(t, newFakeDB(t))
	h := s.handler()
	cookie := enter(t, h)
	for _, test := range []struct {
		target, cookie string
		want           int
	}{
		{"/profile/?id=7", cookie, 200},
		{"/profile/?id=7", "", 401},
		{"/profile/?id=7", "profile_session=forged", 401},
		{"/profile/?id=8", cookie, 404},
		{"/profile/", cookie, 400},
		{"/profile/?id=0", cookie, 400},
		{"/profile/?id=-1", cookie, 400},
		{"/profile/?id=1%20OR%201", cookie, 400},
		{"/profile/other", cookie, 404},
	} {
		resp := ask(h, "GET", test.target, "", "Cookie", test.cookie)
		if resp.StatusCode != test.want {
			t.Errorf("GET %s: got %d, want %d", test.target, resp.StatusCode, test.want)
		}
		if got := resp.Header.Get("X-Profile-Instance"); got != "app1" {
			t.Errorf("GET %s: X-Profile-Instance %q", test.target, got)
		}
	}
	if log.Len() > 0 {
		t.Errorf("nothing failed, and the log has\n%s", log)
	}
}

func TestProfileAsJSONAndAsPage(t *testing.T) {
	s, _ := newTestService(t, newFakeDB(t))
	h := s.handler()
	cookie := enter(t, h)
	resp := ask(h, "GET", "/profile/?id=7", "", "Cookie", cookie)
	var p profile
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil || p.Name != "Anna <7>" {
		t.Errorf("got %+v, %v", p, err)
	}
	if got := resp.Header.Get("X-Profile-Replica"); got != "mysql-slave2" {
		t.Errorf("X-Profile-Replica %q, want mysql-slave2", got)
	}
	resp = ask(h, "GET", "/profile/?id=7", "", "Cookie", cookie, "Accept", browser)
	page := text(t, resp)
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") || !strings.Contains(page, "Anna &lt;7&gt;") {
		t.Errorf("page: %s\n%s", resp.Header.Get("Content-Type"), page)
	}
}

func TestProfileWhileReplicasAreLost(t *testing.T) {
	db := newFakeDB(t)
	s, log := newTestService(t, db)
	h := s.handler()
	cookie := enter(t, h)
	db.lost = errors.New("no replica answers")
	resp := ask(h, "GET", "/profile/?id=7", "", "Cookie", cookie)
	if resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" {
		t.Errorf("got %s, Retry-After %q", resp.Status, resp.Header.Get("Retry-After"))
	}
	if body := text(t, resp); !strings.Contains(body, `"error"`) || strings.Contains(body, "no replica") {
		t.Errorf("body %s: want an error without its inner reason", body)
	}
	if !strings.Contains(log.String(), "no replica answers") || !strings.Contains(log.String(), `"status":503`) {
		t.Errorf("log:\n%s", log)
	}
	if s.tally.errors.Load() != 1 {
		t.Errorf("%d errors counted, want 1", s.tally.errors.Load())
	}
}

func TestMasterDown(t *testing.T) {
	db := newFakeDB(t)
	s, log := newTestService(t, db)
	h := s.handler()
	cookie := enter(t, h)
	db.down = errors.New("master is away")
	if resp := ask(h, "GET", "/profile/?id=7", "", "Cookie", cookie); resp.StatusCode != 200 {
		t.Errorf("a user who is logged in got %s", resp.Status)
	}
	for _, path := range []string{"/login", "/logout", "/register"} {
		resp := ask(h, "POST", path, "login=user9&password=secret&name=N&email=n@example.com",
			"Content-Type", formType, "Cookie", cookie)
		if resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" || len(resp.Cookies()) > 0 {
			t.Errorf("%s: got %s, Retry-After %q, %d cookies", path, resp.Status, resp.Header.Get("Retry-After"), len(resp.Cookies()))
		}
	}
	if strings.Contains(log.String(), "secret") || strings.Contains(log.String(), cookie) {
		t.Errorf("a secret in the log:\n%s", log)
	}
}

func TestReadingProfilesWritesNothing(t *testing.T) {
	db := newFakeDB(t)
	s, _ := newTestService(t, db)
	h := s.handler()
	cookie := enter(t, h)
	before := db.writes
	for range 5 {
		ask(h, "GET", "/profile/?id=7", "", "Cookie", cookie)
	}
	if before != 1 || db.writes != before {
		t.Errorf("%d writes at log-in, %d after; want 1 and 1", before, db.writes)
	}
}

func TestCounting(t *testing.T) {
	db := newFakeDB(t)
	s, _ := newTestService(t, db)
	h := s.handler()
	db.busy = func() {
		if got := s.tally.inflight.Load(); got != 1 {
			t.Errorf("%d in flight, want 1", got)
		}
	}
	cookie := enter(t, h)
	ask(h, "GET", "/profile/?id=7", "", "Cookie", cookie)
	ask(h, "GET", "/readyz", "")
	var got health
	if err := json.NewDecoder(ask(h, "GET", "/healthz", "").Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if want := (health{Instance: "app1", Requests: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestReady(t *testing.T) {
	db := newFakeDB(t)
	s, _ := newTestService(t, db)
	h := s.handler()
	if resp := ask(h, "GET", "/readyz", ""); resp.StatusCode != 200 {
		t.Errorf("got %s", resp.Status)
	}
	db.lost = errors.New("no replica answers")
	if resp := ask(h, "GET", "/readyz", ""); resp.StatusCode != 503 || !strings.Contains(text(t, resp), "no replica answers") {
		t.Errorf("without replicas: got %s", resp.Status)
	}
	if resp := ask(h, "GET", "/healthz", ""); resp.StatusCode != 200 {
		t.Errorf("healthz without replicas: got %s", resp.Status)
	}
	db.lost = nil
	s.draining.Store(true)
	if resp := ask(h, "GET", "/readyz", ""); resp.StatusCode != 503 || resp.Header.Get("Connection") != "close" {
		t.Errorf("draining: got %s, Connection %q", resp.Status, resp.Header.Get("Connection"))
	}
}

func TestClientThatLeftIsNoError(t *testing.T) {
	db := newFakeDB(t)
	s, log := newTestService(t, db)
	h := s.handler()
	cookie := enter(t, h)
	ctx, leave := context.WithCancel(t.Context())
	db.busy = func() { leave(); db.lost = ctx.Err() }
	r := httptest.NewRequest("GET", "/profile/?id=7", nil).WithContext(ctx)
	r.Header.Set("Cookie", cookie)
	h.ServeHTTP(httptest.NewRecorder(), r)
	if s.tally.errors.Load() != 0 || !strings.Contains(log.String(), "client left") {
		t.Errorf("%d errors, log:\n%s", s.tally.errors.Load(), log)
	}
}
