/**
 * Kubernetes' own schemas of its objects, compiled, from `kubernetes-models` (made from the OpenAPI of
 * the releases). They pass over keys that they do not know, as an old API server does; a key that the
 * schema never looks at is therefore reported here as well, as `kubectl --validate=strict` would.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Validate = ((data: unknown) => boolean) & { errors?: readonly SchemaError[] | null };

const require = createRequire(import.meta.url);
/** The package keeps them for its own classes, whose constructors would read every key. */
const MODELS = join(dirname(require.resolve('kubernetes-models/package.json')), '_schemas');

/** `apps/v1`, `Deployment` → IoK8sApiAppsV1Deployment */
function schemaName(apiVersion: string, kind: string): string {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  return `IoK8sApi${capital(group.split('.')[0] ?? '')}${capital(version)}${kind}`;
}

/** What is wrong with an object; nothing if Kubernetes takes it. */
export function kubernetesFaults(object: unknown): string[] {
  const { apiVersion, kind } = object as { apiVersion?: unknown; kind?: unknown };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return ['apiVersion and kind are missing'];
  let validate: Validate;
  try {
    ({ validate } = require(join(MODELS, `${schemaName(apiVersion, kind)}.js`)) as { validate: Validate });
  } catch {
    return [`Kubernetes has no ${apiVersion} ${kind}`];
  }
  return faultsBy(validate, object);
}

function faultsBy(validate: Validate, object: unknown): string[] {
  const unread = new Set<string>();
  const valid = validate(watched(object, '', unread));
  return [
    ...(valid ? [] : (validate.errors ?? []).map((e) => `${e.instancePath || '/'}: ${e.keyword} ${JSON.stringify(e.params)}`)),
    ...[...unread].map((path) => `${path}: unknown`),
  ];
}

/** The value, with the path of every key in `unread` until somebody reads it. */
function watched(value: unknown, path: string, unread: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item, i) => watched(item, `${path}/${i}`, unread));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      unread.add(`${path}/${key}`);
      return [key, watched(item, `${path}/${key}`, unread)];
    }),
  );
  return new Proxy(inner, {
    get(target, key) {
      if (typeof key === 'string') unread.delete(`${path}/${key}`);
      return Reflect.get(target, key) as unknown;
    },
  });
}
