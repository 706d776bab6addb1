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
  /** A reference that does not stop the deletion of its target. */
  readonly weak?: boolean;
  /** mcpd's name of the type that holds it, in its refusal of long texts. */
  readonly holder?: string;
  /** No `<name>Reference` is shown beside it. */
  readonly bare?: boolean;
  /** The other key of a pair such as enabled/disabled. */
  readonly opposite?: string;
  /** The type of the children, for `children`. */
  readonly kind?: Kind;
  /** Fields of an object or of each row. */
  readonly fields?: Properties;
  /** First and last version that shows it. */
  readonly since?: string;
  readonly until?: string;
  /** Turns a value into the device's own spelling; `undefined` refuses it. */
  readonly spell?: (value: string, draft: Draft, config: Config) => Json | undefined;
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
  /** Its label where another object that uses it is refused deletion: `Virtual Server`. */
  readonly userLabel?: string;
  /** `folder`: lives in a partition; `plain`: its name is its path; `single`: there is one, without a name. */
  readonly naming: 'folder' | 'plain' | 'single';
  readonly properties: Properties;
  /** How its path stands in messages; default: the full path. A member is `<pool> <node> <port>`. */
  readonly title?: (fullPath: string, parentPath: string) => string;
  readonly life?: Life;
  /** Its name is that of another object, of one of these types; `nameReference` links to it. */
  readonly names?: readonly string[];
  /** How a GET of a missing one is refused. */
  readonly missing?: 'mcpd' | 'object';
  /** The refusal when it is in use; default `inUse`. */
  readonly busy?: 'inUse' | 'monitorInUse' | 'nodeInUse' | 'snatpoolInUse' | 'virtualAddressInUse';
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
