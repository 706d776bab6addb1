/** D5, D6: the address of the BIG-IP in the overlay, and the Node that stands for it. */
import { knownOf, sameAddress } from '../device-facts.ts';
import { finding } from '../finding.ts';
import { type OverlayModel, overlaySelfs } from '../overlay-model.ts';
import { boundsOf, holds, rangeAround, rangeOf } from '../range.ts';
import { networkFits } from '../validation/networks.ts';
import { validateOverlaySelf, validateReturnPath } from '../validation/self-ip.ts';
import type { Judge } from './check.ts';
import { ciliumVtep, hostSubnet } from './other-cnis.ts';
import type { Patient } from './patient.ts';

/** D5. */
export function overlaySelf({ facts, model, cluster }: Patient, judge: Judge): void {
  if (judge.need(facts.selfIps) === undefined) return;
  for (const { path, address, prefix, floating } of overlaySelfs(model))
    judge.saw(`${path}: ${address.ip}/${prefix}${floating ? ', floating' : ''}`);
  judge.found(...validateOverlaySelf(model));
  const floating = overlaySelfs(model).some((self) => self.floating);
  if (cluster !== undefined)
    judge.found(...validateReturnPath(model).filter(({ reason }) => reason === 'FloatingSelfWithoutNode'));
  else if (floating)
    judge.cannotKnow('without Nodes in the input it is not known whether one is declared for the floating self IP');
  if (model.network === undefined) judgeLength(model, judge);
  else if (!networkFits(model))
    judge.cannotKnow(
      `no podCIDR of a Node lies in the pod network ${model.network}, so the self IP cannot be judged by it`,
    );
  if (cluster?.flannelProblem !== undefined) judge.cannotKnow(cluster.flannelProblem);
}

/** Nobody said how large the pod network is: it is as large as what the Nodes have, or larger. */
function judgeLength(model: OverlayModel, judge: Judge): void {
  const unknown = 'nothing in the input says the pod network, so the length of the self IP cannot be judged';
  const ranges = model.cluster?.nodes.flatMap(({ podRanges }) => podRanges) ?? [];
  if (ranges.length === 0) judge.cannotKnow(unknown);
  for (const { address, prefix } of overlaySelfs(model)) {
    const bounds = boundsOf(ranges.filter(({ family }) => family === address.family));
    // All Nodes together fill the network of the self IP from end to end, or it reaches further than they do.
    if (bounds !== undefined && rangeAround(bounds).prefix > prefix)
      judge.cannotKnow(`${unknown}: the podCIDRs of the Nodes fit into a smaller network than its /${prefix}`);
  }
}

/** What makes the Node that there has to be. */
function manifestOf(patient: Patient): string {
  const { facts, ownNode, model, otherTunnel } = patient;
  const isV6 = model.tunnel?.localAddress?.family === 6;
  const [v4, v6] = isV6 ? [otherTunnel ?? facts.tunnel, facts.tunnel] : [facts.tunnel, otherTunnel];
  const tunnels = v6 === undefined || v4 === v6 ? `--tunnel ${v4}` : `--tunnel ${v4} --tunnel-v6 ${v6}`;
  const name = ownNode === undefined ? '' : ` --name ${ownNode.name}`;
  return `apply the output of \`bigip overlay node-manifest${name} ${tunnels}\``;
}

/** True where the local address is none of the BIG-IP: a Node with it would not help. */
function isForeignLocal({ facts, model }: Patient): boolean {
  const local = model.tunnel?.localAddress;
  const selfs = knownOf(facts.selfIps);
  return local !== undefined && selfs !== undefined && !selfs.some(({ address }) => sameAddress(address, local));
}

