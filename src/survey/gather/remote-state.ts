/** Clusters of another root, known by its outputs: `data.terraform_remote_state.platform.outputs.oidc_provider_arn`. */
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { ClusterReference } from '../inventory.ts';
import type { Gathered } from './gathered.ts';
import { placedIn, type Instance } from './scopes.ts';

/** What an output of a cluster is called, by those who name it after the eks module or after itself. */
const TELLING: readonly (readonly [keyof Omit<ClusterReference, 'root' | 'missing'>, RegExp])[] = [
  ['oidcProviderArn', /(oidc|openid_connect)_provider_arn$/],
  ['issuer', /oidc_issuer(_url)?$|oidc_provider(_url)?$/],
  ['name', /cluster_(name|id)$/],
];

/** Nothing for states of which no output that is read here is one of a cluster. */
export function remoteClusters(scope: Instance): Partial<Gathered> {
  const states = scope.material.blocks.filter(({ type, labels }) => type === 'data' && labels[0] === 'terraform_remote_state');
  if (states.length === 0) return {};
  const mentions = scope.material.blocks.flatMap(mentionsIn);
  return {
    clusters: states.flatMap((block) => {
      const start = `data.terraform_remote_state.${block.labels[1] ?? ''}`;
      const own = mentions.filter((mention) => mention.startsWith(`${start}.`) || mention.startsWith(`${start}[`));
      const named = TELLING.flatMap(([key, pattern]) =>
        own
          .filter((mention) => pattern.test(mention.replace(/["\]]+$/, '')))
          .slice(0, 1)
          .map((mention) => [key, mention] as const),
      );
      return named.length === 0
        ? []
        : [
            {
              ...placedIn(scope, block),
              form: 'remote-state' as const,
              references: [{ root: scope.folder, ...Object.fromEntries(named), missing: [] }],
            },
          ];
    }),
  };
}

const TRAVERSAL = /data\.terraform_remote_state\.[\w-]+(\[[^\]]*\])?\.outputs(\.[\w-]+|\[[^\]]*\])+/g;

const mentionsIn = ({ attributes, blocks }: TreeBlock): string[] => [
  ...[...attributes.values()].flatMap((tree) => mentionedIn(tree)),
  ...blocks.flatMap(mentionsIn),
];

function mentionedIn(tree: Tree): string[] {
  if (tree.kind === 'text') return tree.parts.flatMap((part) => (typeof part === 'string' ? [] : mentionedIn(part)));
  if (tree.kind === 'list') return tree.items.flatMap(mentionedIn);
  if (tree.kind === 'map') return tree.entries.flatMap(({ value }) => mentionedIn(value));
  return 'text' in tree ? [...tree.text.matchAll(TRAVERSAL)].map(([mention]) => mention) : [];
}
