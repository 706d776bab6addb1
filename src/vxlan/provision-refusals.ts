/** What speaks against an overlay on one device, besides the numbered rules. */
import { type DeviceFacts, isPair, knownOf, sameAddress } from './device-facts.ts';
import { type Finding, finding } from './finding.ts';
import type { OverlayModel } from './overlay-model.ts';
import type { OverlaySpec } from './overlay-spec.ts';
import { validatePair } from './validation/pair.ts';

/** What is not known is not judged, so all that the rules ask of a device has to be known before it is written to. */
function unreadable(facts: DeviceFacts): readonly Finding[] {
  const { tunnels, profiles, selfIps, vlans, routes, virtualAddresses, units, tunnelConfigSync } = facts;
  const ofPair = isPair(facts) === true ? [tunnelConfigSync] : [];
  return [tunnels, profiles, selfIps, vlans, routes, virtualAddresses, units, ...ofPair].flatMap((answer) =>
    'known' in answer
      ? []
      : [finding('DeviceUnreadable', undefined, answer.unknown, 'see which role the user has on this BIG-IP')],
  );
}

/** What the device would refuse, or what could not work, besides the numbered rules. */
export function refusals(spec: OverlaySpec, model: OverlayModel, facts: DeviceFacts): readonly Finding[] {
  const findings = [...unreadable(facts)];
  const local = model.tunnel?.localAddress;
  const underlay = knownOf(facts.selfIps);
  if (local !== undefined && underlay !== undefined && !underlay.some(({ address }) => sameAddress(address, local)))
    findings.push(
      finding(
        'LocalAddressNotSelf',
        spec.tunnel.name,
        `the local address ${local.ip} is no self IP of this BIG-IP`,
        'create the self IP of the underlay first, or name the one that there is',
      ),
    );
  for (const { path, key, localAddress } of knownOf(facts.tunnels) ?? [])
    if (
      path !== spec.tunnel.name &&
      key === model.tunnel?.key &&
      local !== undefined &&
      localAddress !== undefined &&
      sameAddress(local, localAddress)
    )
      findings.push(
        finding(
          'VniTwice',
          path,
          `${path} has VNI ${key} and local address ${local.ip} already (010716ce)`,
          'give each tunnel of one local address a VNI of its own',
        ),
      );
  if (spec.floatingSelfIp !== undefined && model.own === undefined)
    findings.push(
      finding(
        'FloatingSelfWithoutNode',
        spec.floatingSelfIp.name,
        'a floating self IP on the tunnel needs a Node that owns its podCIDR, and none is declared',
        'declare it under `nodes`, with the podCIDR that holds the floating self IP, or leave the floating self IP out',
      ),
    );
  return [...findings, ...pairTroubles(spec, model, facts)];
}

/** What the doctor would say of the overlay of a pair; `pair: true` switches the copying of tunnels off. */
function pairTroubles({ pair }: OverlaySpec, { tunnel }: OverlayModel, facts: DeviceFacts): readonly Finding[] {
  if (pair !== true && isPair(facts) !== true) return [];
  return validatePair({
    localAddress: tunnel?.localAddress,
    selfIps: knownOf(facts.selfIps),
    configSync: pair === true ? 'disable' : knownOf(facts.tunnelConfigSync),
  });
}
