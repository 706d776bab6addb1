import { describe, expect, it } from 'vitest';
import { open } from './open-session.ts';

const rule = 'when HTTP_REQUEST {\n  HTTP::header insert X-Key "k3y-of-the-backend"\n}\n';

async function complaint(body: object, message: string): Promise<string> {
  const { session } = open(() => ({ status: 400, body: { code: 400, message, apiError: 3 } }));
  const error: unknown = await session.request('POST', ['ltm', 'x'], { body }).catch((reason: unknown) => reason);
  await session.close();
  return String(error);
}

describe('what a device quotes of a request', () => {
  it('is hidden when it is a line of an iRule, and the place in it stays', async () => {
    const quoted =
      '01070151:3: Rule [/k8s/x] error: /k8s/x:2: error: [bad][HTTP::header insert X-Key "k3y-of-the-backend"]';
    const said = await complaint({ name: 'x', apiAnonymous: rule }, quoted);
    expect(said).toContain('Rule [/k8s/x] error: /k8s/x:2: error: [bad][[redacted]] (01070151)');
  });

  it('is hidden when it is a password or a passphrase, however deep', async () => {
    const said = await complaint(
      { name: 'x', clientAuth: [{ passphrase: 'pa"ss-phrase-1' }], password: 'new-password-2' },
      'bad: pa"ss-phrase-1, {"x":"pa\\"ss-phrase-1"}, new-password-2',
    );
    expect(said).toContain('bad: [redacted], {"x":"[redacted]"}, [redacted]');
  });

  it('is shown when it is anything else, or an everyday word', async () => {
    const said = await complaint(
      { name: 'web-pool', monitor: '/Common/tcp', secret: 'tcp', apiAnonymous: 'else\n}' },
      '01070734:3: web-pool: monitor /Common/tcp, else }',
    );
    expect(said).toContain('web-pool: monitor /Common/tcp, else }');
  });
});
