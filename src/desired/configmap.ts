/** ConfigMaps labelled `f5type: virtual-server`: what each asks for, or why it is not done (facts: cis 1.1, 1.2). */

import { jsonErrorPosition } from '../kubernetes/json-position.ts';
import { annotationOf, type ConfigMap, createdAt, labelOf, namespaceOf } from '../kubernetes/objects.ts';
import { parseAddress } from '../values/address.ts';
import { isUsualData } from './configmap-guard.ts';
import { type ConfigMapData, type ConfigMapMonitors, configMapDataSchema } from './configmap-schema.ts';
import { unknownMode } from './load-balancing-modes.ts';
import { readMonitor } from './monitor-request.ts';
import { configMapNames, fitsBigIp, type RequestNames } from './names.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Asked, Frontend, HealthMonitor, HeldAsking, PublishRequest } from './request.ts';
import { spellProblems } from './schema-problems.ts';
import { resolveSslProfiles } from './ssl-profile.ts';

export interface ConfigMapContext {
  readonly partition: string;
  /** `namespace/name` of the Secrets of the input. */
  readonly secrets: ReadonlySet<string>;
  readonly notes: Notes;
}

const schemaFile = /(?:^|\/)bigip-virtual-server_v0\.1\.[0-7]\.json$/;
const addressAnnotation = 'virtual-server.f5.com/ip';
const dataPath = 'data.data';

