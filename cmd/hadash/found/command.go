package found

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/spf13/cobra"
)

// Command is hadash discover. The project is the one that is named, or else what connect finds for "". Its flag exec is everybody's. An
// error of the Engine goes through unreachable.
func Command(connect func(ctx context.Context, project string) (Stack, error), exec *bool, unreachable func(error) error) *cobra.Command {
	var asJSON, why, labels bool
	cmd := &cobra.Command{
		Use: "discover [PROJECT]", Short: "print what balances here: a compose project, or this machine; and what is hidden",
		Long: `In the folder of a compose project, or with its name, it looks at that. Elsewhere it looks at this machine:
the HAProxy and nginx that run here outside of containers, how they can be watched, what the user may
not read and how that is allowed, and the line that would show the rest. Then it exits with 1 if
nothing can be watched.

Of a project it looks at the containers and at the configurations of those that balance, and prints what
it finds: balancers, their groups and servers and the containers behind them, who sends traffic to
whom, where numbers and logs can be read, and what is hidden, with the one line of configuration that
would show it. It changes nothing. Only with --exec it runs commands inside containers, where HAProxy
cannot be reached in another way: they read its statistics page or its socket. The dashboard uses the
same for a project without hadash labels.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := connect(cmd.Context(), strings.Join(args, ""))
			if err != nil {
				return unreachable(err)
			}
			defer func() { _ = p.Close() }() // it made no fault
			f, err := Discover(cmd.Context(), p, *exec)
			if err != nil {
				return unreachable(err)
			}
			compose := p.ComposeName(cmd.Context())
			for i := range f.Missing {
				f.Missing[i].Then = strings.Replace(f.Missing[i].Then, "docker compose", compose, 1)
			}
			if f.Empty() {
				return unreachable(p.Nobody(cmd.Context()))
			}
			if labels {
				writeLabels(cmd.OutOrStdout(), f)
				return nil
			}
			d := documentOf(p.Name(), f)
			if !asJSON {
				d.write(cmd.OutOrStdout(), why)
				return nil
			}
			out := json.NewEncoder(cmd.OutOrStdout())
			out.SetEscapeHTML(false)
			out.SetIndent("", "  ")
			return out.Encode(d)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON for programs")
	cmd.Flags().BoolVar(&why, "why", false, "print every fact with its rule and evidence")
	cmd.Flags().BoolVar(&labels, "labels", false, "print it as labels for the compose file, to overrule what was found")
	cmd.MarkFlagsMutuallyExclusive("json", "why", "labels")
	return cmd
}
