package secrets

import (
	"strings"
	"testing"
)

// found are texts with a secret, which is where Mark is in what they become: the secret itself is any of those that
// are put there. %s is where it stands.
var found = []string{
	// configurations of HAProxy
	"    stats auth admin:%s",
	"\tstats auth admin:%s # nobody else",
	`stats auth "admin:%s"`,
	"user admin insecure-password %s",
	"user admin password %s groups ops",
	"http-request set-header Authorization Basic\\ %s",
	`http-request set-header Authorization "Bearer %s" if { path / }`,
	"http-request set-header X-Api-Key %s if auth",
	"http-request add-header X-Auth-Token %s",
	"tcp-check send AUTH\\ %s\\r\\n",
	"setenv DB_PASSWORD %s",
	"presetenv SESSION_KEY %s",
	// of nginx
	`proxy_set_header Authorization "Basic %s";`,
	`    proxy_set_header X-Api-Key %s;`,
	`fastcgi_param DB_PASSWORD "%s";`,
	`proxy_set_header Cookie "session=%s";`,
	"secure_link_secret %s;",
	"proxy_pass http://user:%s@backend;",
	`if ($http_x_api_key != "%s") { return 403; }`,
	// of Redis, MySQL, PostgreSQL
	"requirepass %s",
	"masterauth %s",
	"password = %s",
	"password=%s",
	"PGPASSWORD=%s psql",
	"MYSQL_PWD=%s mysqldump",
	"REDIS_URL=redis://:%s@cache:6379/0",
	"DATABASE_URL=postgres://app:%s@db/shop?sslmode=require",
	"dsn: app:%s@tcp(db:3306)/shop?parseTime=true",
	"open app:%s@/shop: refused",
	"app:%s@unix(/run/mysqld.sock)/shop",
	"dial root:%s@db1:3306: connection refused",
	"postgres://app:a@%s@host/db",
	"host=db user=app password=%s sslmode=disable",
	"Server=db;Uid=app;Pwd=%s;Database=shop",
	"pwd=%s",
	"MASTER_PASSWORD='%s', MASTER_HOST='db'",
	"IDENTIFIED BY '%s'",
	"CREATE USER 'a'@'%%' IDENTIFIED BY '%s';",
	"CREATE USER a IDENTIFIED WITH mysql_native_password BY '%s' PASSWORD EXPIRE",
	"identified with caching_sha2_password as '%s'",
	"IDENTIFIED VIA ed25519 USING PASSWORD('%s')",
	"IDENTIFIED BY PASSWORD '%s'",
	"SET PASSWORD = PASSWORD('%s')",
	"SET PASSWORD FOR 'app'@'localhost' = '%s'",
	"SET PASSWORD FOR app = PASSWORD('%s')",
	"ALTER ROLE app WITH PASSWORD '%s'",
	"sentinel auth-pass mymaster %s",
	"user alice on >%s ~* +@all",
	"ACL SETUSER alice on >%s allkeys",
	"AUTH %s",
	"AUTH default %s",
	`1795953602.123456 [0 10.0.0.1:5] "AUTH" "%s"`,
	`1795953602.123456 [0 10.0.0.1:5] "auth" "default" "%s"`,
	`1795953602.123456 [0 10.0.0.1:5] "CONFIG" "SET" "requirepass" "%s"`,
	"bindpw %s",
	"DB_PW=%s",
	// command lines
	"docker login -u bob -p %s registry.example",
	"curl --user=bob:%s http://x",
	"mysql -uroot -p%s -e 'select 1'",
	"mysqldump --single-transaction -u root -p%s shop",
	"/usr/bin/mysqladmin -h db -p'%s' ping",
	`CMD ["mysqladmin","ping","-p%s"]`,
	"mariadb-dump -p%s shop > x.sql",
	"docker run -p 3306:3306 db mysql -p%s",
	"redis-cli -a %s ping",
	"sshpass -p %s ssh host",
	"curl --user bob:%s http://x",
	"password -> %s",
	"CREATE USER 'a' IDENTIFIED BY \\'%s\\'",
	`{"query":"CREATE USER a IDENTIFIED BY \"%s\""}`,
	"SECRET_KEY_BASE=%s",
	"REDISCLI_AUTH=%s",
	"INFO password is now %s",
	"password for user bob: %s",
	"password for bob is %s",
	`{"payload":"%%7B%%22password%%22%%3A%%20%%22%s%%22%%7D"}`,
	"curl -u admin:%s http://lb/",
	"vault --token %s read x",
	"redis-server --requirepass %s",
	"mysqld --password=%s --port=3306",
	"app --password %s --verbose",
	`["app","--password","%s","-v"]`,
	`curl -H "Authorization: Bearer %s" http://lb/`,
	"curl -H 'Cookie: a=%s' http://lb/",
	`docker run -e "MYSQL_ROOT_PASSWORD=%s" mariadb`,
	`"Env":["MYSQL_ROOT_PASSWORD=%s","PATH=/bin"]`,
	"environment:\n  MYSQL_ROOT_PASSWORD: %s\n  TZ: UTC\n",
	"  - MYSQL_ROOT_PASSWORD=%s",
	"PROFILE_SESSION_KEYS=%s",
	"ENCRYPTION_KEY=%s",
	"aws_secret_access_key = %s",
	"export API_KEY=%s",
	// headers and logs
	"authorization: %s",
	"Authorization: Basic %s",
	"Authorization: Bearer %s",
	"proxy-authorization: Basic %s",
	`authorization: Digest %s`,
	"authorization=%s",
	`"authorization":"%s"`,
	"x-api-key: %s",
	"X-Auth-Token: %s",
	"Cookie: %s",
	"Set-Cookie: sid=%s; Path=/; HttpOnly",
	`cookie="%s" status=200`,
	"GET /login?user=bob&password=%s&x=1 HTTP/1.1",
	`"GET /?access_token=%s HTTP/1.1" 200`,
	"GET /?api_key=%s",
	"user%%3Dbob%%26password%%3D%s%%26x%%3D1",
	"/login?next=%%2F%%3Fpassword%%253D%s%%2526y%%253D1",
	"GET /?%%70assword=%s",
	`{"user":"bob","password":"%s","x":1}`,
	`{"pass\u0077ord":"%s"}`,
	`{"body":"{\"password\":\"%s\",\"x\":1}"}`,
	`{"body":"{\\\"password\\\":\\\"%s\\\"}"}`,
	`{\x22password\x22:\x22%s\x22}`,
	"password: %s",
	"  db_password: %s\n  port: 1",
	"<password>%s</password>",
	"client_secret=%s",
	"refresh_token: %s",
	"the password is %s, as always",
	"password %s",
	"level=info msg=\"login\" token=%s user=bob",
	"poll haproxy http://admin:%s@lb:8404/;csv: refused",
	// continued in the next line
	"password: |\n  %s\nuser: bob",
	"password:\n    %s\nuser: bob",
	"app --password \\\n  %s --verbose",
	"    proxy_set_header X-Api-Key\n        \"%s\";\n",
	"-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----\n",
}

