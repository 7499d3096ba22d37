package runtimeapi

import "testing"

func TestReads(t *testing.T) {
	for line, want := range map[string]bool{
		"show stat": true, "show info": true, "@!12 show info": true, "show servers state": true,
		"show stat; disable server b/s": false, "show stat\ndisable server b/s": false, "disable server b/s": false, "@!1 disable server b/s": false,
		"@!1;x show info": false, "show tls-keys": false, "": false,
	} {
		if Reads(line) != want {
			t.Errorf("%q", line)
		}
	}
}

func TestStateAddresses(t *testing.T) {
	const answer = "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port\n" +
		"3 web 1 web1 127.0.0.1 2 0 1 1 6 6 3 7 6 0 0 0 - 9001 - 0 0 - - 0\n3 web 2 slot 0.0.0.0 0 32 1 1 6 1 0 0 6 0 0 0 - 80 - 0 0 - - 0\n3 web 3 six ::1 2 0 1 1 6 6 3 7 6 0 0 0 - 80 - 0 0 - - 0\n"
	got := StateAddresses(answer)
	if len(got) != 2 || got["web/web1"] != "127.0.0.1:9001" || got["web/six"] != "[::1]:80" {
		t.Errorf("%v", got)
	}
}
