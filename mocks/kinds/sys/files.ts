import type { Kind } from '../kind.ts';
import { children, number, reference, text, trueFalse } from '../property.ts';
import { certificateLife, keyLife } from './file-content.ts';

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

/** A subcollection of files of which only the link was recorded. */
function part(type: string, label: string): Kind {
  return {
    type,
    label,
    naming: 'folder',
    properties: {},
    lacks: ['create'],
    missing: 'object',
    local: true,
    evidence: 'guess',
    source: 'only the reference to it was recorded',
  };
}

/** `sys/file/ssl-cert`: made of a file that was uploaded. */
export const sslCert: Kind = {
  type: 'sys/file/ssl-cert',
  label: 'Certificate File',
  naming: 'folder',
  properties: {
    certificateKeyCurveName: text('none'),
    ...certificateFields,
    email: text(),
    expirationDate: number(1_886_076_928),
    expirationString: text('Oct  7 14:15:28 2029 GMT'),
    fingerprint: text(`SHA256/${'00:'.repeat(31)}00`),
    isBundle: trueFalse('false'),
    issuer: text('CN=localhost.localdomain,OU=IT,O=MyCompany,L=Seattle,ST=WA,C=US'),
    issuerCert: reference(['sys/file/ssl-cert']),
    keyType: text('rsa-public'),
    ...fileFields,
    serialNumber: text(),
    size: number(1338),
    sourcePath: text(),
    subject: text('CN=localhost.localdomain,OU=IT,O=MyCompany,L=Seattle,ST=WA,C=US'),
    systemPath: text(),
    updatedBy: text('root'),
    version: number(3),
    bundleCertificates: children(part('sys/file/ssl-cert/bundle-certificates', 'bundle certificate')),
    certValidators: children(part('sys/file/ssl-cert/cert-validators', 'certificate validator')),
  },
  life: certificateLife,
  evidence: 'recorded',
  source:
    'genieparser test_get_sys_filessl_cert.py (14.1.2.1); of uploaded files f5-ansible bigip_ssl_certificate.py reads the checksum',
};

/** `sys/file/ssl-key`. */
export const sslKey: Kind = {
  type: 'sys/file/ssl-key',
  label: 'Certificate Key File',
  naming: 'folder',
  properties: {
    checksum: text('SHA1:1704:0000000000000000000000000000000000000000'),
    createTime: text('2019-10-10T14:15:28Z'),
    createdBy: text('root'),
    curveName: text('none'),
    keySize: number(2048),
    keyType: text('rsa-private'),
    ...fileFields,
    mode: number(33_184),
    passphrase: text(undefined, { writeOnly: true }),
    securityType: text('normal'),
    size: number(1704),
    sourcePath: text(),
    systemPath: text(),
    updatedBy: text('root'),
    certOrderManager: children(part('sys/file/ssl-key/cert-order-manager', 'certificate order manager')),
  },
  life: keyLife,
  evidence: 'recorded',
  source: 'genieparser test_get_sys_filessl_key.py (14.1.2.1); of uploaded files only size and checksum are read',
};
