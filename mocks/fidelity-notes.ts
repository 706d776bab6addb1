import type { RefusalName } from './errors/catalogue.ts';

/** Where the mock is not what it stands for. */
export const differences: readonly string[] = [
  'It passes no traffic: counters are 0 (those of a tunnel may be set), monitors find everything up, FQDN nodes resolve to nothing.',
  'mcpd checks the values of profile settings; the mock checks numbers, and the switches of monitors, and takes any text elsewhere where a table of defaults has a text.',
  'A node whose address another one has is always refused as that of a member is (0107003a); a device says 0107176c “Invalid Node, the IP address … already exists.” to `POST ltm/node`.',
  'Gateways are not asked for: a device refuses a route whose gateway is on no network of a self IP (01070330).',
  'Two static routes to one network are taken; what a device says to them was not found.',
  'iRules and policies are stored, not compiled. A policy is drafted and published; its rules are not checked for what they need.',
  'LTM policy, virtual server and route settings that need another module (AFM, APM, GTM) answer 501.',
  '`util/bash` has no shell behind it: it knows the few lines that F5’s clients send (see below) and answers 501 to others.',
  'Downloads, AS3, ASM, GTM, statistics of types other than virtual, pool, member, node, tunnel, ARP and NDP: 501.',
  '`$filter` knows `partition eq`, the one in F5’s examples for `/mgmt/tm`, and answers 501 to all else: what devices make of other filters was not found.',
  '`?ver=` pins the version in links, and the records of FDB tunnels; it brings no property of an older version back.',
  'There is one licence, everything is provisioned as asked, and provisioning restarts nothing.',
  'Roles are a table of what each writes (see below); rights to single settings are known for operators only. Before 13.1 only administrators used REST; every role does here.',
  'A password does not expire, and is not set by its hash (501).',
  'A file to load from is one that was saved to; its syntax is not asked for. What was saved of some partitions is loaded even when it refers to what was not saved.',
  'A failed transaction can still be read (`FAILED`); its commands cannot. Anybody who knows its number can add to it. Asynchronous execution and other timeouts answer 501.',
  'Two units are synchronised whole, not by increments; conflicts are reported and never refused. They are in one group from the start, until their trust is reset. Their addresses for config-sync and failover are not asked for.',
  'Tunnels are never synchronised; a device does so while `sys db iptunnel.configsync` is `enable`, as it is from the factory.',
  'A failover follows a command, a reboot and the loss of trust or group, and nothing else: not mcpd, daemons, VLANs or gateways that fail.',
  'The restart windows have times in the range that operators report; on a device they vary.',
  'Latency is a model (see below). Nothing is measured on a real device.',
  'Versions before 13.1 are not claimed; what recordings of 11.x and 12.x lack is left out for them, and what still differs is in the reviewed list of the conformance test (`test/mocks/captures/reviewed.ts`).',
  'A setting that came between two recorded versions is there from the release that its data names, which is a guess within that range.',
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
    guess:
      'The ARP table in `net/arp/stats` has static entries with the status `static`; its names are those that scripts read',
    call: '`GET net/arp/stats` with a static entry, a resolved one and an incomplete one',
  },
  {
    guess: 'Metadata comes back sorted by name, as f5-cccl expects; a recording of 16.0.0 has it in another order',
    call: '`POST ltm/pool {"name":"p","metadata":[{"name":"b"},{"name":"a"}]}`',
  },
  {
    guess: 'A name with an empty part, or outside of every partition, is refused in the words of a wrong value',
    call: '`POST ltm/pool {"name":"/p"}` and `{"name":"/Common/"}`; `POST auth/partition {"name":"k8s/a"}`',
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
  {
    guess:
      'The code of “The source and destination addresses … must be be the same type” is that of the mask, 0107028f',
    call: '`PATCH ltm/virtual/~k8s~v {"source":"::/0"}` on an IPv4 destination',
  },
  {
    guess: 'A number out of its range (a port of 65536, −1, 1.5) is refused in the words of a wrong type',
    call: '`PATCH ltm/pool/~k8s~p {"slowRampTime":-1}` and `{"slowRampTime":1.5}`',
  },
  {
    guess: 'The action of a policy that uses a pool is named by policy, rule and action',
    call: '`DELETE ltm/pool/~k8s~p` while a policy forwards to it',
  },
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
    guess: 'A commit that carries the header of its own transaction is a commit, and no command',
    call: '`PATCH transaction/<id> {"state":"VALIDATING"}` with `X-F5-REST-Coordination-Id: <id>`',
  },
  {
    guess:
      'A transaction that was only validated stays open, and stays one that is only validated until it is told otherwise',
    call: '`PATCH transaction/<id> {"state":"VALIDATING","validateOnly":true}`, then GET it and PATCH it without `validateOnly`',
  },
  {
    guess: 'Open transactions outlive a restart of mcpd and of restjavad',
    call: '`bigstart restart mcpd` between a queued command and its commit; the same with restjavad',
  },
  {
    guess: 'While mcpd loads, every write is refused as if it was lost',
    call: '`POST ltm/pool {"name":"p"}` again and again during `bigstart restart mcpd`',
  },
  {
    guess:
      'While icrd has lost mcpd or an asynchronous task holds it, what restjavad does itself (login, tokens) goes on',
    call: '`POST /mgmt/shared/authn/login` again and again during `bigstart restart mcpd`',
  },
  {
    guess:
      'A synchronisation fails whole when the other unit lacks a VLAN that an object refers to, with `Sync Failure` in `cm/sync-status`',
    call: 'config-sync of a virtual server with `vlans` that the other unit has not, and `GET cm/sync-status` on both',
  },
  {
    guess: 'The words of `cm/sync-status` for two units, but for those that clients look for',
    call: '`GET cm/sync-status` in sync, with changes, with one unit down, and after joining a group',
  },
  {
    guess:
      'An active unit without another one stays active when it is told to be standby (seen by f5-common-python on a lone device)',
    call: '`POST sys/failover {"command":"run","standby":true}` while the other unit is offline',
  },
  {
    guess: 'A commit checks the rights of the user who commits',
    call: 'a manager of one partition commits a transaction with a POST to another',
  },
  {
    guess: 'A persistence or tunnel profile in use, and a parent of profiles, is refused in the words of a pool in use',
    call: '`DELETE ltm/persistence/cookie/~k8s~c` while a virtual server has it',
  },
  {
    guess: 'A missing monitor is refused alike for pools, members, nodes and heirs (recorded for a pool)',
    call: '`PATCH ltm/node/~k8s~n {"monitor":"/Common/none-such"}`',
  },
  {
    guess: 'A route domain that an address lies in is refused deletion in the words of a pool in use',
    call: '`DELETE net/route-domain/10` with a node in it',
  },
  {
    guess:
      'A policy of the old kind is changed without saying `legacy` again; only the rules of published ones are closed',
    call: '`POST ltm/policy {"name":"p","legacy":true}`, then `PATCH ltm/policy/~Common~p {"description":"x"}`',
  },
  {
    guess: 'A draft is refused when there is one already, in the words of any object that exists',
    call: '`PATCH ltm/policy/~Common~p {"createDraft":true}` twice',
  },
  {
    guess: 'The folder `Drafts` of a partition is made with the first draft and goes with the partition',
    call: '`POST ltm/policy {"name":"p","partition":"k8s","subPath":"Drafts"}`, then its DELETE and that of the partition',
  },
  {
    guess:
      'A bare destination, and a bare SNAT address, of an object in a folder lies in the partition and not in the folder',
    call: '`POST ltm/virtual {"name":"v","partition":"k8s","subPath":"sub","destination":"10.0.0.1:80"}`, and its destination',
  },
  {
    guess: 'A VLAN that a route domain takes leaves the one that it was in, and goes back to the default one',
    call: '`PATCH net/route-domain/10 {"vlans":["/Common/internal"]}`, and `GET net/route-domain/0`',
  },
  {
    guess: 'A user’s role in a partition goes with the partition',
    call: '`DELETE auth/partition/k8s` while a user is a manager of it, and GET that user',
  },
  {
    guess:
      '`none`, an empty text or an empty list sent to a profile or monitor hides what its parent has; inside of an object (`hsts`) it gives the parent’s value back',
    call: '`POST ltm/profile/http` twice, the second from the first, which has a `fallbackHost`; `PATCH` the second with `"fallbackHost":"none"`',
  },
  {
    guess:
      'Names with a capital letter first, inside of an object, are passed over: the Terraform provider sends such with every HTTP profile (879)',
    call: '`POST ltm/profile/http {"name":"h","enforcement":{"MaxRequests":0}}`',
  },
  {
    guess: 'A host in a data group of addresses is shown with `/32` or `/128`, also when it was sent without',
    call: '`POST ltm/data-group/internal {"name":"d","type":"ip","records":[{"name":"10.0.0.1"}]}`',
  },
  {
    guess: 'The folder of a partition can be removed when it is empty, and the partition goes with it',
    call: '`DELETE sys/folder/~x` after `POST auth/partition {"name":"x"}`, then `GET auth/partition/x`',
  },
  {
    guess: 'An expanded subcollection without members has no `items`, also where an empty list of its own has them',
    call: '`GET ltm/pool/~Common~p?expandSubcollections=true` of a pool without members, on 15.1',
  },
  {
    guess: 'A record that is sent twice in one list is refused like one that is added twice (recorded)',
    call: '`POST ltm/data-group/internal {"name":"d","type":"string","records":[{"name":"a"},{"name":"a"}]}`',
  },
];

