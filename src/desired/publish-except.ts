/** `except` of a `publish:` item: what leaves out nothing, and what may be meant by it. */
import { keyOf, type Service, type ServicePort } from '../kubernetes/objects.ts';
import { portNames } from './names.ts';
import { type Notes, refuse } from './notes.ts';
import type { PublishItem } from './publish-item.ts';
import type { HeldAsking } from './request.ts';
import { resembling } from './resembling.ts';

/** Whether an entry of `except` is this port; a number may be written as text. */
export function isPort(entry: number | string, { port, name }: ServicePort): boolean {
  return String(entry) === String(port) || entry === name;
}

/** Entries of `except` that are no port of the Service: a port that was to be left out may be published by a slip. */
function withoutPort({ except = [] }: PublishItem, { spec }: Service): readonly (number | string)[] {
  return except.filter((entry) => !spec?.ports?.some((port) => isPort(entry, port)));
}

/** The entry of `except` that a port may be meant by, where none leaves it out as it is spelt. */
function slipFor(entries: readonly (number | string)[], { name }: ServicePort): string | undefined {
  if (name == null) return undefined;
  return entries.map(String).find((entry) => /[a-z]/.test(entry) && resembling(entry, [name]) !== undefined);
}

export interface ItemName {
  readonly namespace: string;
  readonly name: string;
  /** `Publish/namespace/name`. */
  readonly object: string;
}

/** Holds a port that is perhaps to be left out, and says what leaves out nothing. */
export function checkExcept(
  { object, namespace, name }: ItemName,
  item: PublishItem,
  service: Service,
  notes: Notes,
): readonly HeldAsking[] {
  const entries = withoutPort(item, service);
  for (const entry of entries) {
    const message = `${object}: except: ${entry} is no port of Service ${keyOf(service)}, and leaves out nothing`;
    notes.add(object, 'ExceptWithoutPort', message, 'except');
  }
  return (service.spec?.ports ?? []).flatMap((port): HeldAsking[] => {
    const slip = slipFor(entries, port);
    if (slip === undefined || item.except?.some((entry) => isPort(entry, port))) return [];
    const protocol = port.protocol === 'UDP' ? 'UDP' : 'TCP';
    const message = `${object}: port ${port.port} is called ${JSON.stringify(port.name)}, and except says ${JSON.stringify(slip)}; it is not published as long as it cannot be told whether it is meant`;
    const names = portNames('publish', namespace, name, protocol, port.port);
    return [{ object, names, refusal: refuse('InvalidPublish', message, 'except') }];
  });
}
