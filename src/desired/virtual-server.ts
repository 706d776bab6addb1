/** The virtual server of a request. */
import type { Entry, Json, Properties } from '../state.ts';
import { formatDestination } from '../values/destination.ts';
import { markMetadata } from './mark.ts';
import { virtualUri } from './names.ts';
import { byText } from './notes.ts';
import type { Settings } from './options.ts';
import { persistOf } from './persistence.ts';
import { type Finish, type Frontend, type Mode, type Profile, type PublishRequest, protocolOf } from './request.ts';

const modeProfiles: Readonly<Record<Mode, readonly string[]>> = {
  http: ['/Common/http', '/Common/tcp'],
  tcp: ['/Common/tcp'],
  udp: ['/Common/udp'],
};

function profiles(request: PublishRequest): Json {
  const own: readonly Profile[] =
    request.finish?.profiles ?? modeProfiles[request.mode].map((name) => ({ name, context: 'all' }));
  const clientSsl = request.clientSslProfiles.map((name): Profile => ({ name, context: 'clientside' }));
  const serverSsl = (request.finish?.serverSslProfiles ?? []).map((name): Profile => ({ name, context: 'serverside' }));
  return [...own, ...clientSsl, ...serverSsl]
    .map(({ name, context }) => ({ name, context }))
    .sort((a, b) => byText(a.name, b.name) || byText(a.context, b.context));
}

function translation(asked: Finish['snat'], { snatPool }: Settings): Json {
  if (asked === 'none' || asked === 'automap') return { type: asked };
  const pool = asked?.pool ?? snatPool;
  return pool === undefined ? { type: 'automap' } : { type: 'snat', pool };
}

/** All of it, with null where nothing is asked for: what is withdrawn is to be removed. */
function finishing(request: PublishRequest, finish: Finish, settings: Settings): Properties {
  const { rules, vlans, mirror } = finish;
  return {
    persist: persistOf(request, finish, settings),
    rules: rules.length === 0 ? null : rules,
    vlans: vlans.length === 0 ? null : vlans,
    ...(vlans.length === 0 ? { vlansDisabled: true } : { vlansEnabled: true }),
    ...(mirror === undefined ? {} : { mirror: mirror ? 'enabled' : 'disabled' }),
  };
}

export function virtualEntry(request: PublishRequest, frontend: Frontend, pool: string, settings: Settings): Entry {
  const folder = `/${settings.partition}`;
  const { finish } = request;
  return {
    uri: virtualUri(settings.folderUri, request.names),
    type: 'ltm/virtual',
    properties: {
      destination: formatDestination({ folder, address: frontend.address, port: frontend.port }),
      ipProtocol: protocolOf(request.mode).toLowerCase(),
      pool: `${folder}/${pool}`,
      profiles: profiles(request),
      sourceAddressTranslation: translation(finish?.snat, settings),
      ...(finish === undefined ? {} : finishing(request, finish, settings)),
      metadata: markMetadata(settings.owner),
    },
  };
}
