/**
 * What is said when one unit of a pair is worked with as if it were alone: its partner gets no FDB records and neighbours, and
 * what is written to a unit that stands by is pending on the wrong side.
 */
import type { Diagnostic } from '../diagnostic.ts';
import { NotFoundError, PermissionError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { Plan } from '../plan/index.ts';
import { isOfUnit } from '../plan/index.ts';
import { copyCommand, type Device, type DeviceGroup, isMember, readDeviceGroups, readDevices } from './device-group.ts';
import { isShared } from './plan.ts';

interface Place {
  readonly self: Device;
  readonly peers: readonly Device[];
  readonly group: DeviceGroup;
}

/** The pair that a device is in; undefined for a device alone. One GET, and a second one where it trusts others. */
async function placeOf(unit: Requester, options: CallOptions): Promise<Place | undefined> {
  const devices = await readDevices(unit, options);
  const self = devices.find(({ isSelf }) => isSelf);
  if (self === undefined || devices.length < 2) return undefined;
  const groups = await readDeviceGroups(unit, options);
  const group = groups.find(
    (one) => one.type === 'sync-failover' && one.members !== undefined && isMember(one, self.name),
  );
  const peers = devices.filter(({ name, isSelf }) => !isSelf && group !== undefined && isMember(group, name));
  return group === undefined || peers.length === 0 ? undefined : { self, peers, group };
}

function said({ self, peers, group }: Place, plan: Plan, always: boolean): Diagnostic[] {
  const object = `BigIp/cm/device/${self.name}`;
  const others = peers.map(({ name }) => name).join(', ');
  const shares = always || plan.changes.some(isShared);
  const overlay = plan.scope?.tunnel !== undefined && (always || plan.changes.some(isOfUnit));
  const both = 'with --unit, or units: [a, b] in a program, both are worked with';
  const found: Diagnostic[] = [];
  if (self.role === 'standby' && shares) {
    const message = `${self.name} stands by in the device group ${group.name}: its virtual servers and pools take no traffic, and what is written to them here is pending on the wrong side, to be lost with the next copy from the active unit (${others}); ${both}`;
    found.push({ severity: 'warning', object, reason: 'StandbyUnit', message });
  }
  if (overlay) {
    const message = `${self.name} is one unit of a pair, and FDB records and static neighbours are each unit's own: those of ${others} stay as they are; ${both}`;
    found.push({ severity: 'warning', object, reason: 'OtherUnitLeftOut', message });
  }
  if (self.role !== 'standby' && plan.changes.some(isShared) && !group.automatic) {
    const message = `the virtual servers and pools are on ${self.name} alone until they are copied. On ${self.name}: ${copyCommand(group.name)}`;
    found.push({ severity: 'info', object, reason: 'NotCopied', message });
  }
  return found;
}

/**
 * A plan for one device, with a warning when that is a unit of a pair. Asked only when something is to be written, or
 * `always`: one GET of `cm/device`, and one of `cm/device-group` where the device trusts others. A user who may not read them
 * is told nothing.
 */
export async function withLoneUnit(
  plan: Plan,
  unit: Requester,
  options: CallOptions,
  { always = false }: { readonly always?: boolean } = {},
): Promise<Plan> {
  if (!always && plan.changes.length === 0) return plan;
  try {
    const place = await placeOf(unit, options);
    const diagnostics = place === undefined ? [] : said(place, plan, always);
    return diagnostics.length === 0 ? plan : { ...plan, diagnostics: [...plan.diagnostics, ...diagnostics] };
  } catch (error) {
    // Older versions, and users without the right to ask.
    if (error instanceof NotFoundError || error instanceof PermissionError) return plan;
    throw error;
  }
}
