/** Whether F5's controller runs beside us, in the same partition. */
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { Notes } from './notes.ts';
import type { Settings } from './options.ts';

export function noteCis({ cisControllers }: Snapshot, { partition }: Settings, notes: Notes): void {
  for (const { object, partitions } of cisControllers) {
    // One that manages another partition is no concern of ours; one that does not say which may mean this one.
    if (partitions.length > 0 && !partitions.includes(partition)) continue;
    const where =
      partitions.length > 0 ? `manages the partition ${partition} too` : 'does not say which partition it manages';
    const [kind = ''] = object.split('/');
    const stop =
      kind === 'Deployment' ? 'Scale it to 0 replicas' : 'Scale its Deployment to 0 replicas, and give the input anew';
    notes.add(
      object,
      'CisRuns',
      `${object} runs k8s-bigip-ctlr and ${where}: it deletes what it does not know, and undoes what others change. ${stop} before objects are adopted`,
    );
  }
}
