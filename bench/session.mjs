// What the session costs: small GETs a second through all of it and through a bare undici Pool, side by side; and what
// importing the package costs beside importing undici and zod. Build first, then run:
//   npx tsc -b && node bench/session.mjs [rounds, default 15] [requests a round, default 2000]
// The device is the mock, in a process of its own. The rounds of the two alternate, and the ratio is the median of the
// ratios of neighbouring rounds, so that whatever else the machine does falls on both.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { MockBigIp } from '../dist/mocks/index.js';
import { Session } from '../dist/src/icontrol/session.js';

const pool = 'ltm/pool/~Common~web';
const seed = { [pool]: { monitor: '/Common/http', members: [{ name: '10.0.0.1:80' }, { name: '10.0.0.2:80' }] } };
const connections = 4;

async function measure(rounds, requests) {
  console.log(`node ${process.version}, ${cpus().length} x ${cpus()[0].model.trim()}`);
  console.log(`${rounds} rounds of ${requests} GETs of one pool each; median, and the quarters around it\n`);
  let good = true;
  for (const protocol of ['http', 'https']) {
    for (const parallel of [1, 4]) good = (await compare(protocol, parallel, rounds, requests)) && good;
  }
  good = imports(rounds) && good;
  if (!good) process.exitCode = 1;
}

const quantile = (values, part) => {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};
const spread = (values, digits) =>
  `${quantile(values, 0.5).toFixed(digits)} (${quantile(values, 0.25).toFixed(digits)}..${quantile(values, 0.75).toFixed(digits)})`;

function verdict(what, figures, ratios, isGood, bar) {
  const good = isGood(quantile(ratios, 0.5));
  console.log(
    `${what.padEnd(20)} ${figures.padEnd(78)} ratio ${spread(ratios, 3)}, ${bar}: ${good ? 'holds' : 'MISSED'}`,
  );
  return good;
}

/** GETs a second, by so many askers. */
async function rate(ask, parallel, requests) {
  let left = requests;
  const asker = async () => {
    while (left-- > 0) await ask();
  };
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: parallel }, asker));
  return requests / (Number(process.hrtime.bigint() - start) / 1e9);
}

async function compare(protocol, parallel, rounds, requests) {
  const child = fork(fileURLToPath(import.meta.url), ['device', protocol]);
  const [{ url, username, password, ca }] = await once(child, 'message');
  const tls = ca === undefined ? {} : { tls: { ca } };
  const session = new Session({ url, username, password, connections, ...tls });
  const bare = new Pool(url, { connections, pipelining: 1, ...(ca === undefined ? {} : { connect: { ca } }) });
  const token = await login(bare, username, password);
  const path = `/mgmt/tm/${pool}`;
  const headers = { accept: 'application/json', 'x-f5-auth-token': token };
  const check = (name) => {
    if (name !== 'web') throw new Error(`the answer names ${name}`);
  };
  const throughSession = async () => check((await session.request('GET', ['ltm', 'pool', '/Common/web'])).body.name);
  const throughPool = async () => {
    const { body } = await bare.request({ method: 'GET', path, headers });
    check((await body.json()).name);
  };

  for (const ask of [throughSession, throughPool, throughSession, throughPool]) await rate(ask, parallel, requests);
  const rates = { session: [], pool: [] };
  for (let round = 0; round < rounds; round++) {
    // Whoever goes first in a pair may be better or worse off, so that alternates too.
    const order = [
      ['session', throughSession],
      ['pool', throughPool],
    ];
    if (round % 2 === 1) order.reverse();
    for (const [name, ask] of order) rates[name].push(await rate(ask, parallel, requests));
  }
  await session.close();
  await bare.close();
  child.disconnect();
  const ratios = rates.session.map((value, round) => value / rates.pool[round]);
  const figures = `session ${spread(rates.session, 0)}/s, bare Pool ${spread(rates.pool, 0)}/s`;
  return verdict(`${protocol}, ${parallel} parallel`, figures, ratios, (ratio) => ratio >= 0.8, 'wanted >= 0.8');
}

async function login(bare, username, password) {
  const { body } = await bare.request({
    method: 'POST',
    path: '/mgmt/shared/authn/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, loginProviderName: 'tmos' }),
  });
  return (await body.json()).token.token;
}

/** Milliseconds that importing takes in a process of its own. */
function importTime(modules) {
  const script = `const start = performance.now();
    ${modules.map((module) => `await import(${JSON.stringify(module)});`).join('\n')}
    console.log(performance.now() - start);`;
  const options = { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' };
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], options));
}

function imports(rounds) {
  const whole = [new URL('../dist/src/index.js', import.meta.url).href];
  const two = ['undici', 'zod'];
  importTime(whole);
  importTime(two);
  const times = { whole: [], two: [] };
  for (let round = 0; round < rounds; round++) {
    const order = [
      ['whole', whole],
      ['two', two],
    ];
    if (round % 2 === 1) order.reverse();
    for (const [name, modules] of order) times[name].push(importTime(modules));
  }
  const ratios = times.whole.map((value, round) => value / times.two[round]);
  const figures = `package ${spread(times.whole, 0)} ms, undici and zod ${spread(times.two, 0)} ms`;
  return verdict('import', figures, ratios, (ratio) => ratio <= 1.25, 'wanted <= 1.25');
}

if (process.argv[2] === 'device') {
  const device = await MockBigIp.start({ protocol: process.argv[3], seed, journalSize: 100 });
  const { url, username, password, certificate: ca } = device;
  process.send({ url, username, password, ca });
  process.once('disconnect', () => device.close());
} else {
  await measure(Number(process.argv[2] ?? 15), Number(process.argv[3] ?? 2_000));
}