// Each secret is found in each place, and nothing but the secret is taken.
func TestRedactFinds(t *testing.T) {
	for _, in := range found {
		form := strings.ReplaceAll(in, "%%", "%")
		for _, secret := range []string{"hunter2", "S3cr3t-pa_ss.w0rd", "dXNlcjpwYXNzd29yZA==", "tr0ub4dor+3"} {
			got := Redact(strings.Replace(form, "%s", secret, 1))
			want := strings.Replace(form, "%s", Mark, 1)
			if got != want && !covered(got, form) {
				t.Errorf("%q with %s\n got %q\nwant %q", form, secret, got, want)
			}
		}
	}
}

// covered reports whether more than the secret was taken where the whole value is one: a cookie with its name, what
// stands before "@".
func covered(got, form string) bool {
	switch {
	case strings.Contains(strings.ToLower(form), "cookie"):
		return strings.Contains(got, Mark) && !strings.Contains(got, "hunter2") && !strings.Contains(got, "S3cr3t") && !strings.Contains(got, "dXNl") && !strings.Contains(got, "tr0ub")
	case strings.Contains(form, ":a@"):
		return got == "postgres://app:"+Mark+"@host/db"
	}
	return false
}

// Secrets of their own, with what becomes of them.
func TestRedactWhole(t *testing.T) {
	for in, want := range map[string]string{
		"password='two words' x":                                                   "password='[redacted]' x",
		`password="two words" user=bob`:                                            `password="[redacted]" user=bob`,
		`password="a \"quoted\" word" x`:                                           `password="[redacted]" x`,
		`{"password":"a \"quoted\" word","x":1}`:                                   `{"password":"[redacted]","x":1}`,
		"IDENTIFIED BY 'it''s one' x":                                              "IDENTIFIED BY '[redacted]' x",
		`"password=two words"`:                                                     `"password=[redacted]"`,
		`-e "PASSWORD=two words" image`:                                            `-e "PASSWORD=[redacted]" image`,
		"stats auth admin:two words":                                               "stats auth admin:[redacted]",
		"stats auth admin:two\\ words":                                             "stats auth admin:[redacted]",
		`mysql -p"two words" shop`:                                                 `mysql -p"[redacted]" shop`,
		`mysql "-ptwo words" shop`:                                                 `mysql "-p[redacted]" shop`,
		"redis://user:a@b@host/0":                                                  "redis://user:[redacted]@host/0",
		"redis://:pa/ss@host/0":                                                    "redis://:[redacted]@host/0",
		"redis://u:pa/ss@host/0":                                                   "redis://u:[redacted]@host/0",
		"https://ghp_0123456789abcdefghij@host/x":                                  "https://[redacted]@host/x",
		"https://0123456789abcdefghij@host/x":                                      "https://[redacted]@host/x",
		"password=two\\ words x":                                                   "password=[redacted] x",
		"passw%6Frd%3Dtwo%20words%26x=1":                                           "passw%6Frd%3D[redacted]%26x=1",
		`"dsn":"user:p w@tcp(host)/db"`:                                            `"dsn":"user:[redacted]@tcp(host)/db"`,
		"password = \"\"\"two\nwords\"\"\"":                                        "password = \"\"\"[redacted]\"\"\"",
		"{Authorization: abc} \"GET /\"":                                           "{Authorization: [redacted]} \"GET /\"",
		"?sig=abc123def456ghi7&x":                                                  "?sig=[redacted]&x",
		"token=abc123==&x=1":                                                       "token=[redacted]&x=1",
		"password: hunter:2, x":                                                    "password: [redacted], x",
		"authorization: Custom abc123":                                             "authorization: [redacted]",
		"authorization: abc123 status=200":                                         "authorization: [redacted] status=200",
		"authorization: Digest username=\"x\", y=z":                                "authorization: Digest [redacted]",
		"AKIAIOSFODNN7EXAMPLE is it":                                               "[redacted] is it",
		"jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_def, x":                     "jwt [redacted], x",
		"session: a PHPSESSID=8f14e45fceea167a5a36; b":                             "session: a PHPSESSID=[redacted]; b",
		"/x?sid=8f14e45fceea167a&y=1":                                              "/x?sid=[redacted]&y=1",
		"/cb?code=SplxlOBeZQQYbYS6WxSbIA1&state=x":                                 "/cb?code=[redacted]&state=x",
		"/o?X-Amz-Signature=8f14e45fceea167a5a36dedd4bea2543&x=1":                  "/o?X-Amz-Signature=[redacted]&x=1",
		"/o?sv=1&sig=8f14e45fceea167a5a36%2Bx%3D":                                  "/o?sv=1&sig=[redacted]",
		"password = \"two\nwords\"\nport = 1":                                      "password = \"[redacted]\"\nport = 1",
		"[client]\npassword = two words # mine\nport = 1":                          "[client]\npassword = [redacted] # mine\nport = 1",
		"password: >-\n  two\n  words\nport: 1":                                    "password: >-\n  [redacted]\nport: 1",
		"-----BEGIN PRIVATE KEY-----\nMIIE\nabcd":                                  "-----BEGIN PRIVATE KEY-----\n[redacted]",
		`{"key":"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"}`: `{"key":"-----BEGIN PRIVATE KEY-----\n[redacted]\n-----END PRIVATE KEY-----\n"}`,
		"${PASS:-hunter2} password=${PASS:-hunter2}":                               "${PASS:-[redacted]} password=${PASS:-[redacted]}",
		"IDENTIFIED BY 'new1' REPLACE 'old1'":                                      "IDENTIFIED BY '[redacted]' REPLACE '[redacted]'",
		"# no password in here and password hunter2":                               "# no password in here and password [redacted]",
		`password "and"`:                                                           `password "[redacted]"`,
		"bob:$apr1$abcdefgh$ijklmnopqrstuvwxyz0123":                                "bob:[redacted]",
		"anna:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC":        "anna:[redacted]",
		"password=and":                                                             "password=[redacted]",
		"password: only":                                                           "password: [redacted]",
		"password android":                                                         "password [redacted]",
		"password hunter2; password=hunter3":                                       "password [redacted]; password=[redacted]",
	} {
		if got := Redact(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}
