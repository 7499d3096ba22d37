package report

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"hadash/incident"
)

func TestMatrix(t *testing.T) {
	late, unknown := hiddenStop(), hiddenStop()
	late.Moments[incident.Detected] = seen(2*time.Second, incident.ByLog)
	unknown.Felt = incident.Felt{HasNginx: true, HasAttempts: true, NginxRequests: 10, NginxSlowest: time.Second}
	unknown.Overlaps = []string{"stop app1"}
	var b bytes.Buffer
	if err := WriteMatrix(&b, []MatrixRow{{"baseline", greyPause(), "a|b"}, {"tuned", hiddenStop(), ""}, {"tuned", late, ""}, {"tuned", unknown, "x"}}); err != nil {
		t.Fatal(err)
	}
	d := read(t, b.Bytes())
	if got := d.under(t, "baseline").tables; len(got) != 1 || !slices.Equal(got[0][0], matrixHead) {
		t.Fatalf("tables %q", got)
	}
	got := append(d.under(t, "baseline").tables[0][1:], d.under(t, "tuned").tables[0][1:]...)
	want := [][]string{
		{"pause mysql-slave1", "-", "never", "10.00", "-", "-", "12.00", "-", "≥ 0", "-", "-", "-", "a|b"},
		{"stop mysql-slave1", "0.02", "0.23", "0.75", "-", "-", "12.00", "0.61", "17", "0", "0.35", "0.30", "-"},
		{"stop mysql-slave1", "0.02", "2.00", "0.75", "-", "-", "12.00", "0.61", "17", "0", "0.35", "0.30", "detected late"},
		{"stop mysql-slave1", "0.02", "0.23", "0.75", "-", "-", "12.00", "0.61", "17", "0 (nginx)", "1.00 (nginx)", "-", "x; together with stop app1"},
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("row %d\n got %q\nwant %q", i, got[i], want[i])
		}
	}
}
