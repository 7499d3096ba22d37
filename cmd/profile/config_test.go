package main

import (
	"strings"
	"testing"
	"time"
)

const testKey = "6c61622d6b65792d6f662d6861646173682d6e6f742d612d7365637265742121"

// environment returns the variables that must be set, with changes: name, value, name, value...
func environment(changes ...string) func(string) string {
	env := map[string]string{
		"PROFILE_INSTANCE": "app1", "PROFILE_DB_READ": "haproxy:4400", "PROFILE_DB_WRITE": "mysql-master:3306",
		"PROFILE_DB_USER": "profile", "PROFILE_DB_PASSWORD": "hush-hush", "PROFILE_SESSION_KEYS": testKey,
	}
	for i := 0; i < len(changes); i += 2 {
		env[changes[i]] = changes[i+1]
	}
	return func(name string) string { return env[name] }
}

func TestConfigStandard(t *testing.T) {
	c, err := loadConfig(environment("PROFILE_READ_TRIES", "1", "PROFILE_READ_TIMEOUT", "0"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Instance != "app1" || c.Addr != ":9081" || c.ReadTries != 1 || c.ReadTimeout != 0 || c.RetryPause != 5*time.Millisecond {
		t.Errorf("got %+v", c)
	}
	if len(c.SessionKeys) != 1 || len(c.SessionKeys[0]) != 32 {
		t.Errorf("got %d session keys", len(c.SessionKeys))
	}
}

func TestConfigProblems(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"PROFILE_INSTANCE", "", "PROFILE_INSTANCE is not set"},
		{"PROFILE_DB_PASSWORD", "", "PROFILE_DB_PASSWORD is not set"},
		{"PROFILE_ADDR", "9081", "PROFILE_ADDR: must be host:port"},
		{"PROFILE_DB_READ", "haproxy", "PROFILE_DB_READ: must be host:port"},
		{"PROFILE_READ_TRIES", "0", "PROFILE_READ_TRIES: must be a number of at least 1"},
		{"PROFILE_READ_TIMEOUT", "150", "PROFILE_READ_TIMEOUT: must be a duration"},
		{"PROFILE_READ_TIMEOUT", "-1s", "PROFILE_READ_TIMEOUT: must be a duration"},
		{"PROFILE_WRITE_TIMEOUT", "0", "PROFILE_WRITE_TIMEOUT: must be more than 0"},
		{"PROFILE_SESSION_TTL", "0", "PROFILE_SESSION_TTL: must be at least 1s"},
		{"PROFILE_BCRYPT_COST", "31", "PROFILE_BCRYPT_COST: must be between 4 and 15"},
		{"PROFILE_COOKIE_SECURE", "perhaps", "PROFILE_COOKIE_SECURE: must be true or false"},
		{"PROFILE_LOG_LEVEL", "loud", "PROFILE_LOG_LEVEL: must be debug"},
		{"PROFILE_SESSION_KEYS", testKey + ",abcd", "PROFILE_SESSION_KEYS: key 2 has 2 bytes"},
		{"PROFILE_SESSION_KEYS", "not-hex", "PROFILE_SESSION_KEYS: key 1 is not hexadecimal"},
	} {
		_, err := loadConfig(environment(test.name, test.value))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s=%q: got %v, want %s...", test.name, test.value, err, test.want)
		}
	}
}

func TestConfigReportsEveryProblemAndNoSecret(t *testing.T) {
	_, err := loadConfig(environment("PROFILE_INSTANCE", "", "PROFILE_SESSION_KEYS", "secretsecret", "PROFILE_READ_TRIES", "x"))
	if err == nil {
		t.Fatal("no error")
	}
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 3 {
		t.Errorf("got %d lines, want 3:\n%v", len(lines), err)
	}
	if strings.Contains(err.Error(), "hush-hush") || strings.Contains(err.Error(), "secretsecret") {
		t.Errorf("the error contains a secret:\n%v", err)
	}
}

func TestUsageNamesEveryVariable(t *testing.T) {
	text := usage()
	for _, s := range new(config).settings() {
		if !strings.Contains(text, s.name) || s.help == "" {
			t.Errorf("%s is not explained", s.name)
		}
	}
}
