package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/near"
	"hadash/record"
	"hadash/report/section"
	"hadash/tui/paint"
)

func faultCommand(o *options) *cobra.Command {
	var lasts time.Duration
	var yes bool
	cmd := &cobra.Command{
		Use: "fault KIND SERVICE [AMOUNT] | fault NAME", Short: "break one service, heal it, and print the stopwatch",
		Long: "Breaks a service, heals it after --for, waits until it has recovered, and prints the stopwatch as markdown:\n" +
			"when the fault was noticed, what was absorbed, what users felt.\n\nKinds: " + strings.Join(kinds(), ", ") + ".\n" +
			"AMOUNT is a percentage for slow, loss and weight, milliseconds for delay, and the number of replicas for scale.\n" +
			"The SERVICE of " + wholeHosts() + " is a host: the name of its Docker context, one of several in --context.\n" +
			"NAME is a fault of your own: [fault.NAME] in the configuration, with the commands that make and heal it.\n\n" +
			"--abort-when takes a condition of drills ('hadash drill --help' lists them). If it becomes true while the fault\n" +
			"is open, the fault is healed at once. Figures such as failed count from the beginning of the fault.\n\n" +
			"Exit codes: 0 done; 1 aborted, the condition could not be judged, something could not be healed, or the command failed;\n" +
			"2 wrong usage; 3 the stack cannot be reached; 130 interrupted, and healed.",
		Example: "  hadash fault pause mysql-slave1 --for 12s\n  hadash fault slow app1 2 --yes\n  hadash fault stop app1 --for 1m --abort-when 'failed > 20'",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 3 || len(args) == 1 && record.FaultKind(args[0]).Valid() {
				return usage(fmt.Errorf("fault KIND SERVICE [AMOUNT]: got %d arguments; see %s --help", len(args), cmd.CommandPath()))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			fault, err := parseFault(args, o.own.All()...)
			if err != nil {
				return usage(err)
			}
			if lasts < 0 || lasts > time.Hour {
				return usage(fmt.Errorf("--for %s: must be between 0 and 1h", lasts))
			}
			return o.fault(cmd, fault, lasts, yes)
		},
	}
	cmd.Flags().DurationVar(&lasts, "for", 12*time.Second, "how long the service stays broken")
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask for confirmation")
	abortFlag(cmd, o)
	recordFlag(cmd, o)
	return attachFlags(cmd, o, true)
}

// kinds returns the names of all faults.
func kinds() []string {
	var all []string
	for _, k := range record.AllKinds() {
		all = append(all, string(k))
	}
	return all
}

// wholeHosts lists the faults of hosts.
func wholeHosts() string {
	var all []string
	for _, k := range record.ClusterKinds {
		if k.AtHost() {
			all = append(all, string(k))
		}
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}

// parseFault reads the fault from the arguments: a kind and a node, or the name of one of the user's own.
func parseFault(args []string, own ...record.Fault) (record.Fault, error) {
	names := kinds()
	for _, f := range own {
		if names = append(names, f.Name); f.Name != args[0] {
			continue
		}
		if len(args) > 2 || len(args) == 2 && args[1] != f.Target {
			return f, fmt.Errorf("%s: it is a fault of %s by the configuration, and takes nothing else", f.Name, f.Target)
		}
		return f, nil
	}
	fault := record.Fault{Kind: record.FaultKind(args[0])}
	switch {
	case !slices.Contains(record.AllKinds(), fault.Kind):
		hint := near.Hint(args[0], names)
		if hint == "" {
			hint = "; one of your own needs [fault." + args[0] + "] in the configuration"
		}
		return fault, fmt.Errorf("%s: no such fault%s", args[0], hint)
	case len(args) < 2 && fault.Kind.AtHost():
		return fault, fmt.Errorf("%s: needs a host", args[0])
	case len(args) < 2:
		return fault, fmt.Errorf("%s: needs a service", args[0])
	}
	fault.Target = args[1]
	if name, n, ok := strings.Cut(args[1], "="); ok && fault.Kind == record.Scale && len(args) == 2 {
		fault.Target, args = name, append(args, n) // SERVICE=N, as docker service scale has it
	}
	fault.Amount = fault.Kind.Usual()
	if len(args) < 3 {
		return fault, nil
	}
	most := fault.Kind.Most()
	if most == 0 {
		return fault, fmt.Errorf("%s takes no amount, but %q was given", fault.Kind, args[2])
	}
	unit := strings.TrimSpace(fault.Kind.Unit())
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(args[2], unit)))
	if err != nil || !fault.Kind.Takes(n) {
		return fault, fmt.Errorf("%s %s: must be a whole number from %d to %d%s", fault.Kind, args[2], fault.Kind.Least(), most, fault.Kind.Unit())
	}
	fault.Amount = n
	return fault, nil
}

