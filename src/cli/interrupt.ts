/** Ctrl-C ends what is under way, but not the manners: the token is given back and what was done is told. */

const statuses = { SIGINT: 130, SIGTERM: 143 } as const;

/** What was under way ended with an error because of the signal, before there was anything to tell of it. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  /** The exit status. */
  readonly status: number;

  constructor(status: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.status = status;
  }
}

/** Runs `work` with a signal that SIGINT and SIGTERM abort. The exit status is then the shell's own for that signal. */
export async function interruptible(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const controller = new AbortController();
  let interrupted: number | undefined;
  const listeners = Object.entries(statuses).map(([name, status]) => {
    const listener = (): void => {
      interrupted = status;
      controller.abort(new Error(`interrupted by ${name}`));
    };
    process.once(name, listener);
    return { name, listener };
  });
  try {
    const status = await work(controller.signal);
    return interrupted ?? status;
  } catch (error) {
    throw interrupted === undefined ? error : new InterruptedError(interrupted, error);
  } finally {
    for (const { name, listener } of listeners) process.off(name, listener);
  }
}
