/**
 * What a person should know about one object of the input: never an exception, and never a reason to hold back the rest.
 *
 * `object` is `Kind/namespace/name` (or `Kind/name` for what has no namespace), `reason` a CamelCase word that scripts
 * may match, `message` a sentence for people, `path` where in the object it is.
 */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'info';
  readonly object: string;
  readonly reason: string;
  readonly message: string;
  readonly path?: string;
}
