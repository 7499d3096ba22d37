package own

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What breaks something does not go on when its hadash is killed in the middle of it: it would break it after the next one has
// healed it. What heals goes on.
func TestKilledInTheMiddle(t *testing.T) {
	if what := os.Getenv("HADASH_TEST_KILLED"); what != "" {
		_ = run(t.Context(), what, "echo $$ >pid.new; mv pid.new pid; exec sleep 20", time.Minute)
		return
	}
	for what, ends := range map[string]bool{"inject": true, "heal": false} {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestKilledInTheMiddle$")
		cmd.Dir, cmd.Env = t.TempDir(), append(os.Environ(), "HADASH_TEST_KILLED="+what)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var pid []byte
		for range 2000 {
			if pid, _ = os.ReadFile(filepath.Join(cmd.Dir, "pid")); len(pid) > 0 {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		gone := false
		for range 100 {
			stat, err := os.ReadFile("/proc/" + strings.TrimSpace(string(pid)) + "/stat")
			if gone = err != nil || strings.Contains(string(stat), ") Z "); gone {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		if len(pid) == 0 || gone != ends {
			t.Errorf("%s: pid %q, gone: %t", what, pid, gone)
		}
		if !gone {
			_ = exec.Command("kill", strings.TrimSpace(string(pid))).Run()
		}
	}
}
