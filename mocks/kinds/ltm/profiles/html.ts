import { profile } from './profile.ts';

/** `ltm/profile/html`: the settings of the factory profile `html` and of those derived from it. */
export const html = profile({
  type: 'html',
  label: 'Html Profile',
  root: 'html',
  defaults: {
    contentDetection: 'disabled',
    contentSelection: ['text/html', 'text/xhtml'],
  },
});
