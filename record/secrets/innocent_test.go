package secrets

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// innocents look as if they told a secret, and tell none.
var innocents = []string{
	// databases
	"mysql_native_password off", "mysql_native_password=ON", "default_authentication_plugin=mysql_native_password", "caching_sha2_password_digest_rounds = 5000",
	"ERROR 1045 (28000): Access denied for user 'app'@'172.28.44.31' (using password: YES)", "(using password: NO)", "password expired", "PASSWORD EXPIRE NEVER",
	"ALTER USER a PASSWORD EXPIRE INTERVAL 90 DAY", "validate_password.policy=LOW", "validate_password_length = 8", "default_password_lifetime=0",
	"password_history = 5", "Key_reads=5", "Key_read_requests: 1000", "key_buffer_size = 16M", "PRIMARY KEY (id)", "foreign_key_checks=0", "primary_key=id",
	"FATAL: password authentication failed for user \"app\"", "wrong password for user \"bob\"", "Wrong password for user bob", "old_passwords=0",
	"IDENTIFIED BY RANDOM PASSWORD", "identified by the client", "ssl_key=/etc/mysql/server-key.pem", "caching_sha2_password", "slow_query_log=1",
	"# It hashes a password and writes to the master", "# (it speaks mysql_native_password only).", "WARNING: no password set for root",
	// HAProxy
	"cookie SRV insert indirect nocache", "server s1 10.0.0.1:80 cookie s1 check inter 2s", "capture cookie JSESSIONID= len 63", "stick on req.cook(sid)",
	"http-request auth realm hadash if !{ http_auth(users) }", "capture request header Authorization len 64", "http-request del-header Authorization",
	"http-request set-header Authorization %[req.hdr(authorization)]", "stats auth \"${STATS_USER}:${STATS_PASSWORD}\"", "option mysql-check user haproxy",
	"'stats auth' : missing user:password", "# stats auth is on", "bind :443 ssl crt /etc/ssl/site.key", "stick-table type string len 32 size 1m",
	"default-server init-addr last,libc,none", "user haproxy", "server s1 token:8080 check", "http-request set-var(txn.key) path", "balance hdr(X-Session)",
	"cookie JSESSIONID prefix nocache", "acl has_auth hdr(authorization) -m found", "sid=5", "code=200", "exit code=137", "signal=15", "status code: 503",
	// nginx
	"server_tokens off;", "ssl_session_tickets off;", "ssl_session_cache shared:SSL:10m;", "ssl_session_ticket_key /etc/nginx/ticket.key;",
	"auth_basic \"closed site\";", "auth_basic_user_file /etc/nginx/.htpasswd;", "auth_request /auth;", "proxy_pass http://service;", "proxy_pass http://backend:8080/;",
	"fastcgi_pass php:9000;", "uwsgi_pass app:3031;", "grpc_pass grpc://h:1;", "proxy_cache_key $scheme$proxy_host$request_uri;", "proxy_cache_key \"$host$uri$cookie_user\";",
	"ssl_certificate_key /etc/ssl/private/site.pem;", "proxy_set_header Authorization $http_authorization;", "proxy_set_header Authorization \"\";",
	"proxy_set_header Cookie $http_cookie;", "proxy_hide_header Set-Cookie;", "proxy_cookie_path / /app;", "limit_conn_zone $cookie_session zone=s:1m;", "ssl_password_file /etc/keys/pw;",
	"log_format x '\"$http_cookie\" $http_authorization';", "map $http_authorization $who {", "keyval_zone zone=z:1m;",
	// Docker, command lines
	"docker run -p 3306:3306 mysql", "docker run -p3306:3306 mariadb", "mysql -h db -P3306 -uroot", "mysqladmin ping -h db", "nc -port 80", "mysql -port 3306",
	"mysqladmin -p$MYSQL_ROOT_PASSWORD ping", "mysqladmin ping -p$$MYSQL_ROOT_PASSWORD", "ssh -p 22 bob@host", "ping mysql-slave1 -p5", "PWD=/home/bob", "OLDPWD=/", "MYSQL_ROOT_PASSWORD_FILE=/run/secrets/pw",
	"password=${DB_PASSWORD}", "password: \"${DB_PASSWORD:?set it}\"", "PASSWORD=$PASSWORD", "secrets:\n  - db\n", "nginx:1.25@sha256:1a2b3c4d5e6f708192a3b4c5d6e7f801", "token: {{ .Values.token }}",
	"hadash.password-env: HADASH_DB_PASSWORD", "com.example.secretary=bob", "secret_name=db", "token_url=http://idp/token", "--password-file /x", "--password", "hunter2:latest",
	// requests to paths that are named as secrets are, statements without their values, what Redis says of AUTH
	`fe be/srv1 0/0/0/1/1 401 115 - - SC-- 1/1/0/0/0 0/0 "GET /token HTTP/1.1"`, `"POST /password HTTP/2.0" 200`, "UPDATE sessions SET token = ? WHERE id = ?", "SET password = ?",
	"AUTH failed for user", "AUTH required", `"AUTH" command failed`, "NOAUTH Authentication required.", "select a.b on >5", "location ~ ^/(a)$ { return 301 /$1$is_args$args; }",
	"docker run -p 80:80 login", "docker compose -p shop up", "podman pod -p x", "output.pw.ok",
	// sentences
	"require_password yes", "require_password: true", "password expired for root", "your password must be changed", "the password is not set", "the password is wrong", "the password is required",
	"password authentication is off", "password mismatch", "invalid password supplied", "# password only", "# a token, or a secret of its own", "token bucket", "token bucket is full",
	"tokens=5", "tokens: 12", "token=5", "tokens 100", "unexpected token: foo", "unexpected token \"}\" in JSON", "invalid token: unexpected end", "CSRF token missing", "no secret found", "secret rotation",
	"secretary", "the secretary: bob", "passwords do not match", "Basic authentication failed", "bearer token missing", "Authorization server unreachable", "authorization: required", "authorization failed",
	"cookie: none", "session closed", "session=5", "sessions: 1200", "compass=north", "bypass=1", "pass=10 fail=0"[len("pass=10 "):], "keyboard=us", "monkey=george", "author=bob", "authority: example.org", "passenger=3",
	"http://host:8080/a@b", "https://unpkg.com/react@18.2.0/x.js", "http://bob@host/", "mail bob@example.org: sent", "git@github.com:a/b.git", "12:30:45@node", "http://[::1]:80/@x", "http://lb/?email=a@b.org",
	"SetCookie(w, x)", "[\"cookie\", \"crl-file\"]", "password_hash VARCHAR(255) NOT NULL", "IDENTIFIED BY '$2'", "pass   struct{ x }", "case pass:\n\treturn x", "keys 5", "db1:3306", "password=********", "password=[redacted]", "Authorization: Basic [redacted]", "stats auth admin:[redacted]", "http://a:[redacted]@b",
}

