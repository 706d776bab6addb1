/** D1 to D4: the release, the VXLAN profile, the tunnel, and its local address. */
import { isPair, sameAddress } from '../device-facts.ts';
import { finding } from '../finding.ts';
import { isOlder } from '../release.ts';
import { validatePair } from '../validation/pair.ts';
import {
  roomOfUnderlay,
  validateFlooding,
  validateMtu,
  validateNames,
  validatePort,
  validateVni,
} from '../validation/tunnel.ts';
import type { Judge } from './check.ts';
import type { Patient } from './patient.ts';

/** D1. */
export function release({ facts }: Patient, judge: Judge): void {
  const version = judge.need(facts.version);
  if (version !== undefined) {
    judge.saw(`BIG-IP ${version}`);
    if (isOlder(version, 12, 1))
      judge.found(
        finding(
          'VersionTooOld',
          undefined,
          `BIG-IP ${version} has no records of its own in net fdb tunnel`,
          'upgrade to 12.1 or later',
        ),
      );
  }
  const licence = judge.need(facts.licence);
  if (licence === undefined) return;
  const line = licence.find((text) => /\bSDN\b/i.test(text));
  if (line !== undefined) judge.saw('the licence names SDN Services');
  else
    judge.found(
      finding(
        'SdnNotLicensed',
        undefined,
        'the licence does not name SDN Services, which VXLAN tunnels need',
        'ask F5 for a licence with SDN Services (it is part of Better and Best)',
      ),
    );
}

/** D2. */
export function profile(patient: Patient, judge: Judge): void {
  const { facts, model, cluster } = patient;
  const profiles = judge.need(facts.profiles);
  if (model.tunnel === undefined) {
    judge.cannotKnow('without the tunnel its profile is not known');
    return;
  }
  if (profiles === undefined) return;
  const found = model.profile;
  if (found === undefined) {
    const others = patient.vxlanTunnels.map(({ path }) => path);
    const fix =
      others.length > 0
        ? `name a VXLAN tunnel: --tunnel ${others.join(' or ')}`
        : 'make a tunnel with a VXLAN profile (bigip overlay apply); the profile of a tunnel cannot change';
    judge.found(
      finding(
        'ProfileMissing',
        model.tunnel.profile,
        `${model.tunnel.profile}, the profile of ${model.tunnel.path}, is no VXLAN profile`,
        fix,
      ),
    );
    return;
  }
  judge.saw(`${found.path}: UDP port ${found.port}, flooding type ${found.floodingType}`);
  judge.found(...validatePort(model));
  if (cluster === undefined) {
    judge.cannotKnow('without Nodes in the input the port that they send to is not known');
    return;
  }
  judge.found(...validateFlooding(model));
  if (cluster.flannelProblem !== undefined) judge.cannotKnow(cluster.flannelProblem);
}

/** D3. */
export function tunnel(patient: Patient, judge: Judge): void {
  const { facts, model, cluster } = patient;
  if (judge.need(facts.tunnels) === undefined) return;
  const found = model.tunnel;
  if (found === undefined) {
    judge.found(
      finding(
        'TunnelMissing',
        facts.tunnel,
        `there is no tunnel ${facts.tunnel}`,
        patient.vxlanTunnels.length === 0
          ? 'create it (bigip overlay apply)'
          : `name the one that there is: --tunnel ${patient.vxlanTunnels.map(({ path }) => path).join(' or ')}`,
      ),
    );
    return;
  }
  const local = found.localAddress;
  judge.saw(
    `${found.path}: VNI ${found.key}, local address ${local?.ip ?? 'none'}, profile ${found.profile}, MTU ${found.mtu === 0 ? 'default' : found.mtu}`,
  );
  if (patient.isOtherTunnel) {
    judge.cannotKnow(`${found.path} is no VXLAN tunnel, so nothing of VXLAN is asked of it`);
    return;
  }
  if (local === undefined)
    judge.found(
      finding(
        'LocalAddressUnset',
        found.path,
        `${found.path} has no local address`,
        'set localAddress to the self IP of the underlay',
      ),
    );
  judge.found(...validateVni(model), ...validateMtu(model), ...validateNames([found.path]));
  judge.need(facts.vlans);
  const room = roomOfUnderlay(model);
  // Without an MTU in its configuration flannel takes that of each Node's interface, which nothing tells.
  if (room !== undefined && found.mtu > 0 && found.mtu < room && cluster?.flannel?.mtu === undefined)
    judge.cannotKnow(
      `the tunnel has MTU ${found.mtu}, and the underlay has room for ${room}: nothing in the input says what the pods send`,
    );
  const published = model.workers.some(({ vni }) => vni !== undefined) || cluster?.flannel !== undefined;
  if (!published) judge.cannotKnow('nothing in the input says the VNI of the Nodes');
}

/** D4. */
export function localAddress(patient: Patient, judge: Judge): void {
  const { facts, model } = patient;
  const selfs = judge.need(facts.selfIps);
  const local = model.tunnel?.localAddress;
  if (local === undefined || patient.isOtherTunnel) {
    judge.cannotKnow(
      local === undefined ? 'the tunnel has no local address to look for' : `${facts.tunnel} is no VXLAN tunnel`,
    );
    return;
  }
  if (selfs === undefined) return;
  const owner = selfs.find(({ address }) => sameAddress(address, local));
  if (owner === undefined) {
    judge.found(
      finding(
        'LocalAddressNotSelf',
        model.tunnelPath,
        `the local address ${local.ip} of the tunnel is no self IP in route domain ${local.routeDomain ?? 0}`,
        `create a self IP ${local.ip} on the VLAN of the underlay, or set localAddress to the one that there is`,
      ),
    );
    return;
  }
  judge.saw(`${local.ip} is self IP ${owner.path} on ${owner.vlan}, ${owner.floating ? 'floating' : 'not floating'}`);
  if (isPair(facts) === true)
    judge.found(...validatePair({ localAddress: local, selfIps: selfs, configSync: undefined }));
}
