import { Session, type SessionOptions } from '../../src/icontrol/session.ts';
import { type Handler, ScriptedDevice } from './scripted-device.ts';
import { TestClock } from './test-clock.ts';

export const PASSWORD = 'canary-S3cret-pa"ss';

export function open(handler: Handler, options: Partial<SessionOptions> = {}) {
  const device = new ScriptedDevice(handler);
  const clock = new TestClock({ auto: true });
  const session = new Session({
    url: 'https://192.0.2.10',
    username: 'admin',
    password: PASSWORD,
    transport: device,
    clock,
    ...options,
  });
  return { device, clock, session };
}
