/** Problems → lines. Pure. */
import { formatPath, type Problem } from '../problem.ts';
import type { ProblemJson } from './json-shapes.ts';
import { problemLink } from './problem-link.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

const INDENT = '    ';

/** `irsa.yaml:12:5  error  message  [code]`, below it what to do; in the order found. The code can be searched for. */
export function problemLines(problems: readonly Problem[], style: Style): string[] {
  const { colors, width } = style;
  return problems.flatMap((problem) => {
    const level = problem.severity === 'error' ? colors.red('error') : colors.yellow('warning');
    const where = whereOf(problem);
    const head = where === undefined ? level : `${colors.bold(where)}  ${level}`;
    const code = colors.dim(`[${problem.code}]`);
    const taken = (where === undefined ? 0 : where.length + 2) + problem.severity.length + 2;
    const fix = wrap(problem.fix, width - INDENT.length).map((line) => INDENT + colors.cyan(line));
    if (taken + problem.message.length + problem.code.length + 4 <= width) return [`${head}  ${problem.message}  ${code}`, ...fix];
    return [`${head}  ${code}`, ...wrap(problem.message, width - INDENT.length).map((line) => INDENT + line), ...fix];
  });
}

/** File, line and column if known; else the path in the spec; else nothing. */
function whereOf({ file, line, column, path }: Problem): string | undefined {
  if (file !== undefined) return [file, line, column].filter((part) => part !== undefined).join(':');
  return path.length === 0 ? undefined : formatPath(path);
}

/** As `--json` gives it. */
export const problemJson = ({ code, severity, file, line, column, path, message, fix }: Problem): ProblemJson => ({
  code,
  severity,
  file,
  line,
  column,
  at: formatPath(path),
  message,
  fix,
  link: problemLink(code),
});
