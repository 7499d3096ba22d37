package stack

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// labNginx runs this machine's nginx with a stack's nginx.conf before three test applications, and returns its address.
func labNginx(t *testing.T, stack string, apps [3]string) string {
	t.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("no nginx on this machine: apt-get install nginx-light; the end-to-end tests run it in its image")
	}
	text, err := os.ReadFile(stack + "/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	dir, web, state := t.TempDir(), freeAddr(t), freeAddr(t)
	http := "http { access_log off;"
	for _, body := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		http += fmt.Sprintf(" %s_temp_path %s/%s;", body, dir, body)
	}
	change := strings.NewReplacer("access_log /dev/stdout hadash;", "", "http {", http,
		"listen 9080", "listen "+web, "listen 0.0.0.0:9080", "listen "+web, "listen 9079", "listen "+state, "listen 0.0.0.0:9079", "listen "+state,
		"app1:9081", apps[0], "app2:9082", apps[1], "app3:9083", apps[2])
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(change.Replace(string(text))), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-c", file, "-e", "stderr", "-g", "daemon off; pid "+dir+"/pid;")
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("nginx said:\n%s", said.String())
		}
	})
	awaitListener(t, web)
	return web
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func awaitListener(t *testing.T, addr string) {
	t.Helper()
	for range 3000 { // half a minute, for a machine that is busy with other tests
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("nothing listens on %s", addr)
}

// late answers later than nginx's short timeouts, with the Host of the request.
func late(t *testing.T, by time.Duration) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(by)
		fmt.Fprint(w, r.Host)
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

// frozen accepts connections and never answers.
func frozen(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().String()
}

// While the machine is so busy that every application is late, a dead application must not reach a client, not even
// through the last, patient attempts.
func TestDeadInstanceOnABusyMachine(t *testing.T) {
	for name, dead := range map[string]func(*testing.T) string{"frozen": frozen, "refusing": freeAddr} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			web := labNginx(t, "tuned", [3]string{dead(t), late(t, 350*time.Millisecond), late(t, 350*time.Millisecond)})
			var users sync.WaitGroup
			for i := range 24 {
				users.Go(func() {
					var resp *http.Response
					var err error
					if i%4 == 0 {
						resp, err = http.Post("http://"+web+"/login", "application/json", strings.NewReader("{}"))
					} else {
						resp, err = http.Get("http://" + web + "/profile/?id=1")
					}
					if err != nil {
						t.Error(err)
						return
					}
					resp.Body.Close()
					if resp.StatusCode != http.StatusOK {
						t.Errorf("a client got %s of %s", resp.Status, resp.Request.URL.Path)
					}
				})
			}
			users.Wait()
		})
	}
}

// The application compares the Host with the Origin of a browser's POST, so it must get the Host that the client sent.
func TestHostReachesTheApplication(t *testing.T) {
	t.Parallel()
	app := late(t, 0)
	for stack, nameless := range map[string]string{"tuned": "service", "baseline": ""} {
		web := labNginx(t, stack, [3]string{app, app, app})
		for _, c := range []struct{ request, want string }{
			{"GET / HTTP/1.1\r\nHost: web:9080\r\n", "web:9080"},
			{"GET / HTTP/1.1\r\nHost: [::1]:9080\r\n", "[::1]:9080"},
			{"GET / HTTP/1.1\r\nHost: web\r\n", "web"},
			{"GET / HTTP/1.0\r\nHost: web:9080\r\n", "web:9080"},
			{"GET / HTTP/1.0\r\n", nameless}, // without a Host
		} {
			status, host := request(t, web, c.request)
			if status != http.StatusOK || host != c.want {
				t.Errorf("%s, %q: got %d, Host %q; want %q", stack, c.request, status, host, c.want)
			}
		}
	}
}

// request sends a request literally, and returns the answer's status and body.
func request(t *testing.T, addr, text string) (int, string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, text+"Connection: close\r\n\r\n")
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}
