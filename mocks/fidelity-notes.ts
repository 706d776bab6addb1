import type { RefusalName } from './errors/catalogue.ts';

/** Where the mock is not what it stands for. */
export const differences: readonly string[] = [
  'It passes no traffic: counters are 0, monitors find everything up, FQDN nodes resolve to nothing.',
  'mcpd checks values of profile and monitor settings; the mock takes any text where a table of defaults has a text.',
  'iRules and policies are stored, not compiled. A policy is drafted and published; its rules are not checked for what they need.',
  'LTM policy, virtual server and route settings that need another module (AFM, APM, GTM) answer 501.',
  'util/bash, file transfer, AS3, ASM, GTM, statistics of types other than virtual, pool, member, node and tunnel: 501.',
  '`$filter` knows `partition eq` and answers 501 to all else: what devices make of other filters was not found.',
  '`?ver=` pins the version in links, and the records of FDB tunnels; it brings no property of an older version back.',
  'There is one licence, everything is provisioned as asked, and provisioning restarts nothing.',
  'Roles are checked by partition, for writes: administrators, managers and application editors write, all others read. Every user reads everything.',
  '`save` writes the whole configuration, also when only some partitions are asked for; `load` takes it back whole, whatever file or `merge` is named.',
  'A failed transaction can still be read (`FAILED`); its commands cannot. Anybody who knows its number can add to it.',
  'Two units are synchronised whole, not by increments; conflicts are reported and never refused. They are in one group from the start; a trust can be reset and not be made anew.',
  'The restart windows have times in the range that operators report; on a device they vary.',
  'Latency is a model (see below). Nothing is measured on a real device.',
  'Versions before 13.1 are not claimed; where recordings of 11.x and 12.x differ, the reviewed list of the conformance test (`test/mocks/captures/reviewed.ts`) says so.',
];

/** A guess, and the one call on a real device that would settle it. */
export interface OpenQuestion {
  readonly guess: string;
  readonly call: string;
}

/** The guesses about behaviour; those about the words of a refusal are in `settledBy`. */
export const openQuestions: readonly OpenQuestion[] = [
  {
    guess: 'An FDB endpoint sent without a route domain comes back with `%0`',
    call: '`POST net/fdb/tunnel/~Common~t/records {"name":"02:00:00:00:00:01","endpoint":"10.0.0.1"}`, then GET it',
  },
  {
    guess: 'A MAC address in upper case comes back in lower case, single digits padded',
    call: '`POST net/arp {"name":"a","ipAddress":"10.0.0.9","macAddress":"2:0:0:0:0:A"}`',
  },
  {
    guess: 'A member posted without a partition lies in the partition of its pool',
    call: '`POST ltm/pool/~k8s~p/members {"name":"10.0.0.1:80"}`',
  },
  {
    guess: 'A PATCH of `members` takes a member that stays back to its defaults',
    call: '`PATCH ltm/pool/~k8s~p {"members":[{"name":"10.0.0.1:80"}]}` after setting its `ratio`',
  },
  {
    guess: 'A PUT without `members` or `profiles` leaves them as they are',
    call: '`PUT ltm/pool/~k8s~p {}`, then GET its members',
  },
  {
    guess:
      'An address shows its route domain unless that is the default of its partition, and then `%0` for route domain 0 (“typically, but not in all cases”: f5-cccl 196); FDB endpoints always show it',
    call: 'in a partition with `defaultRouteDomain` 10, `POST ltm/node` with `10.0.0.1`, `10.0.0.1%10` and `10.0.0.1%0`, and GET each',
  },
  {
    guess: 'The `source` of a virtual server that names none lies in the route domain of its destination',
    call: '`POST ltm/virtual {"name":"v","destination":"10.0.0.1%10:80"}` in Common, and its `source`',
  },
  {
    guess: 'A virtual server in partition k8s on an address of Common keeps the destination as it was sent',
    call: '`POST ltm/virtual {"partition":"k8s","destination":"10.0.0.1:81",…}` with `/Common/10.0.0.1` there',
  },
  {
    guess: 'The code of “This network is defined on two vlans” is 01070392',
    call: '`POST net/self` with an address of another VLAN’s network',
  },
  { guess: 'The envelope of 409 has apiError 3', call: 'the same `POST ltm/pool` twice' },
  {
    guess: 'A list filtered by an unknown partition answers 404',
    call: '`GET ltm/pool?$filter=partition eq none`',
  },
  {
    guess:
      '`$top` counts objects, and `nextLink` keeps it with the filter; the answers in f5-telemetry-streaming have `$top=60&$skip=30` behind `$top=30`',
    call: '`GET ltm/pool?$top=1&$filter=partition eq k8s` with three pools, and the link in it',
  },
  {
    guess: 'Static ARP and FDB records are accepted although no self IP is on their network',
    call: '`POST net/arp` with an address outside of every self IP’s network',
  },
  {
    guess: 'A commit checks references at its end, whatever the order of the commands',
    call: 'a transaction that makes a virtual server before its pool',
  },
  {
    guess: 'A commit checks the rights of the user who commits',
    call: 'a manager of one partition commits a transaction with a POST to another',
  },
  {
    guess: 'A profile or policy in use is refused in the words of a pool in use',
    call: '`DELETE ltm/profile/tcp/~k8s~t` while a virtual server has it',
  },
  {
    guess: 'A route domain that an address lies in is refused deletion in the words of a pool in use',
    call: '`DELETE net/route-domain/10` with a node in it',
  },
  {
    guess: 'An unknown token answers JSON “does not exist” from 16.1 on',
    call: '`GET ltm/pool` with `X-F5-Auth-Token: X` on 16.1 and 17.1',
  },
  {
    guess: 'A policy posted outside of a Drafts folder reads `legacy`',
    call: '`POST ltm/policy {"name":"p","strategy":"/Common/first-match"}`, and its `status`',
  },
];

