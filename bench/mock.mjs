// How fast the mock answers, what it keeps, and how soon it is there. Build first, then run:
//   npx tsc -b && node bench/mock.mjs [seconds a row, default 5] [requests in process, default 1000000]
// The load comes from a process of its own, so the mock has one core. A bare node server that sends the same bytes
// stands beside it: the ratio says what the mock itself costs, whatever the machine is doing besides.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MockBigIp } from '../dist/mocks/index.js';

const seconds = Number(process.argv[2] ?? 5);
const requests = Number(process.argv[3] ?? 1_000_000);
const pool = 'ltm/pool/~Common~web';
const path = `/mgmt/tm/${pool}`;
const seed = { [pool]: { monitor: '/Common/http', members: [{ name: '10.0.0.1:80' }, { name: '10.0.0.2:80' }] } };
const basic = { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** Megabytes: of the process, and of what is alive in its heap. */
function memory() {
  collect();
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 };
}

/** GETs by a process of its own for some seconds; counts what this process spent on them. */
async function load(url, headers) {
  const child = fork(fileURLToPath(new URL('load.mjs', import.meta.url)), [
    JSON.stringify({ url, path, headers, seconds }),
  ]);
  await once(child, 'message');
  const before = process.cpuUsage();
  child.send('go');
  const [{ count, elapsed, failures }] = await once(child, 'message');
  const spent = process.cpuUsage(before);
  child.disconnect();
  if (failures > 0) throw new Error(`${failures} of ${count} requests failed`);
  return { rate: count / elapsed, share: (spent.user + spent.system) / 1e6 / elapsed };
}

async function bare(body, headers) {
  const server = createServer((_, response) => response.writeHead(200, headers).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const result = await load(`http://127.0.0.1:${server.address().port}`, basic);
  server.close();
  return result;
}

async function overHttp(protocol, headersOf) {
  const device = await MockBigIp.start({ protocol, seed });
  const result = await load(device.url, headersOf(device));
  await device.close();
  return result;
}

function tokenOf(device) {
  const body = JSON.stringify({ username: 'admin', password: 'admin', loginProviderName: 'tmos' });
  const reply = device.handle({ method: 'POST', path: '/mgmt/shared/authn/login', body });
  return { 'x-f5-auth-token': JSON.parse(reply.body).token.token };
}

/** A million requests without a socket; `next` makes the request of a number. */
async function inProcess(next, ask) {
  const device = await MockBigIp.start({ protocol: 'none', seed });
  const answer = (count) => {
    const { status } = ask(device, next(count));
    if (status !== 200) throw new Error(`request ${count} was answered with ${status}`);
  };
  for (let count = 0; count < requests / 10; count++) answer(count);
  const before = memory();
  const start = process.hrtime.bigint();
  for (let count = 0; count < requests; count++) answer(count);
  const elapsed = Number(process.hrtime.bigint() - start) / 1e9;
  const after = memory();
  return { rate: requests / elapsed, before, after };
}

const get = { method: 'GET', path, headers: basic };
const cycle = [
  { method: 'POST', path: '/mgmt/tm/ltm/pool', body: JSON.stringify({ name: 'other', members: ['10.0.0.1:80'] }) },
  { method: 'PATCH', path: '/mgmt/tm/ltm/pool/~Common~other', body: JSON.stringify({ description: 'changed' }) },
  { method: 'GET', path: '/mgmt/tm/ltm/pool?expandSubcollections=true' },
  { method: 'DELETE', path: '/mgmt/tm/ltm/pool/~Common~other' },
].map((request) => ({ ...request, headers: basic }));

/** Milliseconds of something that is done many times: the median and the worst. */
async function time(count, { prepare, act, finish }) {
  const taken = [];
  for (let at = 0; at < count; at++) {
    prepare?.();
    const start = process.hrtime.bigint();
    const made = await act();
    taken.push(Number(process.hrtime.bigint() - start) / 1e6);
    await finish?.(made);
  }
  taken.sort((left, right) => left - right);
  return { median: taken[Math.floor(count / 2)], worst: taken.at(-1) };
}

const rows = [];
const round = (value, digits = 0) => Number(value.toFixed(digits));
const milliseconds = ({ median, worst }) => `median ${round(median, 3)} ms, worst ${round(worst, 3)} ms`;
const row = (what, result, note = '') => rows.push([what, String(result), note]);

const starting = (protocol) => ({ act: () => MockBigIp.start({ protocol }), finish: (device) => device.close() });
row('first start with https, certificate made', milliseconds(await time(1, starting('https'))));
for (const protocol of ['https', 'http', 'none']) {
  const wanted = protocol === 'https' ? 'wanted: < 50 ms' : '';
  row(`50 starts, ${protocol}`, milliseconds(await time(50, starting(protocol))), wanted);
}
const used = await MockBigIp.start({ protocol: 'none', seed });
const change = () => {
  for (const request of cycle.slice(0, 3)) {
    if (used.handle(request).status !== 200) throw new Error('the reset before this request was none');
  }
};
const resets = await time(200, { prepare: change, act: () => used.reset() });
row('200 resets, each after changes', milliseconds(resets), 'wanted: < 1 ms');

const sample = used.handle(get);
const plain = await bare(sample.body, sample.headers);
const perCore = ({ rate, share }) => `${round(rate / share)} a second of its own processor time`;
row(`bare node server, ${sample.body.length} bytes, http`, `${round(plain.rate)} GET/s`, perCore(plain));
for (const [what, protocol, headersOf] of [
  ['http, Basic', 'http', () => basic],
  ['http, token', 'http', tokenOf],
  ['https, Basic', 'https', () => basic],
]) {
  const result = await overHttp(protocol, headersOf);
  const ratio = `${round(result.rate / plain.rate, 2)} of the bare server; ${perCore(result)}`;
  const wanted = protocol === 'http' ? '; wanted: >= 8000' : '';
  row(`mock, one pool, ${what}`, `${round(result.rate)} GET/s`, ratio + wanted);
}

const grown = ({ before, after }) =>
  `RSS ${round(before.rss)} -> ${round(after.rss)} MB, heap ${round(before.heap, 1)} -> ${round(after.heap, 1)} MB`;
for (const [what, next, ask] of [
  ['GET, device.handle', () => get, (device, request) => device.handle(request)],
  ['GET, with journal', () => get, (device, request) => device.accept(request).perform().reply],
  [
    'POST PATCH GET DELETE, with journal',
    (count) => cycle[count % 4],
    (device, request) => device.accept(request).perform().reply,
  ],
]) {
  const result = await inProcess(next, ask);
  row(`${requests} in process: ${what}`, `${round(result.rate)}/s`, grown(result));
}

const widths = [0, 1].map((column) => Math.max(...rows.map((cells) => cells[column].length)));
console.log(`node ${process.version}, ${cpus().length} x ${cpus()[0].model.trim()}, ${seconds} s a row\n`);
for (const [what, result, note] of rows) {
  console.log(`${what.padEnd(widths[0])}  ${result.padEnd(widths[1])}  ${note}`.trimEnd());
}
