/**
 * Resources as people name them, and the ARNs that policies need. A plain name becomes an ARN made
 * of facts (partition, region, account), so that one spec serves every account and partition.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
import { fact, ref, text } from './text.ts';
import type { Text } from './text.ts';

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** With its colons and slashes: `secret:my-app/db-a1B2c3`. */
  readonly resource: string;
}

/** A name or ARN, or a Terraform traversal to one. */
export type Named = string | { readonly ref: string };

/** A resource or data source, or a module of the public registry, and its attribute that names the resource. */
export type Maker = { readonly type: string; readonly attribute: string } | { readonly module: string; readonly attribute: string };

/** What one kind of resource is called. */
export interface ArnKind {
  /** With its article, as messages say it: `an SQS queue`. */
  readonly what: string;
  readonly service: string;
  /** Route 53 and IAM have no region in their ARNs, S3 neither region nor account; what AWS itself offers in a region has no account. */
  readonly scope: 'regional' | 'account' | 'global' | 'offered';
  /** `{}` stands for the name: `table/{}`, `secret:{}-??????`. */
  readonly resource: string;
  readonly name: RegExp;
  /** Completes "a bucket's name has ...". */
  readonly nameRule: string;
  /** The resource field of an ARN, where it is not just the name put into `resource`. */
  readonly arnResource?: RegExp;
  /** What the AWS provider's resources and data sources call it; their other attributes are something else. Default: `arn` only. */
  readonly attributes?: { readonly arn: readonly string[]; readonly name: readonly string[] };
  /** Of variables, locals and outputs, whose names people choose: the last names that mean an ARN. Default: `arn` and what ends in `_arn`. */
  readonly arnAttribute?: RegExp;
  /** Last names of theirs that mean neither name nor ARN. */
  readonly uselessAttribute?: RegExp;
  /** A type of the AWS provider that only leads to it, and by which attributes. */
  readonly alias?: { readonly type: string; readonly arn: string; readonly name: string };
  /** ARNs of what AWS itself owns lack the account. */
  readonly accountless?: true;
  /** What in Terraform is one, the usual first. */
  readonly madeBy: readonly Maker[];
  readonly example: { readonly name: string; readonly arn: string };
}

