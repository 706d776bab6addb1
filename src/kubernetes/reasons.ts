/** What may be said about an object of the input before anybody asks what it is for. */
export const snapshotReasons = {
  InvalidObject: {
    severity: 'error',
    meaning:
      'A field that is read has another shape than the Kubernetes API gives it; the object is left out, and what depends on it is held.',
  },
  DuplicateObject: {
    severity: 'warning',
    meaning: 'The input holds the same object more than once; the last one counts.',
  },
} as const;
