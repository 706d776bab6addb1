/** What compiles, and what does not. This file is only compiled (`tsc -p test`), never run. */
import { expectTypeOf } from 'vitest';
import type {
  Address,
  AddressPrefix,
  ListOptions as AnyListOptions,
  BigIp,
  BigIpOptions,
  CallOptions,
  Clock,
  CommandsOf,
  Destination,
  Differs,
  DrainReport,
  JsonLimits,
  List,
  MonitorRule,
  PageOptions,
  PasswordSource,
  Reply,
  ReplyLimits,
  Requester,
  RequestOptions,
  Resolve,
  RetryPolicy,
  Statistics,
  Stop,
  TlsOptions,
  TransactionTree,
  Transport,
  TransportRequest,
  WithChildren,
} from '../../src/index.ts';
import { defineResource, type Input, type Model, z } from '../../src/index.ts';

/** True when a value of `Given` could be passed as the argument. */
type Takes<F, Given> = F extends (first: infer First, ...rest: never[]) => unknown
  ? Given extends First
    ? true
    : false
  : never;
type TakesSecond<F, Given> = F extends (first: never, second: infer Second, ...rest: never[]) => unknown
  ? Given extends Second
    ? true
    : false
  : never;
/** Keys that may be given; an object literal with any other one does not compile. */
type Keys<F> = F extends (first: infer First, ...rest: never[]) => unknown ? keyof First : never;

type Ltm = BigIp['ltm'];
type Net = BigIp['net'];

// An object that is read has values, and needs no annotation.
type Pool = Awaited<ReturnType<Ltm['pool']['create']>>;
expectTypeOf<Pool['fullPath']>().toEqualTypeOf<string>();
expectTypeOf<Pool['monitor']>().toEqualTypeOf<MonitorRule | undefined>();
expectTypeOf<Pool['slowRampTime']>().toEqualTypeOf<number | undefined>();
expectTypeOf<Pool['allowNat']>().toEqualTypeOf<'yes' | 'no' | undefined>();
type Virtual = Awaited<ReturnType<Ltm['virtual']['create']>>;
expectTypeOf<Virtual['destination']>().toEqualTypeOf<Destination | undefined>();
expectTypeOf<Virtual['source']>().toEqualTypeOf<AddressPrefix | undefined>();
expectTypeOf<Virtual['enabled']>().toEqualTypeOf<boolean | undefined>();
type Arp = Awaited<ReturnType<Net['arp']['create']>>;
expectTypeOf<Arp['ipAddress']>().toEqualTypeOf<Address>();
expectTypeOf<Arp['macAddress']>().toEqualTypeOf<string>();

// A misspelt key, and a key of another type, do not compile.
type PoolKeys = Keys<Ltm['pool']['create']>;
expectTypeOf<'loadBalancingMode'>().toExtend<PoolKeys>();
expectTypeOf<'loadBalancing'>().not.toExtend<PoolKeys>();
expectTypeOf<'destination'>().not.toExtend<PoolKeys>();
expectTypeOf<Takes<Ltm['pool']['create'], { name: 'web'; slowRampTime: 0 }>>().toEqualTypeOf<true>();
expectTypeOf<Takes<Ltm['pool']['create'], { name: 'web'; slowRampTime: '0' }>>().toEqualTypeOf<false>();

// A field that must be given.
expectTypeOf<Takes<Net['arp']['create'], { name: 'a'; ipAddress: string; macAddress: string }>>().toEqualTypeOf<true>();
expectTypeOf<Takes<Net['arp']['create'], { name: 'a'; ipAddress: string }>>().toEqualTypeOf<false>();
expectTypeOf<Takes<Ltm['pool']['create'], { partition: 'k8s' }>>().toEqualTypeOf<false>();
expectTypeOf<Takes<Net['self']['create'], { name: 'a'; address: '10.0.0.1/24' }>>().toEqualTypeOf<false>();
expectTypeOf<Takes<Net['arp']['create'], { name: 'a'; ipAddress: string; macAddress: null }>>().toEqualTypeOf<false>();

