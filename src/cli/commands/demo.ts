/**
 * `bigip demo`: an Istio ingress gateway gets one more port, and the port appears on a BIG-IP. The BIG-IP is the embedded
 * mock, reached over real HTTPS; every plan that is shown was computed for it, and applied to it.
 */
import { MockBigIp } from '../../../mocks/index.ts';
import { applyPlan } from '../../apply/index.ts';
import { BigIp } from '../../bigip.ts';
import { describePlan, displayName, type Painter, type Plan } from '../../plan/index.ts';
import { planFor } from '../../reconcile.ts';
import type { ReconcileOptions } from '../../reconcile-options.ts';
import { exampleDevice, exampleSeed, exampleSnapshot } from '../demo/example.ts';
import { type Io, painterFor, print } from '../io.ts';

const overlay = { tunnel: '/Common/flannel_vxlan' };
const cluster: ReconcileOptions = { mode: 'cluster', partition: 'k8s', overlay };
const nodeport: ReconcileOptions = { mode: 'nodeport', partition: 'k8s-nodeport' };

class Demo {
  readonly #io: Io;
  readonly #paint: Painter;
  readonly #bigip: BigIp;
  readonly #device: MockBigIp;

  constructor(io: Io, bigip: BigIp, device: MockBigIp) {
    this.#io = io;
    this.#paint = painterFor(io.stdout, io.env);
    this.#bigip = bigip;
    this.#device = device;
  }

  title(text: string): void {
    print(this.#io.stdout, this.#paint('bold', text));
  }

  say(text: string): void {
    print(this.#io.stdout, `  ${text}`);
  }

  #writes(): number {
    return this.#device.journal.filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/')).length;
  }

  /** Shows the plan of some files, and what the mapping has to say about them. */
  async plan(files: readonly string[], options: ReconcileOptions): Promise<Plan> {
    const before = this.#writes();
    const plan = await planFor(this.#bigip, await exampleSnapshot(...files), options);
    for (const { severity, object, message } of plan.diagnostics.filter((note) => note.severity !== 'info')) {
      this.say(`${this.#paint(severity === 'error' ? 'red' : 'yellow', severity)} ${object}: ${message}`);
    }
    for (const line of describePlan(plan, this.#paint).split('\n')) this.say(line.trimEnd());
    if (plan.changes.length === 0)
      this.say(this.#paint('dim', `sent to the BIG-IP: ${this.#writes() - before} writes`));
    return plan;
  }

  /** Applies a plan and tells what the device did. */
  async apply(plan: Plan): Promise<void> {
    const { steps, transactions, saved } = await applyPlan(plan, this.#bigip);
    const failed = steps.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped');
    for (const { uri, outcome, error } of failed)
      this.say(this.#paint('red', `${outcome} ${uri}: ${error?.message ?? ''}`));
    if (failed.length > 0) throw new Error('the demo went wrong: the BIG-IP did not take every change');
    const nodes = steps.filter(({ type }) => type === 'ltm/node').map(({ uri }) => displayName(uri));
    const also = nodes.length === 0 ? '' : `; orphaned ltm nodes deleted: ${nodes.join(', ')}`;
    const how = `${steps.length - nodes.length} objects in ${transactions} transaction${also}`;
    this.say(`${this.#paint('green', 'applied')} ${how}${saved ? '; configuration saved' : ''}`);
  }

  /** What stands on the device now, asked from the device. */
  async readBack(partition: string): Promise<void> {
    for await (const { destination, pool, name } of this.#bigip.ltm.virtual.list({ partition })) {
      const members = pool === undefined ? [] : await this.#bigip.ltm.pool.members(pool).list().toArray();
      const { ip = '', port = 0 } =
        destination === undefined ? {} : { ip: destination.address.ip, port: destination.port };
      this.say(
        `${this.#paint('cyan', 'on the BIG-IP')} ${name}: ${ip}:${port} -> ${members.map((member) => member.name).join(', ')}`,
      );
    }
  }
}

export async function demoCommand(io: Io): Promise<number> {
  const device = await MockBigIp.start({ seed: exampleSeed(await exampleDevice()) });
  try {
    const { url, username, password, fingerprint256 = '' } = device;
    await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
    await tell(new Demo(io, bigip, device), device);
  } finally {
    await device.close();
  }
  return 0;
}

async function tell(demo: Demo, device: MockBigIp): Promise<void> {
  demo.title(`1. A BIG-IP (mock) at ${device.url} with partition k8s and VXLAN tunnel /Common/flannel_vxlan`);

  demo.title('2. The ConfigMap asks for port 32400 of the Istio gateway; the Service does not have it yet');
  await demo.plan(['service-before.yaml', 'endpointslices-before.yaml', 'nodes.yaml', 'configmap.yaml'], {
    mode: 'cluster',
    partition: 'k8s',
  });

  demo.title('3. kubectl edit service: 32400 is there. Members are pods, over the overlay');
  const after = ['service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml'];
  await demo.apply(await demo.plan(after, cluster));
  await demo.readBack('k8s');

  demo.title('4. The same again');
  await demo.plan(after, cluster);

  demo.title('5. A pod is replaced on another node');
  await demo.apply(
    await demo.plan(['service-after.yaml', 'endpointslices-replaced.yaml', 'nodes.yaml', 'configmap.yaml'], cluster),
  );

  demo.title('6. nodeport mode, in a partition of its own');
  device.seed({ 'auth/partition/k8s-nodeport': {} });
  await demo.apply(await demo.plan(['service-after.yaml', 'nodes.yaml', 'configmap-nodeport.yaml'], nodeport));
  await demo.readBack('k8s-nodeport');
}
