package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/config"
	"hadash/drill"
	"hadash/record"
)

// abortFlag adds --abort-when to a command that breaks something without a drill.
func abortFlag(cmd *cobra.Command, o *options) {
	cmd.Flags().StringVar(&o.abortWhen, config.AbortFlag, "", "heal everything that this hadash broke as soon as this condition is true, such as 'failed > 20'")
}

// limit returns the condition of --abort-when, nil if there is none.
func (o *options) limit() (*drill.Condition, error) {
	if o.abortWhen == "" {
		return nil, nil
	}
	c, err := drill.ParseCondition(o.abortWhen)
	if err != nil {
		return nil, usage(fmt.Errorf("--%s %w", config.AbortFlag, config.NoCondition(o.abortWhen, err)))
	}
	return &c, nil
}

// limitOf returns the same, and an error if a name in it is not in the topology.
func (o *options) limitOf(t *record.Topology) (*drill.Condition, error) {
	c, err := o.limit()
	if c == nil || err != nil {
		return nil, err
	}
	var p drill.Problem
	if errors.As(c.Check(t), &p) && len(t.Nodes) > 0 {
		return nil, usage(fmt.Errorf("--%s %w", config.AbortFlag, config.NoCondition(o.abortWhen, p)))
	}
	return c, nil
}
