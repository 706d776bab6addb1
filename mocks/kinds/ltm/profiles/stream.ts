import { profile } from './profile.ts';

/** `ltm/profile/stream`: the settings of the factory profile `stream` and of those derived from it. */
export const stream = profile({
  type: 'stream',
  label: 'Stream Profile',
  root: 'stream',
  defaults: {
    chunkSize: 4096,
    chunking: 'disabled',
    source: 'none',
    tmTarget: 'none',
  },
});
