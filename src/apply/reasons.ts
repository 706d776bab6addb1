/** Diagnostics that an apply adds: data, from which the reference is written. */
export const applyReasons = {
  ConfigNotSaved: {
    severity: 'error',
    meaning: 'The changes are in the running configuration and could not be saved: a reboot would lose them.',
  },
  NotDrained: {
    severity: 'warning',
    meaning:
      'A member that was to be drained could not be disabled with our mark on it, so it went without: a member that is disabled and bears no mark would stay disabled when it comes back.',
  },
} as const;
