/** D11, D14: what else on the BIG-IP has to do with the pod network and the tunnel. */
import { knownOf, sameAddress } from '../device-facts.ts';
import { finding } from '../finding.ts';
import { overlayRanges } from '../overlay-model.ts';
import { validateOverlaps, validatePodCidrs, validatePodNetwork } from '../validation/networks.ts';
import { counted, type Judge } from './check.ts';
import type { Patient } from './patient.ts';

/** D11. */
export function overlaps({ facts, model }: Patient, judge: Judge): void {
  const selfs = judge.need(facts.selfIps);
  const routes = judge.need(facts.routes);
  judge.need(facts.virtualAddresses);
  judge.saw(`${counted(selfs?.length ?? 0, 'self IP')}, ${counted(routes?.length ?? 0, 'route')}`);
  if (overlayRanges(model).length === 0) {
    judge.cannotKnow('without an overlay self IP or a pod network there is nothing to compare with');
    return;
  }
  judge.found(...validateOverlaps(model), ...validatePodCidrs(model), ...validatePodNetwork(model));
}

const mark = 'managed-by';

/** D14. */
export function others(patient: Patient, judge: Judge): void {
  const { facts, model, members } = patient;
  const tunnels = judge.need(facts.tunnels);
  const vxlan = new Set(knownOf(facts.profiles)?.map(({ path }) => path));
  const own = model.tunnel;
  if (patient.membersUnknown !== undefined) judge.cannotKnow(patient.membersUnknown);
  if (tunnels !== undefined) {
    const rest = tunnels.filter(({ path, profile }) => path !== facts.tunnel && vxlan.has(profile));
    judge.saw(`${counted(rest.length, 'other VXLAN tunnel')}`);
    for (const { path, key, localAddress } of rest) {
      if (own?.localAddress === undefined || localAddress === undefined) continue;
      if (key === own.key && sameAddress(localAddress, own.localAddress))
        judge.found(
          finding(
            'VniTwice',
            path,
            `${path} has VNI ${key} and local address ${localAddress.ip} too`,
            'give each tunnel of one local address a VNI of its own',
          ),
        );
    }
  }
  judge.need(facts.pools);
  const pools = new Map(members?.map(({ pool }) => [pool.path, pool]));
  const partition = (path: string): string => path.split('/')[1] ?? '';
  const marked = [...pools.values()].filter(({ metadata }) => metadata[mark] !== undefined);
  const places = new Set(marked.map(({ path }) => partition(path)));
  const foreign = [...pools.values()].filter(
    ({ path, metadata }) => metadata[mark] === undefined && !places.has(partition(path)),
  );
  const [stranger] = foreign;
  if (marked.length > 0 && stranger !== undefined)
    judge.found(
      finding(
        'SharedByControllers',
        facts.tunnel,
        `pools with members in the overlay are marked in ${[...places].join(', ')} and unmarked in ${[...new Set(foreign.map(({ path }) => partition(path)))].join(', ')} (${stranger.path})`,
        'if CIS manages that partition, give it a tunnel in a partition of its own: it deletes every k8s* ARP entry and FDB record of the tunnel that it did not write (k8s-bigip-ctlr 804)',
      ),
    );
}
