/** What the person typed cannot be done; the message says what to type instead. Exit status 1, no stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
