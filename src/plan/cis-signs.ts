/**
 * What on a device says that F5's controller still writes there. It gives every virtual server it writes its own metadata
 * (`user_agent`), and no others: the mark of an object that was taken over is gone then, while that of its pool, which CIS
 * gives no metadata, is still there.
 */
import type { Diagnostic } from '../diagnostic.ts';
import type { ActualState, Entry } from '../state.ts';
import { metadataText } from '../values/metadata-items.ts';
import type { Holder } from './ownership.ts';
import { references } from './references.ts';

export function cisSigns({ objects }: ActualState, holderOf: (entry: Entry) => Holder): readonly Diagnostic[] {
  const ours = new Set(
    objects.filter((entry) => entry.type === 'ltm/pool' && holderOf(entry).kind === 'ours').map(({ uri }) => uri),
  );
  return objects.flatMap((entry): readonly Diagnostic[] => {
    if (entry.type !== 'ltm/virtual' || holderOf(entry).kind !== 'nobody') return [];
    const agent = metadataText(entry.properties['metadata'], 'user_agent');
    if (agent?.startsWith('k8s-bigip-ctlr') !== true || !references(entry).some((uri) => ours.has(uri))) return [];
    return [cisWrites(entry.uri, `its metadata say user_agent ${agent} and lack our mark, which its pool has`)];
  });
}

/** The sign on one object. */
export function cisWrites(uri: string, sign: string): Diagnostic {
  const message = `CIS (k8s-bigip-ctlr) still writes to this partition: ${uri}: ${sign}. Stop it (kubectl scale deployment … --replicas=0), then run with --adopt once`;
  return { severity: 'warning', object: `BigIp/${uri}`, reason: 'CisWrites', message };
}
