import type { Kind } from '../kind.ts';
import { reference, text } from '../property.ts';

const type = 'ltm/message-routing/sip/profile/session';

/**
 * The session profiles of SIP message routing: listed by whoever asks what kind of virtual server one is. None can be made.
 */
export const sipSession: Kind = {
  type,
  label: 'sip session profile',
  naming: 'folder',
  properties: { defaultsFrom: reference([type]), description: text() },
  lacks: ['create', 'modify', 'delete'],
  evidence: 'guess',
  source: 'f5-ansible bigip_virtual_server lists their names; no answer was recorded',
};

/** The session profiles of the factory, by URI. */
export const factorySipSessions = {
  [`${type}/~Common~sipsession`]: {},
  [`${type}/~Common~sipsession-alg`]: { defaultsFrom: '/Common/sipsession' },
};
