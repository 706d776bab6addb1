// What the typed catalogue costs: bulk reads beside undici + JSON.parse, schemas, imports, and type checking.
// Build first, then run:
//   npx tsc -b && node bench/catalogue.mjs [pools, default 10000] [rounds, default 7]
// The device is a process of its own that sends bytes it has made once, so that neither side waits for the mock to think.
// Both sides get the same bytes over the same kind of connection. Each round asks both, one directly after the other, in
// another order every time, and short questions many times over; a ratio is the median of the rounds' ratios, and the one
// behind it that of the least times, to which other work on the machine has added least. With `--expose-gc` each begins on
// a clean heap.
// `typed` has looked at every known property of every object, members included, before it hands them out.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { MockBigIp } from '../dist/mocks/index.js';

const [, self] = process.argv;
const root = fileURLToPath(new URL('..', import.meta.url));

/** Pages of MockBigIp for every query of the benchmark, sent again and again. */
async function serve(pools) {
  const seed = {};
  for (let at = 0; at < pools; at += 1) {
    const members = Array.from({ length: 10 }, (_, member) => {
      const address = `10.${at >> 8}.${at & 255}.${member + 1}`;
      return { name: `${address}:8080`, address };
    });
    seed[`ltm/pool/~Common~pool-${at}`] = {
      monitor: at % 2 === 0 ? '/Common/http' : '/Common/http and /Common/tcp',
      members,
    };
  }
  const device = await MockBigIp.start({ protocol: 'none', seed });
  const kept = new Map();
  const server = createServer((incoming, outgoing) => {
    const { method, url } = incoming;
    if (method !== 'GET') {
      incoming.resume();
      const headers = { 'content-type': 'application/json' };
      const now = Date.now() * 1000;
      const token = {
        token: 'A'.repeat(26),
        name: 'A'.repeat(26),
        timeout: 1200,
        lastUpdateMicros: now,
        expirationMicros: now + 12e8,
      };
      outgoing.writeHead(200, headers).end(JSON.stringify({ username: 'admin', token }));
      return;
    }
    let reply = kept.get(url);
    if (reply === undefined) {
      const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
      const { status, body, headers } = device.handle({ method, path: url, headers: { authorization } });
      reply = {
        status,
        body: Buffer.from(body),
        headers: { 'content-type': headers['content-type'] ?? 'application/json' },
      };
      kept.set(url, reply);
    }
    outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.byteLength }).end(reply.body);
  });
  // A side waits while the other one is measured.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send({ port: server.address().port });
  process.on('disconnect', () => process.exit());
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value, digits = 0) => Number(value.toFixed(digits));

/** What anyone would do with the members. */
function count(pools, membersOf) {
  let up = 0;
  for (const one of pools) for (const { state, address } of membersOf(one)) if (state === 'up' && address) up += 1;
  if (up !== 10 * pools.length) throw new Error(`${up} members are up`);
}

async function time(act, times = 1) {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let at = 0; at < times; at += 1) await act();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - start) / times, cpu: (user + system) / 1000 / times };
}

/** Milliseconds that a measurement takes at least. */
const LONG_ENOUGH = 150;

/** What anyone would write by hand: every page with undici, JSON.parse, `nextLink` until there is none. */
async function byHand(agent, origin, query, check) {
  const all = [];
  for (let path = `/mgmt/tm/ltm/pool?${query}`; path !== undefined; ) {
    const { body } = await request(`${origin}${path}`, {
      dispatcher: agent,
      headers: { 'x-f5-auth-token': 'A'.repeat(26) },
    });
    const parsed = JSON.parse(await body.text());
    for (const item of parsed.items) all.push(item);
    const next = parsed.nextLink === undefined ? undefined : new URL(parsed.nextLink);
    path =
      next === undefined
        ? undefined
        : `/mgmt/tm/ltm/pool?${query.replace(/&%24skip=\d+$/, '')}&%24skip=${next.searchParams.get('$skip')}`;
  }
  check(all);
}

/** The same pages through `bigip.request()`. */
async function untyped(bigip, { expandSubcollections, pageSize, select }) {
  const all = [];
  const query = {
    ...(expandSubcollections ? { expandSubcollections: 'true' } : {}),
    ...(pageSize ? { $top: String(pageSize) } : {}),
    ...(select
      ? { $select: [...select.filter((key) => key !== 'name'), 'name', 'partition', 'subPath', 'fullPath'].join(',') }
      : {}),
  };
  for (let skip = 0; skip !== undefined; ) {
    const { body } = await bigip.request('GET', ['ltm', 'pool'], {
      query: { ...query, ...(skip === 0 ? {} : { $skip: String(skip) }) },
    });
    for (const item of body.items) all.push(item);
    skip = body.nextLink === undefined ? undefined : Number(new URL(body.nextLink).searchParams.get('$skip'));
  }
  return all;
}

