import type { Speaker } from '../mocks/speak.ts';

const login = { username: 'admin', password: 'admin', loginProviderName: 'tmos' };

/** Exchanges the speaker's password for a token. */
export async function useToken(client: Speaker, headers: Record<string, string> = {}): Promise<string> {
  client.headers = headers;
  const { body } = await client.post('/mgmt/shared/authn/login', login, { 'content-type': 'application/json' });
  const token = String(body['token']!['token']);
  client.headers = { 'X-F5-Auth-Token': token, 'content-type': 'application/json' };
  return token;
}
