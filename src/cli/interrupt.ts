/** Ctrl-C ends what is under way, but not the manners: the token is given back and what was done is told. */

const statuses = { SIGINT: 130, SIGTERM: 143 } as const;

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
  } finally {
    for (const { name, listener } of listeners) process.off(name, listener);
  }
}
