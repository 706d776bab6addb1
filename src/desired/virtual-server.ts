/** The virtual server of a request. */
import type { Entry, Json } from '../state.ts';
import { formatDestination } from '../values/destination.ts';
import { markMetadata } from './mark.ts';
import { virtualUri } from './names.ts';
import { byText } from './notes.ts';
import type { Settings } from './options.ts';
import { type Frontend, type Mode, type PublishRequest, protocolOf } from './request.ts';

const modeProfiles: Readonly<Record<Mode, readonly string[]>> = {
  http: ['/Common/http', '/Common/tcp'],
  tcp: ['/Common/tcp'],
  udp: ['/Common/udp'],
};

function profiles(request: PublishRequest): Json {
  const all = [
    ...modeProfiles[request.mode].map((name) => ({ name, context: 'all' })),
    ...request.clientSslProfiles.map((name) => ({ name, context: 'clientside' })),
  ];
  return all.sort((a, b) => byText(a.name, b.name));
}

export function virtualEntry(request: PublishRequest, frontend: Frontend, pool: string, settings: Settings): Entry {
  const folder = `/${settings.partition}`;
  const { snatPool } = settings;
  return {
    uri: virtualUri(settings.folderUri, request.names),
    type: 'ltm/virtual',
    properties: {
      destination: formatDestination({ folder, address: frontend.address, port: frontend.port }),
      ipProtocol: protocolOf(request.mode).toLowerCase(),
      pool: `${folder}/${pool}`,
      profiles: profiles(request),
      sourceAddressTranslation: snatPool === undefined ? { type: 'automap' } : { type: 'snat', pool: snatPool },
      metadata: markMetadata(settings.owner),
    },
  };
}
