/** One folder of Terraform as linters see it: blocks with their place, and the same as JSON. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktn/hcl2json';
import type { Block } from '../../../src/repo/scan/block.ts';
import { readConfig } from '../../../src/repo/scan/read-config.ts';
import type { Suppression } from './rule.ts';

export interface LintedBlock extends Block {
  readonly file: string;
  readonly text: string;
  /** `module.x`, `data.aws_partition.x`, `provider.aws` */
  readonly at: string;
}

export type Body = Readonly<Record<string, unknown>>;

export interface TerraformModule {
  readonly name: string;
  readonly blocks: readonly LintedBlock[];
  /** By address, the body as hcl2json gives it: nested blocks are lists. */
  readonly bodies: ReadonlyMap<string, Body>;
  readonly texts: Readonly<Record<string, string>>;
}

const addressOf = ({ type, labels }: Block): string => {
  const kind = type === 'resource' ? [] : [type === 'variable' ? 'var' : type];
  return [...kind, ...labels].join('.');
};

/** @param files name → text of the `.tf` files of one folder */
export async function terraformModule(name: string, files: Readonly<Record<string, string>>): Promise<TerraformModule> {
  const blocks: LintedBlock[] = [];
  const bodies = new Map<string, Body>();
  for (const [file, text] of Object.entries(files)) {
    const read = await readConfig(file, text, { wanted: () => true, references: true });
    if ('broken' in read) throw new Error(`${name}/${file} is no HCL`);
    blocks.push(
      ...read.blocks.map((block) => ({ ...block, file, text: text.slice(block.range.start, block.range.end), at: addressOf(block) })),
    );
    for (const [address, body] of bodiesOf((await parse(file, text)) as Body)) bodies.set(address, body);
  }
  return { name, blocks, bodies, texts: files };
}

function* bodiesOf(parsed: Body): Generator<[string, Body]> {
  for (const [type, inner] of Object.entries(parsed)) {
    if (type === 'resource' || type === 'data') {
      for (const [kind, byLabel] of Object.entries(inner as Body)) {
        for (const [label, bodies] of Object.entries(byLabel as Body)) {
          yield [type === 'data' ? `data.${kind}.${label}` : `${kind}.${label}`, (bodies as Body[])[0] ?? {}];
        }
      }
    } else if (type !== 'terraform' && type !== 'locals') {
      for (const [label, bodies] of Object.entries(inner as Body)) {
        yield [`${type === 'variable' ? 'var' : type}.${label}`, (bodies as Body[])[0] ?? {}];
      }
    }
  }
}

/** Every folder with Terraform below an example, by its path. */
export async function terraformModules(example: string, below = ''): Promise<TerraformModule[]> {
  const folder = join(example, below);
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries.filter((e) => e.isFile() && e.name.endsWith('.tf')).map((e) => e.name);
  const here =
    names.length === 0
      ? []
      : [await terraformModule(below, Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])))];
  const inner = await Promise.all(
    entries.filter((e) => e.isDirectory() && !e.name.startsWith('.')).map((e) => terraformModules(example, join(below, e.name))),
  );
  return [...here, ...inner.flat()];
}

/** https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html */
const CHECKOV = /#\s*checkov:skip=(\w+):\s*(.*(?:\n\s*#(?!\s*checkov).*)*)/g;
/** https://github.com/terraform-linters/tflint/blob/master/docs/user-guide/annotations.md */
const TFLINT = /#\s*tflint-ignore:\s*(\w+)\s*#\s*(.*)/g;

export const suppressionsOf = ({ blocks }: TerraformModule): Suppression[] =>
  blocks.flatMap(({ text, at }) =>
    [...text.matchAll(CHECKOV), ...text.matchAll(TFLINT)].map(([, rule = '', reason = '']) => ({ rule, reason: reason.trim(), at })),
  );
