package compare

import (
	"hadash/report"
	"hadash/report/markdown"
)

// figures are the tables of everything.
func (x comparing) figures() {
	x.Head(2, report.HeadWholeRun)
	x.rows(x.Whole)
	x.paragraph(markdown.Escape(x.in.Say(report.FiguresNote)))
	for _, p := range x.Pairs {
		x.heading("## ", x.in.Say("Fault: %s", faultKey{p.Fault, p.Nth}.String()))
		x.rows(p.Rows)
	}
	x.paragraph(markdown.Escape(x.in.Say(report.NoiseNote)))
}

func (x comparing) rows(all []Row) {
	head, right := []string{""}, []bool{false}
	for i := range x.Runs {
		head, right = append(head, letter(i)), append(right, true)
	}
	for i := range x.Runs[1:] {
		head, right = append(head, x.in.Say("%s against A", letter(i+1))), append(right, false)
	}
	var rows [][]string
	for k := range all {
		row := &all[k]
		cells := []string{x.in.Say(row.Name)}
		for _, v := range row.Values {
			cells = append(cells, x.value(v, row.Unit))
		}
		for i := range row.Against {
			cells = append(cells, x.against(row, i))
		}
		rows = append(rows, cells)
	}
	x.Table(head, right, rows)
}

// against is the cell that judges.
func (x comparing) against(row *Row, i int) string {
	switch j := row.Against[i]; j {
	case unjudged:
		return "-"
	case same:
		return x.in.Say(string(same))
	default:
		return report.Join(", ", x.in.Say(string(j)), x.factor(row.Values[0], row.Values[i+1]))
	}
}
