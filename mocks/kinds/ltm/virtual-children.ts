import type { Config } from '../../config/config.ts';
import type { Subject } from '../../config/entry.ts';
import type { Name } from '../../config/names.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Kind } from '../kind.ts';
import { choice } from '../property.ts';
import { sipSession } from './message-routing.ts';
import { profileTypes } from './profiles/index.ts';
import { checkProfiles } from './virtual-profiles.ts';

/** What can be attached as a profile. */
const attachable = [...profileTypes, sipSession.type];

/** `ltm/virtual/profiles`: a profile attached to a virtual server. */
export const virtualProfile: Kind = {
  type: 'ltm/virtual/profiles',
  label: 'profile',
  userLabel: 'virtual server profile',
  naming: 'folder',
  properties: { context: choice('all', ['all', 'clientside', 'serverside']) },
  names: attachable,
  life: {
    name: (body, parent, config) => attachedName(body, parent, attachable, config),
    derive: sideOfSsl,
    check(entry, config) {
      const virtual = entry.parent === undefined ? undefined : config.store.get(entry.parent);
      if (virtual !== undefined) checkProfiles(virtual, config);
    },
  },
  missing: 'object',
  evidence: 'recorded',
  source: 'f5-ansible load_ltm_virtual_3.json (12.0.0)',
};

/** `ltm/virtual/policies`: a traffic policy attached to a virtual server. */
export const virtualPolicy: Kind = {
  type: 'ltm/virtual/policies',
  label: 'policy',
  naming: 'folder',
  properties: {},
  names: ['ltm/policy'],
  life: { name: (body, parent, config) => attachedName(body, parent, ['ltm/policy'], config) },
  missing: 'object',
  evidence: 'recorded',
  source: 'f5-ansible load_ltm_virtual_3.json (12.0.0)',
};

/** A full path, or a bare name looked for beside the virtual server and then in Common. */
export function attachedName(
  body: Readonly<Record<string, Json>>,
  parent: Name | undefined,
  types: readonly string[],
  config: Config,
): string | undefined {
  const { name, partition, fullPath, subPath } = body;
  if (typeof fullPath === 'string' && fullPath.startsWith('/')) return fullPath;
  if (typeof name !== 'string' || name.startsWith('/')) return typeof name === 'string' ? name : undefined;
  if (typeof partition === 'string') {
    return `/${partition}/${typeof subPath === 'string' && subPath !== '' ? `${subPath}/` : ''}${name}`;
  }
  const folder = parent?.fullPath.slice(0, parent.fullPath.lastIndexOf('/')) ?? '/Common';
  const candidates = [`${folder}/${name}`, `/${parent?.partition ?? 'Common'}/${name}`, `/Common/${name}`];
  return candidates.find((path) => types.some((type) => config.find(type, path) !== undefined)) ?? `/Common/${name}`;
}

/** An SSL profile sits on one side of the connection, whatever was asked for. */
function sideOfSsl(subject: Subject, config: Config): JsonObject {
  if (subject.own['context'] !== undefined && subject.own['context'] !== 'all') return {};
  if (config.find('ltm/profile/client-ssl', subject.fullPath) !== undefined) return { context: 'clientside' };
  if (config.find('ltm/profile/server-ssl', subject.fullPath) !== undefined) return { context: 'serverside' };
  return {};
}
