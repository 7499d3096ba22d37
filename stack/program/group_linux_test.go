package program

import (
	"os/exec"
	"testing"
	"time"
)

// An interrupt is for the whole group: go leaves its compilers behind when it alone is interrupted.
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
