/** The typed client by itself: objects, a list, a transaction, an error that a caller acts on. */
import { BigIp, NotFoundError } from 'bigip-icontrol';
import { MockBigIp } from 'bigip-icontrol/mock';

/** Runs against a mock here; for a BIG-IP give its own url, credentials and `tls: { ca }`. */
export async function client(): Promise<readonly string[]> {
  const said: string[] = [];
  await using device = await MockBigIp.start({ seed: { 'auth/partition/k8s': {} } });
  const { url, username, password, fingerprint256 = '' } = device;
  await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });

  const pool = await bigip.ltm.pool.create({ name: 'web', partition: 'k8s', monitor: '/Common/tcp' });
  const members = bigip.ltm.pool.members(pool.fullPath);
  await members.create({ name: '10.244.1.7:32400', partition: 'k8s', address: '10.244.1.7' });
  for await (const member of members.list()) said.push(`${member.name} ${member.address?.ip}`);

  try {
    await bigip.ltm.virtual.get('/k8s/none');
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    said.push(`${error.deviceCode}`);
  }

  await bigip.transaction(async (tx) => {
    await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
    await tx.ltm.virtual.create({
      name: 'b',
      partition: 'k8s',
      destination: '172.16.100.195:31400',
      ipProtocol: 'tcp',
      pool: '/k8s/b',
    });
  });
  const virtual = await bigip.ltm.virtual.get('/k8s/b');
  said.push(`${virtual.destination?.address.ip} port ${virtual.destination?.port}`);
  return said;
}
