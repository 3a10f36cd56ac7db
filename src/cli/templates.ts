/** `--templates DIR`: reads the folder; the compiler is loaded only now. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TemplateOverrides } from '../emit/terraform/templates.ts';
import { error, type Outcome } from '../problem.ts';
import { inWords } from '../repo/in-words.ts';

/** `<kind>.hbs` in the folder itself, or below `terraform/` as the built-in ones are kept. */
export async function readTemplates(folder: string): Promise<Outcome<TemplateOverrides>> {
  let names: string[];
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    names = entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'));
  } catch (trouble) {
    return {
      problems: [
        error(
          'templates-unreadable',
          [],
          `The folder ${folder} cannot be read: ${inWords((trouble as NodeJS.ErrnoException).code)}.`,
          'Name a folder of <kind>.hbs files, such as policy.hbs.',
        ),
      ],
    };
  }
  const files = await Promise.all(
    names
      .sort()
      .map(async (name) => [name.includes('/') ? name : `terraform/${name}`, await readFile(join(folder, name), 'utf8')] as const),
  );
  const { userTemplates } = await import('../emit/terraform/user-templates.ts');
  const { problems, ...outcome } = userTemplates(Object.fromEntries(files));
  const ofUser = new Map(files.map(([name], i) => [name, join(folder, names[i] ?? name)]));
  return { ...outcome, problems: problems.map((problem) => ({ ...problem, file: ofUser.get(problem.file ?? '') ?? folder })) };
}