const ARN = /^arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9*-]*):(\d{12}|aws|\*|):([^\s"]+)$/;

/** Splits an ARN into its fields; nothing if it is none. `*` may stand for a region or an account. */
export function parseArn(literal: string): Arn | undefined {
  const [, partition, service, region, accountId, resource] = ARN.exec(literal) ?? [];
  if (partition === undefined || service === undefined || region === undefined || accountId === undefined || resource === undefined) return;
  return { partition, service, region, accountId, resource };
}

export const isArn = (literal: string): boolean => literal.startsWith('arn:');

/** What is wrong with a literal name or ARN of this kind, in one sentence, or nothing. */
export const namedProblem = (literal: string, kind: ArnKind): string | undefined =>
  isArn(literal) ? arnProblem(literal, kind) : nameProblem(literal, kind);

/** The same where only an ARN will do. */
export function arnProblem(literal: string, kind: ArnKind): string | undefined {
  const wrong = arnMistake(literal, kind);
  return wrong && `"${literal}" ${wrong}; ${kind.what} has an ARN such as ${kind.example.arn}.`;
}

function arnMistake(literal: string, kind: ArnKind): string | undefined {
  const arn = parseArn(literal);
  if (arn === undefined) return 'is not an ARN';
  if (arn.service !== kind.service) return `is an ARN of ${arn.service}`;
  if (hasRegion(kind) !== (arn.region !== '')) return arn.region === '' ? 'lacks a region' : 'has a region';
  if (!kind.accountless && hasAccount(kind) !== (arn.accountId !== '')) return arn.accountId === '' ? 'lacks an account' : 'has an account';
  return isResource(arn.resource, kind) ? undefined : 'names something else';
}

const hasRegion = ({ scope }: ArnKind): boolean => scope === 'regional' || scope === 'offered';
const hasAccount = ({ scope }: ArnKind): boolean => scope === 'regional' || scope === 'account';

function isResource(resource: string, kind: ArnKind): boolean {
  if (kind.arnResource) return kind.arnResource.test(resource);
  const [before, after] = around(kind);
  const name = resource.slice(before.length, after === '' ? undefined : -after.length);
  return resource === before + name + after && kind.name.test(name);
}

const nameProblem = (literal: string, kind: ArnKind): string | undefined =>
  kind.name.test(literal)
    ? undefined
    : `"${literal}" cannot name ${kind.what}: expected ${kind.nameRule}, or an ARN such as ${kind.example.arn}.`;

/** What is wrong with a traversal, in one sentence, or nothing; literals are `namedProblem`'s business. */
export function refProblem(traversal: string, kind: ArnKind): string | undefined {
  const attributes = attributesOf(traversal, kind);
  const last = lastAttribute(traversal);
  const {
    arn: [arn],
    name,
  } = attributes ?? kind.attributes ?? { arn: ['arn'], name: [] };
  const useless = attributes ? ![...attributes.arn, ...attributes.name].includes(last) : kind.uselessAttribute?.test(last) === true;
  return useless ? `${traversal} is neither the name nor the ARN of ${kind.what}: refer to its .${arn ?? name.join(' or .')}.` : undefined;
}

/**
 * The ARN of a resource, however it is named: a name becomes one in the role's own account and
 * region; of a traversal its last attribute says whether it is an ARN or a name.
 */
export function resourceArn(named: Named, kind: ArnKind): Text {
  if (typeof named !== 'string') return isArnRef(named.ref, kind) ? ref(named.ref) : arnOf(ref(named.ref), kind);
  return isArn(named) ? named : arnOf(named, kind);
}

/** The ARN of what bears this name in the role's own account and region, or in another. */
export function arnOf(name: Text, kind: ArnKind, ownRegion: Text = fact('region')): Text {
  const [before, after] = around(kind);
  const region = hasRegion(kind) ? ownRegion : '';
  const account = hasAccount(kind) ? fact('accountId') : '';
  return text`arn:${fact('partition')}:${kind.service}:${region}:${account}:${before}${kind.resource.includes('{}') ? name : ''}${after}`;
}

/**
 * The ARN of what belongs to a resource and whose ARN does not begin with its own: that of a state
 * machine's executions. A traversal has to be to a name, as no policy's text can take an ARN apart.
 * @param resource `{}` stands for what names the resource in its own ARN: `execution:{}:*`
 */
export function besideArn(named: Named, kind: ArnKind, resource: string): Text {
  const [before, after] = around(kind);
  const own = typeof named === 'string' ? parseArn(named)?.resource : undefined;
  return typeof named === 'string' && own !== undefined
    ? named.slice(0, -own.length) + resource.replace('{}', own.slice(before.length))
    : arnOf(typeof named === 'string' ? named : ref(named.ref), { ...kind, resource: resource.replace('{}', `{}${after}`) });
}

/** Whether it is a traversal to an ARN. */
export const refersToArn = (named: Named, kind: ArnKind): boolean => typeof named !== 'string' && isArnRef(named.ref, kind);

const isArnRef = (traversal: string, kind: ArnKind): boolean =>
  attributesOf(traversal, kind)?.arn.includes(lastAttribute(traversal)) ??
  (kind.arnAttribute ?? /(?:^|_)arn$/).test(lastAttribute(traversal));

/** Of a resource or data source of the AWS provider; of anything else only people know what it holds. */
function attributesOf(traversal: string, { attributes = { arn: ['arn'], name: [] }, alias }: ArnKind): ArnKind['attributes'] {
  const type = /^(?:data\.)?(aws_\w+)\./.exec(traversal)?.[1];
  if (type === undefined) return undefined;
  return type === alias?.type ? { arn: [alias.arn], name: [alias.name] } : attributes;
}

/** The attribute a traversal ends in: `aws_route53_zone.main[0].zone_id` → `zone_id`. */
export const lastAttribute = (traversal: string): string =>
  traversal
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .at(-1) ?? '';

const around = (kind: ArnKind): readonly [string, string] => {
  const [before = '', after = ''] = kind.resource.split('{}');
  return [before, after];
};
