/** A stack of cdktf is a root module of its own: what the spec refers to must be in it. */
import { warning, type Problem } from '../../problem.ts';
import { allOf } from '../../spec/rules/rule.ts';
import { APP_FOLDER, type Stacks } from './stacks.ts';

/** A warning: teams may add to the stack in code of theirs. */
export function notInStack(stacks: Stacks): Problem[] {
  const addresses = new Set(referencesIn(Object.values(stacks)).map(addressOf));
  const missing = [...addresses].filter((address) => !isOurs(address)).sort();
  if (missing.length === 0) return [];
  return [
    warning(
      'not-in-stack',
      ['terraform', 'format'],
      `A stack of cdktf is a root module of its own, and this one refers to ${allOf(missing)} without holding ${missing.length === 1 ? 'it' : 'them'}.`,
      `Say it by name or ARN (a cluster by from: { data: true }), or add it to the stack as ${APP_FOLDER}/README.md shows.`,
    ),
  ];
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  if (!('text' in value) || !Array.isArray(value.text)) return Object.values(value).flatMap(referencesIn);
  return value.text.flatMap((part: unknown) => (typeof part === 'object' && part !== null && 'ref' in part ? [String(part.ref)] : []));
}

/** `data.aws_eks_cluster.blue.name` → `data.aws_eks_cluster.blue` */
const addressOf = (reference: string): string =>
  reference
    .split(/[.[]/)
    .slice(0, reference.startsWith('data.') ? 3 : 2)
    .join('.');

/** Every label of ours begins so. */
const isOurs = (address: string): boolean => /\.irsa(_|$)/.test(address);
