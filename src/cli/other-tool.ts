/** Specs whose files another version of create-irsa has written. */
import { warning, type Problem } from '../problem.ts';
import type { Generation } from './generation.ts';

/** That version, if it is another one. */
export const otherTool = ({ toolVersion }: Generation): string | undefined => (toolVersion === __VERSION__ ? undefined : toolVersion);

export function otherToolProblem(generation: Generation): Problem[] {
  const tool = otherTool(generation);
  if (tool === undefined) return [];
  const { file } = generation;
  return [
    {
      ...warning(
        'other-tool-version',
        ['toolVersion'],
        `The files of ${file} were written by create-irsa ${tool}, and this is ${__VERSION__}.`,
        'Run `create-irsa generate --upgrade` to take what this version writes differently.',
      ),
      file,
    },
  ];
}
