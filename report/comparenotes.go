package report

// FiguresNote explains the figures, and NoiseNote when two of them count as the same.
const (
	FiguresNote = "Failed requests are those that users saw fail, absorbed failures those that no user saw. p50, p95 and p99 are of all " +
		"requests of the run, at most 5 %% too large; requests per second are from the load's first second to its last. " +
		"≥: nginx may have absorbed more; no access log shows it."
	NoiseNote = "What counts as the same: waiting times that differ by less than 10 %% or 5 ms; moments (noticed after, failing for, back after the heal, the " +
		"slowest request) by less than 10 %% or 0.1 s; failures whose numbers differ by no more than two standard deviations, as chance alone " +
		"would do. Two runs of one thing differ by as much."
)
