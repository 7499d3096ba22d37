package wording

// Ending explains a HAProxy termination state (configuration.txt 8.5): the first character names the side that ended
// the session, and the cause, the second the phase. Only the first two of an HTTP log's four characters count.
func Ending(state string) Phrase {
	if len(state) < 2 {
		return endedUnknown.Of("")
	}
	if said := endings[state[:2]]; said != nil {
		return said.Of()
	}
	who, where := endedBy[state[0]], endedAt[state[1]]
	if who == nil || where == nil {
		return endedUnknown.Of(" " + state)
	}
	return endedHalves.Of(who.Of(), where.Of())
}

var (
	endedUnknown  = row("unknown termination state$1", "неизвестное завершение$1")
	endedHalves   = row("$1 $2", "$1, $2")
	endedNormally = row("ended normally", "завершилась нормально")
	endedByDown   = row("cut by HAProxy because the server went DOWN", "оборвана HAProxy, потому что сервер стал DOWN")
)

// endings are the pairs that have a better sentence than their two halves.
var endings = map[string]*Sentence{
	"--": endedNormally,
	"SC": row("connection refused, or no server was left", "сервер отказал в соединении, или серверов не осталось"),
	"sC": row("the connection to the server timed out", "соединение с сервером не установилось вовремя"),
	"SD": row("the server aborted during data transfer", "сервер оборвал передачу данных"),
	"sD": row("the server was silent until timeout server", "сервер молчал до timeout server"),
	"CD": row("the client aborted during data transfer", "клиент оборвал передачу данных"),
	"cD": row("the client was silent until timeout client", "клиент молчал до timeout client"),
	"CC": row("the client gave up while HAProxy was connecting", "клиент ушёл, пока HAProxy соединялся"),
	"D-": endedByDown,
	"DC": endedByDown,
	"DD": endedByDown,
	"sQ": row("timed out in the queue", "истекло время в очереди"),
	"CQ": row("the client gave up in the queue", "клиент ушёл из очереди"),
	"PC": row("HAProxy had no connection left (maxconn, ulimit-n)", "у HAProxy не осталось соединений (maxconn, ulimit-n)"),
	"RC": row("HAProxy ran out of ports or memory while connecting", "HAProxy при соединении не хватило портов или памяти"),
	"LR": row("answered by HAProxy itself", "ответил сам HAProxy"),
	"PR": row("refused by HAProxy: an invalid request, or its rules", "отказал HAProxy: неверный запрос или его правила"),
}

var endedBy = map[byte]*Sentence{
	'C': row("the client aborted", "оборвал клиент"),
	'S': row("the server aborted or refused", "сервер оборвал или отказал"),
	'P': row("HAProxy refused it", "HAProxy отказал"),
	'L': row("HAProxy itself answered", "ответил сам HAProxy"),
	'R': row("HAProxy ran out of a resource", "HAProxy не хватило ресурса"),
	'I': row("HAProxy had an internal error", "внутренняя ошибка HAProxy"),
	'D': row("HAProxy cut it because the server went DOWN,", "оборвал HAProxy, потому что сервер стал DOWN"),
	'U': row("HAProxy cut it because a primary server came back,", "оборвал HAProxy, потому что вернулся основной сервер"),
	'K': row("an admin cut it", "оборвал администратор"),
	'c': row("the client was silent for too long", "клиент слишком долго молчал"),
	's': row("the server was silent for too long", "сервер слишком долго молчал"),
	'-': endedNormally,
}

var endedAt = map[byte]*Sentence{
	'R': row("while waiting for the request", "ожидание запроса"),
	'Q': row("in the queue", "в очереди"),
	'C': row("while connecting to the server", "соединение с сервером"),
	'H': row("while waiting for the response headers", "ожидание заголовков ответа"),
	'D': row("during data transfer", "посреди данных"),
	'L': row("while the last data was sent to the client", "отправка последних данных клиенту"),
	'T': row("in the tarpit", "в tarpit"),
	'-': row("after the end of the data", "после конца данных"),
}
