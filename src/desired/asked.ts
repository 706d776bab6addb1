/** All that the input asks for, whoever asks. */
import { nameSchema } from '../kubernetes/objects.ts';
import type { PublishList } from '../kubernetes/publish-list.ts';
import type { Unreadable } from '../kubernetes/unreadable.ts';
import { readConfigMaps } from './configmap.ts';
import type { Inventory } from './inventory.ts';
import { readLoadBalancers } from './load-balancer.ts';
import { askerPrefix, configMapNames, fitsBigIp, type RequestNames } from './names.ts';
import type { Notes } from './notes.ts';
import type { Settings } from './options.ts';
import { readPublishLists } from './publish-list.ts';
import type { Asked } from './request.ts';
import type { StateBuilder } from './state-builder.ts';
import { readTransportServers, transportServerNames } from './transport-server.ts';

/** Reads every object that can ask, and notes what it is that cannot be understood. */
export function readAsked(
  inventory: Inventory,
  publishLists: readonly PublishList[],
  settings: Settings,
  notes: Notes,
): Asked {
  const all = [
    readConfigMaps(inventory.configMaps, { partition: settings.partition, secrets: inventory.secrets, notes }),
    readPublishLists(publishLists, { settings, inventory, notes }),
    readLoadBalancers(inventory.services.values(), { settings, notes }),
    readTransportServers(inventory.transportServers, { settings, notes }),
  ];
  return {
    requests: all.flatMap(({ requests }) => requests),
    held: all.flatMap(({ held }) => held),
    decided: all.flatMap(({ decided }) => decided ?? []),
  };
}

/** A name that Kubernetes does not take is that of nothing of ours. */
function isNamed({ namespace, name }: Unreadable): boolean {
  return nameSchema().safeParse(name).success && nameSchema().safeParse(namespace).success;
}

/** Holds what is not understood, and what may have been asked for by an object that cannot be read at all. */
export function holdAsked(
  { held, decided = [] }: Asked,
  inventory: Inventory,
  settings: Settings,
  state: StateBuilder,
  notes: Notes,
): void {
  const { folderUri } = settings;
  for (const beginning of decided) state.decide(folderUri, beginning);
  for (const { object, names, refusal } of held) {
    notes.addRefusal(object, refusal);
    if ('everything' in names) state.holdAll(folderUri, names.everything);
    else state.holdRequest(folderUri, names, refusal.refused);
  }
  const hold = (unreadable: readonly Unreadable[], namesOf: (item: Unreadable) => RequestNames): void => {
    for (const item of unreadable.filter(isNamed)) {
      const names = namesOf(item);
      if (fitsBigIp(names)) state.holdRequest(folderUri, names, 'InvalidObject');
    }
  };
  hold(inventory.unreadableConfigMaps, ({ namespace, name }) => configMapNames(namespace, name));
  hold(inventory.unreadableTransportServers, ({ namespace, name }) => transportServerNames(namespace, name));
  for (const key of inventory.unreadableServices) {
    const [namespace = '', name = ''] = key.split('/');
    if (nameSchema().safeParse(name).success) state.holdAll(folderUri, askerPrefix('lb', namespace, name));
  }
}
