// What the session costs: small GETs a second through all of it and through a bare undici Pool, side by side; what
// importing the package costs beside importing undici and zod; and how long a script lives on after its last line, beside
// one that uses undici alone. Build first, then run:
//   npx tsc -b && node bench/session.mjs [rounds, default 15] [requests a round, default 2000]
// The device is the mock, in a process of its own. The rounds of the two alternate, and the ratio is the median of the
// ratios of neighbouring rounds, so that whatever else the machine does falls on both. Beside it stands the same ratio of
// processor time, which says how much of it is work and how much is waiting for a busy machine.
import { execFileSync, fork, spawn } from 'node:child_process';
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
  good = (await imports(rounds)) && good;
  good = (await endings(rounds)) && good;
  if (!good) process.exitCode = 1;
}

const quantile = (values, part) => {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};
const spread = (values, digits) =>
  `${quantile(values, 0.5).toFixed(digits)} (${quantile(values, 0.25).toFixed(digits)}..${quantile(values, 0.75).toFixed(digits)})`;

function verdict(what, figures, measured, good, bar) {
  console.log(`${what.padEnd(18)} ${figures.padEnd(100)} ${measured}, ${bar}: ${good ? 'holds' : 'MISSED'}`);
  return good;
}

/** Of every pair of neighbouring rounds, the one over the other. */
const ratios = (over, under) => over.map((value, round) => value / under[round]);

/** GETs a second by so many askers, and microseconds of processor time for each. */
async function rate(ask, parallel, requests) {
  let left = requests;
  const asker = async () => {
    while (left-- > 0) await ask();
  };
  const before = process.cpuUsage();
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: parallel }, asker));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(before);
  return { rate: requests / seconds, cpu: (user + system) / requests };
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
  const of = (name, what) => rates[name].map((round) => round[what]);
  const ratio = ratios(of('session', 'rate'), of('pool', 'rate'));
  const work = ratios(of('pool', 'cpu'), of('session', 'cpu'));
  const figures =
    `session ${spread(of('session', 'rate'), 0)}/s, bare Pool ${spread(of('pool', 'rate'), 0)}/s; ` +
    `processor ${spread(of('session', 'cpu'), 0)} and ${spread(of('pool', 'cpu'), 0)} us`;
  const measured = `ratio ${spread(ratio, 3)} (processor ${quantile(work, 0.5).toFixed(3)})`;
  return verdict(`${protocol}, ${parallel} parallel`, figures, measured, quantile(ratio, 0.5) >= 0.8, 'wanted >= 0.8');
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

const root = fileURLToPath(new URL('..', import.meta.url));
const built = (file) => new URL(`../dist/bundle/${file}`, import.meta.url).href;

/** Milliseconds that importing takes in a process of its own, and those of the processor. */
function importTime(modules) {
  const script = `const before = process.cpuUsage();
    const start = performance.now();
    ${modules.map((module) => `await import(${JSON.stringify(module)});`).join('\n')}
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ wall, cpu: (user + system) / 1000 }));`;
  const options = { cwd: root, encoding: 'utf8' };
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], options));
}

/** The results of two things that are done in turns; each is done once before that counts. */
async function inTurns(rounds, one, other) {
  await one();
  await other();
  const results = { one: [], other: [] };
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) results.one.push(await one());
    results.other.push(await other());
    if (round % 2 === 1) results.one.push(await one());
  }
  return results;
}

async function imports(rounds) {
  const { one: whole, other: two } = await inTurns(
    rounds,
    () => importTime([built('index.js')]),
    () => importTime(['undici', 'zod']),
  );
  const of = (times, what) => times.map((time) => time[what]);
  const ratio = ratios(of(whole, 'wall'), of(two, 'wall'));
  const work = ratios(of(whole, 'cpu'), of(two, 'cpu'));
  const figures =
    `package ${spread(of(whole, 'wall'), 0)} ms, undici and zod ${spread(of(two, 'wall'), 0)} ms; ` +
    `processor ${spread(of(whole, 'cpu'), 0)} and ${spread(of(two, 'cpu'), 0)} ms`;
  const measured = `ratio ${spread(ratio, 3)} (processor ${quantile(work, 0.5).toFixed(3)})`;
  return verdict('import', figures, measured, quantile(ratio, 0.5) <= 1.25, 'wanted <= 1.25');
}

/** Milliseconds from the last line of a script until its process is gone. */
function ending(lines) {
  const said = 'process._rawDebug(performance.timeOrigin + performance.now());';
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${lines}\n${said}`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('exit', () => {
      const gone = performance.timeOrigin + performance.now();
      const last = Number(text);
      if (Number.isNaN(last)) reject(new Error(`a script failed: ${text}`));
      else resolve(gone - last);
    });
  });
}

async function endings(rounds) {
  const child = fork(fileURLToPath(import.meta.url), ['device', 'https']);
  const [{ url, username, password, ca }] = await once(child, 'message');
  const options = JSON.stringify({ url, username, password, tls: { ca } });
  const withUs = `
    import { BigIp } from ${JSON.stringify(built('index.js'))};
    const bigip = new BigIp(${options});
    await bigip.ltm.pool.get('/Common/web');
    await bigip.close();`;
  const bare = `
    import { Pool } from 'undici';
    const { url, tls } = ${options};
    const pool = new Pool(url, { connect: tls });
    const { body } = await pool.request({ method: 'GET', path: '/mgmt/tm/ltm/pool' });
    await body.text();
    await pool.close();`;
  const { one, other } = await inTurns(
    rounds,
    () => ending(withUs),
    () => ending(bare),
  );
  child.disconnect();
  const figures = `a script with the package ${spread(one, 0)} ms, with a bare Pool ${spread(other, 0)} ms`;
  return verdict(
    'end of a script',
    figures,
    `${quantile(one, 0.5).toFixed(0)} ms`,
    quantile(one, 0.5) < 50,
    'wanted < 50',
  );
}

if (process.argv[2] === 'device') {
  const device = await MockBigIp.start({ protocol: process.argv[3], seed, journalSize: 100 });
  const { url, username, password, certificate: ca } = device;
  process.send({ url, username, password, ca });
  process.once('disconnect', () => device.close());
} else {
  await measure(Number(process.argv[2] ?? 15), Number(process.argv[3] ?? 2_000));
}
