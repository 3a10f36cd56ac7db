/** A catalog with one option of each kind, so that tests of the schema do not depend on what add-ons there are. */
import { defineAddOn } from '../../src/catalog/add-on.ts';
import { defineGrant } from '../../src/catalog/grant.ts';
import { shelf } from '../../src/catalog/shelf.ts';
import type { SpecCatalog } from '../../src/spec/catalog.ts';

const option = { ask: 'Which?', help: 'Tells which.', required: false } as const;

export const kite = defineAddOn('kite-controller', () => ({
  title: 'Kite',
  group: 'Networking',
  summary: 'Flies kites.',
  link: 'https://example.com/kite',
  compared: '2026-01-01',
  subjects: {
    helm: { namespace: 'kite', serviceAccount: 'kite' },
    blueprints: { namespace: 'kite', serviceAccount: 'kite-sa' },
  },
  options: {
    strings: { ...option, kind: 'resources', required: true, example: 'my-string' },
    tail: {
      ...option,
      kind: 'resource',
      example: 'my-tail',
      check: (tail) => (tail.startsWith('my-') ? undefined : `"${tail}" cannot be a tail: tails begin with my-.`),
    },
    wind: { ...option, kind: 'choice', choices: ['calm', 'breeze', 'gale'], default: 'calm', example: 'breeze' },
    night: { ...option, kind: 'flag', default: false, example: 'true' },
    colours: { ...option, kind: 'names', example: 'red' },
    song: { ...option, kind: 'text', example: 'la-la' },
  },
  check: ({ night, wind }) => (night && wind === 'gale' ? 'Kites do not fly in a gale at night.' : undefined),
  permissions: () => ({}),
  withoutModule: () => ({}),
  podIdentity: { since: 'v1.0.0' },
  helm: { chart: 'kite', repository: 'https://example.com/charts', serviceAccount: ['serviceAccount'] },
  notes: [],
}));

export const kites = defineGrant('kites', () => ({
  title: 'Kites',
  summary: 'Reads kites.',
  link: 'https://example.com/kites',
  options: {
    kite: { ...option, kind: 'resource', required: true, example: 'my-kite' },
    access: { ...option, kind: 'choice', choices: ['read', 'write'], required: true, example: 'read' },
  },
  check: ({ kite, access }) => (kite === 'paper' && access === 'write' ? 'Paper kites are read-only.' : undefined),
  statements: () => [],
}));

export const smallCatalog: SpecCatalog = { addOns: shelf([kite]), grants: shelf([kites]) };
