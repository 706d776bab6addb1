// The load of mock.mjs: GETs over a few connections, for some seconds.
import { Pool } from 'undici';

const { url, path, headers, seconds } = JSON.parse(process.argv[2]);
const connections = 16;
const pool = new Pool(url, { connections, connect: { rejectUnauthorized: false } });

/** Asks again and again until the time is over; answers how often, and how often it was not a 200. */
async function ask(until) {
  let count = 0;
  let failures = 0;
  while (Date.now() < until) {
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
    await body.dump({ limit: Number.POSITIVE_INFINITY });
    count++;
    if (statusCode !== 200) failures++;
  }
  return { count, failures };
}

const askers = (time) => Promise.all(Array.from({ length: connections }, () => ask(Date.now() + time)));

await askers(1000);
process.send('ready');
process.once('message', async () => {
  const start = Date.now();
  const results = await askers(seconds * 1000);
  const elapsed = (Date.now() - start) / 1000;
  const sum = (name) => results.reduce((total, result) => total + result[name], 0);
  process.send({ count: sum('count'), failures: sum('failures'), elapsed });
  await pool.close();
});