function entryOf(configMap: ConfigMap, key: string): unknown {
  const { data } = configMap;
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key)
    ? (data as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function parseData(configMap: ConfigMap): { json: unknown } | Refusal {
  const text = entryOf(configMap, 'data');
  if (text === undefined || text === null) return refuse('InvalidConfigMap', 'it has no data key "data"', 'data');
  if (typeof text !== 'string') return refuse('InvalidConfigMap', 'the data key "data" is not text', dataPath);
  try {
    return { json: JSON.parse(text) };
  } catch {
    const { line, column, found } = jsonErrorPosition(text);
    return refuse('InvalidConfigMap', `data.data is not JSON: line ${line}, column ${column}: ${found}`, dataPath);
  }
}

function checkSchema(configMap: ConfigMap): Refusal | undefined {
  const schema = entryOf(configMap, 'schema');
  if (typeof schema !== 'string') return refuse('UnsupportedSchema', 'it has no data key "schema"', 'data.schema');
  if (schemaFile.test(schema.replace(/^[\s"]+|[\s"]+$/g, ''))) return undefined;
  return refuse(
    'UnsupportedSchema',
    `schema ${JSON.stringify(schema)} is not one of f5schemadb://bigip-virtual-server_v0.1.0.json to v0.1.7`,
    'data.schema',
  );
}

/** A field that decides what the rest means, read before anything is checked. */
function frontendField(json: unknown, field: string): unknown {
  let at = json;
  for (const key of ['virtualServer', 'frontend', field]) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

function validate(json: unknown): ConfigMapData | Refusal {
  if (isUsualData(json)) return json;
  const read = configMapDataSchema().safeParse(json);
  if (read.success) return read.data;
  const { text, path } = spellProblems(read.error, 'the whole');
  return refuse(
    'InvalidConfigMap',
    `data.data does not fit the schema: ${text}`,
    path === '' ? dataPath : `${dataPath}.${path}`,
  );
}

function readMonitors(monitors: ConfigMapMonitors): readonly HealthMonitor[] | Refusal {
  const read: HealthMonitor[] = [];
  for (const [index, asked] of monitors.entries()) {
    const monitor = readMonitor(asked, index, `${dataPath}.virtualServer.backend.healthMonitors.${index}`);
    if (isRefusal(monitor)) return monitor;
    read.push(monitor);
  }
  return read;
}

/** bindAddr comes before the annotation; with neither there is a pool alone. */
function readFrontend(configMap: ConfigMap, data: ConfigMapData): { frontend: Frontend | undefined } | Refusal {
  const { virtualAddress } = data.virtualServer.frontend;
  if (virtualAddress === undefined) return { frontend: undefined };
  const annotated = annotationOf(configMap, addressAnnotation);
  const text = virtualAddress.bindAddr ?? annotated;
  if (text === undefined) return { frontend: undefined };
  try {
    return { frontend: { address: parseAddress(text), port: virtualAddress.port } };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const fromData = virtualAddress.bindAddr !== undefined;
    const path = fromData
      ? `${dataPath}.virtualServer.frontend.virtualAddress.bindAddr`
      : `metadata.annotations["${addressAnnotation}"]`;
    return refuse('InvalidConfigMap', `${fromData ? 'bindAddr' : `annotation ${addressAnnotation}`}: ${why}`, path);
  }
}

/** A pool alone is what is asked for, or a line that is missing. */
function notePoolAlone({ virtualServer }: ConfigMapData, object: string, notes: Notes): void {
  const { virtualAddress } = virtualServer.frontend;
  const why =
    virtualAddress === undefined
      ? 'it has no virtualAddress'
      : `its virtualAddress has no bindAddr, and it has no annotation ${addressAnnotation}`;
  notes.add(object, 'PoolAlone', `${object} has a pool and no virtual server: ${why}`);
}

function toRequest(
  configMap: ConfigMap,
  data: ConfigMapData,
  names: RequestNames,
  object: string,
  context: ConfigMapContext,
): PublishRequest | Refusal {
  const { backend, frontend: asked } = data.virtualServer;
  const namespace = namespaceOf(configMap);
  const balance = asked.balance ?? 'round-robin';
  const unknown = unknownMode('balance', balance, `${dataPath}.virtualServer.frontend.balance`);
  if (unknown !== undefined) return unknown;
  if (!fitsBigIp(names, backend.serviceName)) {
    return refuse('NameTooLong', 'the name of its pool, or of a monitor, would be longer than 255 characters');
  }
  const monitors = readMonitors(backend.healthMonitors ?? []);
  if (isRefusal(monitors)) return monitors;
  const front = readFrontend(configMap, data);
  if (isRefusal(front)) return front;
  if (front.frontend === undefined) notePoolAlone(data, object, context.notes);
  const ssl = { object, namespace, partition: context.partition, secrets: context.secrets, notes: context.notes };
  const clientSslProfiles = front.frontend === undefined ? [] : resolveSslProfiles(asked.sslProfile, ssl);
  if (isRefusal(clientSslProfiles)) return clientSslProfiles;
  return {
    object,
    createdAt: createdAt(configMap),
    names,
    namespace,
    service: backend.serviceName,
    port: backend.servicePort,
    mode: asked.mode ?? 'tcp',
    loadBalancingMode: balance,
    monitors,
    frontend: front.frontend,
    clientSslProfiles,
  };
}

/** Reads one ConfigMap. Notes are made of what is ignored; what is held carries its refusal. */
function readConfigMap(configMap: ConfigMap, context: ConfigMapContext): PublishRequest | HeldAsking | undefined {
  const namespace = namespaceOf(configMap);
  const object = `ConfigMap/${namespace}/${configMap.metadata.name}`;
  const label = labelOf(configMap, 'f5type');
  if (label !== 'virtual-server') {
    if (label !== undefined)
      context.notes.add(
        object,
        'UnknownF5Type',
        `${object} is labelled f5type: ${label}, and not f5type: virtual-server; nothing is done for it`,
        'metadata.labels.f5type',
      );
    return undefined;
  }
  const as3 = ['as3', 'overrideAS3'].find((label) => labelOf(configMap, label) !== undefined);
  if (as3 !== undefined) {
    context.notes.add(
      object,
      'As3ConfigMapIgnored',
      `${object} is labelled ${as3}: an AS3 declaration, which is not read`,
    );
    return undefined;
  }
  const names = configMapNames(namespace, configMap.metadata.name);
  const held = ({ refused, message, path }: Refusal): HeldAsking => {
    return { object, names, refusal: refuse(refused, `${object}: ${message}`, path) };
  };
  if (!fitsBigIp(names)) {
    context.notes.addRefusal(
      object,
      refuse('NameTooLong', `${object}: the names of its objects would be longer than 255 characters`),
    );
    return undefined;
  }
  const parsed = parseData(configMap);
  if (isRefusal(parsed)) return held(parsed);
  const partition = frontendField(parsed.json, 'partition');
  if (typeof partition === 'string' && partition !== context.partition) {
    context.notes.add(
      object,
      'WrongPartition',
      `${object} is for partition ${JSON.stringify(partition)}, not for ${JSON.stringify(context.partition)}; nothing is done for it`,
      `${dataPath}.virtualServer.frontend.partition`,
    );
    return undefined;
  }
  const unsupported = checkSchema(configMap);
  if (unsupported !== undefined) return held(unsupported);
  if (frontendField(parsed.json, 'iapp') !== undefined) {
    return held(
      refuse(
        'IAppUnsupported',
        'it asks for an iApp; iApps are not supported, ask for a virtual server instead',
        `${dataPath}.virtualServer.frontend.iapp`,
      ),
    );
  }
  const data = validate(parsed.json);
  if (isRefusal(data)) return held(data);
  const request = toRequest(configMap, data, names, object, context);
  return isRefusal(request) ? held(request) : request;
}

/** What all ConfigMaps of the input ask for. */
export function readConfigMaps(configMaps: readonly ConfigMap[], context: ConfigMapContext): Asked {
  const requests: PublishRequest[] = [];
  const held: HeldAsking[] = [];
  for (const configMap of configMaps) {
    const read = readConfigMap(configMap, context);
    if (read === undefined) continue;
    if ('refusal' in read) held.push(read);
    else requests.push(read);
  }
  return { requests, held };
}