/** The refusals of which the words, the code or the status is a guess, each with the call that would tell them. */
export const settledBy: Partial<Readonly<Record<RefusalName, string>>> = {
  requiredProperty: '`POST net/self {"name":"s"}`',
  badQuery: '`GET ltm/pool?$top=x`',
  routeWithoutTarget: '`POST net/route {"name":"r","network":"10.5.0.0/16"}`',
  systemObject: '`DELETE ltm/monitor/http/~Common~http`',

  nodeAddressDiffers: '`POST ltm/pool/~k8s~p/members {"name":"n:80","address":"10.0.0.2"}` with a node `n` of 10.0.0.1',
  arpAddressTaken: '`POST net/arp` twice, under two names with one address',
  selfAddressTaken: '`POST net/self` twice, under two names with one address',
  routeDomainIdTaken: '`POST net/route-domain` twice, under two names with one id',
  routeDomainMissing: '`POST ltm/node {"name":"n","address":"10.0.0.1%77"}` without a route domain 77',
  trustUnreachable: '`POST cm/add-to-trust` with the address of no BIG-IP',
  trustRefused: '`POST cm/add-to-trust` with a wrong password',
  contentRange: '`POST /mgmt/shared/file-transfer/uploads/x` without `Content-Range`',
  certificateUnreadable: '`POST sys/file/ssl-cert` with the `sourcePath` of an uploaded file that is no certificate',
  fileMissing: '`POST sys/config {"command":"load","options":[{"file":"/none"}]}`',
  transactionMissing: 'any POST with `X-F5-REST-Coordination-Id: 1`',
  notTransactional: '`POST auth/partition {"name":"x"}` with `X-F5-REST-Coordination-Id` of an open transaction',
  modificationDenied: '`PATCH ltm/pool/~Common~p {"description":"x"}` by a manager of another partition',
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
    not: 'licensing of a cluster, certificates between its units',
  },
  {
    client: '@f5devcentral/f5-cloud-libs 4.30.0, two units',
    ran: 'the client itself',
    test: 'cloud-libs-two-units.test.ts',
    showed: [
      'one active and one standby unit that know each other',
      'the recommended action in `sync-status`, done, and the complete synchronisation after it; a VLAN stays behind',
      'the other unit “connected”; `joinCluster` finds that there is nothing to join',
      'two units whose trust was reset: `joinCluster` makes trust and device group, and synchronises',
    ],
    not: 'more than two units',
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
      'settings of profiles set to nothing, a folder at the root, the origins of a SNAT, no pull from a group before a push',
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
      'users found by partition, the lines for the shell of bigip_wait and bigip_config, booleans for `true` and `false`, a certificate uploaded',
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
    client: 'the Terraform provider, what running go-bigip found',
    ran: 'its requests',
    test: 'terraform-manners.test.ts',
    showed: [
      'a login with an empty provider, `cli/version`, `yes` and `no` for `true` and `false`, fields of Go that TMOS does not have',
      'a SNAT whose origins are sent as `originsReference`',
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