// A word that is none, and a word that only the device says.
expectTypeOf<Takes<Ltm['pool']['create'], { name: 'web'; allowNat: 'no' }>>().toEqualTypeOf<true>();
expectTypeOf<Takes<Ltm['pool']['create'], { name: 'web'; allowNat: 'maybe' }>>().toEqualTypeOf<false>();
expectTypeOf<Takes<Ltm['pool']['create'], { name: 'web'; loadBalancingMode: 'random' }>>().toEqualTypeOf<false>();
type Members = ReturnType<Ltm['pool']['members']>;
expectTypeOf<TakesSecond<Members['modify'], { session: 'user-disabled' }>>().toEqualTypeOf<true>();
expectTypeOf<TakesSecond<Members['modify'], { session: 'monitor-enabled' }>>().toEqualTypeOf<false>();
expectTypeOf<Awaited<ReturnType<Members['get']>>['session']>()
  .extract<'monitor-enabled'>()
  .toEqualTypeOf<'monitor-enabled'>();

// What the device states cannot be set; what is set and never returned cannot be read.
expectTypeOf<'vsIndex'>().not.toExtend<Keys<Ltm['virtual']['create']>>();
expectTypeOf<'vsIndex'>().toExtend<keyof Virtual>();
type User = Awaited<ReturnType<BigIp['auth']['user']['get']>>;
expectTypeOf<'password'>().toExtend<Keys<BigIp['auth']['user']['create']>>();
expectTypeOf<'password'>().not.toExtend<keyof User>();

// What is fixed after the creation cannot be changed; a replacement says it again.
expectTypeOf<'ipAddress'>().toExtend<Keys<Net['arp']['create']>>();
type SecondKeys<F> = F extends (first: never, second: infer Second, ...rest: never[]) => unknown ? keyof Second : never;
expectTypeOf<'ipAddress'>().not.toExtend<SecondKeys<Net['arp']['modify']>>();
expectTypeOf<'macAddress'>().toExtend<SecondKeys<Net['arp']['modify']>>();
expectTypeOf<'ipAddress'>().toExtend<SecondKeys<Net['arp']['replace']>>();
expectTypeOf<'ipAddress'>().not.toExtend<SecondKeys<TransactionTree['net']['arp']['modify']>>();
expectTypeOf<'defaultsFrom'>().not.toExtend<SecondKeys<Ltm['monitor']['http']['modify']>>();

// What lies in no partition takes none.
type Records = ReturnType<Net['fdb']['tunnel']['records']>;
expectTypeOf<'partition'>().not.toExtend<Keys<Records['create']>>();
expectTypeOf<'partition'>().toExtend<Keys<Net['arp']['create']>>();

// Values, F5's own spelling, and `null` to unset.
expectTypeOf<Takes<Ltm['pool']['create'], { name: 'web'; monitor: readonly ['/Common/tcp'] }>>().toEqualTypeOf<true>();
expectTypeOf<Takes<Ltm['pool']['create'], { name: 'web'; monitor: '/Common/tcp' }>>().toEqualTypeOf<true>();
expectTypeOf<Takes<Ltm['pool']['create'], { name: 'web'; monitor: MonitorRule }>>().toEqualTypeOf<true>();
expectTypeOf<Takes<Ltm['pool']['create'], { name: 'web'; monitor: 7 }>>().toEqualTypeOf<false>();
expectTypeOf<TakesSecond<Ltm['pool']['modify'], { monitor: null; description: undefined }>>().toEqualTypeOf<true>();
expectTypeOf<
  Takes<Ltm['pool']['create'], { name: 'web'; members: readonly [{ name: '10.0.0.1:80'; ratio: 2 }] }>
>().toEqualTypeOf<true>();
expectTypeOf<
  Takes<Ltm['pool']['create'], { name: 'web'; members: readonly [{ name: '10.0.0.1:80'; ratio: 'two' }] }>
>().toEqualTypeOf<false>();

// The object that was read stands for its name.
expectTypeOf<Takes<Ltm['pool']['modify'], Pool>>().toEqualTypeOf<true>();

// `$select` narrows the type, expanding widens it.
declare const bigip: BigIp;
const selected = bigip.ltm.pool.list({ select: ['monitor'] });
type Selected = typeof selected extends List<infer T> ? T : never;
expectTypeOf<Selected['monitor']>().toEqualTypeOf<MonitorRule | undefined>();
expectTypeOf<Selected['name']>().toEqualTypeOf<string>();
expectTypeOf<'slowRampTime'>().not.toExtend<keyof Selected>();
const all = bigip.ltm.pool.list();
expectTypeOf<typeof all extends List<infer T> ? T : never>().toExtend<Pool>();
const expanded = bigip.ltm.pool.list({ expandSubcollections: true });
type Expanded = typeof expanded extends List<infer T> ? T : never;
expectTypeOf<Expanded['members'][number]['ratio']>().toEqualTypeOf<number | undefined>();
expectTypeOf<'members'>().not.toExtend<keyof Pool>();
type ListOptions = NonNullable<Parameters<Ltm['pool']['list']>[0]>;
expectTypeOf<readonly ['monitors']>().not.toExtend<NonNullable<ListOptions['select']>>();
expectTypeOf<ReturnType<Ltm['pool']['find']>>().toExtend<Promise<Pool | undefined>>();