func TestRedactLeaves(t *testing.T) {
	for _, in := range innocents {
		if got := Redact(in); got != in {
			t.Errorf("%q\n got %q", in, got)
		}
	}
}

// What was captured of HAProxy, nginx and databases holds none.
func TestRedactLeavesCaptured(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(filepath.Join("..", "..", "collectors", "testdata"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for line := range strings.Lines(string(data)) {
			if got := Redact(line); got != line {
				t.Errorf("%s\n     %q\n got %q", path, line, got)
			}
		}
		seen++
		return err
	})
	if err != nil || seen < 20 {
		t.Errorf("%d files: %v", seen, err)
	}
}

// What is ordinary costs no memory.
func TestRedactCostsNothing(t *testing.T) {
	for _, line := range ordinary {
		if n := testing.AllocsPerRun(100, func() { sink = Redact(line) }); n != 0 {
			t.Errorf("%v allocations for %q", n, line)
		}
	}
}

var sink string

var ordinary = []string{
	`172.28.44.21:51234 [24/Nov/2026:12:00:00.123] mysql_front servers/mysql-slave1 1/0/35 1024 -- 12/12/11/4/0 0/0`,
	`10.0.1.2:33317 [06/Feb/2026:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1"`,
	`172.28.44.50 - - [24/Nov/2026:12:00:00 +0000] "GET /profile/?id=19 HTTP/1.1" 200 512 "https://example.org/start" "Mozilla/5.0 (X11; Linux x86_64)" "-"`,
	`{"msec":"1795410961.044","status":200,"method":"GET","uri":"/profile/?id=19","request_time":0.012,"upstream_addr":"172.28.44.31:9081","upstream_status":"200","upstream_response_time":"0.011"}`,
	`Server servers/mysql-slave1 is DOWN, reason: Layer4 timeout, check duration: 2002ms. 2 active and 0 backup servers left. 4 sessions active, 0 requeued, 0 remaining in queue.`,
	`2026/11/24 12:00:00 [error] 29#29: *19 connect() failed (111: Connection refused) while connecting to upstream, client: 172.28.44.50, server: , request: "GET /profile/?id=19 HTTP/1.1", upstream: "http://172.28.44.31:9081/profile/?id=19", host: "nginx:9080"`,
	`GET /search?q=a%20b%2Fc&lang=%D1%80%D1%83 HTTP/1.1`,
}

func BenchmarkRedact(b *testing.B) {
	for name, text := range map[string]string{"haproxy": ordinary[0], "nginx": ordinary[2], "json": ordinary[3], "error": ordinary[5], "secret": "GET /login?user=bob&password=hunter2&x=1 HTTP/1.1"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sink = Redact(text)
			}
		})
	}
}

// What is redacted is redacted: once more changes nothing.
func FuzzRedact(f *testing.F) {
	for _, s := range innocents {
		f.Add(s)
	}
	for _, s := range found {
		f.Add(strings.Replace(strings.ReplaceAll(s, "%%", "%"), "%s", "hunter2", 1))
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := Redact(in)
		if again := Redact(out); again != out {
			t.Errorf("%q\n once %q\ntwice %q", in, out, again)
		}
	})
}
