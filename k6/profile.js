// The load of the experiment: log in, read fifty profiles, pause. The number of users can be changed at run time
// through k6's REST API, which requires the externally-controlled executor (removed in k6 2).
import exec from 'k6/execution';
import http from 'k6/http';
import { check, sleep } from 'k6';
import { Counter } from 'k6/metrics';

const target = __ENV.HADASH_TARGET || 'http://127.0.0.1:9080';
const pages = 50;
const slow = 250; // ms: a longer request gets a line in the log
const served = new Counter('served'); // requests by the answering instance

// A client that gives up early would hide how long a failure really lasts.
const params = { timeout: '30s', redirects: 0 };
const login = { ...params, tags: { name: '/login' } };
const profile = { ...params, tags: { name: '/profile/' } };

export const options = {
	scenarios: {
		profile: {
			executor: 'externally-controlled',
			vus: Number(__ENV.HADASH_VUS || 20),
			maxVUs: 200,
			duration: '0', // until stopped
		},
	},
	thresholds: {
		http_req_failed: ['rate==0'],
		http_req_duration: ['max<1000'],
		checks: ['rate==1'],
	},
	// A user whose login fails continues with the existing session, as people do.
	noCookiesReset: true,
	summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)'],
};

let loggedIn = false; // true after the first successful login; each user has a separate copy

export default function () {
	if (exec.vu.iterationInScenario === 0) pause(); // simultaneous logins of all users would queue for the processor
	const user = 1 + Math.floor(Math.random() * 3000);
	const answer = http.post(`${target}/login`, { login: `user${user}`, password: 'secret' }, login);
	const ok = check(answer, { 'logged in successfully': (r) => r.status >= 200 && r.status < 400 }, by(answer));
	note(answer, ok);
	loggedIn = loggedIn || ok;

	for (let i = 0; loggedIn && i < pages; i++) {
		const id = 1 + Math.floor(Math.random() * 3000);
		const page = http.get(`${target}/profile/?id=${id}`, profile);
		note(page, check(page, { 'retrieved profile': (r) => r.status === 200 && r.json('id') === id }, by(page)));
	}
	pause();
}

// A request belongs to the second in which it ended. Each user keeps a histogram of the current second and writes one
// line per second: so the log shows what all clients experienced, second by second, without a line per request. Bucket
// n counts requests of up to 0.1 ms x 1.05^n.
const perBucket = Math.log(1.05);
const highest = 306;
let second = 0, requests = 0, failed = 0, longest = 0, buckets = {};

function count(r, ok, ended) {
	const now = Math.floor(ended / 1000);
	if (now !== second) tell(now);
	const ms = r.timings.duration;
	const n = ms > 0.1 ? Math.min(Math.ceil(Math.log(ms * 10) / perBucket), highest) : 0;
	buckets[n] = (buckets[n] || 0) + 1;
	requests++;
	if (!ok) failed++;
	if (ms > longest) longest = ms;
}

// tell writes the line of the second that has ended.
function tell(next) {
	if (requests > 0) {
		console.error(JSON.stringify({ second, n: requests, failed, max: Math.round(longest * 1000) / 1000, b: buckets }));
	}
	second = next, requests = 0, failed = 0, longest = 0, buckets = {};
}

// pause sleeps two seconds on average: twenty users make about 400 requests per second.
function pause() {
	tell(0);
	sleep(1 + 2 * Math.random());
}

// by returns the instance that gave the answer, and the replica behind it.
function by(r) {
	return {
		instance: r.headers['X-Profile-Instance'] || 'none',
		replica: r.headers['X-Profile-Replica'] || 'none',
	};
}

// note counts an answer and, if it failed or was slow, writes one line of JSON to the log.
function note(r, ok) {
	const ended = Date.now();
	const from = by(r);
	served.add(1, from);
	if (stopped(r)) return;
	count(r, ok, ended);
	if (ok && r.timings.duration < slow) return;
	console.error(JSON.stringify({
		time: new Date(ended).toISOString(),
		ok, status: r.status, method: r.request.method, url: r.url,
		ms: Math.round(r.timings.duration), error: r.error || undefined, ...from,
	}));
}

// stopped reports whether k6 itself cancelled a request because it is shutting down: no user noticed that.
function stopped(r) {
	return r.status === 0 && /context canceled|operation was canceled/.test(r.error);
}

export function handleSummary(data) {
	return { '/summary/summary.json': JSON.stringify(data, null, '\t'), stdout: text(data) };
}

// text is a short version of k6's own summary. k6's library for it would have to be downloaded, which a laboratory may
// not be able to do.
function text({ metrics, root_group, state }) {
	const line = (name, value) => `${(name + ' ').padEnd(28, '.')}: ${value}\n`;
	const round = (x) => Math.round(x * 100) / 100;
	let out = `ran ${round(state.testRunDurationMs / 1000)}s\n`;
	for (const c of root_group.checks) out += `${c.fails ? '✗' : '✓'} ${c.name}: ✓ ${c.passes} ✗ ${c.fails}\n`;
	for (const name of Object.keys(metrics).sort()) {
		const values = metrics[name].values;
		out += line(name, Object.keys(values).map((k) => `${k}=${round(values[k])}`).join(' '));
	}
	return out;
}
