/** A type that the catalogue does not have, as a user declares it. The reference shows this text. */
import { type BigIp, defineResource, fields, type Model, z } from '../../src/index.ts';

/** An FTP profile. `port` is the data channel's. */
export const ftpProfile = defineResource({
  path: 'ltm/profile/ftp',
  schema: () => ({
    defaultsFrom: fields.reference().optional(),
    description: fields.text().optional(),
    port: fields.port().optional(),
    // Any reversible zod schema is a field.
    security: z.enum(['enabled', 'disabled']).optional(),
  }),
  fixed: ['defaultsFrom'],
});
export type FtpProfile = Model<typeof ftpProfile>;

/** Creates one, changes it, and reads it back. */
export async function useFtpProfile(bigip: BigIp): Promise<FtpProfile> {
  const profiles = bigip.collection(ftpProfile);
  const made = await profiles.create({ name: 'ftp-2121', partition: 'k8s', port: 2121 });
  // Nothing is sent: the object says it already.
  await profiles.modify(made, { port: 2121 });
  await profiles.modify(made, { security: 'enabled' });
  return profiles.get(made.fullPath);
}

/** What has no schema at all: the body as it comes, with the same authentication, retries and errors. */
export async function readFtpProfile(bigip: BigIp, fullPath: string): Promise<unknown> {
  const { body } = await bigip.request('GET', ['ltm', 'profile', 'ftp', fullPath]);
  return body;
}
