//go:build !unix

package command

import (
	"os"
	"os/exec"
)

func own(*exec.Cmd) {}

// kill ends the command.
func kill(p *os.Process) {
	if p != nil {
		_ = p.Kill()
	}
}
