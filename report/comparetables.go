package report

// figures are the tables of everything.
func (x comparing) figures() {
	x.heading("## ", x.in.say("The whole run"))
	x.rows(x.Whole)
	x.paragraph(escape(x.in.say(figuresNote)))
	for _, p := range x.Pairs {
		x.heading("## ", x.in.say("Fault: %s", faultKey{p.Fault, p.Nth}.String()))
		x.rows(p.Rows)
	}
	x.paragraph(escape(x.in.say(noiseNote)))
}

func (x comparing) rows(all []Row) {
	head, right := []string{""}, []bool{false}
	for i := range x.Runs {
		head, right = append(head, letter(i)), append(right, true)
	}
	for i := range x.Runs[1:] {
		head, right = append(head, x.in.say("%s against A", letter(i+1))), append(right, false)
	}
	var rows [][]string
	for k := range all {
		row := &all[k]
		cells := []string{x.in.say(row.Name)}
		for _, v := range row.Values {
			cells = append(cells, x.value(v, row.Unit))
		}
		for i := range row.Against {
			cells = append(cells, x.against(row, i))
		}
		rows = append(rows, cells)
	}
	x.table(head, right, rows)
}

// against is the cell that judges.
func (x comparing) against(row *Row, i int) string {
	switch j := row.Against[i]; j {
	case unjudged:
		return "-"
	case same:
		return x.in.say(string(same))
	default:
		return join(", ", x.in.say(string(j)), x.factor(row.Values[0], row.Values[i+1]))
	}
}
