import type { Config } from '../config/config.ts';
import type { Draft, Entry, Subject } from '../config/entry.ts';
import type { Evidence } from '../evidence.ts';
import type { Json, JsonObject } from '../json.ts';

/** How the value of a property looks on the wire. */
export type Shape =
  | 'text'
  | 'number'
  | 'flag' // true, or absent
  | 'list' // of texts
  | 'object'
  | 'rows' // list of objects
  | 'reference' // a full path, and `<name>Reference` beside it
  | 'references' // a list of full paths, and a list of links beside it
  | 'monitors' // a monitor rule
  | 'children'; // a subcollection

/** One property of an object type, in the order of the wire. */
export interface Property {
  readonly shape: Shape;
  /** Value when none was given; without one the key is absent. */
  readonly default?: Json | undefined;
  /** Another default from a version on. */
  readonly later?: { readonly since: string; readonly default: Json };
  /** The only values that are accepted. */
  readonly choices?: readonly string[];
  /** Values that only the device gives it; a test's author may set them too. */
  readonly seen?: readonly string[];
  /** Words that mean that nothing is set. */
  readonly empty?: readonly string[];
  /** An address that lies in a route domain, and where in the text it stands. */
  readonly routed?: 'address' | 'network' | 'destination';
  readonly required?: boolean;
  /** Ignored in bodies: clients echo it. */
  readonly readOnly?: boolean;
  /** Cannot change after creation; an equal value is accepted. */
  readonly fixed?: boolean;
  /** Accepted and never shown. */
  readonly writeOnly?: boolean;
  /** Types that a reference may point to, in the order of the search. */
  readonly to?: readonly string[];
  /** A bare name means an object of the partition, not of the folder. */
  readonly ofPartition?: boolean;
  /** A reference that does not stop the deletion of its target. */
  readonly weak?: boolean;
  /** mcpd's name of the type that holds it, in its refusal of long texts. */
  readonly holder?: string;
  /** The name in a row is that of another object, of one of these types; `nameReference` links to it. */
  readonly names?: readonly string[];
  /** The link beside it leads below this path, whether or not the mock has the object. */
  readonly leadsTo?: string;
  /** No `<name>Reference` is shown beside it. */
  readonly bare?: boolean;
  /** The other key of a pair such as enabled/disabled. */
  readonly opposite?: string;
  /** A key that is not sent beside it. */
  readonly notWith?: string;
  /** The type of the children, for `children`. */
  readonly kind?: Kind;
  /** Fields of an object or of each row. */
  readonly fields?: Properties;
  /** First and last version that shows it. */
  readonly since?: string;
  readonly until?: string;
  /** Turns a value into the device's own spelling; `undefined` refuses it. */
  readonly spell?: (value: string, draft: Draft, config: Config) => Json | undefined;
  /** The least and the most that a number may be; default: what 32 bits hold. */
  readonly range?: readonly [least: number, most: number];
  /** A number that also has words (`indefinite`, `auto`), or a list that may come as one text. */
  readonly loose?: boolean;
}

/** Properties by name, in the order of the wire. */
export interface Properties {
  readonly [name: string]: Property;
}

/** The rules of a type that has a life of its own. All hooks are synchronous. */
export interface Life {
  /** Works out the full name from a body; default: name, partition, subPath. */
  name?(body: Readonly<Record<string, Json>>, parent: Entry | undefined, config: Config): string | undefined;
  /** What is shown for settings that follow from others; computed anew at every change. */
  derive?(subject: Subject, config: Config): JsonObject;
  /** Objects it uses although no property names their path. */
  uses?(subject: Subject, config: Config): readonly { readonly type: string; readonly fullPath: string }[];
  /** Numbers of route domains it uses although no address names them; 0 is always there. */
  routeDomains?(subject: Subject): readonly number[];
  /** The body of a request that speaks as to an older version (`?ver=11.5.1`), as this version has it. */
  sent?(body: JsonObject, version: string): JsonObject;
  /** What the `?options=…` of a PATCH sets; `undefined` for options that the mock does not know. */
  options?(options: string, entry: Entry): JsonObject | undefined;
  /** Completes (in `draft.own`) or refuses a draft before it is stored. */
  prepare?(draft: Draft, before: Entry | undefined, config: Config): void;
  /** After it was stored: side effects on other objects. `before` is undefined for a new one. */
  stored?(after: Entry, before: Entry | undefined, config: Config): void;
  /** Before it is removed; may refuse. */
  removing?(entry: Entry, config: Config): void;
  /** After it was removed. */
  removed?(entry: Entry, config: Config): void;
  /** At commit, when everything of the request or transaction is in place. */
  check?(entry: Entry, config: Config): void;
  /** Keys under which the object can be found: an address, a VNI. */
  keys?(entry: Entry): readonly string[];
  /** Counters for `…/stats`, as `{name: number | text}`; `all` with `?options=all-properties`. */
  stats?(entry: Entry, config: Config, all: boolean): Readonly<Record<string, number | string>>;
  /** What a GET shows instead of the stored properties. */
  shown?(entry: Entry, config: Config): Entry;
}

