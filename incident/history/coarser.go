package history

// coarserTicks merges seconds into steps: rates become their mean, counts their sum, sessions their maximum, and states their
// last. Values measured in only some seconds of a step stand for the step.
func coarserTicks(fine []Tick) []Tick {
	var out []Tick
	for from := 0; from < len(fine); {
		to := from + 1
		for to < len(fine) && fine[to].At/pastStep == fine[from].At/pastStep && fine[to].names == fine[from].names {
			to++
		}
		out = append(out, coarserTick(fine[from:to]))
		from = to
	}
	return out
}

func coarserTick(fine []Tick) Tick {
	first, last := &fine[0], &fine[len(fine)-1]
	t := Tick{At: first.At, Span: int32(last.At-first.At) + last.Span, names: first.names, lanes: make([]lane, len(first.lanes))}
	rate := func(of func(*Tick) float32) float32 {
		sum, n := float32(0), 0
		for i := range fine {
			if v := of(&fine[i]); v >= 0 {
				sum, n = sum+v, n+1
			}
		}
		if n == 0 {
			return -1
		}
		return sum / float32(n)
	}
	count := func(of func(*Tick) int32) int32 {
		sum := int32(-1)
		for i := range fine {
			if v := of(&fine[i]); v >= 0 {
				sum = max(sum, 0) + v
			}
		}
		return sum
	}
	t.Requests = rate(func(t *Tick) float32 { return t.Requests })
	t.Failed = rate(func(t *Tick) float32 { return t.Failed })
	t.Nginx = rate(func(t *Tick) float32 { return t.Nginx })
	t.Balancer = rate(func(t *Tick) float32 { return t.Balancer })
	t.Hidden = count(func(t *Tick) int32 { return t.Hidden })
	t.Visible = count(func(t *Tick) int32 { return t.Visible })
	for i := range t.lanes {
		t.lanes[i] = coarserLane(fine, i)
	}
	return t
}

func coarserLane(fine []Tick, i int) lane {
	sessions, lost, errors, rate, rates, state := -1.0, -1.0, -1.0, 0.0, 0, fine[len(fine)-1].lanes[i].state
	for k := range fine {
		l := &fine[k].lanes[i]
		sessions = max(sessions, large(l.sessions))
		if v := large(l.lost); v >= 0 {
			lost = max(lost, 0) + v
		}
		if v := large(l.errors); v >= 0 {
			errors = max(errors, 0) + v
		}
		if v := large(l.rate); v >= 0 {
			rate, rates = rate+v, rates+1
		}
	}
	if rates == 0 {
		return lane{small(sessions), unknown, small(lost), small(errors), state}
	}
	return lane{small(sessions), small(rate / float64(rates)), small(lost), small(errors), state}
}

func coarserFelt(fine []FeltTick) []FeltTick {
	var out []FeltTick
	for _, t := range fine {
		last := len(out) - 1
		if last < 0 || out[last].At/pastStep != t.At/pastStep {
			out = append(out, t)
			continue
		}
		o := &out[last]
		o.Span = t.At + t.Span - o.At
		o.Requests, o.Failed = o.Requests+t.Requests, o.Failed+t.Failed
		o.P50, o.P95, o.P99, o.Max = max(o.P50, t.P50), max(o.P95, t.P95), max(o.P99, t.P99), max(o.Max, t.Max)
	}
	return out
}
