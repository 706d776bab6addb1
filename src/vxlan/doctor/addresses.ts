/** D5, D6: the address of the BIG-IP in the overlay, and the Node that stands for it. */
import { knownOf } from '../device-facts.ts';
import { finding } from '../finding.ts';
import { overlaySelfs } from '../overlay-model.ts';
import { holds, rangeOf } from '../range.ts';
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
  if (model.network === undefined && model.workers.every(({ podRanges }) => podRanges.length === 0))
    judge.cannotKnow('nothing in the input says the pod network, so the length of the self IP cannot be judged');
}

function checkNode(patient: Patient, judge: Judge): void {
  const { ownNode, model, facts } = patient;
  if (ownNode === undefined) {
    judge.found(
      finding(
        'BigIpNodeMissing',
        undefined,
        'no Node of the input stands for this BIG-IP, so the Nodes do not know where to send replies',
        'apply the output of `bigip overlay node-manifest`; in a cloud, see that its node controller does not delete it (k8s-bigip-ctlr 1817)',
      ),
    );
    return;
  }
  const subject = `Node/${ownNode.name}`;
  const manifest = 'apply the output of `bigip overlay node-manifest`';
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
  else if (publicAddress !== local)
    judge.found(
      finding(
        'BigIpNodeAddress',
        subject,
        `Node ${name} says address ${publicAddress ?? 'none'}, the tunnel has ${local}`,
        manifest,
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
  checkNode(patient, judge);
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
