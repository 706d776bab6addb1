import type { Kind } from '../kind.ts';
import { children, choice, list, number, table, text, toggle } from '../property.ts';

/** `sys/provision`: which modules run. */
export const provision: Kind = {
  type: 'sys/provision',
  label: 'provision',
  naming: 'plain',
  properties: {
    cpuRatio: number(0),
    diskRatio: number(0),
    level: choice('none', ['none', 'minimum', 'nominal', 'dedicated', 'custom']),
    memoryRatio: number(0),
  },
  refuses: ['create', 'delete'],
  local: true,
  evidence: 'recorded',
  source: 'genieparser test_get_sys_provision.py (14.1.2.1)',
};

/** A text of which `none` is a value like others. */
const literal = text(undefined, { spell: (value) => value });

/** `sys/db`: database variables. */
export const db: Kind = {
  type: 'sys/db',
  label: 'database variable',
  naming: 'plain',
  properties: { defaultValue: literal, scfConfig: text('true'), value: literal, valueRange: text('string') },
  refuses: ['create', 'delete'],
  local: true,
  evidence: 'recorded',
  source: 'f5-telemetry-streaming unit tests (14.1.2), f5-ansible test_bigip_sys_db.py (11.6.1)',
};

/** `sys/global-settings`. */
export const globalSettings: Kind = {
  type: 'sys/global-settings',
  label: 'global settings',
  naming: 'single',
  properties: {
    ...table({
      awsApiMaxConcurrency: 1,
      consoleInactivityTimeout: 0,
      customAddr: 'none',
      failsafeAction: 'go-offline-restart-tm',
      fileBlacklistPathPrefix: '{/shared/3dns/} {/shared/bin/} {/shared/core/}',
      fileBlacklistReadOnlyPathPrefix: '{/etc/shadow}',
      fileLocalPathPrefix: '{/shared/} {/tmp/}',
      fileWhitelistPathPrefix: '{/var/local/scf} {/tmp/} {/shared/} {/config/} {/usr/share/aws/}',
      guiAudit: 'disabled',
      guiSecurityBanner: 'enabled',
      guiSecurityBannerText: 'Welcome to the BIG-IP Configuration Utility.',
      guiSetup: 'disabled',
      hostAddrMode: 'management',
      hostname: 'bigip1.example.com',
      lcdDisplay: 'enabled',
      ledLocator: 'disabled',
      mgmtDhcp: 'enabled',
      netReboot: 'disabled',
      passwordPrompt: 'Password',
      quietBoot: 'enabled',
      usernamePrompt: 'Username',
    }),
    description: text(),
    guiAudit: toggle('disabled', { since: '14.0' }),
    remoteHost: text(),
  },
  local: true,
  evidence: 'recorded',
  source: 'genieparser test_get_sys_global_settings.py (14.1.2.1); f5-adcaas-openstack (13.1.1), without guiAudit',
};

/** `sys/application/service`: iApps. There are none, and none can be made. */
export const applicationService: Kind = {
  type: 'sys/application/service',
  label: 'application service',
  naming: 'folder',
  properties: {},
  lacks: ['create'],
  evidence: 'recorded',
  source: 'genieparser test_get_sys_applicationservice.py (14.1.2.1): an empty list',
};

/** `sys/dns`. */
export const dns: Kind = {
  type: 'sys/dns',
  label: 'DNS settings',
  naming: 'single',
  properties: {
    description: text('configured-by-dhcp'),
    nameServers: list(),
    numberOfDots: number(0, { since: '12.0' }),
    search: list(),
  },
  local: true,
  evidence: 'recorded',
  source:
    'genieparser test_get_sys_dns.py (14.1.2.1), f5-common-python sys/dns.py (13.1.0.1); 11.5.4 has no numberOfDots',
};

const ntpRestriction: Kind = {
  type: 'sys/ntp/restrict',
  label: 'NTP restriction',
  naming: 'plain',
  properties: {
    address: text(),
    defaultEntry: toggle('disabled'),
    description: text(),
    ignore: toggle('disabled'),
    kod: toggle('disabled'),
    limited: toggle('disabled'),
    lowPriorityTrap: toggle('disabled'),
    mask: text(),
    noModify: toggle('disabled'),
    noPeer: toggle('disabled'),
    noQuery: toggle('disabled'),
    noServePackets: toggle('disabled'),
    noTrap: toggle('disabled'),
    noTrust: toggle('disabled'),
    nonNtpPort: toggle('disabled'),
    ntpPort: toggle('disabled'),
    version: toggle('disabled'),
  },
  missing: 'object',
  local: true,
  evidence: 'documented',
  source: 'tmsh reference; only the reference to it was recorded',
};

/** `sys/ntp`. */
export const ntp: Kind = {
  type: 'sys/ntp',
  label: 'NTP settings',
  naming: 'single',
  properties: {
    description: text(),
    servers: list(),
    timezone: text('America/Los_Angeles'),
    restrict: children(ntpRestriction),
  },
  local: true,
  evidence: 'recorded',
  source: 'ansible/ansible load_ntp.json (12.1.0), genieparser test_get_sys_ntp.py (14.1.2.1)',
};
