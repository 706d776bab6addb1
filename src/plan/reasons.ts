/** Reasons of conflicts, and of what a plan holds by itself: data, from which the reference is written. */
export const conflictReasons = {
  NotOurs:
    'An object of the wanted name exists and carries no mark of ours. `--adopt` takes it over. Or it is a static neighbour `k8s-<address>` that is for another address than its name says, or for the same one in another route domain and another tunnel: that one has to be renamed or deleted by hand. So has a data group of another type than `string` that has the name of the registry of FDB records.',
  OwnedByAnother:
    'An object of the wanted name carries the mark of another owner, which `holder` names. Or it is an FDB record that he has registered and this owner has not, and that leads elsewhere; or a static neighbour that leads to such a record.',
  AppService: 'An object of the wanted name belongs to an iApp or to AS3, which `holder` names.',
  NodeTaken:
    'The ltm node on the address of a new member, which `holder` names, cannot be used: it lies in another partition that is not Common, or has the name that BIG-IP would give and another address.',
  AddressTaken: 'The destination or the address belongs to another object, which `holder` names.',
} as const;

/** Diagnostics that a plan adds. */
export const planReasons = {
  TooManyDeletes: {
    severity: 'error',
    meaning: 'The plan deletes more objects than `--max-deletes` allows. Nothing of it is applied.',
  },
  CisWrites: {
    severity: 'warning',
    meaning:
      'CIS undid what was taken over from it: a virtual server has its metadata again and lacks our mark, which its pool has, or a static ARP entry is back that this process deleted.',
  },
  AdoptionHeld: {
    severity: 'error',
    meaning: 'Objects were to be taken over while CIS runs (`CisRuns`): none is, unless `--adopt-beside-cis` says so.',
  },
  SaveIsDue: {
    severity: 'info',
    meaning:
      'What an earlier apply changed was not saved, as a sign on one of its objects says. The next apply saves it, also when it has nothing else to do.',
  },
  PruneDeletesAll: {
    severity: 'warning',
    meaning:
      'With `--prune`, no object of the input asks for anything (Services and Nodes alone ask for nothing), so all its virtual servers and pools go, with their monitors and neighbours. That is what a ConfigMap that was removed means; it is also what an input looks like of which a part is missing.',
  },
  TunnelNotNamed: {
    severity: 'warning',
    meaning:
      'Pool members are pods and come or go, no `--tunnel` was given, and the registry of this owner names FDB records of one: new members would not be reached, and entries of those that go would stay.',
  },
  MemberUnreachable: {
    severity: 'warning',
    meaning:
      'A member gets no neighbour entry (`MemberOutsidePodNetwork`), and lies in the network of the overlay self IP: BIG-IP looks for it behind the tunnel, where nothing floods, and does not reach it. Mostly the podCIDR of its Node was changed: make its pods anew.',
  },
  RecordKept: {
    severity: 'info',
    meaning:
      'An FDB record would be deleted, and a static neighbour that stays leads to it: the record stays, and the registry that names it.',
  },
  NeighboursNotListed: {
    severity: 'info',
    meaning:
      'The BIG-IP lists none of its static ARP entries though it has some (known of 13.1.1.2): each of those that the pool members need was asked for by name. Entries that no pool member uses, of earlier runs or of CIS, are not seen.',
  },
  NeighbourKept: {
    severity: 'info',
    meaning:
      'Static neighbours `k8s-<address>` that no pool member uses stay: no FDB record of the tunnel has their MAC address, and their address lies in none of the networks behind it.',
  },
  RegistryKept: {
    severity: 'info',
    meaning:
      'The registry of an owner names FDB records of a tunnel that was not named, or that the other unit of a pair still has; they stay, and so does it.',
  },
  NothingOwned: {
    severity: 'info',
    meaning:
      'Everything of an owner is to be deleted, and it has nothing there; the message names the owners that have.',
  },
  RecordsUnregistered: {
    severity: 'info',
    meaning:
      'A tunnel has FDB records that no Node of the input has and no owner has registered (made by hand, or by CIS): they stay, unless `--adopt --prune` is said.',
  },
  SecretLeftOut: {
    severity: 'warning',
    meaning:
      'An object that is made again from a snapshot had a secret, which is in no snapshot: it has to be set by hand.',
  },
} as const;

export const planHeldReasons = {
  NoNodeWithVtep: 'An FDB record, while no Node of the input has a usable VTEP: nothing is known of it.',
  NodeNotUnderstood: 'An FDB record whose endpoint is an address of a Node that could not be understood.',
  DependencyConflict:
    'What it refers to is a conflict, so it stays as it is; or it would be made for a virtual server alone that is a conflict or held itself, and would serve nothing.',
} as const;
