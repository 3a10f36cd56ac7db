/** `.create-irsa.yaml` of the scanned folder: findings that a repository answers for in one place. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Outcome } from '../../problem.ts';
import { explainIssues } from '../../spec/explain-issue.ts';
import { items, loose, string } from '../../spec/loose.ts';
import { matchesAbove } from '../../spec/pattern.ts';
import { readYaml } from '../../spec/read-yaml.ts';
import { choice, list, map, may, must, once, text } from '../../spec/schema/fields.ts';
import { findingKinds } from '../../survey/all-findings.ts';
import type { Ignore } from '../../survey/silenced.ts';
import { readText } from '../read-text.ts';

export const CONFIG = '.create-irsa.yaml';

const schema = once(() =>
  map(
    {
      ignore: may('Findings that are answered for.', () =>
        list(
          map(
            {
              code: must('The code of the finding.', choice(findingKinds.map(({ code }) => code))),
              path: may('Pattern of the files or folders; all, if it is left out.', () => text('a pattern of paths, such as examples/**')),
              reason: must('Why it is right as it is.', text('why the finding is right as it is')),
            },
            'a map of code, path and reason',
          ),
          'a list of findings to ignore',
        ),
      ),
    },
    'a map with ignore',
  ),
);

/** @param folder that is scanned @param show how its file is called in problems */
export function configuredIgnores(folder: string, show: (file: string) => string = (file) => file): Outcome<readonly Ignore[]> {
  const path = join(folder, CONFIG);
  if (!existsSync(path)) return { value: [], problems: [] };
  const source = readText(path);
  if (source === undefined) return { value: [], problems: [] };
  if (typeof source !== 'string') return { problems: [{ ...source, file: show(CONFIG) }] };
  const { yaml, problems } = readYaml(source, show(CONFIG));
  if (yaml === undefined) return { problems };
  const { value, locate, written } = yaml;
  if (value === null) return { value: [], problems };
  const result = z.safeParse(schema() as z.ZodMiniType, value);
  if (!result.success) {
    const found = explainIssues(result.error.issues, value, written);
    return {
      problems: [
        ...problems,
        ...found.map(({ problem, onKey }) => ({ ...problem, file: show(CONFIG), ...locate(problem.path, onKey ? 'key' : 'value') })),
      ],
    };
  }
  return { value: items(loose(value)['ignore']).map((item, i) => ignoreOf(loose(item), locate(['ignore', i])?.line ?? 1)), problems };
}

function ignoreOf(item: Readonly<Record<string, unknown>>, line: number): Ignore {
  const pattern = string(item['path']);
  return {
    code: string(item['code']) ?? '',
    reason: string(item['reason']) ?? '',
    at: { file: CONFIG, line },
    kind: 'config',
    covers: ({ file }) => pattern === undefined || matchesAbove(pattern, file),
  };
}
