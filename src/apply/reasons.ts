/** Diagnostics that an apply adds: data, from which the reference is written. */
export const applyReasons = {
  ConfigNotSaved: {
    severity: 'error',
    meaning: 'The changes are in the running configuration and could not be saved: a reboot would lose them.',
  },
} as const;
