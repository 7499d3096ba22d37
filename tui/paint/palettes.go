package paint

// darkPalette is the colours on a dark background.
var darkPalette = palette{
	faint:   tone{TrueColor: "#7d8794", ANSI256: "245", ANSI: "8"},
	border:  tone{TrueColor: "#434c5a", ANSI256: "239", ANSI: "8"},
	focus:   tone{TrueColor: "#6cb0e6", ANSI256: "75", ANSI: "12"},
	title:   tone{TrueColor: "#c3ccd8", ANSI256: "252", ANSI: "7"},
	key:     tone{TrueColor: "#6cb0e6", ANSI256: "75", ANSI: "12"},
	good:    tone{TrueColor: "#7fcf86", ANSI256: "114", ANSI: "10"},
	warn:    tone{TrueColor: "#e6c463", ANSI256: "221", ANSI: "11"},
	bad:     tone{TrueColor: "#ff6e6e", ANSI256: "210", ANSI: "9"},
	info:    tone{TrueColor: "#6cb0e6", ANSI256: "75", ANSI: "12"},
	frozen:  tone{TrueColor: "#c792ea", ANSI256: "176", ANSI: "13"},
	away:    tone{TrueColor: "#d9944a", ANSI256: "173", ANSI: "3"},
	rising:  tone{TrueColor: "#f0a830", ANSI256: "214", ANSI: "11"},
	drained: tone{TrueColor: "#4dabf7", ANSI256: "39", ANSI: "12"},
	chosen:  tone{TrueColor: "#29313d", ANSI256: "236"},
	onAlert: tone{TrueColor: "#14181e", ANSI256: "233", ANSI: "0"},
}

// lightPalette is those on a light one.
var lightPalette = palette{
	faint:   tone{TrueColor: "#6e7781", ANSI256: "243", ANSI: "8"},
	border:  tone{TrueColor: "#b4bcc6", ANSI256: "250", ANSI: "7"},
	focus:   tone{TrueColor: "#0a5fb4", ANSI256: "25", ANSI: "4"},
	title:   tone{TrueColor: "#24292f", ANSI256: "235", ANSI: "0"},
	key:     tone{TrueColor: "#0a5fb4", ANSI256: "25", ANSI: "4"},
	good:    tone{TrueColor: "#14692c", ANSI256: "22", ANSI: "2"},
	warn:    tone{TrueColor: "#7d5800", ANSI256: "58", ANSI: "3"},
	bad:     tone{TrueColor: "#c4162a", ANSI256: "124", ANSI: "1"},
	info:    tone{TrueColor: "#0a5fb4", ANSI256: "25", ANSI: "4"},
	frozen:  tone{TrueColor: "#8239c2", ANSI256: "91", ANSI: "5"},
	away:    tone{TrueColor: "#964a10", ANSI256: "94", ANSI: "3"},
	rising:  tone{TrueColor: "#8f4a00", ANSI256: "94", ANSI: "3"},
	drained: tone{TrueColor: "#0a5fb4", ANSI256: "25", ANSI: "4"},
	chosen:  tone{TrueColor: "#e3ebf5", ANSI256: "254"},
	onAlert: tone{TrueColor: "#ffffff", ANSI256: "231", ANSI: "15"},
}

// contrastDark has at least 7:1 on anything near black, and contrastLight on anything near white.
var contrastDark = palette{
	text:    tone{TrueColor: "#ffffff", ANSI256: "231", ANSI: "15"},
	faint:   tone{TrueColor: "#c6c6c6", ANSI256: "251", ANSI: "7"},
	border:  tone{TrueColor: "#c6c6c6", ANSI256: "251", ANSI: "7"},
	focus:   tone{TrueColor: "#7fd4ff", ANSI256: "117", ANSI: "14"},
	title:   tone{TrueColor: "#ffffff", ANSI256: "231", ANSI: "15"},
	key:     tone{TrueColor: "#7fd4ff", ANSI256: "117", ANSI: "14"},
	good:    tone{TrueColor: "#87ff87", ANSI256: "120", ANSI: "10"},
	warn:    tone{TrueColor: "#ffff5f", ANSI256: "227", ANSI: "11"},
	bad:     tone{TrueColor: "#ffa0a0", ANSI256: "217", ANSI: "9"},
	info:    tone{TrueColor: "#7fd4ff", ANSI256: "117", ANSI: "14"},
	frozen:  tone{TrueColor: "#ffafff", ANSI256: "219", ANSI: "13"},
	away:    tone{TrueColor: "#ffbf80", ANSI256: "216", ANSI: "3"},
	rising:  tone{TrueColor: "#ffd75f", ANSI256: "221", ANSI: "11"},
	drained: tone{TrueColor: "#9fc8ff", ANSI256: "153", ANSI: "12"},
	chosen:  tone{TrueColor: "#262626", ANSI256: "235"},
	onAlert: tone{TrueColor: "#000000", ANSI256: "16", ANSI: "0"},
}

