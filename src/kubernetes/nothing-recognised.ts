/** A part of the input that says nothing: a pipe that broke off, or a word that is misspelt. */
import type { Diagnostic } from '../diagnostic.ts';
import { snapshotReasons } from './reasons.ts';

/** `place`: `standard input`, or a path. */
export function nothingRecognised(place: string): Diagnostic {
  return {
    severity: snapshotReasons.NothingRecognised.severity,
    object: `Input/${place}`,
    reason: 'NothingRecognised',
    message: `there is nothing in ${place} that is read: no object of a kind that is, and no publish list`,
  };
}