/** The refusals of which the words, the code or the status is a guess, each with the call that would tell them. */
export const settledBy: Partial<Readonly<Record<RefusalName, string>>> = {
  fixedProperty: '`PATCH net/arp/~Common~a {"ipAddress":"10.0.0.10"}`',
  requiredProperty: '`POST net/self {"name":"s"}`',
  badBody: '`POST ltm/pool` with the body `{`',
  badQuery: '`GET ltm/pool?$top=x`',
  bothOfPair: '`PATCH ltm/virtual/~k8s~v {"enabled":true,"disabled":true}`',
  virtualAddressInUse: '`DELETE ltm/virtual-address/~k8s~10.0.0.1` while a virtual server is on it',
  systemObject: '`DELETE ltm/monitor/http/~Common~http`',
  sourceFamily: '`PATCH ltm/virtual/~k8s~v {"source":"::/0"}` on an IPv4 destination',
  maskFamily: '`PATCH ltm/virtual/~k8s~v {"mask":"255.255.255.255"}` on an IPv6 destination',
  nodeAddressDiffers: '`POST ltm/pool/~k8s~p/members {"name":"n:80","address":"10.0.0.2"}` with a node `n` of 10.0.0.1',
  arpAddressTaken: '`POST net/arp` twice, under two names with one address',
  selfAddressTaken: '`POST net/self` twice, under two names with one address',
  routeDomainIdTaken: '`POST net/route-domain` twice, under two names with one id',
  routeDomainMissing: '`POST ltm/node {"name":"n","address":"10.0.0.1%77"}` without a route domain 77',
  transactionMissing: 'any POST with `X-F5-REST-Coordination-Id: 1`',
  notTransactional: '`POST auth/partition {"name":"x"}` with `X-F5-REST-Coordination-Id` of an open transaction',
  accessDenied: '`POST ltm/pool {"name":"p","partition":"Common"}` by a manager of another partition',
};

/** What a client showed against the mock. */
export interface Proof {
  readonly client: string;
  /** Whether it ran itself, or only its requests were sent. */
  readonly ran: 'the client itself' | 'its requests';
  readonly test: string;
  readonly showed: readonly string[];
  readonly not: string;
}

