/** Explains one thing of a mapping: a virtual server, a pool, a member, a Pod, a Node, a Service, or who asks. */
import { keyOf, namespaceOf, type Service } from '../kubernetes/objects.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { splitPort } from '../values/address-port.ts';
import { bareName } from '../values/full-path.ts';
import { parseUri } from '../values/uri.ts';
import { type ChainContext, chainContext, chainOf, heldChain } from './chain.ts';
import type { Candidate, Chain, Explanation } from './explanation.ts';
import { mapSnapshot } from './mapping.ts';
import { configMapNames } from './names.ts';
import type { MappingOptions } from './options.ts';

/** All the ways to write a URI's name: itself, the full path, the bare name. */
function spellings(uri: string): readonly string[] {
  const path = parseUri(uri).at(-1) ?? uri;
  return [uri, path, bareName(path)];
}

/** `Service/istio/gw`, `Service/gw`, `istio/gw`, `gw`. */
function objectSpellings(kind: string, name: string): readonly string[] {
  const bare = bareName(name);
  return [`${kind}/${name}`, `${kind}/${bare}`, name, bare];
}

/** `/k8s/172.16.100.10:80`, `172.16.100.10:80`, `172.16.100.10`. */
function destinationSpellings(destination: string): readonly string[] {
  const bare = bareName(destination);
  return bare === '' ? [] : [destination, bare, splitPort(bare).host];
}

function isChain({ object, virtual, pool, services }: Chain, what: string): boolean {
  const [kind = '', ...names] = object.split('/');
  const named = [
    ...objectSpellings(kind, names.join('/')),
    ...(virtual === undefined ? [] : [...spellings(virtual.uri), ...destinationSpellings(virtual.destination)]),
    ...(pool === undefined ? [] : spellings(pool)),
    ...services.flatMap(({ service }) => objectSpellings('Service', service)),
  ];
  // What is held as a whole has no destination, and nothing is called by the empty text.
  return what !== '' && named.includes(what);
}

function isCandidate({ kind, name, pods = [], node, member }: Candidate, what: string): boolean {
  if (name === what) return true;
  if (node !== undefined && (what === `Node/${node}` || (kind !== 'node' && what === node))) return true;
  if (pods.some((pod) => objectSpellings('Pod', pod).includes(what))) return true;
  if (member === undefined) return false;
  if (member.name === what || splitPort(member.name).host === what) return true;
  // There may be a great many, and to take a URI apart is dear.
  return what.endsWith(member.name) && spellings(member.uri).includes(what);
}

/** Only what of a chain is asked about; undefined when nothing is. */
function narrowed(chain: Chain, what: string): Chain | undefined {
  if (isChain(chain, what)) return chain;
  const services = chain.services
    .map((link) => ({ ...link, candidates: link.candidates.filter((candidate) => isCandidate(candidate, what)) }))
    .filter(({ candidates }) => candidates.length > 0);
  return services.length === 0 ? undefined : { ...chain, services };
}

/** Why nothing is published of something that the input knows; undefined when it does not know it. */
function unpublished(what: string, chain: ChainContext, snapshot: Snapshot): string | undefined {
  const { inventory } = chain.context;
  const service = [...inventory.services.keys()].find((key) => objectSpellings('Service', key).includes(what));
  if (service !== undefined)
    return (
      saidOf(`Service/${service}`, chain) ??
      `Service ${service} is in the input, and nothing asks for it${unaskedBecause(inventory.services.get(service), chain)}`
    );
  const node = inventory.nodes.find(({ metadata }) => [metadata.name, `Node/${metadata.name}`].includes(what));
  if (node !== undefined)
    return `Node ${node.metadata.name} is in the input, and no published Service has a member on it`;
  for (const [ip, pods] of inventory.podsByAddress) {
    const pod = pods.find(({ metadata }) => objectSpellings('Pod', keyOf({ metadata })).includes(what));
    if (pod !== undefined || ip === what)
      return `${pod === undefined ? '' : `Pod ${pod.metadata.name} has the address `}${ip}, which is no endpoint of any published Service`;
  }
  // Those that have ended, or have no address, are in no list of addresses.
  const pod = snapshot.pods.find((one) => objectSpellings('Pod', keyOf(one)).includes(what));
  if (pod !== undefined)
    return `Pod ${keyOf(pod)} is ${pod.status?.phase ?? 'without a phase'} and has no address that counts, so it is no endpoint`;
  return ignored(what, chain) ?? chain.desired.diagnostics.find(({ object }) => isCalled(object, what))?.message;
}

/** Why a Service of type LoadBalancer does not ask for itself; empty for others. */
function unaskedBecause(service: Service | undefined, { context }: ChainContext): string {
  if (service?.spec?.type !== 'LoadBalancer') return '';
  const own = service.spec.loadBalancerClass ?? undefined;
  if (own === undefined) return ': it has no annotation cis.f5.com/ip';
  const { loadBalancerClass: wanted } = context.settings;
  const ours = wanted === undefined ? 'no class is ours (--load-balancer-class)' : `ours is ${wanted}`;
  return `: its loadBalancerClass is ${own}, and ${ours}`;
}

/** Whether `Kind/namespace/name` is called so. */
function isCalled(object: string, what: string): boolean {
  const [kind = '', ...names] = object.split('/');
  return objectSpellings(kind, names.join('/')).includes(what);
}

function saidOf(object: string, { desired }: ChainContext): string | undefined {
  return desired.diagnostics.find((note) => note.object === object)?.message;
}

/** Why a ConfigMap asks for nothing here. */
function ignored(what: string, chain: ChainContext): string | undefined {
  const { inventory } = chain.context;
  const configMap = inventory.configMaps.find((one) =>
    [...objectSpellings('ConfigMap', keyOf(one)), configMapNames(namespaceOf(one), one.metadata.name).virtual].includes(
      what,
    ),
  );
  if (configMap === undefined) return undefined;
  const object = `ConfigMap/${keyOf(configMap)}`;
  const unlabelled = `${object} is in the input, and is not labelled f5type: virtual-server, so it asks for nothing`;
  return saidOf(object, chain) ?? unlabelled;
}

/**
 * The way from who asks to the record in the tunnel, for everything that is called `what`: a name, a full path, a URI, a
 * destination or an address. Without chains and without a note nothing of the input is called so.
 */
export function explain(snapshot: Snapshot, options: MappingOptions, what: string): Explanation {
  const context = chainContext(mapSnapshot(snapshot, options));
  const { requests, held } = context.asked;
  const all = [
    ...requests.map((request) => chainOf(request, context)),
    ...held.map((asking) => heldChain(asking, context)),
  ];
  const chains = all.flatMap((chain) => narrowed(chain, what) ?? []);
  const note = chains.length > 0 ? undefined : unpublished(what, context, snapshot);
  return { version: 1, what, chains, ...(note === undefined ? {} : { note }) };
}

/** What can be asked about, shortest spelling first: for a person who asked for something else. */
export function explainable(snapshot: Snapshot, options: MappingOptions): readonly string[] {
  const { requests } = mapSnapshot(snapshot, options).asked;
  return [...new Set(requests.flatMap(({ names, namespace, service }) => [names.virtual, `${namespace}/${service}`]))];
}
