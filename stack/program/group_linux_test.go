package program

import (
	"os/exec"
	"testing"
	"time"
)

// An interrupt goes to the whole group: if only go is interrupted, it leaves its compilers running.
func TestInterruptEndsAGroup(t *testing.T) {
	lone := exec.CommandContext(t.Context(), "sh", "-c", "sleep 60 | sleep 60")
	inGroup(lone)
	if err := lone.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(100*time.Millisecond, func() { _ = lone.Cancel() })
	if err := lone.Wait(); err == nil {
		t.Error("nothing interrupted it")
	}
}
