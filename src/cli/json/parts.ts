/** What the answers of several commands are made of. */
import * as z from 'zod/mini';
import { limited } from '../../plan/budgets.ts';
import { about } from '../../spec/schema/fields.ts';

export const field = <S extends z.ZodMiniType>(description: string, shape: S): S => about(shape, { description });

export const list = <S extends z.ZodMiniType>(item: S) => z.readonly(z.array(item));

export const version = field('Of the format; a later one may have more keys, and 2 would mean that one went.', z.literal(1));

const problemFields = z.object({
  code: field('Stable: what scripts match on. docs/problems.md explains each.', z.string().check(z.regex(/^[a-z]+(-[a-z]+)*$/))),
  severity: field('An error keeps everything from being written, a warning nothing.', z.enum(['error', 'warning'])),
  file: field('Where it was found, as seen from where the command ran.', z.optional(z.string())),
  line: field('From 1.', z.optional(z.int())),
  column: field('From 1.', z.optional(z.int())),
  at: field('The key of irsa.yaml that it is about; empty if it is about none.', z.string()),
  message: field('What was found, in one sentence.', z.string()),
  fix: field('How to mend it.', z.string()),
  link: field('Its entry in docs/problems.md.', z.string()),
});

export const problem = about(problemFields, { id: 'problem' });

export const problems = field('What is about no spec in particular: flags, conflicts, the disk.', list(problem));

export const change = z.object({
  path: field('Relative to the folder of irsa.yaml, or to --out.', z.string()),
  kind: field(
    'conflict: edited by hand, or not written by create-irsa for this spec. orphan: written for this spec, which no longer makes it.',
    z.enum(['create', 'update', 'unchanged', 'conflict', 'orphan']),
  ),
});

const budget = z.object({
  limit: field('What IAM limits.', z.enum([...limited])),
  of: field('The role, or the account’s id; empty for an account that the spec does not name.', z.string()),
  used: field('Characters, or how many.', z.int()),
  most: field('What IAM takes, as far as no quota was raised.', z.int()),
});

export const spec = z.object({
  spec: field('Its file.', z.string()),
  changes: field('Every file that the spec makes; none if the spec has errors.', list(change)),
  problems: field('What is wrong with the spec, or with the root module that it is for.', list(problem)),
  budgets: field(
    'How much of its limits the fullest role of all takes, and how much each account’s; none if there are errors.',
    list(budget),
  ),
  patch: field(
    'What must change in files of the user’s own, as `git apply` takes it in the folder of irsa.yaml; absent where nothing must.',
    z.optional(z.string()),
  ),
  patchIn: field('Where the patch is applied instead, as seen from there: files above it change.', z.optional(z.string())),
});

export const generation = z.object({ version, specs: field('In the order of the command line.', list(spec)), problems });
