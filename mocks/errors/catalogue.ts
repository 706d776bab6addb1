import type { Evidence } from '../evidence.ts';

/** One refusal of the device: status, `apiError`, text with `{fields}`, and how the text is known. */
export interface RefusalRule {
  readonly status: number;
  readonly apiError: number;
  readonly text: string;
  readonly evidence: Evidence;
  readonly source: string;
}

/** Values of `apiError` that were seen on devices. */
const framework = 1;
const commit = 2;
const mcpd = 3;
const argument = 26214401;

function rule(status: number, apiError: number, text: string, evidence: Evidence, source: string): RefusalRule {
  return { status, apiError, text, evidence, source };
}

/** Every refusal of `/mgmt/tm`, by the name the mock uses for it. docs/fidelity.md is made from this table. */
export const refusals = {
  notFound: rule(
    404,
    mcpd,
    '01020036:3: The requested {label} ({path}) was not found.',
    'tested',
    'EC-BigIp LTMGetBalancingPoolTests.groovy; f5-appsvcs-extension test/integration/bigip/misc/pool.js, iRule.js, serviceAddress.js',
  ),
  objectNotFound: rule(
    404,
    framework,
    'Object not found - {path}',
    'tested',
    'EC-BigIp LTMGetPoolMemberTests.groovy; f5-appsvcs-extension test/integration/bigip/misc',
  ),
  alreadyExists: rule(
    409,
    mcpd,
    '01020066:3: The requested {label} ({path}) already exists in partition {partition}.',
    'tested',
    'f5-appsvcs-extension 868 (the sentence, for a member); apiError is a guess',
  ),
  folderMissing: rule(
    400,
    argument,
    'The requested folder ({path}) was not found.',
    'tested',
    'EC-BigIp LTMCreateBalancingPoolTests.groovy, LTMManageBalancingPoolTests.groovy',
  ),
  memberFolderMissing: rule(
    400,
    mcpd,
    "01070734:3: Configuration error: Can't associate Pool Member ({path}) folder does not exist",
    'tested',
    'EC-BigIp LTMCreatePoolMemberTests.groovy',
  ),
  memberWithoutPort: rule(
    400,
    argument,
    'HTML Tag-like Content in the Request URL/Body',
    'tested',
    'EC-BigIp LTMCreatePoolMemberTests.groovy',
  ),
  emptyPatch: rule(
    400,
    argument,
    'one or more properties must be specified',
    'tested',
    'EC-BigIp LTMManageBalancingPoolTests.groovy',
  ),
  nameMissing: rule(
    400,
    argument,
    'one or more configuration identifiers must be provided',
    'recorded',
    'f5-ansible source comment, BIG-IP 12.1.0',
  ),
  unknownProperty: rule(
    400,
    argument,
    '"{property}" unknown property',
    'recorded',
    'POSH-LTM-Rest 188 (the words; the quotes are a guess)',
  ),
  invalidValue: rule(
    400,
    argument,
    'invalid property value "{property}":"{value}"',
    'recorded',
    'terraform-provider-bigip 131, POSH-LTM-Rest 102',
  ),
  invalidOption: rule(400, argument, 'enter a valid option', 'recorded', 'k8s-bigip-ctlr 1508'),
  fixedProperty: rule(
    400,
    argument,
    '"{property}" may not be modified',
    'guess',
    'that the change fails is tested (f5-common-python read-only attributes, CCCL); the text is not known',
  ),
  requiredProperty: rule(400, argument, '"{property}" must be specified', 'guess', 'the text is not known'),
  unexpectedUri: rule(400, framework, 'Found unexpected URI tmapi_mapper/{path}.', 'recorded', 'f5-common-python 532'),
  badBody: rule(400, framework, 'Found invalid JSON body in the request.', 'guess', 'the text is not known'),
  badQuery: rule(400, framework, 'invalid query parameter {name}', 'guess', 'the text is not known'),
  stringTooLong: rule(
    400,
    mcpd,
    '01070712:3: Max string size exceeded during update of attribute:{property} type:{type} max:65520 received:{size}',
    'documented',
    'f5-appsvcs-extension docs/userguide/best-practices.rst',
  ),
  referenceMissing: rule(
    404,
    mcpd,
    '01020036:3: The requested {label} ({path}) was not found.',
    'tested',
    'f5-ansible 2149 for a profile; EC-BigIp LTMCreatePoolMemberTests.groovy',
  ),
  profilesExclusive: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: Found disallowed profile on {path}: Not Any Of (FastL4 Profile, FastHTTP Profile)',
    'recorded',
    'f5-ansible 34 (through tmsh)',
  ),
  bothOfPair: rule(
    400,
    argument,
    '"{property}" and "{opposite}" may not be specified together',
    'guess',
    'that exactly one of a pair is present is tested; what happens with both is not known',
  ),
  inUse: rule(
    400,
    mcpd,
    '01070265:3: The {label} ({path}) cannot be deleted because it is in use by a {user} ({userPath}).',
    'recorded',
    'f5-declarative-onboarding 7; k8s-bigip-ctlr 2799 for a rule',
  ),
  monitorInUse: rule(400, mcpd, '01070083:3: Monitor {path} is in use.', 'recorded', 'terraform-provider-bigip 187'),
  nodeInUse: rule(
    400,
    mcpd,
    "01070110:3: Node address '{path}' is referenced by a member of pool '{userPath}'.",
    'recorded',
    'f5-appsvcs-extension 483',
  ),
  snatpoolInUse: rule(
    400,
    mcpd,
    '01070320:3: Snatpool {path} is still referenced by a virtual server.',
    'recorded',
    'f5devcentral/bigip-kubernetes-gateway, known issues',
  ),
  virtualAddressInUse: rule(
    400,
    mcpd,
    '01070129:3: Virtual address {path} is referenced by one or more virtual servers.',
    'guess',
    'f5-ansible and openstack code match "is referenced by one or more virtual servers"; the code is a guess',
  ),
  partitionNotEmpty: rule(
    400,
    mcpd,
    '0107082a:3: You must remove all objects from a partition before removing the partition ({path}), type ID ({typeId})',
    'documented',
    'f5-appsvcs-extension docs/userguide/tips-warnings.rst; the type ID of other kinds is not known',
  ),
  systemObject: rule(
    400,
    mcpd,
    '01070637:3: The {label} ({path}) cannot be deleted because it is a system object.',
    'guess',
    'that factory objects stay is common knowledge; the text is not known',
  ),
  destinationShared: rule(
    400,
    mcpd,
    '01070333:3: Virtual Server {path} illegally shares destination address, source address, service port, ip-protocol, and vlan with Virtual Server {userPath}.',
    'recorded',
    'shsingh/f5-application-services-integration-iApp, functional tests',
  ),
  sourceFamily: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: Virtual Server ({path}) source ({source}) and destination ({destination}) must be the same type.',
    'guess',
    'that it fails is tested; the end of the sentence too; code and beginning are guesses',
  ),
  maskFamily: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: Virtual Server ({path}) has an invalid mask {mask} for address {destination}.',
    'guess',
    'f5-openstack-agent 1294: an IPv4 mask on an IPv6 virtual fails with 400; the text is not known',
  ),
  addressTaken: rule(
    400,
    mcpd,
    '0107176c:3: Invalid Virtual Address, the IP address {address} already exists.',
    'recorded',
    'k8s-bigip-ctlr 281',
  ),
  nodeAddressTaken: rule(
    400,
    mcpd,
    '0107003a:3: Pool member node ({path}) and existing node ({userPath}) cannot use the same IP Address ({address}).',
    'recorded',
    'f5-ansible 823',
  ),
  nodeAddressDiffers: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: Pool member ({path}) address ({address}) differs from the address ({nodeAddress}) of its node.',
    'guess',
    'the text is not known',
  ),
  arpAddressTaken: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: The IP address ({address}) of ARP ({path}) is in use by ARP ({userPath}).',
    'guess',
    'that an address has one static entry is common knowledge; the text is not known',
  ),
  recordRouteDomain: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: The IP address ({address}) of the tunnel FDB record ({path}) and the tunnel local address ({local}) cannot be in different route domain.',
    'recorded',
    'k8s-bigip-ctlr 425, 1730',
  ),
  vniTaken: rule(
    400,
    mcpd,
    '010716ce:3: The tunnel {path} must have a unique VNI - the specified VNI({key}) conflicts with VNI of tunnel {userPath}.',
    'recorded',
    'k8s-bigip-ctlr 804',
  ),
  networkTwice: rule(
    400,
    mcpd,
    '01070392:3: Self IP {address} / {mask}: This network is defined on two vlans ({vlan} and {otherVlan})',
    'recorded',
    'k8s-bigip-ctlr 804; the code is a guess',
  ),
  selfAddressTaken: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: The self IP ({path}) has the address of self IP ({userPath}).',
    'guess',
    'the text is not known',
  ),
  routeDomainIdTaken: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: Route domain id {id} is in use by ({userPath}).',
    'guess',
    'the text is not known',
  ),
  routeDomainMissing: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: The route domain {id} of address {address} does not exist.',
    'guess',
    'the text is not known',
  ),
  deviceGroupMissing: rule(
    400,
    mcpd,
    '01070734:3: Configuration error: Device group ({path}) not found in device group sync',
    'tested',
    'EC-BigIp LTMConfigSyncTests.groovy',
  ),
  commitFailed: rule(
    400,
    commit,
    'transaction failed:{reason}',
    'recorded',
    'f5devcentral/bigip-kubernetes-gateway, known issues and internal/pkg',
  ),
  commitEmpty: rule(
    404,
    framework,
    'there is no command to commit in the transaction.',
    'tested',
    'f5-common-python f5/bigip/tm/transaction/test/functional/test_transaction.py',
  ),
  transactionMissing: rule(
    404,
    framework,
    'Missing transaction ID for this call.',
    'guess',
    'that the call fails is documented; where the words were seen was not found again',
  ),
  commandMissing: rule(400, framework, 'Found invalid command id {id}', 'recorded', 'f5-common-python 641'),
  notTransactional: rule(
    400,
    framework,
    'The URI {path} cannot be used in a transaction.',
    'guess',
    'AS3 makes partitions outside of its transaction; the text is not known',
  ),
  filterPartition: rule(
    404,
    argument,
    'The requested folder ({path}) was not found.',
    'tested',
    'f5-bigip-rest-go requests.go matches the text; the status is a guess',
  ),
  accessDenied: rule(
    403,
    mcpd,
    '01070822:3: Access Denied: User ({user}) does not have {right} permission on partition ({partition}).',
    'guess',
    'code as in mcpd logs; status and text are guesses',
  ),
  asyncTask: rule(
    503,
    32964609,
    'There is an active asynchronous task executing.',
    'recorded',
    'k8s-bigip-ctlr 1137, 1391, 2192',
  ),
  mcpdLost: rule(
    500,
    32768001,
    'The connection to mcpd has been lost, try again.',
    'recorded',
    'f5-bigip-rest-go bigip/utils.go',
  ),
} as const satisfies Record<string, RefusalRule>;

/** The name of a refusal in the catalogue. */
export type RefusalName = keyof typeof refusals;