/** A command on a collection: `publish` of policies, `mv` of devices. Refuses by throwing. */
export type Command = (body: JsonObject, config: Config) => void;

/** An object type of TMOS: data, and hooks where it has a life of its own. */
export interface Kind {
  /** The path without names: `ltm/pool`, `ltm/pool/members`. */
  readonly type: string;
  /** As mcpd names it in its messages: `Pool`. */
  readonly label: string;
  /** Its label where it is in use; the user's label is then in lower case too (recorded for iRules). */
  readonly busyLabel?: string;
  /** Its label where an object that it uses is refused deletion, its path then behind those that it lies below; default: the object it lies below. */
  readonly userLabel?: string;
  /** `folder`: lives in a partition; `plain`: its name is its path; `single`: there is one, without a name. */
  readonly naming: 'folder' | 'plain' | 'single';
  readonly properties: Properties;
  /** The partition that a filter finds it in, for a type whose objects lie in none. */
  readonly countedIn?: string;
  /** How its path stands in messages; default: the full path. A member is `<pool> <node> <port>`. */
  readonly title?: (fullPath: string, parentPath: string) => string;
  readonly life?: Life;
  /** Its name is that of another object, of one of these types; `nameReference` links to it. */
  readonly names?: readonly string[];
  /** `nameReference` leads below this path, whether or not the mock has the object; from this version on. */
  readonly leadsTo?: { readonly path: string; readonly since: string };
  /** How a GET of a missing one is refused. */
  readonly missing?: 'mcpd' | 'object';
  /** The refusal when it is in use; default `inUse`. */
  readonly busy?: 'inUse' | 'monitorInUse' | 'nodeInUse' | 'policyInUse' | 'snatpoolInUse' | 'virtualAddressInUse';
  /** The refusal of a second one of the same name; default `alreadyExists`. */
  readonly taken?: 'partitionExists';
  /** The refusal of a reference to one that is not there; default `referenceMissing`. */
  readonly absent?: 'monitorMissing' | 'snatpoolMissing' | 'trafficGroupMissing';
  /** The name of a folder that is made where it is missing, within one that is there. */
  readonly ownFolder?: string;
  /** What `POST {"command": …}` does to the collection. */
  readonly commands?: Readonly<Record<string, Command>>;
  /** What a DELETE of the collection does, where that is not refused. */
  readonly cleared?: (config: Config) => void;
  /** Verbs that TMOS has for the type and the mock has not: 501. */
  readonly lacks?: readonly ('create' | 'delete' | 'modify')[];
  /** Verbs that the type refuses; `create` and `delete` for objects that others bring with them. */
  readonly refuses?: readonly ('create' | 'delete' | 'modify')[];
  /** A profile or monitor: what it does not set comes from `defaultsFrom`; this is the full path of the root. */
  readonly inherits?: string;
  /** ARP and monitors always show generation 0. */
  readonly generationZero?: boolean;
  /** Not copied by config-sync. */
  readonly local?: boolean;
  /** Properties that TMOS has and the mock has not: 501. */
  readonly unimplemented?: readonly string[];
  /** mcpd's number of the type, in the refusal to remove a partition. */
  readonly typeId?: number;
  readonly evidence: Evidence;
  readonly source: string;
}
