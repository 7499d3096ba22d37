package collectors

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/lines"
	"hadash/lines/file"
	"hadash/record"
)

// filed is a Daemon whose logs come from elsewhere.
type filed struct {
	*engine
	lines.Source
}

func (f filed) Logs(ctx context.Context, _ string, since time.Time, each func(time.Time, bool, []byte)) error {
	return f.Follow(ctx, since, each)
}

// A file of rsyslog is read like the log of a container: it appears late, is rotated and removed, and each session is read once, at the time at which
// HAProxy accepted it, in whose zone ever.
func TestTailOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "haproxy.log")
	synctest.Test(t, func(t *testing.T) {
		zone := time.FixedZone("", 5*3600+1800)
		var want []time.Time
		write := func(n int, flag int) {
			f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|flag, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			for range n {
				time.Sleep(20 * time.Millisecond)
				at := time.Now().In(zone)
				accepted := at.Add(-30 * time.Millisecond).Truncate(time.Millisecond)
				want = append(want, accepted.UTC())
				line := at.Format("2006-01-02T15:04:05.000000-07:00") + " lb1 haproxy[8]: 10.0.0.1:4000 [" + accepted.Format("02/Jan/2006:15:04:05.000") + "] fe be/s1 1/0/30 177 -- 7/7/6/1/0 0/0\n"
				if _, err := f.WriteString(line); err != nil {
					t.Fatal(err)
				}
			}
			_ = f.Close()
			time.Sleep(3 * time.Second)
		}
		d := filed{newEngine(), file.New(path, file.Options{})}
		tail := Tail{Site: d, Node: record.Node{Name: "lb", Role: record.RoleBalancer}, Since: time.Now()}
		s := collect(t, tail.Run)
		time.Sleep(time.Minute) // it is not there
		write(20, 0)
		if err := os.Rename(path, path+".1"); err != nil {
			t.Fatal(err)
		}
		write(20, 0)
		write(20, os.O_TRUNC)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		write(20, 0)
		time.Sleep(time.Minute)
		var got []time.Time
		var errs []string
		for _, sample := range s.stop() {
			if sample.Err != "" {
				errs = append(errs, sample.Err)
			}
			if sample.Logs != nil {
				for _, l := range sample.Logs.Lines {
					got = append(got, l.Session.Accepted)
				}
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d sessions, want %d", len(got), len(want))
		}
		for i := range want {
			if !got[i].Equal(want[i]) {
				t.Errorf("session %d: %v, want %v", i, got[i], want[i])
			}
		}
		if all := strings.Join(errs, "\n"); len(errs) != 2 || !strings.Contains(all, "there is no such file yet") || !strings.Contains(all, "it was removed") {
			t.Errorf("%q", errs)
		}
	})
}
