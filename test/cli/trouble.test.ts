/** `bigip plan` and `bigip apply` when something is not as it should be, and what people then read. */
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { useDevice, withoutConfigMap } from './rig.ts';
import { after, before, cluster, overlay, run } from './run.ts';

const rig = useDevice();

describe('a device that is not as the command needs it', () => {
  it('an unknown partition is said before anything is written', async () => {
    const { status, stderr } = await rig.bigip('apply', [...after, '--mode', 'cluster', '--partition', 'nowhere']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/partition nowhere does not exist/);
    expect(rig.writes()).toEqual([]);
  });

  it('a tunnel that does not exist is said, and nothing is written', async () => {
    const { status, stderr } = await rig.bigip('apply', [...after, ...cluster, '--tunnel', '/Common/no_such_tunnel']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/tunnel \/Common\/no_such_tunnel does not exist/);
    expect(rig.writes()).toEqual([]);
  });

  it('a device that is away is named, with what to check', async () => {
    const { url } = rig.device;
    await rig.device.close();
    const { status, stdout, stderr } = await rig.bigip('plan', [...after, ...cluster]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(new URL(url).host);
    expect(stderr).toMatch(/nothing listens there; is that the address and port of its management/);
    rig.device = await MockBigIp.start({ protocol: 'none' });
  });

  it('an unknown certificate is refused, with the fingerprint to pin', async () => {
    const env = rig.env;
    const { status, stderr } = await run(['plan', ...after, ...cluster], { env });
    expect(status).toBe(1);
    expect(stderr).toContain(rig.device.fingerprint256);
    expect(rig.device.journal).toEqual([]);
  });
});

describe('text for people', () => {
  it('shows the plan, what was done, and the nodes that went', async () => {
    const env = rig.env;
    const pin = [...rig.pin];
    const applied = await run(['apply', ...after, ...cluster, ...overlay, ...pin], { env });
    expect(applied.stdout).toMatch(
      /^Plan: 10 to create\n {2}\+ ltm\/data-group\/internal {2}\/k8s\/bigip-icontrol\.default {2}remembers 3 FDB records as ours\n {2}\+ net\/fdb\/tunnel\/records {3}5e:1b:0a:44:9c:01 in \/Common\/flannel_vxlan {2}-> 172\.16\.40\.201\n/,
    );
    expect(applied.stdout).toContain('Applied: 10 created in 1 transaction; configuration saved');
    expect(applied.stderr).toMatch(
      /^info: ConfigMap\/istio-system\/istio-ingressgateway\.32400\.vs asks for no health monitor.*\[PoolWithoutMonitor\]\n$/,
    );
    const again = await run(['apply', ...after, ...cluster, ...overlay, ...pin], { env });
    expect(again.stdout).toBe('Plan: no changes\nNothing to do.\n');
    const pruned = await run(['apply', ...withoutConfigMap, ...cluster, ...overlay, '--prune', ...pin], { env });
    expect(pruned.stdout).toContain('orphaned ltm nodes deleted: /k8s/10.244.1.36, /k8s/10.244.2.41');
  });
});

describe('bad input', () => {
  it('an empty pipe exits 1 and sends nothing', async () => {
    const { status } = await rig.bigip('apply', ['-f', '-', ...cluster]);
    expect(status).toBe(1);
    expect(rig.device.journal).toEqual([]);
  });

  it('--strict stops before the login', async () => {
    const { status, stderr } = await rig.bigip('apply', [...before, ...cluster, '--strict']);
    expect(status).toBe(1);
    expect(stderr).toContain('ServicePortNotFound');
    expect(rig.device.journal).toEqual([]);
  });

  it('the password is never an argument', async () => {
    const { status, stderr } = await rig.bigip('plan', [...after, ...cluster, '--password', 'x']);
    expect(status).toBe(1);
    expect(stderr).toContain("unknown option '--password'");
  });
});