function checkNode(patient: Patient, judge: Judge): void {
  const { ownNode, model, facts } = patient;
  if (ownNode === undefined) {
    judge.found(
      finding(
        'BigIpNodeMissing',
        undefined,
        'no Node of the input stands for this BIG-IP, so the Nodes do not know where to send replies',
        `${isForeignLocal(patient) ? 'mend the local address first (D4), then ' : ''}${manifestOf(patient)}; in a cloud, see that its node controller does not delete it (k8s-bigip-ctlr 1817)`,
      ),
    );
    return;
  }
  const subject = `Node/${ownNode.name}`;
  const manifest = manifestOf(patient);
  const { vtep, publicAddress, podCidrs, name } = ownNode;
  judge.saw(
    `Node ${name}: ${'vtep' in vtep ? vtep.vtep.mac : 'no VTEP'}, ${publicAddress ?? 'no address'}, podCIDR ${podCidrs.join(', ') || 'none'}`,
  );
  const mac = judge.need(facts.first.stats)?.mac;
  if ('problem' in vtep)
    judge.found(
      finding('BigIpNodeIgnored', subject, `Node ${name} is not taken by the CNI: ${vtep.problem}`, manifest),
    );
  else if (mac === undefined) judge.cannotKnow('this version does not tell the MAC address of the tunnel');
  else if (vtep.vtep.mac !== mac)
    judge.found(
      finding('BigIpNodeMac', subject, `Node ${name} says MAC ${vtep.vtep.mac}, the tunnel has ${mac}`, manifest),
    );
  const local = model.tunnel?.localAddress?.ip;
  if (local === undefined) judge.cannotKnow('the tunnel has no local address to compare with');
  // A Node that publishes nothing in this family is told of already.
  else if (publicAddress !== local && (publicAddress !== undefined || 'vtep' in vtep))
    judge.found(
      finding(
        'BigIpNodeAddress',
        subject,
        `Node ${name} says address ${publicAddress ?? 'none'}, the tunnel has ${local}`,
        isForeignLocal(patient) ? 'mend the local address of the tunnel first (D4)' : manifest,
      ),
    );
  if (podCidrs.length === 0)
    judge.found(
      finding(
        'BigIpNodePodCidr',
        subject,
        `Node ${name} has no podCIDR, so nothing is routed to it`,
        `${manifest}; a podCIDR can be set once`,
      ),
    );
}

/** D6. */
export function bigIpNode(patient: Patient, judge: Judge): void {
  const { cluster, model } = patient;
  // What these two are told stands in no Node.
  if (model.cluster?.cni.name === 'openshift-sdn') {
    hostSubnet(patient, model.cluster, judge);
    return;
  }
  if (model.cluster?.cni.name === 'cilium') {
    ciliumVtep(patient, model.cluster, judge);
    return;
  }
  if (cluster === undefined) {
    judge.cannotKnow('no Nodes are in the input');
    return;
  }
  if (cluster.cni.name === 'calico' && patient.ownNode === undefined) {
    judge.cannotKnow(
      'how pods of Calico find the way back is not documented; see that ExternalNodesCIDRList of Felix names the BIG-IP',
    );
    return;
  }
  if (model.tunnel === undefined) {
    judge.cannotKnow('there is no tunnel to compare with');
    return;
  }
  if (patient.isOtherTunnel) {
    judge.cannotKnow(`${patient.facts.tunnel} is no VXLAN tunnel`);
    return;
  }
  checkNode(patient, judge);
  // Of a Node without podCIDR that is told already.
  if (patient.ownNode === undefined || patient.ownNode.podCidrs.length > 0)
    judge.found(...validateReturnPath(model).filter(({ reason }) => reason === 'OverlaySelfOutsideNode'));
  const local = model.tunnel?.localAddress;
  const underlay = knownOf(patient.facts.selfIps)?.find(({ address }) => address.ip === local?.ip);
  const neighbour =
    underlay === undefined
      ? undefined
      : model.workers.find(
          ({ publicAddress }) =>
            publicAddress !== undefined && holds(rangeOf(underlay.address.ip, underlay.prefix), publicAddress),
        );
  if (cluster.flannel?.directRouting === true && neighbour !== undefined)
    judge.found(
      finding(
        'DirectRouting',
        `Node/${neighbour.name}`,
        `flannel has DirectRouting, and Node ${neighbour.name} is in one network with the BIG-IP: it sends without VXLAN`,
        'switch DirectRouting off, or put the BIG-IP into another network',
      ),
    );
}