// contrastLight leaves brown for black in 16 colours: terminals show it as anything from gold to orange.
var contrastLight = palette{
	text:    tone{TrueColor: "#000000", ANSI256: "16", ANSI: "0"},
	faint:   tone{TrueColor: "#444444", ANSI256: "238", ANSI: "0"},
	border:  tone{TrueColor: "#444444", ANSI256: "238", ANSI: "0"},
	focus:   tone{TrueColor: "#003f87", ANSI256: "18", ANSI: "4"},
	title:   tone{TrueColor: "#000000", ANSI256: "16", ANSI: "0"},
	key:     tone{TrueColor: "#003f87", ANSI256: "18", ANSI: "4"},
	good:    tone{TrueColor: "#00501a", ANSI256: "22", ANSI: "2"},
	warn:    tone{TrueColor: "#5a4000", ANSI256: "52", ANSI: "0"},
	bad:     tone{TrueColor: "#8b0000", ANSI256: "88", ANSI: "1"},
	info:    tone{TrueColor: "#003f87", ANSI256: "18", ANSI: "4"},
	frozen:  tone{TrueColor: "#5b1a8b", ANSI256: "54", ANSI: "5"},
	away:    tone{TrueColor: "#6b3000", ANSI256: "52", ANSI: "0"},
	rising:  tone{TrueColor: "#663300", ANSI256: "52", ANSI: "0"},
	drained: tone{TrueColor: "#003f87", ANSI256: "18", ANSI: "4"},
	chosen:  tone{TrueColor: "#f0f0f0"},
	onAlert: tone{TrueColor: "#ffffff", ANSI256: "231", ANSI: "15"},
}

// blindDark tells states apart along the axis that red-green blindness leaves: blue against yellow, and by lightness.
// The hues are those of Okabe and Ito (Color Universal Design, 2002).
var blindDark = palette{
	faint:   tone{TrueColor: "#8a919b", ANSI256: "246", ANSI: "8"},
	border:  tone{TrueColor: "#4a515c", ANSI256: "239", ANSI: "8"},
	focus:   tone{TrueColor: "#56b4e9", ANSI256: "74", ANSI: "14"},
	title:   tone{TrueColor: "#d5dbe3", ANSI256: "253", ANSI: "7"},
	key:     tone{TrueColor: "#56b4e9", ANSI256: "74", ANSI: "14"},
	good:    tone{TrueColor: "#56b4e9", ANSI256: "75", ANSI: "12"},
	warn:    tone{TrueColor: "#fff27a", ANSI256: "228", ANSI: "11"},
	bad:     tone{TrueColor: "#ff8010", ANSI256: "208", ANSI: "9"},
	info:    tone{TrueColor: "#c3ccd8", ANSI256: "252", ANSI: "7"},
	frozen:  tone{TrueColor: "#f7dcfa", ANSI256: "225", ANSI: "13"},
	away:    tone{TrueColor: "#b8a07a", ANSI256: "144", ANSI: "3"},
	rising:  tone{TrueColor: "#f5e663", ANSI256: "227", ANSI: "11"},
	drained: tone{TrueColor: "#a9b9d9", ANSI256: "146", ANSI: "7"},
	chosen:  tone{TrueColor: "#29313d", ANSI256: "236"},
	onAlert: tone{TrueColor: "#14181e", ANSI256: "233", ANSI: "0"},
}

// blindLight is the same on a light background.
var blindLight = palette{
	faint:   tone{TrueColor: "#6b7280", ANSI256: "243", ANSI: "8"},
	border:  tone{TrueColor: "#b4bcc6", ANSI256: "250", ANSI: "7"},
	focus:   tone{TrueColor: "#005fb8", ANSI256: "25", ANSI: "4"},
	title:   tone{TrueColor: "#24292f", ANSI256: "235", ANSI: "0"},
	key:     tone{TrueColor: "#005fb8", ANSI256: "25", ANSI: "4"},
	good:    tone{TrueColor: "#005fb8", ANSI256: "25", ANSI: "4"},
	warn:    tone{TrueColor: "#3a2c00", ANSI256: "237", ANSI: "3"},
	bad:     tone{TrueColor: "#ad4500", ANSI256: "124", ANSI: "1"},
	info:    tone{TrueColor: "#4a5563", ANSI256: "240", ANSI: "0"},
	frozen:  tone{TrueColor: "#4a1060", ANSI256: "53", ANSI: "5"},
	away:    tone{TrueColor: "#6e5a3a", ANSI256: "240", ANSI: "3"},
	rising:  tone{TrueColor: "#3f3000", ANSI256: "237", ANSI: "3"},
	drained: tone{TrueColor: "#46587d", ANSI256: "60", ANSI: "4"},
	chosen:  tone{TrueColor: "#e3ebf5", ANSI256: "254"},
	onAlert: tone{TrueColor: "#ffffff", ANSI256: "231", ANSI: "15"},
}
