/** What a user's own library looks like to the compiler: everything that it exports must be nameable. */
import { BigIp, desiredState, type MappingOptions, makePlan, planFor, readActual, reconcile } from 'bigip-icontrol';
import { parseManifests } from 'bigip-icontrol/kubernetes';
import { MockBigIp } from 'bigip-icontrol/mock';

export const open = (url: string) => new BigIp({ url, username: 'admin', password: () => Promise.resolve('secret') });
export const get = (bigip: BigIp) => bigip.ltm.virtual.get('/k8s/web');
export const members = (bigip: BigIp) => bigip.ltm.pool.members('/k8s/web');
export const raw = (bigip: BigIp) => bigip.request('GET', ['ltm', 'pool']);
export const scope = (text: string, options: MappingOptions) => desiredState(parseManifests(text), options).scope;
export const plan = async (bigip: BigIp, text: string, options: MappingOptions) => {
  const desired = desiredState(parseManifests(text), options);
  return makePlan(desired, await readActual(bigip, desired));
};
export const both = { planFor, reconcile };
export const device = () => MockBigIp.start({ protocol: 'none' });
export const write = (bigip: BigIp) =>
  bigip.transaction(async (tx) => {
    await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
  });
