package report

// russianCompare has the words of comparisons.
var russianCompare = map[string]string{
	"Comparison of %s": "Сравнение: %s",
	"requests, failures and waiting times of each run, by the time since its first fault": "запросы, ошибки и время ответа каждого прогона, по времени от его первого сбоя",
	"%s against A: nothing can be compared.":                                              "%s против A: сравнить нечего.",
	"%s against A: all that can be compared is the same.":                                 "%s против A: всё, что можно сравнить, не изменилось.",
	"%s against A: better by %d figures, worse by %d, the same by %d":                     "%s против A: показателей лучше: %d, хуже: %d, без изменений: %d",

	"recording": "запись",
	"database":  "СУБД",
	"begun":     "начало",
	"lasted":    "длительность",

	"faults":             "сбои",
	"aborted by line %d": "прервано строкой %d",

	"not finished": "не завершено",

	"What changed from A to %s": "Что изменилось от A к %s",
	"the same: %s":              "без изменений: %s",
	"better":                    "лучше",
	"worse":                     "хуже",
	"the same":                  "без изменений",
	"%.1f times":                "в %.1f раза",
	"none left":                 "не осталось",

	"failed share": "доля ошибок",

	"expected at most": "ожидалось не более",

	"Fault: %s":    "Сбой: %s",
	"%s against A": "%s против A",
	FiguresNote: "Неудачные запросы – это те, что не удались у пользователей; поглощённых ошибок никто из них не видел. p50, p95 и p99 посчитаны по всем запросам прогона " +
		"и завышены не более чем на 5 %%; число запросов в секунду – от первой секунды нагрузки до последней. " +
		"≥: что сверх того поглотил nginx, не сказал ни один журнал доступа.",
	NoiseNote: "Без изменений – это время ответа, которое отличается менее чем на 10 %% или на 5 мс; моменты (замечен через, запросы не удавались, возврат после восстановления, самый медленный запрос), " +
		"которые отличаются менее чем на 10 %% или на 0.1 с; числа ошибок, которые отличаются не более чем на два стандартных отклонения, то есть могли бы отличаться случайно. " +
		"Настолько отличаются и два прогона одного и того же.",

	"%s is incomplete: %s.": "Запись %s неполная: %s.",

	"%s ends before %s was over: its figures may have grown after that.": "%s заканчивается раньше, чем закончился сбой %s: его показатели могли вырасти после этого.",
	"%s holds no configuration files.":                                   "В %s нет файлов настроек.",

	"%s had load for %s and A for %s: numbers of requests are shown and not judged, shares and percentiles are.": "Нагрузка в %s длилась %s, а в A %s: числа запросов показаны, но не оцениваются; доли и процентили оцениваются.",
	"%s ran on %s and A on %s: what differs may be the database's doing.":                                        "%s работал на %s, а A на %s: различия могут быть вызваны СУБД.",
	"The drill of %s is not word for word that of A.":                                                            "Учения в %s не слово в слово те же, что в A.",
	"%s happened only in %s.": "%s: только в %s.",
	"The runs had different faults, so figures of a whole run are of different troubles.": "Сбои в прогонах были разные, поэтому показатели всего прогона говорят о разных неприятностях.",

	"%s of %s, A and %s":       "%s на узле %s, A и %s",
	"%s: %s has no such file.": "%s: в %s такого файла нет.",
	"%s: no difference.":       "%s: без отличий.",
	"since fault":              "от сбоя",

	"users":                        "пользователей",
	"%d of %d expectations failed": "не сбылись %d из %d ожиданий",
	"all %d expectations held":     "сбылись все ожидания (%d)",
	"failed requests":              "неудачных запросов",
	"absorbed failures":            "поглощено ошибок",
	"noticed after":                "замечен через",
	"failing for":                  "запросы не удавались",
	"The load script of %s kept no record: what its users felt is taken from another witness, which has no percentiles.": "Нагрузочный скрипт %s не вёл записи: что заметили пользователи, говорит другой свидетель, а процентилей у него нет.",
	"%s has no record of its users: no load ran, or its script keeps none. What its users felt is not known.":            "В %s нет записи пользователей: нагрузки не было, или её сценарий такой записи не ведёт. Что видели пользователи, неизвестно.",
	"%s ran with %d users and A with %d: what depends on the load is shown and not judged.":                              "Пользователей в %s было %d, а в A %d: то, что зависит от нагрузки, показано, но не оценивается.",
}
