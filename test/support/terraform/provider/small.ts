/** Providers of which a few lines are all that a role for a pod meets. */
import type { Knowledge } from './knowledge.ts';
import { STAMP, digest } from './made-up.ts';

export const THUMBPRINT = '9e99a48a9960b14926bb7f3b02e22da2b0ab7280';

export const tls: Knowledge = {
  read: () => ({
    id: THUMBPRINT,
    certificates: [
      {
        cert_pem: '-----BEGIN CERTIFICATE-----\nmade up\n-----END CERTIFICATE-----\n',
        is_ca: true,
        issuer: 'CN=made up',
        not_after: '2035-01-01T00:00:00Z',
        not_before: STAMP,
        public_key_algorithm: 'RSA',
        serial_number: '1',
        sha1_fingerprint: THUMBPRINT,
        signature_algorithm: 'SHA256-RSA',
        subject: 'CN=made up',
        version: 3,
      },
    ],
  }),
};

export const nullProvider: Knowledge = {
  computed: ({ type }, state) => ({ id: String(Number.parseInt(digest(type, state).slice(0, 12), 16)) }),
};

export const time: Knowledge = { computed: () => ({ id: STAMP }) };

export const random: Knowledge = {
  computed({ type }, state) {
    const hex = digest(type, state);
    const length = typeof state['length'] === 'number' ? state['length'] : 8;
    return { id: hex.slice(0, 16), hex: hex.slice(0, 8), result: hex.repeat(Math.ceil(length / hex.length)).slice(0, length) };
  },
  sensitive: (_kind, type) => (type === 'random_password' ? ['result'] : []),
};

/** Charts are not read: whatever they hold is installed. */
export const helm: Knowledge = {
  defaultOf: (type, attribute) => (attribute === 'namespace' ? 'default' : undefined),
  computed: (_context, state) => ({ id: state['name'], status: 'deployed' }),
  replaces: (_type, prior, next) => ['name', 'namespace'].filter((key) => prior[key] !== next[key]).map((key) => [key]),
};

export const cloudinit: Knowledge = {
  read: (_context, config) => ({ id: '1', rendered: Buffer.from(JSON.stringify(config['part'] ?? [])).toString('base64') }),
};
