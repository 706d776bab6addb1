/** D13: from which address BIG-IP speaks to pods: they have to be able to answer. */
import type { Address } from '../../values/address.ts';
import { knownOf, type Virtual } from '../device-facts.ts';
import { finding } from '../finding.ts';
import { overlayDomain, overlaySelfs } from '../overlay-model.ts';
import { holds } from '../range.ts';
import { declaredEnds } from '../validation/self-ip.ts';
import { counted, type Judge } from './check.ts';
import type { Patient } from './patient.ts';

/** Automap takes a floating self IP, of another VLAN rather than one that does not float (K7336). */
function automap(virtual: Virtual, patient: Patient, judge: Judge): void {
  const { model, facts } = patient;
  const selfs = judge.need(facts.selfIps);
  if (selfs === undefined) return;
  const domain = overlayDomain(model);
  const family = overlaySelfs(model)[0]?.address.family ?? 4;
  if (overlaySelfs(model).some((self) => self.floating)) return;
  const elsewhere = selfs.find(
    ({ floating, vlan, address }) =>
      floating && vlan !== facts.tunnel && address.routeDomain === domain && address.family === family,
  );
  if (elsewhere === undefined) return;
  judge.found(
    finding(
      'AutomapOffTunnel',
      virtual.path,
      `${virtual.path} uses SNAT automap, which takes the floating self IP ${elsewhere.address.ip} of ${elsewhere.vlan}: no floating self IP is on the tunnel, and pods do not answer through it`,
      'use a SNAT pool with an address in the podCIDR of the Node of this BIG-IP, or declare a Node for a floating self IP on the tunnel',
    ),
  );
}

function poolAddresses(virtual: Virtual, patient: Patient, judge: Judge): readonly Address[] {
  const pools = judge.need(patient.facts.snatPools);
  const found = virtual.snatPool === undefined ? undefined : pools?.[virtual.snatPool];
  if (pools !== undefined && found === undefined)
    judge.cannotKnow(`the SNAT pool ${virtual.snatPool ?? ''} of ${virtual.path} was not found`);
  return found ?? [];
}

function snatPool(virtual: Virtual, patient: Patient, judge: Judge): void {
  const { own } = patient.model;
  const addresses = poolAddresses(virtual, patient, judge);
  if (own === undefined) {
    judge.cannotKnow(
      `without Nodes in the input it is not known where pods send answers to the SNAT pool of ${virtual.path}`,
    );
    return;
  }
  const ranges = declaredEnds(patient.model).flatMap((end) => end.ranges);
  if (ranges.length === 0 && patient.cluster?.cni.name !== 'flannel' && addresses.length > 0) {
    judge.cannotKnow(`nothing in the input says where pods send answers to the SNAT pool of ${virtual.path}`);
    return;
  }
  for (const { ip } of addresses) {
    if (ranges.some((range) => holds(range, ip))) continue;
    judge.found(
      finding(
        'SnatPoolOffNode',
        virtual.path,
        `${ip} of SNAT pool ${virtual.snatPool ?? ''} is in no podCIDR of a Node that stands for a BIG-IP`,
        'take addresses inside that podCIDR',
      ),
    );
  }
}

/** D13. */
export function snat(patient: Patient, judge: Judge): void {
  const { facts, virtuals } = patient;
  if (patient.membersUnknown !== undefined) judge.cannotKnow(patient.membersUnknown);
  judge.need(facts.pools);
  if (judge.need(facts.virtuals) === undefined || virtuals === undefined) return;
  judge.saw(`${counted(virtuals.length, 'virtual server')} with pods behind`);
  for (const virtual of virtuals) {
    if (virtual.snat === 'automap') automap(virtual, patient, judge);
    else if (virtual.snat === 'snat') snatPool(virtual, patient, judge);
    else if (virtual.snat === 'none')
      judge.found(
        finding(
          'NoSnat',
          virtual.path,
          `${virtual.path} keeps the address of its clients, and pods answer to them by their own default route`,
          'use SNAT automap or a SNAT pool',
        ),
      );
    else judge.cannotKnow(`${virtual.path} translates with ${virtual.snat}, which is not judged`);
  }
  const list = knownOf(facts.selfIps)?.filter((self) => self.floating) ?? [];
  judge.saw(`${counted(list.length, 'floating self IP')}`);
}
