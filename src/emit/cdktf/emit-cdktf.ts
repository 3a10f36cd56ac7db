/**
 * `format: cdktf`: an app of CDK for Terraform that needs nothing of us. Its code is that of our own stack, as
 * far as the plan needs it; its data is the plan; its tests hold it against the Terraform that
 * `format: json` would write. Loaded for this format only.
 */
import type { Plan } from '../../plan/plan.ts';
import { APP_FOLDER, stacksOf, type Stacks } from '../../plan/terraform/stacks.ts';
import type { FileSet, OutFile } from '../file-set.ts';
import { inOrder } from '../terraform/emit-json.ts';
import type { SourceFile } from './app-sources.ts';
import sources from './app.sources';
import { literal } from './literal.ts';
import { cdktfJson, gitignore, packageJson, tsconfigJson } from './manifests.ts';
import { printSource } from './print-source.ts';
import { declarationOf, fileAt, placeOf, reach, type Place } from './reach.ts';
import { readme } from './readme.ts';

type Synthesized = Readonly<Record<string, unknown>>;

/** @param synthesized what `stacks/synthesize.ts` made of the root, and of the second one if there is one */
export function emitCdktf(plan: Plan, ...synthesized: readonly (Synthesized | undefined)[]): FileSet {
  const stacks = stacksOf(plan);
  const ids = Object.keys(stacks);
  const library = plan.terraform?.cdktf ?? 'cdktf';
  const code = codeOf(stacks);
  const imported = new Set(code.flatMap(({ packages }) => packages));
  const typescript = (path: string, content: string): OutFile => ({ path, content, comments: 'slashes' });
  const json = (path: string, content: object): OutFile => ({ path, content: JSON.stringify(content), comments: 'json' });
  const files: FileSet = [
    { path: 'README.md', content: readme(library, ids), comments: 'html' },
    { path: '.gitignore', content: gitignore, comments: 'hash' },
    json('package.json', packageJson({ library, imported, versions: sources.versions })),
    json('cdktf.json', cdktfJson),
    json('tsconfig.json', tsconfigJson),
    typescript('plan.ts', planText(stacks)),
    ...Object.entries(sources.texts).map(([path, text]) => typescript(path, text)),
    ...code.map(({ path, text }) => typescript(path, text)),
    ...ids.map((id, i) => json(`test/${id}.tf.json`, reviewed(id, synthesized[i]))),
  ];
  return files.map((file) => ({ ...file, path: `${APP_FOLDER}/${file.path}` }));
}

/** The Terraform that the stack must come to. */
function reviewed(id: string, synthesized: Synthesized | undefined): object {
  if (synthesized === undefined) throw new Error(`stack ${id} is emitted with what stacks/synthesize.ts returns`);
  return inOrder(synthesized);
}

const ENTRY: Place = { file: 'src/synthesize-app.ts', name: 'synthesizeApp' };
const BLOCK: Place = { file: 'src/blocks.ts', name: 'Block' };

/** Files of `src`, with the constructs of the kinds of block that there are. */
function codeOf(stacks: Stacks) {
  const kinds = new Set(
    Object.values(stacks)
      .flat()
      .map(({ kind }) => kind),
  );
  const needed = reach(sources.files, [ENTRY, BLOCK, ...[...kinds].map(constructOf)]);
  return sources.files.filter(({ path }) => needed.has(path)).map((source) => ({ path: source.path, ...printSource(source, needed) }));
}

function constructOf(kind: string): Place {
  const kinds: SourceFile = fileAt(sources.files, 'src/kinds.ts');
  const uses = declarationOf(kinds, 'KINDS').alternatives?.items.find(({ key }) => key === kind)?.uses;
  const place = uses === undefined ? undefined : placeOf(kinds, uses);
  if (place === undefined) throw new Error(`no construct makes ${kind}`);
  return place;
}

function planText(stacks: Stacks): string {
  const ids = Object.keys(stacks).map((id) => `'${id}'`);
  const declaration = `export const plan: Readonly<Record<${ids.join(' | ')}, readonly Block[]>> = `;
  return [
    '/** Everything that was decided, as data: the blocks of each stack. */',
    "import type { Block } from './src/blocks.ts';",
    '',
    `${declaration}${literal(stacks, 0, declaration.length)};`,
    '',
  ].join('\n');
}