/** The clients of F5 and what each proved. `test/foreign` is where it is done, at every run of the tests. */
export const proofs: readonly Proof[] = [
  {
    client: 'f5-conx-core 1.0.0 (npm)',
    ran: 'the client itself',
    test: 'conx-core.test.ts',
    showed: [
      'its login by token, with the certificate verified, and its refusal of another certificate',
      'a wrong password, and an expired token of 13.1, 15.1 and 17.1, by the bodies of the 401',
      'PATCH, GET and DELETE of its token',
      'pool, members and virtual server: create, read, change, delete, and a pool in use',
      'its `discover`: host name and version from `device-info`, no toolchain packages',
    ],
    not: 'its ATC services (AS3, DO, TS, CF), UCS and file upload',
  },
  {
    client: '@f5devcentral/f5-cloud-libs 4.30.0 (npm), BigIp',
    ran: 'the client itself',
    test: 'cloud-libs.test.ts',
    showed: [
      '`init` and `ready` with all their probes, 13.0 without `sys/ready`, and a wait through restarts of restjavad and mcpd',
      '`create`, `list`, `modify`, `replace`, `delete`, `createOrModify` of pools; `error.code` of 404 and 400',
      'a transaction that commits out of order, and one that fails and leaves nothing',
      '`createFolder`, `save` and a reboot, `loadConfig`, `deviceInfo`, `deviceState`, `rebootRequired`',
    ],
    not: 'licensing, `installIlxPackage`, UCS, private keys of its own',
  },
  {
    client: '@f5devcentral/f5-cloud-libs 4.30.0, onboard and cluster',
    ran: 'the client itself',
    test: 'cloud-libs-setup.test.ts',
    showed: [
      'users and passwords, global settings with a change of the host name (`mv` of the device), database variables, provisioning',
      'device groups of both types: create, change, members, delete; the trust domain and its reset',
      '`config-sync` to a group, and the refusal when there is none',
    ],
    not: '`addToTrust`: the units of a pair trust each other from the start',
  },
  {
    client: '@f5devcentral/f5-cloud-libs 4.30.0, two units',
    ran: 'the client itself',
    test: 'cloud-libs-two-units.test.ts',
    showed: [
      'one active and one standby unit that know each other',
      'the recommended action in `sync-status`, done, and the complete synchronisation after it; a VLAN stays behind',
      'the other unit “connected”; `joinCluster` finds that there is nothing to join',
    ],
    not: 'joining two units that do not trust each other',
  },
  {
    client: 'f5-cccl (k8s-bigip-ctlr)',
    ran: 'its requests',
    test: 'cccl-manners.test.ts',
    showed: [
      'bodies of pools, virtual servers, monitors and FDB tunnels as it makes them: created, put back with what was read, unchanged',
      'members as `membersReference`, ARP without its address, the records of an FDB tunnel replaced whole',
      'every collection that it lists at a refresh',
    ],
    not: 'the Python code itself',
  },
  {
    client: 'f5-sdk for Python (f5-common-python)',
    ran: 'its requests',
    test: 'sdk-manners.test.ts',
    showed: [
      'whole objects read and put back, of many types, with a slash behind every path',
      'organising collections followed by their references, pairs of keys switched, a queued command taken for an answer',
    ],
    not: 'the Python code itself',
  },
  {
    client: 'f5-ansible',
    ran: 'its requests',
    test: 'ansible-manners.test.ts',
    showed: [
      'version and modules looked up, objects looked at before they are written, facts read page by page',
      'transactions with `validateOnly`, a self IP in dashed keys, the virtual server of bigip_virtual_server',
    ],
    not: 'the Python code itself',
  },
  {
    client: 'go-bigip and the Terraform provider',
    ran: 'its requests',
    test: 'go-bigip-manners.test.ts',
    showed: [
      'Go structures with empty texts, nulls and empty objects: pools, members, FQDN members, virtual servers',
      'a policy drafted, published and deleted; VLAN, self IP, route, route domain, VXLAN profile and tunnel, SNAT pool, monitor',
    ],
    not: 'the Go code itself',
  },
  {
    client: 'AS3',
    ran: 'its requests',
    test: 'as3-manners.test.ts',
    showed: ['a token extended by a text, the state of a tenant read, a tenant built in one transaction and removed'],
    not: 'AS3 itself: `/mgmt/shared/appsvcs` answers 404',
  },
];
