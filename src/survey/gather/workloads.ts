/** Pods, Kubernetes objects and long-lived keys that Terraform writes. */
import { parsedText } from '../code/documents.ts';
import { literalOf, writtenOf } from '../code/known.ts';
import { resolve } from '../code/scope.ts';
import type { TreeBlock } from '../code/tree.ts';
import type { StaticKey } from '../inventory.ts';
import { knownText } from '../written.ts';
import { argumentsOf, some, type Arguments } from './arguments.ts';
import { together, type Gathered } from './gathered.ts';
import { ofHelmRelease, ofTexts } from './helm.ts';
import { keysIn, ofObject, STATIC_KEY } from './manifests.ts';
import { addressOf, idOf, placedIn, type Instance } from './scopes.ts';

const WORKLOAD = /^kubernetes_(deployment|stateful_set|daemonset|daemon_set|job|cron_job|pod)(_v1)?$/;

export function workloadsOf(block: TreeBlock, scope: Instance): Partial<Gathered> {
  const [type = ''] = block.labels;
  const given = argumentsOf(block, scope);
  if (block.type === 'locals' || block.type === 'module') return ofTexts(block, scope);
  if (block.type === 'provider') return type === 'aws' ? { staticKeys: keysOfProvider(given) } : {};
  if (block.type !== 'resource') return {};
  if (type === 'helm_release') return ofHelmRelease(block, scope);
  if (type === 'kubernetes_manifest' || type === 'kubectl_manifest') return ofManifest(given);
  if (type === 'aws_iam_access_key') {
    const { id, at } = placedIn(scope, block);
    return { staticKeys: [{ id, at, where: 'iam-user', name: 'aws_iam_access_key' }] };
  }
  if (/^kubernetes_(secret|config_map)(_v1)?$/.test(type)) {
    return {
      staticKeys: keysIn(
        given.tree('data') === undefined ? [] : given.entries('data'),
        placedIn(scope, block).id,
        type.includes('secret') ? 'secret' : 'config-map',
      ),
    };
  }
  return WORKLOAD.test(type) ? ofWorkload(given) : {};
}

/** `manifest = {…}`, `yaml_body = <<YAML` and `yamlencode`. */
function ofManifest(given: Arguments): Gathered {
  const { block, scope } = given;
  const placed = placedIn(scope, block);
  const tree = given.tree('manifest', 'yaml_body');
  if (tree === undefined) return together([]);
  const found = resolve(tree, scope);
  const [first] = found.tree.kind === 'call' ? found.tree.arguments : [];
  const object = first === undefined ? (found.tree.kind === 'map' ? found.tree : parsedText(found.tree, found.scope)) : first;
  return object === undefined
    ? together([])
    : ofObject({ tree: object, scope: found.scope }, block.at, {
        prefix: `${placed.id}/`,
        form: 'terraform',
        root: placed.root,
        address: placed.address,
      });
}

function below(block: TreeBlock, name: string): TreeBlock[] {
  return block.blocks.flatMap((inside) => [...(inside.type === name ? [inside] : []), ...below(inside, name)]);
}

function ofWorkload({ block, scope }: Arguments): Gathered {
  const { id, at } = placedIn(scope, block);
  const [kind = ''] = block.labels;
  const [metadata] = block.blocks.filter(({ type }) => type === 'metadata');
  // The innermost spec is that of the pod: those around it are of the workload and of its jobs.
  const specs = below(block, 'spec');
  const spec =
    specs.find(({ attributes, blocks }) => attributes.has('service_account_name') || blocks.some(({ type }) => type === 'container')) ??
    specs.at(-1);
  if (spec === undefined) return together([]);
  const account = spec.attributes.get('service_account_name');
  const host = spec.attributes.get('host_network');
  const text = (name: string) => {
    const tree = metadata?.attributes.get(name);
    return tree && writtenOf(tree, scope);
  };
  return together([
    {
      pods: [
        {
          id,
          at,
          kind,
          ...some('name', text('name')),
          ...some('namespace', text('namespace')),
          ...(account === undefined ? {} : { serviceAccount: { value: writtenOf(account, scope), at: account.at } }),
          ...(host !== undefined && literalOf(host, scope) === true ? { hostNetwork: true as const } : {}),
        },
      ],
      staticKeys: below(spec, 'env').flatMap((variable): StaticKey[] => {
        const tree = variable.attributes.get('name');
        const name = tree && knownText(writtenOf(tree, scope));
        if (name === undefined || !STATIC_KEY.test(name)) return [];
        const isSecret = below(variable, 'secret_key_ref').length > 0;
        return [{ id: `${id}/${name}`, at: variable.at, where: 'pod-env', name, ...(isSecret ? { fromSecret: true as const } : {}) }];
      }),
    },
  ]);
}

/** Those of emulators (`test`, `mock_access_key`) are keys of nothing, which only their value tells: it is looked at, not kept. */
function keysOfProvider({ block, scope }: Arguments): StaticKey[] {
  const tree = block.attributes.get('access_key');
  const value = tree && literalOf(tree, scope);
  const id = idOf(scope, addressOf(block) ?? `provider.${block.labels[0] ?? ''}`);
  return tree !== undefined && typeof value === 'string' && /^A[KS]IA/.test(value)
    ? [{ id: `${id}/access_key`, at: tree.at, where: 'provider', name: 'access_key' }]
    : [];
}
