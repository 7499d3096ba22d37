package main

import (
	"bufio"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"hadash/record"
)

func recordCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "record", Short: "read a recording", Args: noArgs,
		Long: "A recording is made by --record, by key R in the dashboard, and by every drill. It is JSON lines in zstd: 'zstdcat FILE | jq'\n" +
			"reads it. There a poll of HAProxy holds only what changed since the previous one; 'record cat' prints it whole.",
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use: "cat FILE", Short: "print a recording as JSON: its header, then one Sample a line",
		Example: `  hadash record cat run.hadash | jq 'select(.Source == "docker" and .Docker != null) | [.At, .Docker.Node, .Docker.Action]'`,
		Args:    oneFile,
		RunE:    func(cmd *cobra.Command, args []string) error { return recordCat(cmd, args[0]) },
	})
	return cmd
}

// oneFile requires one file name.
func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return usage(fmt.Errorf("%s: want one file, got %d; see %s --help", cmd.Name(), len(args), cmd.CommandPath()))
}

func recordCat(cmd *cobra.Command, path string) error {
	spareTime()
	r, err := record.Open(path)
	if err != nil {
		return usage(err)
	}
	defer func() { _ = r.Close() }() // it was only read
	out := bufio.NewWriter(cmd.OutOrStdout())
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r.Header); err != nil {
		return err
	}
	for s := range r.Samples() {
		if err := enc.Encode(s); err != nil {
			return err
		}
	}
	tellTorn(cmd.ErrOrStderr(), path, r.Torn())
	return out.Flush()
}
