/** Where the mock is not what it stands for. */
export const differences: readonly string[] = [
  'It passes no traffic: counters are 0, monitors find everything up, FQDN nodes resolve to nothing.',
  'mcpd checks values of profile and monitor settings; the mock takes any text where a table of defaults has a text.',
  'iRules and policies are stored, not compiled; publishing a draft policy is not implemented.',
  'LTM policy, virtual server and route settings that need another module (AFM, APM, GTM) answer 501.',
  'util/bash, file transfer, AS3, ASM, GTM, statistics of types other than virtual, pool, member, node and tunnel: 501.',
  'There is one licence, everything is provisioned as asked, and provisioning restarts nothing.',
  'Roles are checked by partition only: administrators and managers write, all others read.',
  'A failed transaction can still be read (`FAILED`); its commands cannot.',
  'Two units are synchronised whole, not by increments; conflicts are reported and never refused.',
  'The restart windows have times in the range that operators report; on a device they vary.',
  'Latency is a model (see below). Nothing is measured on a real device.',
  'Versions before 13.1 are not claimed; where 11.x and 12.x recordings differ, the reviewed list of the conformance test says so.',
];

/** A guess on the path of VXLAN, pools and virtual servers, and the one call that would settle it. */
export interface OpenQuestion {
  readonly guess: string;
  readonly call: string;
}

/** The guesses that matter most. */
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
    guess: 'A second static ARP entry for one address is refused with 400',
    call: 'the same POST under another name',
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
      'An address outside of route domain 0 always shows its `%id`, also in the default route domain of its partition',
    call: 'GET a node of a partition with `defaultRouteDomain` 10',
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
    guess: 'A change of a fixed property answers 400; its words',
    call: '`PATCH net/arp/~Common~a {"ipAddress":"10.0.0.10"}`',
  },
  {
    guess: 'A missing required property answers 400; its words',
    call: '`POST net/self {"name":"s"}`',
  },
  {
    guess: 'The envelope of 409 has apiError 3',
    call: 'the same `POST ltm/pool` twice',
  },
  {
    guess: 'A list filtered by an unknown partition answers 404',
    call: '`GET ltm/pool?$filter=partition eq none`',
  },
  {
    guess: '`$top` counts objects, and `nextLink` keeps it',
    call: '`GET ltm/pool?$top=1` with three pools, and the link in it',
  },
  {
    guess: 'An FDB or ARP record is refused while its tunnel or self IP is missing, or not',
    call: '`POST net/arp` with an address outside of every self IP’s network (the mock accepts it)',
  },
  {
    guess: 'A commit checks references at its end, whatever the order of the commands',
    call: 'a transaction that makes a virtual server before its pool',
  },
  {
    guess: 'A profile or policy in use is refused in the words of a pool in use',
    call: '`DELETE ltm/profile/tcp/~k8s~t` while a virtual server has it',
  },
  {
    guess: 'A header with an expired transaction answers 404 “Missing transaction ID for this call.”',
    call: 'any POST with `X-F5-REST-Coordination-Id: 1`',
  },
  {
    guess: 'An unknown token answers JSON “does not exist” from 16.1 on',
    call: '`GET ltm/pool` with `X-F5-Auth-Token: X` on 16.1 and 17.1',
  },
];
