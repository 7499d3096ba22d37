package stack

import (
	"context"

	"hadash/record"
)

type balancerUndo struct{}

func (p *Project) atBalancer(ctx context.Context, f record.Fault) (balancerUndo, error) {
	return balancerUndo{}, nil
}
func (p *Project) setAtBalancer(ctx context.Context, f record.Fault, u balancerUndo) error {
	return nil
}
func (p *Project) resetAtBalancer(ctx context.Context, f record.Fault, u balancerUndo) error {
	return nil
}