async function main() {
  const pools = Number(process.argv[2] ?? 10_000);
  const rounds = Number(process.argv[3] ?? 7);
  const { BigIp } = await import('../dist/bundle/index.js');
  const child = fork(self, ['serve', String(pools)], { execArgv: [] });
  const [{ port }] = await once(child, 'message');
  const origin = `http://127.0.0.1:${port}`;
  const agent = new Agent({ connections: 4 });
  // One answer with all members is larger than a session takes when it is not told otherwise.
  const limits = { bytes: 2 ** 30 };
  const bigip = new BigIp({ url: origin, username: 'admin', password: 'admin', limits });
  const { pool } = bigip.ltm;
  const rows = [];
  const expand = 'expandSubcollections=true';
  const byStateByHand = (all) => count(all, (one) => one.membersReference.items);
  const byState = (all) => count(all, (one) => one.members);
  const cases = [
    ['pools with members, pages of 500', `${expand}&%24top=500`, { expandSubcollections: true, pageSize: 500 }],
    ['pools with members, one answer', expand, { expandSubcollections: true }],
    ['  and every member looked at', expand, { expandSubcollections: true }, byStateByHand, byState],
    ['pools alone, one answer', '', {}],
    [
      'pools, $select=name,monitor',
      '%24select=name%2Cmonitor%2Cpartition%2CsubPath%2CfullPath',
      { select: ['name', 'monitor'] },
    ],
  ];
  for (const [what, query, options, lookByHand = () => {}, look = () => {}] of cases) {
    const hand = [];
    const typed = [];
    const wire = [];
    const check = (all) => {
      if (all.length !== pools) throw new Error(`${what}: ${all.length} pools`);
      if (
        options.expandSubcollections &&
        (all[pools - 1].members ?? all[pools - 1].membersReference.items).length !== 10
      )
        throw new Error(`${what}: members are missing`);
    };
    const sides = [
      [hand, () => byHand(agent, origin, query, (all) => [check(all), lookByHand(all)])],
      [
        typed,
        async () => {
          const all = await pool.list(options).toArray();
          check(all);
          look(all);
        },
      ],
      // The session alone, without the catalogue: what authentication, limits and lossless numbers cost.
      [wire, async () => check(await untyped(bigip, options))],
    ];
    let often = 1;
    for (let at = -3; at < rounds; at += 1) {
      for (const [times, act] of at % 2 === 0 ? sides : sides.toReversed()) {
        const one = await time(act, often);
        if (at >= 0) times.push(one);
      }
      if (at === -3) often = Math.ceil(LONG_ENOUGH / (await time(() => byHand(agent, origin, query, check))).wall);
    }
    const of = (times, key) => median(times.map((one) => one[key]));
    const least = (times, key) => Math.min(...times.map((one) => one[key]));
    const ratio = (times, key) => {
      const usual = median(times.map((one, at) => one[key] / hand[at][key]));
      return `${usual.toFixed(2)}x ${key} (${(least(times, key) / least(hand, key)).toFixed(2)})`;
    };
    rows.push([
      what,
      `${round(of(hand, 'wall'), 1)} ms`,
      `${round(of(typed, 'wall'), 1)} ms`,
      `${ratio(typed, 'wall')}, ${ratio(typed, 'cpu')}; request() alone ${ratio(wire, 'wall')}, ${ratio(wire, 'cpu')}`,
    ]);
  }
  await bigip.close();
  await agent.close();
  child.disconnect();

  const node = (...argv) => execFileSync(process.execPath, argv, { cwd: root, encoding: 'utf8' });
  const importing = (target) =>
    median(
      Array.from({ length: 9 }, () =>
        Number(
          node(
            '--input-type=module',
            '-e',
            `const s=performance.now();await import('${target}');console.log(performance.now()-s)`,
          ),
        ),
      ),
    );
  const plain = importing('zod');
  const whole = importing('./dist/bundle/index.js');
  rows.push(
    ['import zod', '', `${round(plain)} ms`, ''],
    ['import the package', '', `${round(whole)} ms`, `${round(whole / plain, 1)}x of zod`],
  );

  const diagnostics = node(
    'node_modules/typescript/bin/tsc',
    '-p',
    'src',
    '--noEmit',
    '--extendedDiagnostics',
    '--incremental',
    'false',
    '--composite',
    'false',
  );
  const said = (name) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(diagnostics)?.[1] ?? '?';
  rows.push([
    'type checking of src',
    '',
    said('Check time'),
    `${said('Instantiations')} instantiations, total ${said('Total time')}`,
  ]);

  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column].length)));
  console.log(
    `node ${process.version}, ${cpus().length} x ${cpus()[0].model.trim()}, ${pools} pools of 10 members, median of ${rounds} rounds`,
  );
  console.log(`${''.padEnd(widths[0])}  ${'by hand'.padEnd(widths[1])}  ${'typed'.padEnd(widths[2])}`);
  for (const [what, hand, typed, note] of rows) {
    console.log(`${what.padEnd(widths[0])}  ${hand.padEnd(widths[1])}  ${typed.padEnd(widths[2])}  ${note}`.trimEnd());
  }
}

if (process.argv[2] === 'serve') await serve(Number(process.argv[3]));
else await main();
