/** JSON → a trust policy: the document itself, or what the AWS CLI answers about a role. */
import * as z from 'zod/mini';
import type { TrustPolicy } from '../../iam/trust.ts';
import { error, formatPath, type Outcome, type Path } from '../../problem.ts';
import { loose } from '../../spec/loose.ts';

const oneOrMore = <S extends z.ZodMiniType>(item: S) => z.union([item, z.array(item)]);
const texts = oneOrMore(z.string());
const principal = z.union([z.literal('*'), z.record(z.string(), texts)]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const statement = z.looseObject({
  Sid: z.optional(z.string()),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.optional(principal),
  NotPrincipal: z.optional(principal),
  Action: z.optional(texts),
  NotAction: z.optional(texts),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), oneOrMore(z.union([z.string(), z.boolean(), z.number()]))))),
});

const document = z.looseObject({ Version: z.optional(z.string()), Statement: z.array(statement) });

/** @param file where it was found */
export function trustPolicyOf(json: unknown, file: string): Outcome<TrustPolicy> {
  const { data, error: wrong } = document.safeParse(documentIn(json));
  if (data !== undefined) return { value: data as TrustPolicy, problems: [] };
  const path = (wrong?.issues[0]?.path ?? []) as Path;
  const where = path.length === 0 ? 'What it holds' : formatPath(path);
  return {
    problems: [
      {
        ...error(
          'policy-not-read',
          [],
          `${where} is not what a trust policy has there.`,
          'Save the document itself, with Statement, Effect, Principal, Action and Condition as IAM writes them, or what `aws iam get-role` prints.',
        ),
        file,
      },
    ],
  };
}

function documentIn(json: unknown): unknown {
  const { Role, AssumeRolePolicyDocument = loose(Role)['AssumeRolePolicyDocument'] } = loose(json);
  const found = loose(AssumeRolePolicyDocument ?? json);
  // One statement may stand alone; as a list its mistakes have a place.
  return 'Statement' in found ? { ...found, Statement: [found['Statement']].flat() } : found;
}