// No read inside a transaction, and nothing that BIG-IP does not take in one.
expectTypeOf<TransactionTree['ltm']['pool']>().toHaveProperty('create');
for (const verb of ['get', 'list', 'find', 'exists', 'stats'] as const) {
  expectTypeOf<TransactionTree['ltm']['pool']>().not.toHaveProperty(verb);
}
expectTypeOf<TransactionTree['auth']>().not.toHaveProperty('partition');
expectTypeOf<TransactionTree['sys']>().not.toHaveProperty('config');
expectTypeOf<TransactionTree['sys']>().not.toHaveProperty('version');
expectTypeOf<TransactionTree['auth']>().toHaveProperty('user');
expectTypeOf<
  Takes<TransactionTree['ltm']['pool']['create'], { name: 'web'; allowNat: 'maybe' }>
>().toEqualTypeOf<false>();

// Only what takes traffic is drained; what is a state is only read.
expectTypeOf<Members['drain']>().returns.toEqualTypeOf<Promise<DrainReport>>();
expectTypeOf<Ltm['node']>().toHaveProperty('forceOffline');
expectTypeOf<Ltm['pool']>().not.toHaveProperty('drain');
expectTypeOf<Ltm['pool']['stats']>().returns.toEqualTypeOf<Promise<Statistics>>();
expectTypeOf<BigIp['sys']['version']>().not.toHaveProperty('list');
expectTypeOf<Awaited<ReturnType<BigIp['sys']['version']['get']>>['Version']>().toEqualTypeOf<string>();

// A type of one's own has all of it.
const ftp = defineResource({
  path: 'ltm/profile/ftp',
  schema: () => ({ port: z.int(), security: z.enum(['enabled', 'disabled']).optional() }),
  readOnly: ['security'],
});
expectTypeOf<Model<typeof ftp>['port']>().toEqualTypeOf<number>();
expectTypeOf<Input<typeof ftp>['port']>().toEqualTypeOf<number>();
expectTypeOf<'security'>().not.toExtend<keyof Input<typeof ftp>>();
const profiles = bigip.collection(ftp);
expectTypeOf<Takes<(typeof profiles)['create'], { name: 'ftp'; port: 2121 }>>().toEqualTypeOf<true>();
expectTypeOf<Takes<(typeof profiles)['create'], { name: 'ftp' }>>().toEqualTypeOf<false>();

// What the options and the way out are made of has a name that can be imported.
expectTypeOf<NonNullable<BigIpOptions['tls']>>().toEqualTypeOf<TlsOptions>();
expectTypeOf<NonNullable<BigIpOptions['password']>>().toEqualTypeOf<PasswordSource>();
expectTypeOf<NonNullable<BigIpOptions['retry']>>().toEqualTypeOf<Partial<RetryPolicy>>();
expectTypeOf<NonNullable<BigIpOptions['limits']>>().toEqualTypeOf<Partial<ReplyLimits>>();
expectTypeOf<ReplyLimits>().toExtend<JsonLimits>();
expectTypeOf<NonNullable<BigIpOptions['transport']>>().toEqualTypeOf<Transport>();
expectTypeOf<NonNullable<BigIpOptions['clock']>>().toEqualTypeOf<Clock>();
expectTypeOf<NonNullable<TransportRequest['stop']>>().toEqualTypeOf<Stop>();
expectTypeOf<NonNullable<RequestOptions['resolve']>>().toEqualTypeOf<Resolve>();
expectTypeOf<Awaited<ReturnType<Resolve>>>().toEqualTypeOf<Reply | 'absent' | Differs>();
expectTypeOf<NonNullable<RequestOptions['insteadOf']>>().toExtend<Error>();
expectTypeOf<AnyListOptions>().toExtend<PageOptions>();
expectTypeOf<PageOptions>().toExtend<CallOptions>();
expectTypeOf<BigIp>().toExtend<Requester>();
expectTypeOf<BigIp['host']>().toEqualTypeOf<string>();
expectTypeOf<BigIp['sys']['config']>().toExtend<CommandsOf<never>>();
expectTypeOf<WithChildren<never>>().toExtend<object>();
