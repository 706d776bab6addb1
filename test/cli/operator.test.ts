/** `bigip plan` and `bigip apply` beside an operator who works on the same device. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ApplyResult } from '../../src/apply/index.ts';
import type { Plan } from '../../src/plan/index.ts';
import { poolPath, poolUri, useDevice } from './rig.ts';
import { after, cluster, examples, files, overlay, run } from './run.ts';
import { parsed } from './schema.ts';

const rig = useDevice();

describe('an operator who disabled a member', () => {
  it('finds it disabled after the next apply', async () => {
    await rig.apply([...after, ...cluster, ...overlay]);
    const member = `${poolUri}/members/~k8s~10.244.1.36:32400`;
    rig.device.set(member, { session: 'user-disabled' });
    expect((await rig.plan([...after, ...cluster, ...overlay], 0)).changes).toEqual([]);
  });
});

describe('what an operator made by hand', () => {
  const gateway = 'net/arp/~Common~k8s-router';
  const other = 'net/arp/~Common~k8s-10.9.9.9';

  it('stays, also when its name looks a little like ours', async () => {
    rig.device.seed({
      [gateway]: { ipAddress: '10.244.9.1', macAddress: '02:00:00:00:00:03' },
      [other]: { ipAddress: '10.244.9.2', macAddress: '02:00:00:00:00:04' },
    });
    const { changes } = await rig.plan([...after, ...cluster, ...overlay, '--prune'], 2);
    expect(changes.filter(({ action }) => action === 'delete')).toEqual([]);
  });
});

describe('health monitors', () => {
  const configMap = readFileSync(`${examples}/configmap.yaml`, 'utf8');
  const monitored = configMap.replace(
    '"servicePort": 32400',
    '"servicePort": 32400, "healthMonitors": [{"protocol": "tcp", "interval": 10, "timeout": 31}]',
  );
  const others = [...files('service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml'), '-f', '-', ...cluster];
  const monitorUri = `ltm/monitor/tcp/${poolPath}_0_tcp`;
  const both = async (
    command: 'plan' | 'apply',
    stdin: string,
    ...more: string[]
  ): Promise<Plan & Partial<ApplyResult>> => {
    const env = rig.env;
    const args = [command, ...others, ...more, ...rig.pin, '-o', 'json'];
    return parsed(command, (await run(args, { stdin, env })).stdout);
  };

  it('that are withdrawn are kept, stay listed as kept, and go with --prune in the first run', async () => {
    await both('apply', monitored);
    expect((await both('plan', monitored)).changes).toEqual([]);
    await both('apply', configMap);
    expect((await both('plan', configMap)).kept).toEqual([{ uri: monitorUri, type: 'ltm/monitor/tcp' }]);
    await both('apply', monitored);
    const pruned = await both('apply', configMap, '--prune');
    expect(pruned.steps?.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(rig.device.get(monitorUri)).toBeUndefined();
  });

  it('whose description an operator wrote are still ours, and his text stays', async () => {
    await both('apply', monitored);
    rig.device.set(monitorUri, { description: 'ask Jane before touching' });
    const { changes, conflicts } = await both('apply', monitored.replace('"interval": 10', '"interval": 7'));
    expect(conflicts).toEqual([]);
    expect(changes).toMatchObject([{ action: 'modify', uri: monitorUri, after: { interval: 7 } }]);
    expect(rig.device.get(monitorUri)).toMatchObject({ interval: 7, description: 'ask Jane before touching' });
  });
});

describe('a Node that is missing from the input', () => {
  it('leaves the pod that is on it out, instead of enabling a member that nobody can reach', async () => {
    const nodes = readFileSync(`${examples}/nodes.yaml`, 'utf8').replace(
      /- apiVersion: v1\n {2}kind: Node\n {2}metadata:\n {4}name: k8s-node2[\s\S]*?(?=- apiVersion)/,
      '',
    );
    const args = [
      ...files('service-after.yaml', 'endpointslices-after.yaml', 'configmap.yaml'),
      '-f',
      '-',
      ...cluster,
      ...overlay,
    ];
    const env = rig.env;
    const ran = await run(['plan', ...args, ...rig.pin, '-o', 'json'], {
      stdin: nodes,
      env,
    });
    const { changes, held } = parsed<Plan>('plan', ran.stdout);
    expect(changes.filter(({ type }) => type === 'ltm/pool/members').map(({ uri }) => uri.split('~').at(-1))).toEqual([
      '10.244.1.36:32400',
    ]);
    expect(held.map(({ uri, reason }) => `${uri.split('~').at(-1)} ${reason}`)).toContain(
      '10.244.2.41:32400 MemberNodeUnknown',
    );
  });
});
