package incident

// Ending reads a HAProxy termination state aloud (configuration.txt 8.5): the first character
// says who ended the session and why, the second where it was. Only the first two of an HTTP
// log's four characters count.
func Ending(state string) string {
	if len(state) < 2 {
		return "unknown ending"
	}
	if said, ok := endings[state[:2]]; ok {
		return said
	}
	who, where := endedBy[state[0]], endedAt[state[1]]
	if who == "" || where == "" {
		return "unknown ending " + state
	}
	return who + " " + where
}

// endings are the pairs that have a better sentence than their two halves.
var endings = map[string]string{
	"--": "ended normally",
	"SC": "the server refused the connection, or none was left",
	"sC": "the connection to the server timed out",
	"SD": "the server broke off in the middle of data",
	"sD": "the server was silent until timeout server",
	"CD": "the client broke off in the middle of data",
	"cD": "the client was silent until timeout client",
	"CC": "the client gave up while HAProxy was connecting",
	"D-": "cut by HAProxy because the server went DOWN",
	"DC": "cut by HAProxy because the server went DOWN",
	"DD": "cut by HAProxy because the server went DOWN",
	"sQ": "timed out in the queue",
	"CQ": "the client gave up in the queue",
	"PC": "HAProxy had no connection left (maxconn, ulimit-n)",
	"RC": "HAProxy ran out of ports or memory while connecting",
	"LR": "answered by HAProxy itself",
	"PR": "refused by HAProxy: an invalid request, or its rules",
}

var endedBy = map[byte]string{
	'C': "the client broke off", 'S': "the server broke off or refused", 'P': "HAProxy refused it", 'L': "HAProxy answered itself",
	'R': "HAProxy ran out of a resource", 'I': "HAProxy had an internal error", 'D': "HAProxy cut it because the server went DOWN,",
	'U': "HAProxy cut it because a primary server came back,", 'K': "an admin cut it", 'c': "the client was silent too long",
	's': "the server was silent too long", '-': "ended normally",
}

var endedAt = map[byte]string{
	'R': "while waiting for the request", 'Q': "in the queue", 'C': "while connecting to the server",
	'H': "while waiting for the response headers", 'D': "in the middle of data", 'L': "while the last data went to the client",
	'T': "in the tarpit", '-': "after the end of the data",
}
