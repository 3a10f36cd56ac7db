/** Shapes of what code says: texts that are partly known, statements, places. */
import * as z from 'zod/mini';
import { about } from '../../spec/schema/fields.ts';

export const field = <S extends z.ZodMiniType>(description: string, shape: S): S => about(shape, { description });
export const list = <S extends z.ZodMiniType>(item: S) => z.readonly(z.array(item));
export const maybe = <S extends z.ZodMiniType>(shape: S) => z.optional(shape);
export const text = z.string();

export const id = field('Stable: a folder and an address of Terraform, or a file and what it holds.', z.string());

export const at = about(z.object({ file: field('Relative to the scanned folder.', text), line: field('From 1.', z.int()) }), { id: 'at' });

export const written = about(z.union([z.string(), z.object({ parts: list(z.union([z.string(), z.object({ expression: text })])) })]), {
  id: 'written',
  description: 'A text is wholly known. Else literals and expressions, in order, as they are written.',
});

export const placed = <S extends z.ZodMiniType>(value: S) => z.object({ value, at });

export const unread = about(
  z.object({ what: text, why: z.enum(['expression', 'dynamic-block', 'for-expression', 'unknown-module', 'not-valid', 'repeated']), at }),
  { id: 'unread', description: 'What is there and could not be followed.' },
);

export const found = { id, at, unread: maybe(list(unread)) };

/** Absent for what Terraform does not make. */
export const inTerraform = {
  root: field('Folder of the root module whose state has it.', maybe(text)),
  address: field('As Terraform names it there.', maybe(text)),
  repeated: maybe(z.enum(['count', 'for_each'])),
};

const condition = z.object({ operator: written, key: written, values: list(written), at });

const principal = z.object({ type: written, identifiers: list(written) });

const repeated = field(
  'It stands in a dynamic block, a for-expression or a condition: there may be none or many of it.',
  maybe(z.literal(true)),
);

const statement = about(
  z.object({
    sid: maybe(written),
    effect: written,
    actions: maybe(list(written)),
    notActions: maybe(list(written)),
    resources: maybe(list(written)),
    notResources: maybe(list(written)),
    conditions: list(condition),
    repeated,
    at,
  }),
  { id: 'statement' },
);

const source = field(
  'How the document is written. module: made by a module of its inputs. unread: it could not be read.',
  z.enum(['jsonencode', 'heredoc', 'string', 'policy-document', 'module', 'aws', 'eksctl', 'file', 'unread']),
);

export const permissions = about(z.object({ source, statements: list(statement), unread: list(unread) }), { id: 'permissions' });

export const trust = z.object({
  source,
  statements: list(
    z.object({
      sid: maybe(written),
      effect: written,
      actions: list(written),
      notActions: maybe(list(written)),
      principals: list(principal),
      notPrincipals: maybe(list(principal)),
      conditions: list(condition),
      repeated,
      at,
    }),
  ),
  unread: list(unread),
  at,
});
