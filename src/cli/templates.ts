/** `--templates DIR`: reads the folder; the compiler is loaded only now. */
import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateOverrides } from '../emit/terraform/templates.ts';
import { error, type Outcome, type Problem } from '../problem.ts';
import { isWithin } from '../repo/boundary.ts';
import { inWords } from '../repo/in-words.ts';
import { readRegularFile } from '../repo/read-file.ts';

/** Below the folder: what the templates print, as `create-irsa templates check` has it. */
export const SNAPSHOT = 'snapshot';

/** Beside templates, and none. */
const isBeside = (name: string): boolean => /^readme\.md$/i.test(name) || name.startsWith(`${SNAPSHOT}/`);

/** `<kind>.hbs` in the folder itself, or below `terraform/` as the built-in ones are kept. */
export async function readTemplates(folder: string): Promise<Outcome<TemplateOverrides>> {
  const texts: Record<string, string> = {};
  const places = new Map<string, string>();
  const unread: Problem[] = [];
  try {
    const top = realpathSync(folder);
    for (const name of namesIn(folder)) {
      const file = join(folder, name);
      const template = name.includes('/') ? name : `terraform/${name}`;
      places.set(template, file);
      try {
        // What a template says ends up in the files: it must not be what somebody's link leads to.
        if (!isWithin(top, realpathSync(file))) throw Object.assign(new Error(file), { code: 'a symlink that leads out of the folder' });
        texts[template] = readRegularFile(file);
      } catch (trouble) {
        unread.push({ ...unreadable(`The template ${file}`, trouble, 'Put the file itself there, or remove it.'), file });
      }
    }
  } catch (trouble) {
    return { problems: [unreadable(`The folder ${folder}`, trouble, 'Name a folder of <kind>.hbs files, such as policy.hbs.')] };
  }
  if (unread.length > 0) return { problems: unread };
  const { userTemplates } = await import('../emit/terraform/user-templates.ts');
  return userTemplates(texts, (name) => places.get(name) ?? folder);
}

const namesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'))
    .filter((name) => !name.split('/').some((step) => step.startsWith('.')) && !isBeside(name))
    .sort();

const unreadable = (what: string, trouble: unknown, fix: string): Problem =>
  error('templates-unreadable', [], `${what} cannot be read: ${inWords((trouble as NodeJS.ErrnoException).code)}.`, fix);
