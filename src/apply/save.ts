/** Changes live in the running configuration until it is saved; a reboot loses them. */
import type { Diagnostic } from '../diagnostic.ts';
import { BigIpError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';

/** Undefined when the device saved. A failure does not lose the result of the apply: it is a diagnostic of its own. */
export async function saveConfig(requester: Requester, options: CallOptions): Promise<Diagnostic | undefined> {
  try {
    await requester.request('POST', ['sys', 'config'], { ...options, body: { command: 'save' } });
    return undefined;
  } catch (error) {
    if (!(error instanceof BigIpError)) throw error;
    const message = `the changes are running but were not saved, and a reboot would lose them (save sys config does it by hand): ${error.message}`;
    return { severity: 'error', object: 'BigIp/sys/config', reason: 'ConfigNotSaved', message };
  }
}
