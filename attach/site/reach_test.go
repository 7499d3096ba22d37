package site

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hadash/record"
)

const page = "# pxname,svname,status,type,addr,tracked\nweb,web1,UP,2,10.0.0.5:80,\nweb,BACKEND,UP,1,,\n"

// A certificate of nobody's counts only if the user says so, and the error says how.
func TestCertificates(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, page) }))
	defer s.Close()
	_, err := Open(t.Context(), parsed(t, s.URL+"/stats"), Options{})
	if err == nil || !strings.Contains(err.Error(), "SSL_CERT_FILE") || !strings.Contains(err.Error(), "--insecure") {
		t.Errorf("%v", err)
	}
	top := topology(t, open(t, Options{Insecure: true}, s.URL+"/stats"))
	if n, _ := top.Node("web1"); !n.At("10.0.0.5:80", "") {
		t.Errorf("%+v", top)
	}
}

// The password of a database comes from the environment or a file, and is nowhere in what is shown.
func TestPasswords(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("DB1_PASSWORD", "s3cret-1")
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("s3cret-2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{}, "mysql://monitor@127.0.0.1:3306/?password-env=DB1_PASSWORD", "mysql://monitor@127.0.0.1:3307/?password-file="+file+"@two", "mysql://monitor@127.0.0.1:3308/?password-env=NO_SUCH@three")
	for node, want := range map[string]string{"127.0.0.1": "s3cret-1", "two": "s3cret-2"} {
		if got, err := s.Secret(t.Context(), node); got != want || err != nil {
			t.Errorf("%s: %q, %v", node, got, err)
		}
		if u, err := s.Locate(t.Context(), node); err != nil || u.RawQuery != "" || u.User.Username() != "monitor" {
			t.Errorf("%s: %v, %v", node, u, err)
		}
	}
	if _, err := s.Secret(t.Context(), "three"); err == nil || !strings.Contains(err.Error(), "NO_SUCH") {
		t.Errorf("%v", err)
	}
	for _, n := range topology(t, s).Nodes {
		if !n.Runs(record.KindMySQL) || strings.Contains(fmt.Sprint(n), "s3cret") || strings.Contains(n.Status, "password") {
			t.Errorf("%+v", n)
		}
	}
}
