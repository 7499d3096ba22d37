package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"hadash/record"
	"hadash/stack"
)

// demoFiles holds the recording of a real drill on the real stack.
//
//go:embed demo
var demoFiles embed.FS

const demoFile = "demo/demo.hadash"

// demoBegins is where the demo begins: shortly before something breaks.
const demoBegins = "fault-3s"

func demoCommand(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use: "demo", Short: "show the recording of a real drill; needs no Docker", Args: noArgs,
		Long: "Plays a recording that is built into hadash: a real drill on the real stack. Nothing is started or changed. It\n" +
			"begins 3 s before the first fault; key home goes to the very beginning.\n" +
			"Key ? lists the keys; on a running stack ('hadash up') further keys break and heal it.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.play(cmd.Context(), played{
				open:  func() (*record.Recording, error) { return openDemo(demoFiles) },
				badge: "RECORDING of a real drill, ", name: "demo", from: demoBegins, hint: "'hadash up' starts the real stack",
			})
		},
	}
	screenFlags(cmd, o)
	return cmd
}

// orDemo adds a hint at the demo to the error that there is no Docker.
func orDemo(err error) error {
	var none *stack.NoDockerError
	if errors.As(err, &none) {
		return fmt.Errorf("%w; 'hadash demo' shows a recording and needs no Docker", err)
	}
	return err
}

// openDemo opens the recording that is built into hadash.
func openDemo(files fs.FS) (*record.Recording, error) {
	data, err := fs.ReadFile(files, demoFile)
	if err != nil {
		return nil, errors.New("this hadash was built without its demo; run 'make experiment', then build again")
	}
	return record.New("the demo", bytes.NewReader(data), int64(len(data)))
}
