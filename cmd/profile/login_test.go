package main

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

func TestLogin(t *testing.T) {
	s, log := newTestService(t, newFakeDB(t))
	h := s.handler()
	for _, test := range []struct {
		name, kind, body string
		want             int
	}{
		{"form", formType, "login=user7&password=secret", 200},
		{"json", "application/json; charset=utf-8", `{"login":"user7","password":"secret"}`, 200},
		{"wrong password", formType, "login=user7&password=wrong", 401},
		{"nobody", formType, "login=nobody&password=secret", 401},
		{"empty", formType, "", 401},
		{"cut off", "application/json", `{"login":`, 400},
		{"bad escape", formType, "login=%zz", 400},
		{"other type", "text/plain", "login=user7&password=secret", 415},
		{"too long", formType, "login=user7&password=" + strings.Repeat("x", maxBody), 413},
		{"too long", "application/json", `{"login":"` + strings.Repeat("x", maxBody) + `"}`, 413},
	} {
		resp := ask(h, "POST", "/login", test.body, "Content-Type", test.kind)
		if resp.StatusCode != test.want {
			t.Errorf("%s, %s: got %s, want %d", test.name, test.kind, resp.Status, test.want)
		}
		if got, want := len(resp.Cookies()) == 1, test.want == 200; got != want {
			t.Errorf("%s: a cookie: %v, want %v", test.name, got, want)
		}
	}
	if resp := ask(h, "POST", "/login?login=user7&password=secret", "", "Content-Type", formType); resp.StatusCode != 401 {
		t.Errorf("password in the URL: got %s, want 401", resp.Status)
	}
	if strings.Contains(log.String(), "secret") {
		t.Errorf("log:\n%s", log)
	}
}

func TestLoginInABrowser(t *testing.T) {
	s, _ := newTestService(t, newFakeDB(t))
	h := s.handler()
	if resp := ask(h, "GET", "/", "", "Accept", browser); !strings.Contains(text(t, resp), `action="/login"`) {
		t.Error("no log-in form")
	}
	resp := ask(h, "POST", "/login", "login=user7&password=secret", "Content-Type", formType, "Accept", browser)
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/profile/?id=7" {
		t.Errorf("got %s to %q", resp.Status, resp.Header.Get("Location"))
	}
	resp = ask(h, "POST", "/login", "login=user7&password=secret", "Content-Type", formType, "Sec-Fetch-Site", "cross-site")
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("posted by another site: got %s, want 403", resp.Status)
	}
}

func TestLogoutEndsTheSession(t *testing.T) {
	s, _ := newTestService(t, newFakeDB(t))
	h := s.handler()
	cookie := enter(t, h)
	resp := ask(h, "POST", "/logout", "", "Cookie", cookie)
	if resp.StatusCode != 200 || len(resp.Cookies()) != 1 || resp.Cookies()[0].MaxAge >= 0 {
		t.Errorf("got %s, cookies %v", resp.Status, resp.Cookies())
	}
	if resp := ask(h, "GET", "/profile/?id=7", "", "Cookie", cookie); resp.StatusCode != 401 {
		t.Errorf("with the old cookie: got %s, want 401", resp.Status)
	}
	if resp := ask(h, "POST", "/logout", ""); resp.StatusCode != 200 {
		t.Errorf("without a session: got %s, want 200", resp.Status)
	}
}

func TestRegister(t *testing.T) {
	s, _ := newTestService(t, newFakeDB(t))
	h := s.handler()
	good := form{Login: "boris", Password: "longer secret", Name: "Boris", Email: "boris@example.com"}
	for _, test := range []struct {
		name   string
		change func(*form)
		want   int
	}{
		{"good", func(*form) {}, 201},
		{"taken", func(f *form) { f.Login = "user7" }, 409},
		{"login", func(f *form) { f.Login = "Bo ris" }, 400},
		{"short password", func(f *form) { f.Password = "12345" }, 400},
		{"long password", func(f *form) { f.Password = strings.Repeat("x", 73) }, 400},
		{"no name", func(f *form) { f.Name = "" }, 400},
		{"long city", func(f *form) { f.City = strings.Repeat("ж", 129) }, 400},
		{"email", func(f *form) { f.Email = "Boris <boris@example.com>" }, 400},
	} {
		f := good
		test.change(&f)
		resp := ask(h, "POST", "/register", asJSON(t, f), "Content-Type", "application/json")
		if resp.StatusCode != test.want {
			t.Errorf("%s: got %s, want %d", test.name, resp.Status, test.want)
		}
	}
	resp := ask(h, "POST", "/login", "login=boris&password=longer+secret", "Content-Type", formType)
	if resp.StatusCode != 200 {
		t.Errorf("log-in after the registration: got %s", resp.Status)
	}
}

func TestPrefersHTML(t *testing.T) {
	for accept, want := range map[string]bool{
		"":                                  false,
		"*/*":                               false,
		browser:                             true,
		"application/json":                  false,
		"application/json, text/html;q=0.5": false,
		"text/html;level=1;q=0.9, application/json;q=0.2": true,
		"TEXT/HTML":     true,
		"text/html;q=0": false,
	} {
		r, _ := http.NewRequest("GET", "/", nil)
		r.Header.Set("Accept", accept)
		if got := prefersHTML(r); got != want {
			t.Errorf("Accept %q: got %v, want %v", accept, got, want)
		}
	}
}

func TestBurstOfLoginsIsRefusedInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPasswords(4, 64)
		for range cap(p.slots) {
			if err := p.enter(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := p.matches(t.Context(), nil, "secret"); err == nil {
			t.Error("no error, though every processor is taken")
		}
		p.leave()
		if _, err := p.matches(t.Context(), nil, "secret"); err != nil {
			t.Errorf("with one free: %v", err)
		}
	})
}
