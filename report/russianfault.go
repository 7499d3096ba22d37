package report

// russianFault has the sentences about one fault.
var russianFault = map[string]string{

	"it was out already":            "уже был выведен",
	"when it was back is not known": "когда он вернулся, неизвестно",
	"after %s":                      "через %s",
	"never":                         "никогда",
	"not yet":                       "ещё нет",

	"an order to HAProxy":               "команда для HAProxy",
	"in time":                           "вовремя",
	"in time, allowing for late timers": "вовремя, если учесть запаздывание таймеров",
	"late by %s":                        "с опозданием на %s",
	"missed":                            "пропущен",
	"as expected":                       "как и ожидалось",

	"not known":                                      "неизвестно",
	"healed before it had to be noticed":             "восстановлен раньше, чем его следовало заметить",
	"though nothing that is configured would notice": "хотя ничто в настройках не могло его заметить",

	" (as expected: nothing that is configured would notice)": " (как и ожидалось: ничто в настройках не могло его заметить)",
	" (nothing that is configured was expected to notice)":    " (никто не должен был его заметить)",
	" (expected %s)":     " (ожидалось: %s)",
	" (%s, expected %s)": " (%s, ожидалось: %s)",

	"of those sessions, reached a server":    "из этих сессий до сервера дошли",
	"its log has not the end of all of them": "как закончились все, по его журналу неизвестно",

	"no failure was seen to be absorbed":           "поглощённых ошибок не замечено",
	"%s failures were absorbed":                    "поглощена %s ошибка|поглощены %s ошибки|поглощено %s ошибок",
	"how many failures were absorbed is not known": "сколько ошибок поглощено, неизвестно",
	"at most %s failures were absorbed":            "поглощена не более чем %s ошибка|поглощены не более чем %s ошибки|поглощено не более чем %s ошибок",
	"at least %s failures were absorbed":           "поглощена как минимум %s ошибка|поглощены как минимум %s ошибки|поглощено как минимум %s ошибок",

	"%s of %s requests failed by nginx's access log": "по журналу nginx ошибкой закончились %s из %s запросов",

	"back %s after the heal": "снова в строю через %s после восстановления",
	"still open":             "сбой ещё не устранён",
	"not seen back":          "возвращения не видно",
	"not back yet":           "ещё не вернулся",

	"also open at that time: %s; the costs of each cannot be separated": "одновременно с ним: %s; чего стоил каждый из них, не разделить",

	"moment": "момент", "meaning": "значение", "time": "время", "after the fault": "после сбоя", "seen by": "источник", "what was seen": "что видно",
	"first sign": "первый признак", "first failed request": "первый неудачный запрос",
	"last failed request": "последний неудачный запрос", "healed": "восстановлен", "back": "снова в строю",
	"no request failed": "неудачных запросов нет", "not seen": "не замечено",

	"expected": "ожидалось",
	"measured": "измерено",

	"back, with traffic (T6 - T5)": "снова под нагрузкой (T6 - T5)",

	"a single one failed":      "не удался один",
	"UP again, after the heal": "снова UP после восстановления",
	"HAProxy kept it UP":       "HAProxy считал его UP",

	"its start is part of it":                                                    "вместе с временем запуска",
	"What to expect is not known: %s.":                                           "Чего ожидать, неизвестно: %s.",
	" (what to expect is not known: %s)":                                         " (чего ожидать, неизвестно: %s)",
	"The configuration that decides this was not read, so nothing was expected.": "Настройки, от которых это зависит, не прочитаны: ожиданий нет.",
	"Expected, because: %s.":                                                     "Откуда ожидание: %s.",
	"A time counts as late only if it exceeds what was expected by more than %s (UP again: %s): timers may be late, each by up to %s, going by HAProxy's checks.": "Опозданием считается только превышение ещё на %s (для возврата в UP: %s): таймеры могут запаздывать, каждый до %s, судя по проверкам HAProxy.",
	"A time counts as late only if it exceeds what was expected by more than %s (UP again: %s): timers may be late, each by up to %s on a busy machine.":          "Опозданием считается только превышение ещё на %s (для возврата в UP: %s): на занятой машине каждый таймер может запаздывать до %s.",
	"Its process took %s to end; checks begin to fail only after that.":                                                                                           "Процесс завершался %s, и только после этого проверки перестают проходить.",

	"who": "кто", "what": "что", "how often": "сколько раз", "source": "источник",
	"connections retried (wretr)":                  "повторные попытки соединения (wretr)",
	"moved to another server (wredis)":             "переданы другому серверу (wredis)",
	"answered by another instance (next upstream)": "ответил другой экземпляр (next upstream)",
	"reads repeated on another connection":         "чтения, повторённые по другому соединению",
	"application":                                  "приложение",
	"its counters":                                 "счётчики",
	"its access log":                               "журнал доступа",
	"its log":                                      "журнал",
	"its page was not read":                        "никто: его страница не прочитана",
	"no log of it has them":                        "никто: в его журнале их нет",
	"no such access log was read":                  "никто: такой журнал доступа не прочитан",

	"%s more were absorbed during the fault; nothing ties them to a fault.": "За это время поглощена ещё %s ошибка: ни с одним сбоем она не связана.|" +
		"За это время поглощены ещё %s ошибки: ни с одним сбоем они не связаны.|За это время поглощено ещё %s ошибок: ни с одним сбоем они не связаны.",

	"the load script's record": "запись нагрузочного скрипта",
	"nginx's access log":       "журнал доступа nginx",
	"requests":                 "запросов", "failed": "ошибок", "slowest": "самый медленный",
	" at %s":                     " в %s",
	"worst second":               "худшая секунда",
	"%s, %s requests, %s failed": "%s, запросов %s, ошибок %s",
	"p50 / p95 / p99 in it":      "p50 / p95 / p99 в ней",

	"Others sent requests besides the load script: nginx's log, which has all of them, is the witness.": "Кроме нагрузочного скрипта запросы слали и другие: свидетель — журнал nginx, в нём есть все.",
	"k6's own sums": "суммы самого k6",
	"The load script reported only failures: the number of requests is not known.": "Нагрузочный скрипт сообщил только об ошибках: из скольких запросов, неизвестно.",
	"The load script has not reported this time yet, or no load runs.":             "Нагрузочный скрипт об этом времени ещё не сообщил, или нагрузки нет.",

	"No line of an access log of nginx was read, though requests were sent: what it absorbed is not counted, and it is no second witness.": "Ни одной строки журнала доступа nginx не прочитано, хотя запросы отправлялись: что он поглотил, не подсчитано, и вторым свидетелем он не служит.",
	"No request to nginx was seen during the fault: what it absorbed is not known.":                                                        "За это время не видно ни одного запроса к nginx: что он поглотил, неизвестно.",
	"%s lines of nginx's access log could not be read and are not in these numbers.":                                                       "%s строк журнала доступа nginx прочитать не удалось: в этих числах их нет.",
	"The attempts are the requests that each instance's own page counts.":                                                                  "Попытки — запросы, которые посчитала собственная страница каждого экземпляра.",
	"nginx's access log does not name its upstreams: what it absorbed is not counted.":                                                     "Журнал доступа nginx не называет серверов upstream: что он поглотил, не подсчитано.",
	"The load script's record lags some seconds behind nginx's: whether they agree is known when both are complete.":                       "Запись скрипта отстаёт от журнала nginx на несколько секунд: сходятся ли они, видно в конце.",

	"**The two witnesses do not agree: %s requests by the load script's record, %s by nginx's access log.**": "**Свидетели расходятся: запросов по записи скрипта %s, по журналу nginx %s.**",
	"The two witnesses agree.": "Оба свидетеля сходятся.",

	"sessions cut": "сессий оборвано", "refused": "отказано", "left hanging, at most": "зависло, не больше",
	"requeued": "возвращено в очередь", "most queued at once": "в очереди сразу, не больше",
	"HAProxy's log has no abnormal termination state.":                   "Ненормальных состояний завершения в журнале HAProxy нет.",
	"HAProxy's log has no session that ended during the fault.":          "Ни об одной сессии, закончившейся за это время, журнал HAProxy не сообщил.",
	"No session was read in HAProxy's log: how they ended is not known.": "В журнале HAProxy не прочитано ни одной сессии: как они заканчивались, неизвестно.",
	"termination state": "состояние завершения", "sessions": "сессий",

	"The first lines of each kind; more may have been counted.": "Первые строки каждого рода; посчитано могло быть больше.",
	"and %d lines more.": "и ещё строк: %d.",

	"%d ms": "%d мс",

	"%s %s by you":           "%s %s (hadash)",
	"%s %s by somebody else": "%s %s (кто-то другой)",
	"at once":                "сразу",
	"noticed":                "замечен",
	"noticed %s":             "замечен %s",
	"never noticed: %s":      "не замечен: %s",
	"never noticed":          "не замечен",
	"not noticed yet":        "ещё не замечен",
	"nothing to notice":      "замечать нечего",
	"noticed at an unknown time: it was broken before hadash watched":         "замечен, но через сколько, неизвестно: узел был сломан до начала наблюдения",
	"an order to HAProxy, nothing to notice":                                  "команда для HAProxy, замечать нечего",
	"nothing to notice: it was out already (%s)":                              "замечать нечего: узел уже был выведен (%s)",
	"it was over before hadash watched, and no log tells when it was noticed": "закончился до начала наблюдения, и ни один журнал не говорит, когда он замечен",
	"whether it was noticed is not known: it was not watched all the time":    "замечен ли он, неизвестно: наблюдение велось не всё его время",
	"back at once when healed":                                                "снова в строю сразу после восстановления",
	"no request failed, and nothing had to be absorbed":                       "ни один запрос не закончился ошибкой, и поглощать было нечего",
	"the slowest took %s":                                                     "самый медленный занял %s",
	"whether requests failed is not known":                                    "были ли неудачные запросы, неизвестно",
	"no request was seen to fail":                                             "неудачных запросов не видно",
	"no request failed by nginx's access log":                                 "по журналу nginx неудачных запросов нет",
	"no request failed by k6's own sums":                                      "по суммам самого k6 неудачных запросов нет",
	"1 request failed":                                                        "ошибкой закончился 1 запрос",
	"%s requests failed":                                                      "ошибкой закончилось запросов: %s",
	"%s of %s requests failed":                                                "ошибкой закончились %s из %s запросов",
	"taken out again %s times after it had been UP":                           "выведен ещё %s раз после того, как был UP|выведен ещё %s раза после того, как был UP|выведен ещё %s раз после того, как был UP",
	"noticed (T2 - T0)":                                                       "замечен (T2 - T0)",
	"failing for (T4 - T3)":                                                   "запросы не удавались (T4 - T3)",
	"%s from when it answers":                                                 "%s после первого ответа",
	"No load ran during the fault, or its script keeps no record: there is no record of the users themselves.":                                                                         "Нагрузки во время сбоя не было, или её сценарий не ведёт записи: сами пользователи ничего не записали.",
	"nginx itself was broken: its log lacks the requests that did not reach it, and does not speak for the users.":                                                                     "Сломан был сам nginx: запросов, которые до него не дошли, в его журнале нет, и за пользователей он не говорит.",
	"**The two witnesses do not agree: %s failed by the load script's record, %s by nginx's access log.** A request without an answer, or with a wrong one, failed only for the user.": "**Свидетели расходятся: ошибок по записи скрипта %s, по журналу nginx %s.** Запрос без ответа или с неверным ответом не удался только у пользователя.",
	"The two witnesses agree on how many failed. Their requests differ by %s (%s): the script counts whole seconds, nginx single requests.":                                            "Оба свидетеля сходятся в числе ошибок. Общее число запросов у них расходится на %s (%s): скрипт считает целыми секундами, nginx каждый запрос.",
}
