/**
 * The Kubernetes provider: names and keys as the API server takes them.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
import type { Knowledge, Objection } from './knowledge.ts';
import { UNKNOWN, blocks, isValues, text, texts, type Values } from './wire.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const KEY = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

const metadata = (values: Values): Values | undefined => blocks(values['metadata'])[0];

function objections(type: string, { name, annotations, labels }: Values): Objection[] {
  const found: Objection[] = [];
  const rule = type.includes('namespace') ? LABEL : SUBDOMAIN;
  if (typeof name === 'string' && (!rule.test(name) || name.length > 253)) {
    const summary = `metadata.0.name a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character, got "${name}"`;
    found.push({ path: ['metadata', 0, 'name'], summary });
  }
  for (const [field, map] of Object.entries({ annotations, labels })) {
    const bad = isValues(map) ? Object.keys(map).filter((key) => !KEY.test(key)) : [];
    for (const key of bad) found.push({ path: ['metadata', 0, field], summary: `metadata.0.${field} ("${key}") is not a valid key` });
  }
  return found;
}

export const kubernetes: Knowledge = {
  validate(kind, type, config) {
    const own = metadata(config);
    return kind === 'resources' && own ? objections(type, own) : [];
  },
  computed(_context, state) {
    const own = metadata(state);
    return own ? { id: [...texts([own['namespace']]), text(own['name'])].join('/') } : {};
  },
  /** Without a namespace, an object is made in "default": the provider's schema says so of all but annotations. */
  atPlan({ type }, state) {
    const own = metadata(state);
    if (own && own['namespace'] === null && type !== 'kubernetes_annotations') own['namespace'] = 'default';
    return {};
  },
  replaces(_type, prior, next) {
    const [before, after] = [metadata(prior), metadata(next)];
    if (!before || !after) return [];
    return ['name', 'namespace'].filter((key) => after[key] !== UNKNOWN && before[key] !== after[key]).map((key) => ['metadata', 0, key]);
  },
};
