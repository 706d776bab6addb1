/** What is wrong with an overlay: found by a validation before anything is sent, or by the doctor on a device. */
import { type FindingReason, findingReasons } from './reasons.ts';

export interface Finding {
  /** A CamelCase word that scripts may match; all are in docs/doctor.md. */
  readonly reason: FindingReason;
  /** `broken`: traffic does not pass, or will not. `warning`: it may pass, and something is not as it should be. */
  readonly severity: 'broken' | 'warning';
  /** The object that it is said of: a Node, an address, a full path. */
  readonly subject?: string;
  /** One sentence for people, with the values that were seen. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** The severity is the reason's own. */
export function finding(reason: FindingReason, subject: string | undefined, message: string, fix: string): Finding {
  const { severity } = findingReasons[reason];
  return { reason, severity, ...(subject === undefined ? {} : { subject }), message, fix };
}
