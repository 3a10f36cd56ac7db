/** What stands on the screen of a conversation, so that what no longer holds can be taken off it. */
import { stripVTControlCharacters } from 'node:util';

export interface Transcript {
  readonly said: (lines: readonly string[]) => void;
  readonly answered: (lines: readonly string[]) => void;
  /** Takes off the last answer and what was said after it. */
  readonly retract: () => void;
}

interface Entry {
  readonly isAnswer: boolean;
  /** Widths of its lines: a terminal that was made narrower since shows more rows. */
  readonly widths: readonly number[];
}

export function transcriptOn(output: NodeJS.WriteStream): Transcript {
  const entries: Entry[] = [];

  function write(lines: readonly string[], isAnswer: boolean): void {
    if (lines.length === 0) return;
    entries.push({ isAnswer, widths: lines.map((line) => stripVTControlCharacters(line).length) });
    output.write(`${lines.join('\n')}\n`);
  }

  function retract(): void {
    const from = entries.findLastIndex(({ isAnswer }) => isAnswer);
    const rows = entries
      .splice(Math.max(0, from))
      .flatMap(({ widths }) => widths)
      .reduce((sum, width) => sum + Math.max(1, Math.ceil(width / (output.columns || 80))), 0);
    // What has scrolled off cannot be taken off.
    if (rows < (output.rows || 24)) output.write(`\u001B[${rows}A\r\u001B[J`);
    else output.write('\n');
  }

  return { said: (lines) => write(lines, false), answered: (lines) => write(lines, true), retract };
}
