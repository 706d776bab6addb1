/** A client that ran against `bigip mock` by hand, and is not part of the tests. */
export interface HandRun {
  readonly client: string;
  /** What of it ran: the published code, or a copy made from its source. */
  readonly form: string;
  readonly showed: readonly string[];
  /** What it cannot do against the mock, and what it cannot do against a device either. */
  readonly not: readonly string[];
}

/** The section of the page about them. */
export function handRunLines(): string[] {
  return [
    '## Clients that ran by hand',
    '',
    'Not part of the tests: Python and Go clients that were run against `bigip mock` once, before this page was written.',
    'What they found wrong was mended, and stands in the tests as requests.',
    '',
    ...handRuns.flatMap(({ client, form, showed, not }) => [
      `### ${client}`,
      '',
      `Ran: ${form}.`,
      '',
      ...showed.map((line) => `- ${line}`),
      ...not.map((line) => `- not: ${line}`),
      '',
    ]),
  ];
}

/** What ran over https against version 15.1.2.1. */
export const handRuns: readonly HandRun[] = [
  {
    client: 'f5networks.f5_modules 1.25.0 for Ansible',
    form: 'the published collection, unchanged, as Debian ships it (ansible 7.7.0): each module run by itself, and again to see that nothing changes',
    showed: [
      'bigip_partition, pool, pool_member (also by domain name, aggregates, `replace_all_with`), node, virtual_address',
      'virtual_server of all its types: standard, forwarding, reject, stateless, internal, DHCP, performance HTTP and layer 4, message routing; profiles, policies, iRules, VLANs, SNAT, clone pools',
      'monitors, profiles, persistence, irule, data_group, snat_pool, snat_translation, policy, policy_rule, ssl_certificate, ssl_key',
      'vlan, selfip, routedomain, tunnel, static_route, user, provision, sys_db, sys_global, hostname, device_dns, device_ntp, device_group and its members, traffic group, device_connectivity, config, wait, and device_info of what the mock has',
    ],
    not: [
      'asked for and answered with 501: `ltm/global-settings`, `net/interface`, `net/trunk`, `sys/hardware`, `sys/software`, statistics of VLANs and traffic groups',
      'not its fault and not the mock’s: settings that the modules send again at every run, parents that they look for in the wrong partition',
    ],
  },
  {
    client: 'f5-common-python (f5-sdk) with f5-icontrol-rest-python',
    form: 'written out again from their source, without comments: session, token, resource, mixins, transaction, and the classes of ltm, net, sys, cm, auth and util; 93 journeys after F5’s own functional tests',
    showed: [
      'create, load, exists, modify, update, refresh, delete and get_collection of pools, members, nodes, virtual servers and addresses, policies, iRules, data groups, SNATs, every monitor, profile and persistence type that the SDK and a 14.1 have',
      'VLANs with interfaces, self IPs, routes, tunnels, FDB, ARP, route domains, folders, partitions, users, device groups',
      'TransactionContextManager (commit, failure, validateOnly), drafts of policies, statistics, `exec_cmd` of config-sync, save, load and failover, logins by password and by token, and a token renewed',
    ],
    not: ['classes of types that the mock has not; iApps'],
  },
  {
    client: 'f5-cccl (k8s-bigip-ctlr)',
    form: 'written out again from its source: its resource classes, the proxy that reads the device, the service that compares and deploys',
    showed: [
      'a whole partition of virtual servers, addresses, pools, members, monitors, policies, iRules and data groups, in route domains 0 and 20: made, applied again without a change, changed, emptied',
      'ARP, FDB records and routes likewise; the policy of another client published and removed',
    ],
    not: ['its schema checks and the Python driver of k8s-bigip-ctlr around it'],
  },
  {
    client: 'go-bigip (Terraform provider)',
    form: 'written out again from its source, compiled with Go 1.19: bigip.go, and what ltm.go, net.go, sys.go and device.go send and read for the types of the mock; 312 checks',
    showed: [
      'nodes, pools, members and their states, thirteen monitor types, virtual servers and addresses, policies drafted and published, iRules, data groups, SNATs, profiles, persistence: created as Terraform sends them, read, put back, deleted',
      'VLAN with interfaces, self IPs, routes, tunnels, VXLAN profiles, route domains, partitions, NTP, DNS, provisioning, device groups, certificates and keys uploaded, transactions that commit and that fail',
    ],
    not: ['the provider itself; `RunCommand` of other lines than the mock’s shell knows'],
  },
];
