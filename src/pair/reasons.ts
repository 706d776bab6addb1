/** Diagnostics of a pair: data, from which the reference is written. */
export const pairReasons = {
  UnitUnreachable: {
    severity: 'error',
    meaning:
      'A unit of the pair did not answer or refused us: it gets no FDB records and no neighbours, and the other one is written to.',
  },
  FailedOver: {
    severity: 'info',
    meaning:
      'The active unit changed while it was written to: what was left was planned anew for the one that is active now.',
  },
  RunNotFinished: {
    severity: 'error',
    meaning:
      'Something was written to a unit of the pair, and then the run had to end: others keep writing to it, the units keep changing places, or more would be deleted than may be. What was done is in the steps, and saved; the next run does the rest.',
  },
  StandbyUnit: {
    severity: 'warning',
    meaning:
      'One device was given, and it stands by: its virtual servers and pools take no traffic, and what is written to them is pending on the wrong side.',
  },
  OtherUnitLeftOut: {
    severity: 'warning',
    meaning:
      'One device was given, and it is a unit of a pair: the FDB records and static neighbours of the other unit stay as they are.',
  },
  NotCopied: {
    severity: 'info',
    meaning:
      'Virtual servers or pools are written to the active unit, and nobody asked for a copy to the other one: the message has the command that makes it.',
  },
  SyncRefused: {
    severity: 'error',
    meaning:
      'The configuration was not copied to the device group, as changes that are not ours are pending, or the other unit is not ready for it.',
  },
  SyncFailed: {
    severity: 'error',
    meaning: 'The configuration was copied to the device group, and the units did not get in sync.',
  },
} as const;
