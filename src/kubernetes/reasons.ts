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
  NothingRecognised: {
    severity: 'warning',
    meaning: 'One `-f` of several has nothing that is read: an empty pipe, or a file with a misspelt word.',
  },
  CisKindIgnored: {
    severity: 'info',
    meaning:
      'The object is of a kind of CIS that is not read (VirtualServer, TLSProfile, Policy, IngressLink, TransportServer v1alpha1), or an Ingress or Route with annotations of CIS; nothing is published for it.',
  },
} as const;
