package report

// russianPost has the sentences about a whole run.
var russianPost = map[string]string{
	"# Post-mortem: %s": "# Разбор: %s",
	"The recording holds more than a report shows. Left out: %s faults, %s events, %s lines of the drill, %s changes of nodes, %s tables of HAProxy, %s configuration files.": "В записи больше, чем говорит отчёт. Пропущено: поломок %s, событий %s, строк учения %s, изменений узлов %s, таблиц HAProxy %s, файлов конфигурации %s.",
	"> The recording is incomplete: %s.": "> Запись неполная: %s.",
	"watched":                            "наблюдали", "%s, %s to %s %s (%s)": "%s, с %s до %s %s (%s)",
	"stack": "стенд", "versions": "версии", "absorbed on the way": "поглощено на пути",
	"access lines not read":                       "не прочитано строк журнала доступа",
	"%s, in no number here; the last of them: %s": "%s, ни в одном числе их нет; последняя: %s",

	"%s connections retried by HAProxy":                "%s повторная попытка соединения в HAProxy|%s повторные попытки соединения в HAProxy|%s повторных попыток соединения в HAProxy",
	"%s sessions moved to another server by HAProxy":   "%s сессия передана HAProxy другому серверу|%s сессии переданы HAProxy другому серверу|%s сессий передано HAProxy другому серверу",
	"%s requests answered by another instance (nginx)": "на %s запрос ответил другой экземпляр (nginx)|на %s запроса ответил другой экземпляр (nginx)|на %s запросов ответил другой экземпляр (nginx)",
	"%s reads repeated by the application":             "%s чтение повторено приложением|%s чтения повторены приложением|%s чтений повторено приложением",
	"nothing was seen to be":                           "ничего не замечено",
	"what nginx absorbed is not known":                 "что поглотил nginx, неизвестно",
	"none of them saved a session":                     "ни одна сессия этим не спасена",
	"which saved %s sessions":                          "этим спасена %s сессия|этим спасены %s сессии|этим спасено %s сессий",
	"at most %s of them saved a session":               "этим спасена не более чем %s сессия|этим спасены не более чем %s сессии|этим спасено не более чем %s сессий",

	" (HAProxy's HTTP log)": " (по HTTP-журналу HAProxy)",
	" (HAProxy's counters)": " (по счётчикам HAProxy)",
	" (nginx's access log)": " (по журналу доступа nginx)",
	" (k6's own sums)":      " (по суммам самого k6)",

	"%s, %s failed%s, slowest %s": "%s, ошибок %s%s, самый медленный %s",
	"counted":                     "считали",
	"%s to %s, the drill from its steady state to its end": "с %s до %s, учения от устойчивого состояния до конца",
	"%s requests, %s failed, the slowest took %s":          "запросов %s, ошибок %s, самый медленный занял %s",
	"what was absorbed on the way is not known":            "что поглощено на пути, неизвестно",

	"k6 counts from the start of its own run, and also the requests that it aborts at its end: %s of its %s requests are in the figures at the top.": "Сам k6 считает с начала своей работы, вместе с тем, что сам оборвал в её конце: в показатели наверху вошли %s из %s его запросов.",

	"line": "строка", "at": "время", "outcome": "итог",
	"done": "сделано", "held": "выполнено", "FAILED": "НЕ ВЫПОЛНЕНО", "not reached": "не дошло", "ABORTED": "ПРЕРВАНО", "not ended": "не закончено",
	"note: %s":                                     "заметка: «%s»",
	"There were no faults and no notes.":           "Ничего не ломали, заметок нет.",
	"the run: rates, waits, and how each node was": "ход прогона: частота запросов, ожидание, состояние узлов",

	"fault": "сбой", "slowest request": "самый медленный запрос",

	"server": "сервер", "status": "status",
	"instance": "экземпляр", "state": "состояние", "attempts": "попыток", "answered by another instead": "ответил другой", "last error": "последняя ошибка",
	"Active": "Active", "Accepts": "Accepts", "Handled": "Handled", "Requests": "Requests", "Reading": "Reading", "Writing": "Writing", "Waiting": "Waiting", "requests/s": "запросов/с",
	"No line of an access log of nginx was read, though requests came: what it absorbed is not counted.": "Ни одной строки журнала доступа nginx не прочитано, хотя запросы приходили: что он поглотил, не подсчитано.",
	"No request to nginx has been seen yet.": "Ни одного запроса к nginx ещё не видно.",
	"its own page":                           "его собственная страница", "nginx's error log": "журнал ошибок nginx",
	"%s sess": "%s сес.", "%s req": "%s запр.",

	"role": "роль", "replica": "реплика", "master": "мастер", "IO": "IO", "SQL": "SQL", "lag": "отставание", "GTID": "GTID",
	"did not answer at the end: %s": "в конце не ответил: «%s»",
	", up to %s behind":             ", отставание до %s",
	"- %s: %s from %s to %s (%s)":   "- %s: %s с %s до %s (%s)",
	"No replica that answered reported that it had stopped or was far behind.": "Ни одна ответившая реплика не сообщала, что репликация стоит или сильно отстаёт.",

	"Accepts, Handled and Requests count since nginx started; the instances' attempts and failures count since watching began, at %s.":           "Accepts, Handled и Requests считаются с запуска nginx; попытки и неудачи экземпляров — с начала наблюдения, %s.",
	"From %s to %s nginx's access log has %s requests of clients, %s of them answered 5xx.":                                                      "С %s по %s в журнале доступа nginx запросов клиентов %s, из них с ответом 5xx — %s.",
	"HAProxy's totals count since it started, or since they were cleared; the other numbers since watching began, or during a drill or a fault.": "Счётчики HAProxy идут с его запуска или с их сброса; остальные числа — с начала наблюдения, за время сценария или сбоя.",
	"It does not run now.": "Сейчас не запущена.",
	"It does not run now. Its log has %s failed requests; the slowest request in it took %s.": "Сейчас не запущена. Неудачных запросов в её журнале %s; самый медленный из записанных занял %s.",
	"stopped": "остановлена", "checks passed": "проверок прошло", "iterations": "итераций", "http_req_failed": "http_req_failed",
	"slow or failed, the slowest by its own log": "самый медленный из медленных и неудачных, по её журналу",
	"second": "секунда", "from": "начало", "last": "последняя", "worst p99 of %s": "худший p99 из %s", "p50": "p50", "p95": "p95", "p99": "p99", "max": "max",

	"They are not in the recording.": "В записи их нет.",
	"Not read: %s":                   "Не прочитано: %s",
	"### %s":                         "### %s",

	"![%s](%s)": "![%s](%s)",
	"%s at %s":  "%s в %s",

	"**As of %s ago: %s**": "**Не сейчас, а %s назад: %s**",

	"No log lines except plain traffic.": "Кроме обычных запросов, в журналах ничего.",

	"what users felt is not known":                                        "что заметили пользователи, неизвестно",
	"no user asked for anything":                                          "пользователи ничего не запрашивали",
	"%s of %s requests failed%s; how long they took is not known":         "ошибкой закончились %s из %s запросов%s; сколько они длились, неизвестно",
	"%s of %s requests failed%s; the slowest took %s":                     "ошибкой закончились %s из %s запросов%s; самый медленный занял %s",
	"of %s requests that were seen none failed; not all were seen":        "из %s замеченных запросов ошибкой не закончился ни один; замечены не все",
	"none of %s requests failed; how long they took is not known":         "из %s запросов ошибкой не закончился ни один; сколько они длились, неизвестно",
	"none of %s requests failed, but users waited: the slowest took %s":   "из %s запросов ошибкой не закончился ни один, но пользователи ждали: самый медленный занял %s",
	"none of %s requests failed; the slowest took %s":                     "из %s запросов ошибкой не закончился ни один; самый медленный занял %s",
	"Drill: aborted by line %d, %s":                                       "Учение: прервано строкой %d, %s",
	"Drill: %s of %s expectations failed (%s).":                           "Учение: не сбылись %s из %s ожиданий (%s).",
	"Drill: not finished, it ended before all of its lines were reached.": "Учение: не завершено, оно прервалось раньше последней строки.",
	"Drill: done, it expected nothing.":                                   "Учение: проведено, ожиданий в нём не было.",
	"Drill: all %s expectations held.":                                    "Учение: сбылось %s ожидание.|Учение: сбылись все %s ожидания.|Учение: сбылись все %s ожиданий.",
	"line %s":                                                             "строка %s",
	"lines %s":                                                            "строки %s",
	"lines %s and more":                                                   "строки %s и другие",
	"none of %s faults was noticed":                                       "из %s сбоя не замечен ни один|из %s сбоев не замечен ни один|из %s сбоев не замечен ни один",
	"%s of %s faults noticed, the slowest %s":                             "замечено %s из %s сбоев, самый поздний %s",
	"absorbed":            "поглощено",
	"back after the heal": "возврат после восстановления",
	"running, %s users":   "идёт, %s пользователь|идёт, %s пользователя|идёт, %s пользователей",
}
