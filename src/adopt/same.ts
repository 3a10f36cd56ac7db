/** Whether two values are one to Terraform, as far as that is known without running it. Pure. */
import { policyArnPattern } from '../spec/rules/aws.ts';
import { traversal } from '../spec/rules/terraform.ts';
import { fact, fill, isText, partsOf, type Text, type Value } from '../iam/text.ts';

const PARTITION = /^data\.aws_partition\.[\w-]+(?:\[0\])?\.partition$/;

/** As the Plan asks for them with the default provider. */
const OURS = /^data\.aws_(?:region|caller_identity)\.irsa(?:_\d+)?\.(name|id|region|account_id)$/;

/** The partition is said outright, whichever way it was asked for; region and account are facts again. */
export const withPartition = (text: Text, partition: string): Text =>
  fill(text, (hole) => {
    if ('fact' in hole) return hole.fact === 'partition' ? partition : { text: [hole] };
    if (PARTITION.test(hole.ref)) return partition;
    const ours = OURS.exec(hole.ref)?.[1];
    return ours === undefined ? { text: [hole] } : fact(ours === 'account_id' ? 'accountId' : 'region');
  });

export const isMap = (value: Value | undefined): value is { readonly map: Readonly<Record<string, Value>> } =>
  typeof value === 'object' && value !== null && 'map' in value && !Array.isArray(value);

/** Spelled so that what is one is spelled alike: maps by their keys, whatever their order. */
export function spelled(value: Value, partition: string): string {
  if (isText(value))
    return JSON.stringify(
      partsOf(withPartition(value, partition)).map((part) => (typeof part === 'string' || 'fact' in part ? part : { ref: part.ref })),
    );
  if (Array.isArray(value)) return `[${value.map((item: Value) => spelled(item, partition)).join(', ')}]`;
  if (isMap(value)) {
    const entries = Object.entries(value.map).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}: ${spelled(inner, partition)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}

export const isSame = (one: Value, other: Value, partition: string): boolean => spelled(one, partition) === spelled(other, partition);

/** For people, on one line. */
export function inWords(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (isText(value)) return typeof value === 'string' ? JSON.stringify(value) : wordsOf(value);
  if (Array.isArray(value)) return `[${value.map(inWords).join(', ')}]`;
  if (isMap(value)) {
    return `{ ${Object.entries(value.map)
      .map(([key, inner]) => `${key} = ${inWords(inner)}`)
      .join(', ')} }`;
  }
  return String(value);
}

function wordsOf(text: Text): string {
  const parts = partsOf(text);
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return 'ref' in only ? only.ref : `<${only.fact}>`;
  return JSON.stringify(parts.map((part) => (typeof part === 'string' ? part : `\${${'ref' in part ? part.ref : part.fact}}`)).join(''));
}

/** An ARN of a policy, or a plain reference to one: what irsa.yaml can name. */
export function isNameable(value: Value): boolean {
  if (!isText(value)) return false;
  const literal = withPartition(value, 'aws');
  if (typeof literal === 'string') return policyArnPattern.test(literal);
  const [only, ...others] = partsOf(literal);
  return others.length === 0 && typeof only === 'object' && 'ref' in only && traversal(only.ref) === undefined;
}
