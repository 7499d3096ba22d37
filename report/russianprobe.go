package report

// russianProbe has the sentences about probes.
var russianProbe = map[string]string{
	"the probe's record":                             "запись пробника",
	" (the probe's record)":                          " (запись пробника)",
	"no request failed by the probe's record":        "по записи пробника неудачных запросов нет",
	"%s of %s requests failed by the probe's record": "по записи пробника ошибкой закончились %s из %s запросов",
	"What users felt is by a probe in only one of A and %s: the two counted other requests.": "Что заметили пользователи, говорит пробник только в одном из A и %s: запросы считали разные.",
	"target":           "цель",
	"sent":             "отправляет",
	"%s/s, timeout %s": "%s/с, ждёт %s",
	"answered by":      "отвечали",
	"others %s":        "другие %s",
	"The probe speaks for the users: nobody else counted them.":                                                                                                                                         "За пользователей говорит пробник: больше их никто не считал.",
	"The probe speaks for the users: nobody else sent requests.":                                                                                                                                        "За пользователей говорит пробник: больше никто запросов не слал.",
	"Others sent requests besides the probe: its own are in its column, and are not the figures of all users.":                                                                                          "Кроме пробника запросы слали и другие: его запросы стоят в его столбце, это не все пользователи.",
	"A request of the probe that got no answer in time, or another than it expects, counts as failed. Requests of others are not among these.":                                                          "Ошибка это запрос пробника, на который вовремя не ответили или ответили не тем, чего он ждёт. Чужих запросов здесь нет.",
	"**The two witnesses do not agree: %s failed by the probe's record, %s by the balancer's log.** A request that did not reach the balancer, or was not answered in time, failed only for the probe.": "**Свидетели расходятся: ошибок по записи пробника %s, по журналу балансировщика %s.** Запрос, который не дошёл до балансировщика или остался без ответа вовремя, не удался только у пробника.",
	"The two witnesses agree on how many failed. Their requests differ by %s (%s): the probe counts whole seconds, the balancer single requests.":                                                       "Оба свидетеля сходятся в числе ошибок. Общее число запросов у них расходится на %s (%s): пробник считает целыми секундами, балансировщик каждый запрос.",
	"1 request was left out, because too many were without an answer.":                                                                                                                                  "1 запрос не отправлен: слишком много других оставалось без ответа.",
	"%s requests were left out, because too many were without an answer.":                                                                                                                               "Не отправлен %s запрос: слишком много других оставалось без ответа.|Не отправлено %s запроса: слишком много других оставалось без ответа.|Не отправлено %s запросов: слишком много других оставалось без ответа.",
}
