// Runs one of F5's own clients in a process of its own: they set process-wide switches and keep timers.
// Speaks over the channel of child_process.fork: {id, call, args} or {id, read}; answers {id, value} or {id, error}.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The clients, each with how it is made. */
const clients = {
  'conx-core': ({ host, port, username, password }) => {
    const { F5Client } = require('f5-conx-core');
    // Loading 1.0.0 switches verification of certificates off, through a file of its own tests; this is its documented switch.
    process.env.F5_CONX_CORE_REJECT_UNAUTORIZED = 'true';
    return new F5Client(host, username, password, { port, provider: 'tmos' });
  },
  'cloud-libs': ({ retry }) => {
    const { bigIp: BigIp, util } = require('@f5devcentral/f5-cloud-libs');
    // It waits ten seconds between attempts, ninety times. These are fields of an object that it exports.
    for (const [name, waits] of Object.entries(util)) if (/_RETRY(_|$)/.test(name)) Object.assign(waits, retry);
    return new BigIp({ loggerOptions: { logLevel: 'none' } });
  },
};

const client = clients[process.argv[2]](JSON.parse(process.argv[3]));
const events = [];
for (const name of ['failedAuth', 'token-timer-start']) {
  client.events?.on(name, (detail) => events.push({ name, detail }));
}

/** Follows a dotted path: the value, and what it belongs to. */
function follow(path) {
  let owner;
  let value = { client, events, env: process.env };
  for (const key of path.split('.')) {
    owner = value;
    value = value?.[key];
  }
  return { owner, value };
}

function plain(value) {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

/** Of an error what its readers look at. */
function printError(error) {
  const { message, code, response, recommendedAction } = error ?? {};
  return plain({
    message: String(message ?? error),
    code,
    status: response?.status,
    data: response?.data ?? recommendedAction,
  });
}

process.on('message', async ({ id, call, read, args }) => {
  try {
    const { owner, value } = follow(call ?? read);
    process.send({ id, value: plain(call === undefined ? value : await value.apply(owner, args)) });
  } catch (error) {
    process.send({ id, error: printError(error) });
  }
});
process.on('disconnect', () => process.exit());
process.send({ id: 0 });
