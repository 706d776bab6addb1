/** Every reason that a diagnostic of a desired state can have: data, from which the reference is written. */
import type { Diagnostic } from '../diagnostic.ts';
import { snapshotReasons } from '../kubernetes/reasons.ts';

interface ReasonFacts {
  readonly severity: Diagnostic['severity'];
  /** One sentence: when it is said, and what happens then. */
  readonly meaning: string;
}

const error = (meaning: string) => ({ severity: 'error', meaning }) as const;
const warning = (meaning: string) => ({ severity: 'warning', meaning }) as const;
const info = (meaning: string) => ({ severity: 'info', meaning }) as const;

export const reasons = {
  ...snapshotReasons,

  // Who else is there
  CisRuns: warning(
    'A Pod or Deployment of the input runs k8s-bigip-ctlr for the managed partition, or does not say for which: nothing is adopted while it runs, unless told.',
  ),

  // What is asked for
  As3ConfigMapIgnored: info('The ConfigMap is labelled for AS3, so its data is not read.'),
  UnknownF5Type: warning(
    'The label f5type of a ConfigMap is another than virtual-server, by a slip perhaps; nothing is done for it.',
  ),
  PoolAlone: info(
    'A virtual-server ConfigMap says no address (virtualAddress with bindAddr, or the annotation virtual-server.f5.com/ip), so a pool is made for it and no virtual server.',
  ),
  InvalidConfigMap: error(
    'The data of a virtual-server ConfigMap is missing, is not JSON or does not fit the schema; its virtual server is held.',
  ),
  UnsupportedSchema: error(
    'The ConfigMap names no schema, or another than bigip-virtual-server v0.1.0 to v0.1.7; its virtual server is held.',
  ),
  WrongPartition: warning('Another partition than the managed one is asked for, so nothing is done.'),
  IAppUnsupported: error('The ConfigMap asks for an iApp, which is not supported; nothing is changed for it.'),
  NameTooLong: error(
    'The name of an object would be longer than the 255 characters that BIG-IP takes; nothing is changed for it.',
  ),
  InvalidPublish: error(
    'An item of a `publish:` list is not understood, or shares its name with another; what it has is held, and when an item does not even say its name all that was published by lists is.',
  ),
  PublishedPortDoubtful: warning(
    'A port of a Service whose ports are all published is SCTP, which is left out, or looks like the status port of a proxy, which is not; or a port is UDP, and is published without the SSL profiles of its item.',
  ),
  InvalidAnnotation: error(
    'An annotation of a Service of type LoadBalancer is not understood; its virtual servers are held.',
  ),
  InvalidTransportServer: error('The spec of a TransportServer is not understood; its virtual server is held.'),
  FieldUnsupported: error(
    'A TransportServer, or a Service of type LoadBalancer, asks for something that is not done here; its virtual servers are held, so that they never stand without it.',
  ),
  FieldIgnored: warning(
    'A TransportServer has a field, or a Service of type LoadBalancer an annotation of CIS, that is not known here; its virtual server is made without regard to it.',
  ),
  FieldMisspelt: error(
    'A TransportServer has a field, or a Service of type LoadBalancer an annotation, that is not known and looks like one for TLS, a Policy or who is let in; its virtual servers are held, so that they never stand without it.',
  ),
  SourceRangesIgnored: warning(
    'A Service that is published lets in some networks alone (spec.loadBalancerSourceRanges), which is not done: its virtual server answers everybody, unless rules or VLANs of the publish list keep them out.',
  ),
  ExceptWithoutPort: warning(
    'An entry of `except` of a `publish:` list is no port of the Service, so it leaves out nothing; a port whose name is nearly the same is held.',
  ),
  PolicyUnsupported: error(
    'A Service of type LoadBalancer asks for a Policy of CIS, which is not read; its virtual servers are held, so that they never stand without it.',
  ),
  AddressMissing: error('No address is stated, and none is handed out here; what was published is held.'),
  HostIgnored: info('A host name is for DNS, which is not written; the virtual server is made without it.'),
  UnknownLoadBalancingMode: error(
    'What is asked for is not a load balancing mode of BIG-IP; the virtual server is held.',
  ),
  InvalidMonitor: error('The interval of a health monitor is not less than its timeout; the virtual server is held.'),
  MonitorIntervalLowered: warning(
    'A health monitor of a TransportServer, or of a Service of type LoadBalancer, has an interval that is not less than its timeout; one second less than the timeout is taken, as BIG-IP does by itself.',
  ),
  TargetPortTaken: info(
    'The servicePort of a TransportServer is the targetPort of a port of the Service, as CIS takes it too; the message names the port that is taken.',
  ),
  SslProfileIsSecret: error(
    'The SSL profile is the name of a Secret, which is not turned into a profile; the virtual server is held, so that it never answers without TLS.',
  ),
  SslProfileUnresolved: error(
    'TLS is asked for and no profile, or none that can be a profile, is named; the virtual server is held, so that it never answers without TLS.',
  ),
  SslProfileAssumed: warning(
    'The SSL profile is named without a partition, so the profile of that name in the managed partition is referenced.',
  ),
  DestinationConflict: error(
    'Two ask for the same address, port and protocol; the one that the BIG-IP has there stays, else the older one has it, and the other is held.',
  ),

  // The Service
  ServiceNotFound: error('The Service is not in the input, or could not be read; what is published of it is held.'),
  ServicePortNotFound: error(
    'The Service has no such port for this protocol; the message names the ports that it has, and the virtual server is held.',
  ),
  WrongServiceType: error(
    'The type of the Service has no members in this mode (ExternalName, or ClusterIP in nodeport mode); the virtual server is held.',
  ),
  NodePortNotAllocated: error('The port of the Service has no node port; the virtual server is held.'),

  // Endpoints
  EndpointsNotFound: error(
    'Neither an EndpointSlice nor an Endpoints object of the Service is in the input; the virtual server is held.',
  ),
  NoReadyEndpoints: warning(
    'No endpoint of the Service is ready, or none has the port; the message says which, the pool is emptied and the virtual server stays.',
  ),
  EndpointPodUnknown: error(
    'The mode is nodeportlocal, and the Pod of an endpoint is not in the input, or no Pod says its ports in a way that is understood; the virtual server is held.',
  ),
  PodWithoutNodePort: warning(
    'The mode is nodeportlocal and Antrea has published no port of a Node for a pod, or what it published is not understood; the pod is no member.',
  ),
  AllEndpointsTerminating: info('Every endpoint that serves is terminating, so all of them stay enabled.'),
  EndpointsTruncated: warning(
    'The Endpoints object holds only the first 1000 addresses; EndpointSlices would hold all.',
  ),
  FqdnSliceIgnored: warning('An EndpointSlice holds DNS names, which are not turned into members.'),
  InvalidEndpointAddress: warning('An endpoint is not an IP address of its slice’s family; it is left out.'),
  EndpointPortUnspecified: error(
    'An EndpointSlice leaves the port open (all ports), which cannot be a member; the virtual server is held.',
  ),
  EndpointNodeUnknown: error(
    'externalTrafficPolicy is Local and the Node of an endpoint is not known; the virtual server is held.',
  ),

  // Nodes as members
  NodesNotFound: error('No Node is in the input; pools of node addresses are held, not emptied.'),
  NoUsableNodes: error(
    'Every Node is left out, or has no address of the wanted type; pools of node addresses are held, not emptied.',
  ),
  NodeExcluded: info(
    'A Node is no member: not ready, labelled or about to be deleted, not selected; the message says which.',
  ),
  NodeWithoutAddress: info('A Node has no address of the wanted type and family, and is no member.'),

  BigIpNodeNotFound: warning(
    'A Node that is said to stand for the BIG-IP is not in the input, so its name may be wrong.',
  ),

  // The overlay
  TunnelInNodePortMode: warning(
    'Members are node addresses, which no tunnel carries; the FDB records of the tunnel are kept up all the same.',
  ),
  OtherCni: warning('The objects of the input tell another CNI than the one that was given (`--cni`).'),
  NodeWithoutVtep: warning(
    'A Node publishes no VTEP that can be used; it gets no FDB record, and one that it has is not removed.',
  ),
  NodeWithoutStatus: info('A Node has a VTEP and no kubelet; if it stands for the BIG-IP itself, it has to be named.'),
  VtepWithoutPublicIp: warning(
    'A Node publishes the MAC of its VTEP and not its address; the address of the Node is taken.',
  ),
  DuplicateVtep: warning(
    'Two Nodes publish the same VTEP MAC or address; with one MAC neither gets an FDB record, and what there is stays.',
  ),
  MemberNodeUnknown: error(
    'A member needs a neighbour entry and its Node is not known; the member and its entry are held.',
  ),
  MemberWithoutVtep: error(
    'A member needs a neighbour entry and its Node has no usable VTEP; the member and its entry are held.',
  ),
  MemberFamilyUnsupported: error(
    'A member in the overlay is of a family that no tunnel carries (`--tunnel-v6`); the member and its entry are held.',
  ),
  MemberOutsidePodNetwork: info(
    'A member lies outside the pod network of its Node; it gets no neighbour entry, and has to be reached by routing.',
  ),

  // Static routes
  NodeWithoutRoute: warning(
    'The pod network of a Node, or the address that leads to it, is not understood; it gets no static route, and one that it has is not removed.',
  ),
  DuplicatePodNetwork: warning('Two Nodes have one pod network; neither gets a static route, and what there is stays.'),
  RoutesUnknown: warning(
    'Nothing in the input says which pods are behind which Node, so every static route stays as it is.',
  ),

  // Pools
  PoolWithoutMonitor: info('No health monitor is asked for, so BIG-IP sends traffic to members that do not answer.'),
} as const satisfies Record<string, ReasonFacts>;

/** A CamelCase word that scripts may match. */
export type Reason = keyof typeof reasons;
