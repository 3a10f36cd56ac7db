/** Kubernetes objects, wherever they are written: files, lists, `kubernetes_manifest`, `kubectl_manifest`. */
import { entriesOf, fieldOf, fieldText, itemsOf, literalOf, writtenOf, type KnownEntry } from '../code/known.ts';
import { resolve, type Resolved } from '../code/scope.ts';
import type { At, Id, Placed } from '../found.ts';
import type { ServiceAccount, StaticKey } from '../inventory.ts';
import { knownText, spellWritten, type Written } from '../written.ts';
import { accountAnnotations } from './annotations.ts';
import { some } from './arguments.ts';
import { together, type Gathered } from './gathered.ts';

/** Where an object stands: what its id begins with, and what else is to be said of it. */
export interface Placing {
  readonly prefix: string;
  readonly form: ServiceAccount['form'];
  readonly root?: string;
  readonly address?: string;
}

/** Fields of a map, and nothing of what is none. */
export const fieldsOf = ({ tree, scope }: Resolved): readonly KnownEntry[] => {
  const found = resolve(tree, scope);
  return found.tree.kind === 'map' || (found.tree.kind === 'call' && found.tree.name === 'merge')
    ? entriesOf(found.tree, found.scope, '', [])
    : [];
};

export const inner = (fields: readonly KnownEntry[], ...path: readonly string[]): readonly KnownEntry[] =>
  path.reduce<readonly KnownEntry[]>((at, name) => {
    const field = fieldOf(at, name);
    return field === undefined ? [] : fieldsOf(field);
  }, fields);

export const itemsIn = (field: KnownEntry | undefined): readonly Resolved[] =>
  field === undefined ? [] : itemsOf(field.tree, field.scope, field.name, []);

/** Nothing for objects that have nothing to do with identity. */
export function ofObject(object: Resolved, at: At, placing: Placing): Gathered {
  const fields = fieldsOf(object);
  const kind = knownText(fieldText(fields, 'kind'));
  if (kind === undefined || fieldOf(fields, 'apiVersion') === undefined) return together([]);
  if (kind === 'List' || kind.endsWith('List')) {
    return together(itemsIn(fieldOf(fields, 'items')).map((item) => ofObject(item, item.tree.at, placing)));
  }
  const metadata = inner(fields, 'metadata');
  const name = fieldText(metadata, 'name', 'generateName');
  const namespace = fieldText(metadata, 'namespace');
  const id: Id = `${placing.prefix}${kind}/${namespace === undefined ? '' : spellWritten(namespace)}/${name === undefined ? '' : spellWritten(name)}`;
  const from = { id, at, ...some('name', name), ...some('namespace', namespace) };
  if (kind === 'Namespace' && name !== undefined) {
    const { form, root, address } = placing;
    const isTerraform = form === 'terraform';
    return together([
      { namespaces: [{ id, at, form: isTerraform ? 'terraform' : 'manifest', ...some('root', root), ...some('address', address), name }] },
    ]);
  }
  if (kind === 'ServiceAccount') return serviceAccount(metadata, from, placing);
  if (kind === 'Secret' || kind === 'ConfigMap') {
    const data = [...inner(fields, 'data'), ...inner(fields, 'stringData')];
    return together([{ staticKeys: keysIn(data, id, kind === 'Secret' ? 'secret' : 'config-map') }]);
  }
  const template = podTemplate(kind, fields);
  return template.length === 0 ? together([]) : pod(kind, template, from);
}

interface From {
  readonly id: Id;
  readonly at: At;
  readonly name?: Written;
  readonly namespace?: Written;
}

function serviceAccount(metadata: readonly KnownEntry[], from: From, { form, root, address }: Placing): Gathered {
  const annotations = accountAnnotations(inner(metadata, 'annotations'));
  return together([
    {
      serviceAccounts: [
        {
          ...from,
          form,
          ...some('root', root),
          ...some('address', address),
          created: true,
          annotations: annotations.written,
          ...some('roleArn', annotations.roleArn),
        },
      ],
      loose:
        annotations.role === undefined
          ? []
          : [{ kind: 'service-account-role', from: from.id, to: annotations.role, at: annotations.roleArn?.at ?? from.at }],
    },
  ]);
}

/** The spec of the pods that a workload makes. */
function podTemplate(kind: string, fields: readonly KnownEntry[]): readonly KnownEntry[] {
  if (kind === 'Pod') return inner(fields, 'spec');
  if (kind === 'CronJob') return inner(fields, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
  return inner(fields, 'spec', 'template', 'spec');
}

function pod(kind: string, template: readonly KnownEntry[], from: From): Gathered {
  const account = fieldOf(template, 'serviceAccountName', 'serviceAccount');
  const containers = ['containers', 'initContainers'].flatMap((name) => itemsIn(fieldOf(template, name)));
  const hostNetwork = fieldOf(template, 'hostNetwork');
  return together([
    {
      pods: [
        {
          ...from,
          kind,
          ...(account === undefined ? {} : { serviceAccount: placedOf(account) }),
          ...(hostNetwork !== undefined && literalOf(hostNetwork.tree, hostNetwork.scope) === true ? { hostNetwork: true as const } : {}),
        },
      ],
      staticKeys: containers.flatMap((container) => keysOfEnv(fieldsOf(container), from.id)),
    },
  ]);
}

const placedOf = ({ tree, scope }: KnownEntry): Placed<Written> => ({ value: writtenOf(tree, scope), at: tree.at });

export const STATIC_KEY = /^(AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|aws_access_key_id|aws_secret_access_key)$/;

function keysOfEnv(container: readonly KnownEntry[], of: Id): StaticKey[] {
  return itemsIn(fieldOf(container, 'env')).flatMap((variable): StaticKey[] => {
    const fields = fieldsOf(variable);
    const name = knownText(fieldText(fields, 'name'));
    if (name === undefined || !STATIC_KEY.test(name)) return [];
    const isSecret = inner(fields, 'valueFrom', 'secretKeyRef').length > 0;
    return [{ id: `${of}/${name}`, at: variable.tree.at, where: 'pod-env', name, ...(isSecret ? { fromSecret: true as const } : {}) }];
  });
}

/** Names alone: what they hold is nobody's business here. */
export const keysIn = (fields: readonly KnownEntry[], of: Id, where: StaticKey['where']): StaticKey[] =>
  fields.flatMap(({ name, key }): StaticKey[] => (STATIC_KEY.test(name) ? [{ id: `${of}/${name}`, at: key.at, where, name }] : []));
