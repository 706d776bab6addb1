// What the typed catalogue costs: bulk reads beside undici + JSON.parse, schemas, imports, and type checking.
// Build first, then run:
//   npx tsc -b && node bench/catalogue.mjs [pools, default 10000] [rounds, default 7]
// The device is a process of its own that sends bytes it has made once, so that neither side waits for the mock to think.
// Both sides get the same bytes over the same kind of connection; each round asks both, in turns, and medians are compared.
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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send({ port: server.address().port });
  process.on('disconnect', () => process.exit());
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value, digits = 0) => Number(value.toFixed(digits));

async function time(act) {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await act();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - start, cpu: (user + system) / 1000 };
}

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
  const { BigIp } = await import('../dist/src/index.js');
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
  const cases = [
    ['pools with members, pages of 500', `${expand}&%24top=500`, { expandSubcollections: true, pageSize: 500 }],
    ['pools with members, one answer', expand, { expandSubcollections: true }],
    ['pools alone, one answer', '', {}],
    [
      'pools, $select=name,monitor',
      '%24select=name%2Cmonitor%2Cpartition%2CsubPath%2CfullPath',
      { select: ['name', 'monitor'] },
    ],
  ];
  for (const [what, query, options] of cases) {
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
    for (let at = -2; at < rounds; at += 1) {
      const one = await time(() => byHand(agent, origin, query, check));
      const other = await time(async () => check(await pool.list(options).toArray()));
      // The session alone, without the catalogue: what authentication, limits and lossless numbers cost.
      const session = await time(async () => check(await untyped(bigip, options)));
      if (at < 0) continue;
      wire.push(session);
      hand.push(one);
      typed.push(other);
    }
    const of = (list, key) => median(list.map((one) => one[key]));
    rows.push([
      what,
      `${round(of(hand, 'wall'))} ms`,
      `${round(of(typed, 'wall'))} ms`,
      `${round(of(typed, 'wall') / of(hand, 'wall'), 2)}x wall, ${round(of(typed, 'cpu') / of(hand, 'cpu'), 2)}x cpu; of request(): ${round(of(typed, 'cpu') / of(wire, 'cpu'), 2)}x cpu, which is ${round(of(wire, 'cpu') / of(hand, 'cpu'), 2)}x by hand`,
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
  const whole = importing('./dist/src/index.js');
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
