/** Everything that can be wrong with an overlay, by name: data, from which docs/doctor.md is checked. */
interface ReasonText {
  readonly severity: 'broken' | 'warning';
  /** The rule of the validations, and the checks of the doctor, that tell it. */
  readonly told: string;
  readonly means: string;
}

const reasons = {
  DeviceUnreadable: {
    severity: 'broken',
    told: 'overlay',
    means: 'What an overlay is judged by could not be read from the device, so nothing is written.',
  },
  VersionTooOld: {
    severity: 'warning',
    told: 'D1',
    means: 'BIG-IP is older than 12.1: FDB records cannot be written one by one.',
  },
  SdnNotLicensed: {
    severity: 'warning',
    told: 'D1',
    means: 'The licence does not name SDN Services, which VXLAN needs.',
  },
  ProfileMissing: { severity: 'broken', told: 'D2', means: 'The VXLAN profile of the tunnel does not exist.' },
  PortMismatch: {
    severity: 'broken',
    told: 'V3 D2',
    means: 'The UDP port of the profile is not the one that the Nodes send to.',
  },
  PortUnusual: {
    severity: 'warning',
    told: 'V3 D2',
    means: 'The UDP port is not the default of the CNI, and nothing in the input says which one is meant.',
  },
  FloodingTypeUnfit: {
    severity: 'warning',
    told: 'V3 D2',
    means: 'The flooding type is not the one that the CNI works with.',
  },
  FlannelBackend: {
    severity: 'warning',
    told: 'V1 D7',
    means: 'The configuration of flannel says another backend than VXLAN.',
  },
  TunnelMissing: { severity: 'broken', told: 'D3', means: 'The tunnel does not exist.' },
  LocalAddressUnset: {
    severity: 'broken',
    told: 'D3',
    means: 'The tunnel has no local address, so nobody can send to it.',
  },
  VniMismatch: { severity: 'broken', told: 'V2 D3', means: 'The VNI of the tunnel is not the one that the Nodes use.' },
  VniUnusual: {
    severity: 'warning',
    told: 'V2 D3',
    means: 'The VNI is not the default of the CNI, and nothing in the input says which one is meant.',
  },
  VniMixed: { severity: 'broken', told: 'V2 D3', means: 'The Nodes of one cluster use different VNIs.' },
  MtuTooLarge: {
    severity: 'broken',
    told: 'V10 D3',
    means: 'The tunnel sends packets that do not fit the underlay: small ones work, large ones hang.',
  },
  MtuTooSmall: { severity: 'warning', told: 'V10 D3', means: 'The tunnel takes less than the pods send.' },
  LocalAddressNotSelf: {
    severity: 'broken',
    told: 'D4',
    means: 'The local address of the tunnel is no self IP of the BIG-IP.',
  },
  LocalAddressFloating: {
    severity: 'warning',
    told: 'D4',
    means: 'The local address is a floating self IP: only the active unit has the tunnel.',
  },
  OverlaySelfMissing: { severity: 'broken', told: 'V6 D5', means: 'No self IP stands on the tunnel.' },
  OverlaySelfEdge: {
    severity: 'broken',
    told: 'V6',
    means: 'The overlay self IP is the network or the broadcast address.',
  },
  OverlaySelfOnWorker: {
    severity: 'broken',
    told: 'V6 D5',
    means:
      'The overlay self IP is in the podCIDR of a Node that runs pods: that Node gets the answers, and a pod the address.',
  },
  OverlaySelfOutsideNetwork: {
    severity: 'broken',
    told: 'V6 D5',
    means: 'The overlay self IP is not in the pod network.',
  },
  OverlaySelfPrefixTooLong: {
    severity: 'broken',
    told: 'V6 D5',
    means: 'Pods lie outside the network of the overlay self IP, so BIG-IP does not look for them behind the tunnel.',
  },
  OverlaySelfPrefixTooShort: {
    severity: 'warning',
    told: 'V6 D5',
    means: 'The network of the overlay self IP is larger than the pod network.',
  },
  OverlaySelfOutsideNode: {
    severity: 'broken',
    told: 'V6 D5 D6',
    means: 'The overlay self IP is not in the podCIDR of the Node that stands for the BIG-IP, so pods cannot answer.',
  },
  FloatingSelfWithoutNode: {
    severity: 'broken',
    told: 'D5 D13',
    means:
      'A floating self IP on the tunnel is in no podCIDR of a declared Node: after a failover replies go to the old unit.',
  },
  BigIpNodeMissing: {
    severity: 'broken',
    told: 'D6',
    means: 'No Node stands for the BIG-IP, so the Nodes do not know where to send replies.',
  },
  BigIpNodeIgnored: { severity: 'broken', told: 'D6', means: 'The CNI ignores the Node that stands for the BIG-IP.' },
  BigIpNodeMac: {
    severity: 'broken',
    told: 'D6',
    means: 'The Node that stands for the BIG-IP has another MAC address than the tunnel.',
  },
  BigIpNodeAddress: {
    severity: 'broken',
    told: 'D6',
    means: 'The Node that stands for the BIG-IP has another address than the tunnel.',
  },
  DirectRouting: {
    severity: 'warning',
    told: 'D6',
    means: 'Flannel sends to the BIG-IP without VXLAN, because it is in the network of the Nodes.',
  },
  BigIpNodePodCidr: { severity: 'broken', told: 'D6', means: 'The Node that stands for the BIG-IP has no podCIDR.' },
  NodeIsWorker: {
    severity: 'broken',
    told: 'node-manifest',
    means: 'The Node that was named for the BIG-IP is a machine of the cluster.',
  },
  OtherCni: {
    severity: 'warning',
    told: 'V1 D7',
    means: 'The objects of the cluster tell another CNI than the one that was given.',
  },
  NodeWithoutVtep: { severity: 'warning', told: 'V1 D7', means: 'A Node publishes no VTEP that can be used.' },
  DuplicateVtepMac: { severity: 'broken', told: 'V4 D7', means: 'Two Nodes of one cluster publish one MAC address.' },
  DuplicateVtepAddress: { severity: 'broken', told: 'V4 D7', means: 'Two Nodes publish one VTEP address.' },
  OverlappingPodCidr: { severity: 'broken', told: 'V4 D7', means: 'Two Nodes have overlapping podCIDRs.' },
  PodCidrHostBits: { severity: 'warning', told: 'V5', means: 'A podCIDR is written with host bits.' },
  PodCidrOutsideNetwork: { severity: 'broken', told: 'V5 D11', means: 'A podCIDR lies outside the pod network.' },
  PodCidrInvalid: { severity: 'broken', told: 'V5', means: 'A podCIDR is no network.' },
  MissingFdbRecord: { severity: 'broken', told: 'D7', means: 'A Node has no FDB record: its pods are not reached.' },
  VtepMacChanged: {
    severity: 'broken',
    told: 'D7',
    means: 'The FDB knows the Node by another MAC address, as before its reboot.',
  },
  WrongFdbEndpoint: { severity: 'broken', told: 'D7', means: 'The FDB record of a Node points elsewhere.' },
  StaleFdbRecord: { severity: 'warning', told: 'D7', means: 'An FDB record belongs to no Node of the input.' },
  OwnFdbRecord: { severity: 'warning', told: 'D7', means: 'An FDB record points at the BIG-IP itself.' },
  EndpointInvalid: {
    severity: 'broken',
    told: 'V7',
    means: 'A VTEP address is no unicast address, or the local address itself.',
  },
  EndpointOtherFamily: {
    severity: 'broken',
    told: 'V7',
    means: 'A VTEP address is of another family than the local address.',
  },
  EndpointRouteDomain: {
    severity: 'broken',
    told: 'V7',
    means: 'A VTEP address is in another route domain than the local address; BIG-IP refuses it (01070734).',
  },
  EndpointUnreachable: {
    severity: 'broken',
    told: 'V7 D7',
    means: 'No self IP and no route of the BIG-IP leads to a VTEP address.',
  },
  MissingArp: {
    severity: 'broken',
    told: 'D8 D9',
    means: 'A member has no static ARP entry, and nothing floods in the tunnel.',
  },
  StaleArp: {
    severity: 'broken',
    told: 'D8',
    means: 'A static ARP entry has the MAC address of another Node than the pod is on.',
  },
  OrphanArp: { severity: 'warning', told: 'D8', means: 'A static ARP entry is used by no pool member: a leftover.' },
  ArpIncomplete: {
    severity: 'broken',
    told: 'D8',
    means: 'BIG-IP asked for the MAC address of a member and got no answer.',
  },
  NodeAddressArp: {
    severity: 'broken',
    told: 'V8 D8',
    means: 'A static ARP entry stands for the address of a Node: the underlay loses that Node.',
  },
  PodOutsideNode: {
    severity: 'warning',
    told: 'V8 D9',
    means: 'A pod is not in the podCIDR of its Node: it gets no ARP entry.',
  },
  PodNodeUnknown: { severity: 'warning', told: 'V9 D9', means: 'The Node of a pod is not known, or has no VTEP.' },
  ArpWithoutFdb: { severity: 'broken', told: 'D9', means: 'The MAC address of a member has no FDB record.' },
  NoReturnTraffic: { severity: 'broken', told: 'D10', means: 'Packets leave through the tunnel and none come back.' },
  UnknownVni: {
    severity: 'broken',
    told: 'D10',
    means: 'The tunnel drops what it gets because of an unknown protocol: a VNI that BIG-IP does not know.',
  },
  TunnelErrors: { severity: 'warning', told: 'D10', means: 'The error or discard counters of the tunnel grow.' },
  EntriesFlap: {
    severity: 'broken',
    told: 'D10',
    means: 'FDB records or ARP entries vanished, came back or changed while the doctor watched.',
  },
  OverlappingSelf: {
    severity: 'broken',
    told: 'V5 D11',
    means: 'A self IP of another VLAN takes a part of the pod network.',
  },
  OverlappingRoute: { severity: 'broken', told: 'V5 D11', means: 'A static route takes a part of the pod network.' },
  OverlappingVirtualAddress: {
    severity: 'warning',
    told: 'V5 D11',
    means: 'A virtual address lies in the pod network.',
  },
  OverlappingUnderlay: {
    severity: 'broken',
    told: 'V5',
    means: 'The pod network contains the underlay of the tunnel.',
  },
  OverlappingServices: {
    severity: 'broken',
    told: 'V5',
    means: 'The pod network and the network of Services overlap.',
  },
  TunnelsSynced: {
    severity: 'broken',
    told: 'D12',
    means: 'The pair copies its tunnels (db iptunnel.configsync), with a local address that only one unit has.',
  },
  NotInSync: { severity: 'warning', told: 'D12', means: 'The units of the pair are not in sync.' },
  PeersShareNode: {
    severity: 'broken',
    told: 'D12',
    means: 'Both units are one Node, or share a podCIDR, an address or a MAC address.',
  },
  PeerDiffers: { severity: 'broken', told: 'D12', means: 'A check that is in order on one unit is not on the other.' },
  AutomapOffTunnel: {
    severity: 'broken',
    told: 'D13',
    means: 'SNAT automap takes a floating self IP of another VLAN: monitors are green and clients fail.',
  },
  SnatPoolOffNode: {
    severity: 'broken',
    told: 'D13',
    means:
      'An address of the SNAT pool is in no podCIDR of a Node that stands for the BIG-IP, so pods answer elsewhere.',
  },
  NoSnat: {
    severity: 'warning',
    told: 'D13',
    means: 'A virtual server keeps the address of its clients, to whom pods answer by another way.',
  },
  VniTwice: { severity: 'broken', told: 'D14', means: 'Two tunnels have one VNI and one local address.' },
  SharedByControllers: {
    severity: 'warning',
    told: 'D14',
    means:
      'Pools of ours and pools that nobody marked share the tunnel: a controller that replaces all FDB records and k8s* ARP entries undoes the others.',
  },
  MemberDownButReady: {
    severity: 'broken',
    told: 'D15',
    means: 'Kubernetes says that a member is ready, and the monitor of BIG-IP cannot reach it.',
  },
  MemberUpButNotReady: {
    severity: 'warning',
    told: 'D15',
    means: 'A member takes traffic although Kubernetes says that it is not ready.',
  },
  TunnelNameReserved: {
    severity: 'warning',
    told: 'V11',
    means: 'A name beginning with k8s is one that CIS takes for its own and deletes.',
  },
  NameInvalid: { severity: 'broken', told: 'V11', means: 'A name that BIG-IP does not take.' },
} as const satisfies Readonly<Record<string, ReasonText>>;

export type FindingReason = keyof typeof reasons;
export const findingReasons: Readonly<Record<FindingReason, ReasonText>> = reasons;
