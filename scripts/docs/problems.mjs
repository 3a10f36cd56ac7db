/** Every problem, its cause, and the smallest example of it with what the program prints → docs/problems.md. */
import { code, fence, page, table } from './markdown.mjs';

/** @param printed code → the lines that its example printed */
export const problemsPage = ({ problemGroups, problemExamples, printed }) =>
  page(
    'Problems',
    `What create-irsa says when something is not as it should be: where, what, and below it how to mend it. The code in brackets is stable, and ${code('--json')} gives it as ${code('code')}, with a ${code('link')} to its entry here. An **error** keeps everything from being written; a **warning** keeps nothing from it. Each example is the smallest that brings the problem about, and is run by the tests.`,
    Object.entries(problemGroups).map(([group, causes]) =>
      [
        `## ${group}`,
        table(
          ['code', 'cause'],
          Object.entries(causes).map(([problem, cause]) => [`[${code(problem)}](#${problem})`, cause]),
        ),
        ...Object.entries(causes).map(([problem, cause]) => entry(problem, cause, problemExamples[problem], printed[problem])),
      ].join('\n\n'),
    ),
  );

function entry(problem, cause, example, printed) {
  const { files = {}, before = [], argv = ['generate'], setting, disk, meanwhile = {} } = example;
  const shown = setting === undefined ? Object.entries(files) : [];
  const surroundings = [
    setting,
    disk && `The disk answers ${code(disk)} to whoever makes a file.`,
    ...Object.keys(meanwhile).map((path) => `Meanwhile, another program writes ${code(path)}.`),
  ].filter(Boolean);
  const typed = setting === undefined ? before : [];
  return [
    `### ${problem}`,
    cause,
    ...surroundings,
    ...shown.map(([path, text]) =>
      [...(path === 'irsa.yaml' ? [] : [`${code(path)}:`]), fence(languageOf(path), shorten(text))].join('\n\n'),
    ),
    fence('console', [...[...typed, ['create-irsa', ...argv].join(' ')].map((line) => `$ ${line}`), ...printed].join('\n')),
  ].join('\n\n');
}

const languageOf = (path) => ({ yaml: 'yaml', tf: 'hcl', hbs: 'handlebars' })[path.split('.').at(-1)] ?? '';

const MOST_LINES = 14;
const MOST_CHARACTERS = 160;

/** Where it takes many of a kind, some of them tell. */
function shorten(text) {
  const lines = text.trimEnd().split('\n');
  const kept = lines.length > MOST_LINES ? [...lines.slice(0, 8), '# …', lines.at(-1)] : lines;
  return kept.map((line) => (line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line)).join('\n');
}