// fault injects a fault, heals it, and prints its stopwatch.
func (o *options) fault(cmd *cobra.Command, fault record.Fault, lasts time.Duration, yes bool) (err error) {
	ctx, talk := cmd.Context(), cmd.ErrOrStderr()
	if err := o.attach.mayBreak(fault.String()); err != nil {
		return err
	}
	p, err := o.open(ctx)
	if err != nil {
		return unreachable(err)
	}
	defer func() { _ = p.Close() }()
	o.inherit(ctx, p)
	endRecording, err := o.recording(p.Name())
	if err != nil {
		return usage(err)
	}
	defer endRecording()
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	if !cmd.Flags().Changed("since") {
		o.since = time.Second // earlier logs and events are not needed
	}
	t, err := newTrial(watching, p, o)
	if err != nil {
		stop()
		return unreachable(err)
	}
	defer func() { stop(); <-t.st.done }()
	o.own.Tell = func(text string) {
		t.st.act(record.Act{Note: text})
		tell(talk, text)
	}
	defer func() { err = interrupt(ctx, o.leave(ctx, t.h, err), slices.Concat(t.undone, t.h.Undone())) }()
	if err := refuse(&t.Frame, fault); err != nil {
		return err
	}
	meanwhile, err := t.h.Project.Needs(ctx, fault)
	if err != nil {
		return fmt.Errorf("%s: %w", fault, err)
	}
	if _, err := o.limitOf(&t.Frame.Topology); err != nil {
		return err
	}
	if err := t.ready(ctx, fault, talk); err != nil {
		return err
	}
	if !yes {
		if err := ask(ctx, &t.Frame, fault, cmd.InOrStdin(), talk); err != nil {
			return err
		}
	}
	if meanwhile != "" {
		tell(talk, meanwhile)
	}
	tell(talk, intends(fault, lasts))
	w, err := t.run(ctx, fault, lasts)
	if err != nil {
		return err
	}
	return errors.Join(section.WriteFault(cmd.OutOrStdout(), &w, time.Local), t.judged())
}

// refuse returns an error if the fault cannot be injected now.
func refuse(f *incident.Frame, fault record.Fault) error {
	n := f.Node(fault.Target)
	if fault.Kind.OfCluster() {
		if r := consequence.RefuseCluster(f, fault); r.Refused() {
			return fmt.Errorf("%s: nothing was broken: %s", fault, r.Phrase())
		}
		return nil
	}
	if _, host := f.Topology.Host(fault.Target); n == nil && host {
		return usage(fmt.Errorf("%s: it is a host, and %s breaks a service; %s break a host", fault.Target, fault.Kind, wholeHosts()))
	}
	if instead := f.Topology.Behind(fault.Target); n == nil && instead != "" {
		return usage(fmt.Errorf("%s: %s", fault, instead))
	}
	if n == nil {
		return usage(fmt.Errorf("%s: no such service here%s", fault.Target, near.Hint(fault.Target, services(f))))
	}
	if r := consequence.Refuse(f, n, fault.Kind); r.Refused() {
		return fmt.Errorf("%s: nothing was broken: %s", fault, r.Phrase())
	}
	return nil
}

// intends announces the fault; injecting it may still fail.
func intends(fault record.Fault, lasts time.Duration) string {
	if fault.Kind.Inverse() == "" {
		return fmt.Sprintf("about to %s", fault)
	}
	return fmt.Sprintf("about to %s, and to heal it after %s", fault, lasts)
}

func services(f *incident.Frame) []string {
	var all []string
	for i := range f.Nodes {
		all = append(all, f.Nodes[i].Name)
	}
	slices.Sort(all)
	return all
}

// foreseen returns the expected effects of a fault, the most important first, and whether its target is the last
// serving node of its role.
func foreseen(f *incident.Frame, fault record.Fault) (facts []string, last bool) {
	n := f.Node(fault.Target)
	if n == nil && !fault.Kind.OfCluster() {
		return nil, false
	}
	c := consequence.Of(f, n, fault, f.Predict(fault))
	for _, fact := range c.Facts {
		facts = append(facts, paint.Consequence(fact, "≤").Long)
	}
	return facts, c.Last
}

var errNotDone = errors.New("nothing done")

// ask asks for a yes, or for the name of the target if it is the last serving node of its role.
func ask(ctx context.Context, f *incident.Frame, fault record.Fault, in io.Reader, talk io.Writer) error {
	if file, ok := in.(*os.File); !ok || !term.IsTerminal(int(file.Fd())) {
		return usage(fmt.Errorf("%s: cannot ask for confirmation without a terminal; --yes skips the question", fault))
	}
	facts, last := foreseen(f, fault)
	want, how := "y", "y yes  n no"
	if last {
		want, how = fault.Target, "type its name"
	}
	fmt.Fprint(talk, record.Clean(fmt.Sprintf("%s?  %s   %s:", fault, strings.Join(facts, " · "), how)), " ")
	switch text, err := answer(ctx, in); {
	case err != nil:
		return err
	case text != want:
		return errNotDone
	}
	return nil
}
