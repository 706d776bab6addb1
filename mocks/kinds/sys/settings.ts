import type { Kind } from '../kind.ts';
import { choice, list, number, reference, table, text, toggle } from '../property.ts';

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
  evidence: 'documented',
  source: 'F5 REST reference; no item was recorded',
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
      remoteHost: 'none',
      usernamePrompt: 'Username',
    }),
    description: text(),
  },
  local: true,
  evidence: 'documented',
  source: 'F5 REST reference; no answer was recorded',
};

/** `sys/application/service`: iApps. There are none, and none can be made. */
export const applicationService: Kind = {
  type: 'sys/application/service',
  label: 'application service',
  naming: 'folder',
  properties: {},
  lacks: ['create'],
  evidence: 'guess',
  source: 'listed by f5-cccl at every refresh; no answer was recorded',
};

/** `sys/dns`. */
export const dns: Kind = {
  type: 'sys/dns',
  label: 'DNS settings',
  naming: 'single',
  properties: { description: text('configured-by-dhcp'), nameServers: list(), search: list() },
  local: true,
  evidence: 'guess',
  source: 'only a command in a transaction was recorded',
};

/** `sys/ntp`. */
export const ntp: Kind = {
  type: 'sys/ntp',
  label: 'NTP settings',
  naming: 'single',
  properties: { description: text(), servers: list(), timezone: text('America/Los_Angeles') },
  local: true,
  evidence: 'guess',
  source: 'no answer was recorded',
};

const certificateFields = {
  certificateKeySize: number(2048),
  checksum: text('SHA1:1289:0000000000000000000000000000000000000000'),
  createTime: text('2019-10-10T14:16:21Z'),
  createdBy: text('root'),
};
const fileFields = { lastUpdateTime: text('2019-10-10T14:16:21Z'), mode: number(33_188), revision: number(1) };

/** `cm/cert`: the certificates of the trust domain. */
export const clusterCert: Kind = {
  type: 'cm/cert',
  label: 'device certificate',
  naming: 'folder',
  properties: {
    ...certificateFields,
    expirationDate: number(1_886_076_981),
    expirationString: text('Oct  7 14:16:21 2029 GMT'),
    isBundle: text('false'),
    issuer: text('CN=dtca'),
    keyType: text('rsa-public'),
    ...fileFields,
    serialNumber: text('1'),
    size: number(1289),
    subject: text('CN=dtca'),
    updatedBy: text('root'),
    version: number(3),
  },
  refuses: ['create', 'delete', 'modify'],
  local: true,
  evidence: 'recorded',
  source: 'genieparser test_get_cm_cert.py (14.1.2.1)',
};

/** `cm/key`: their keys; only what surrounds them is shown. */
export const clusterKey: Kind = {
  type: 'cm/key',
  label: 'device key',
  naming: 'folder',
  properties: {
    checksum: text('SHA1:1704:0000000000000000000000000000000000000000'),
    createTime: text('2019-10-10T14:16:21Z'),
    createdBy: text('root'),
    keySize: number(2048),
    keyType: text('rsa-private'),
    ...fileFields,
    securityType: text('normal'),
    size: number(1704),
    updatedBy: text('root'),
  },
  refuses: ['create', 'delete', 'modify'],
  local: true,
  evidence: 'recorded',
  source: 'genieparser test_get_cm_key.py (14.1.2.1)',
};

function file(type: string, label: string): Kind {
  return {
    type,
    label,
    naming: 'folder',
    properties: {
      checksum: text(),
      createdBy: text('root'),
      keyType: text(),
      mode: number(33_188),
      revision: number(1),
      size: number(0),
      sourcePath: text(),
      systemPath: text(),
      updatedBy: text('root'),
      certValidatorsEnabled: toggle(undefined),
      issuerCert: reference(['sys/file/ssl-cert']),
    },
    evidence: 'guess',
    source: 'only references to the factory files were recorded',
  };
}

/** `sys/file/ssl-cert`. */
export const sslCert: Kind = file('sys/file/ssl-cert', 'Certificate File');

/** `sys/file/ssl-key`. */
export const sslKey: Kind = file('sys/file/ssl-key', 'Certificate Key File');
