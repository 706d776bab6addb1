/** D6 where the BIG-IP is no Node: OpenShift SDN has a HostSubnet for it, Cilium settings of its agents. */
import type { ClusterFacts } from '../cluster-facts.ts';
import { finding } from '../finding.ts';
import { type OverlayModel, overlaySelfs } from '../overlay-model.ts';
import { holds, readRange } from '../range.ts';
import type { Judge } from './check.ts';
import type { Patient } from './patient.ts';

export function hostSubnet({ model }: Patient, { hostSubnets }: ClusterFacts, judge: Judge): void {
  const local = model.tunnel?.localAddress?.ip;
  if (local === undefined) {
    judge.cannotKnow('the tunnel has no local address to look for');
    return;
  }
  if (hostSubnets.length === 0) {
    judge.cannotKnow('no HostSubnets are in the input');
    return;
  }
  const own = hostSubnets.find(({ hostIP }) => hostIP.trim() === local);
  if (own === undefined) {
    judge.found(
      finding(
        'BigIpNodeMissing',
        undefined,
        `no HostSubnet of the input has the local address ${local}, so the SDN does not know where to send replies`,
        'apply the output of `bigip overlay node-manifest --cni openshift-sdn`',
      ),
    );
    return;
  }
  judge.saw(`HostSubnet ${own.metadata.name}: ${own.hostIP}, subnet ${own.subnet ?? 'not assigned yet'}`);
  if (own.subnet == null || own.subnet === '')
    judge.found(
      finding(
        'BigIpNodePodCidr',
        `HostSubnet/${own.metadata.name}`,
        `HostSubnet ${own.metadata.name} has no subnet, so nothing is routed to it`,
        'see that it carries the annotation pod.network.openshift.io/assign-subnet: "true"',
      ),
    );
  else
    judgeSelfs(
      model,
      own.subnet,
      `the subnet of HostSubnet ${own.metadata.name}`,
      'take a self IP inside that subnet',
      judge,
    );
}

/** Each unit's own self IPs have to be where pods send their answers to it; one that floats is D5's. */
function judgeSelfs(model: OverlayModel, network: string, what: string, fix: string, judge: Judge): void {
  const range = readRange(network);
  for (const { path, address, floating } of overlaySelfs(model)) {
    if (floating || (range !== undefined && holds(range, address.ip))) continue;
    judge.found(
      finding(
        'OverlaySelfOutsideNode',
        path,
        `self IP ${address.ip} is not in ${what}, ${network || 'none'}, so pods send their answers elsewhere`,
        fix,
      ),
    );
  }
}

export function ciliumVtep(patient: Patient, { ciliumVteps }: ClusterFacts, judge: Judge): void {
  const { model, facts } = patient;
  const local = model.tunnel?.localAddress?.ip;
  if (local === undefined) {
    judge.cannotKnow('the tunnel has no local address to look for');
    return;
  }
  if (ciliumVteps === undefined) {
    judge.cannotKnow('the ConfigMap cilium-config is not in the input');
    return;
  }
  const fix = 'give Cilium the output of `bigip overlay node-manifest --cni cilium`, and restart its agents';
  const subject = 'ConfigMap/cilium-config';
  const own = ciliumVteps.vteps.find(({ endpoint }) => endpoint === local);
  if (!ciliumVteps.enabled)
    judge.found(finding('BigIpNodeIgnored', subject, 'cilium-config does not say enable-vtep: "true"', fix));
  if (own === undefined) {
    const message = `vtep-endpoint of cilium-config does not name the local address ${local}`;
    judge.found(finding('BigIpNodeMissing', subject, message, fix));
    return;
  }
  judge.saw(`cilium-config: ${own.endpoint}, ${own.mac}, ${own.cidr}`);
  const mac = judge.need(facts.first.stats)?.mac;
  if (mac === undefined) judge.cannotKnow('this version does not tell the MAC address of the tunnel');
  else if (own.mac !== mac)
    judge.found(finding('BigIpNodeMac', subject, `cilium-config says MAC ${own.mac}, the tunnel has ${mac}`, fix));
  judgeSelfs(model, own.cidr, 'vtep-cidr', fix, judge);
}
