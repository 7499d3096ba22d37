package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// config is the configuration from the environment. All its values have been checked.
type config struct {
	Instance string
	Addr     string
	LogLevel slog.Level

	DBRead, DBWrite           string
	DBName, DBUser            string
	DBPassword                string
	MaxOpenConns              int
	MaxIdleConns              int
	ConnLifetime              time.Duration
	ConnectTimeout            time.Duration
	ReadTries                 int
	ReadTimeout               time.Duration
	ReadLimit                 time.Duration
	RetryPause                time.Duration
	WriteTimeout              time.Duration
	WarmUp                    time.Duration
	SessionKeys               [][]byte
	SessionTTL                time.Duration
	CookieSecure              bool
	BcryptCost                int
	HashersAtOnce             int
	DrainDelay, ShutdownGrace time.Duration
}

// setting is one environment variable. Without a standard value it must be set.
type setting struct {
	name, standard, help string
	into                 any
}

func (c *config) settings() []setting {
	return []setting{
		{"PROFILE_INSTANCE", "", "name of this instance, as in X-Profile-Instance", &c.Instance},
		{"PROFILE_ADDR", ":9081", "where to listen", &c.Addr},
		{"PROFILE_LOG_LEVEL", "info", "debug, info, warn or error", &c.LogLevel},
		{"PROFILE_DB_READ", "", "host:port that reads go to (HAProxy)", &c.DBRead},
		{"PROFILE_DB_WRITE", "", "host:port that writes go to (the master)", &c.DBWrite},
		{"PROFILE_DB_NAME", "profile", "database", &c.DBName},
		{"PROFILE_DB_USER", "", "database user", &c.DBUser},
		{"PROFILE_DB_PASSWORD", "", "password of that user", &c.DBPassword},
		{"PROFILE_MAX_OPEN_CONNS", "20", "most open connections to each of the two", &c.MaxOpenConns},
		{"PROFILE_MAX_IDLE_CONNS", "20", "most idle connections to each of the two", &c.MaxIdleConns},
		{"PROFILE_CONN_LIFETIME", "10s", "age at which a connection is replaced, so that a recovered replica gets traffic; 0: never", &c.ConnLifetime},
		{"PROFILE_CONNECT_TIMEOUT", "500ms", "timeout for opening a read connection, greeting and log-in included; 0: none", &c.ConnectTimeout},
		{"PROFILE_READ_TRIES", "3", "attempts at a read; 1: never retry", &c.ReadTries},
		{"PROFILE_READ_TIMEOUT", "100ms", "delay after which the next attempt starts; with a single attempt, its timeout; 0: none", &c.ReadTimeout},
		{"PROFILE_READ_LIMIT", "0", "how long an unanswered read is repeated; 0: as long as one attempt may take, 10 timeouts", &c.ReadLimit},
		{"PROFILE_RETRY_PAUSE", "5ms", "pause before the second attempt; doubles for each further one", &c.RetryPause},
		{"PROFILE_WRITE_TIMEOUT", "1s", "timeout for queries to the master", &c.WriteTimeout},
		{"PROFILE_WARM_UP", "0", "longest time to open connections before listening; 0: listen at once", &c.WarmUp},
		{"PROFILE_SESSION_KEYS", "", "hex keys of 32 bytes or more, comma-separated: the first signs, all verify", &c.SessionKeys},
		{"PROFILE_SESSION_TTL", "24h", "how long a log-in lasts", &c.SessionTTL},
		{"PROFILE_COOKIE_SECURE", "false", "send the cookie over https only", &c.CookieSecure},
		{"PROFILE_BCRYPT_COST", "8", "cost of new password hashes; every log-in costs as much as the most expensive hash", &c.BcryptCost},
		{"PROFILE_HASHERS", "64", "passwords compared at the same time, at most one per processor; others queue", &c.HashersAtOnce},
		{"PROFILE_DRAIN_DELAY", "200ms", "after SIGTERM, how long to accept requests while telling clients to disconnect", &c.DrainDelay},
		{"PROFILE_SHUTDOWN_GRACE", "5s", "how long requests in flight may take after that; 0: cut them", &c.ShutdownGrace},
	}
}

// loadConfig reads the configuration. Its error has a line for every problem, and never contains a value that may be a
// secret.
func loadConfig(getenv func(string) string) (config, error) {
	var c config
	var problems []error
	for _, s := range c.settings() {
		value := getenv(s.name)
		if value == "" {
			value = s.standard
		}
		if value == "" {
			problems = append(problems, fmt.Errorf("%s is not set: %s", s.name, s.help))
			continue
		}
		if err := parse(value, s.into); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", s.name, err))
		}
	}
	if len(problems) == 0 {
		problems = c.check()
	}
	return c, errors.Join(problems...)
}

func parse(value string, into any) (err error) {
	switch into := into.(type) {
	case *string:
		*into = value
	case *slog.Level:
		if err = into.UnmarshalText([]byte(value)); err != nil {
			return fmt.Errorf("must be debug, info, warn or error, not %q", value)
		}
	case *bool:
		if *into, err = strconv.ParseBool(value); err != nil {
			return fmt.Errorf("must be true or false, not %q", value)
		}
	case *int:
		if *into, err = strconv.Atoi(value); err != nil || *into < 1 {
			return fmt.Errorf("must be a number of at least 1, not %q", value)
		}
	case *time.Duration:
		if *into, err = time.ParseDuration(value); err != nil || *into < 0 {
			return fmt.Errorf("must be a duration such as 150ms, not %q", value)
		}
	case *[][]byte:
		*into, err = parseKeys(value)
		return err
	default:
		panic(fmt.Sprintf("no parser for %T", into))
	}
	return nil
}

func parseKeys(value string) ([][]byte, error) {
	var keys [][]byte
	for i, text := range strings.Split(value, ",") {
		key, err := hex.DecodeString(strings.TrimSpace(text))
		if err != nil { // hex's own error quotes a byte of the key
			return nil, fmt.Errorf("key %d is not hexadecimal", i+1)
		}
		if len(key) < 32 {
			return nil, fmt.Errorf("key %d has %d bytes, must have at least 32", i+1, len(key))
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// check returns the problems of values that can be parsed but make no sense.
func (c *config) check() (problems []error) {
	for _, a := range []struct{ name, addr string }{
		{"PROFILE_ADDR", c.Addr}, {"PROFILE_DB_READ", c.DBRead}, {"PROFILE_DB_WRITE", c.DBWrite},
	} {
		if _, port, err := net.SplitHostPort(a.addr); err != nil || port == "" {
			problems = append(problems, fmt.Errorf("%s: must be host:port, not %q", a.name, a.addr))
		}
	}
	if c.WriteTimeout == 0 {
		problems = append(problems, errors.New("PROFILE_WRITE_TIMEOUT: must be more than 0, or a frozen master hangs log-ins"))
	}
	if c.SessionTTL < time.Second {
		problems = append(problems, errors.New("PROFILE_SESSION_TTL: must be at least 1s"))
	}
	if c.BcryptCost < 4 || c.BcryptCost > dearest {
		problems = append(problems, fmt.Errorf("PROFILE_BCRYPT_COST: must be between 4 and %d, not %d", dearest, c.BcryptCost))
	}
	return problems
}

func usage() string {
	var b strings.Builder
	b.WriteString("usage: profile [healthcheck]\n\nConfiguration, by environment variables:\n\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, s := range new(config).settings() {
		standard := s.standard
		if standard == "" {
			standard = "(required)"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", s.name, standard, s.help)
	}
	_ = w.Flush() // it writes into memory
	return b.String()
}
