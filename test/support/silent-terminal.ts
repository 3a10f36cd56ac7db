/** A terminal that nobody sits at, and what it was told. */
import { plain } from '../../src/cli/style.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

export function silentTerminal(): Terminal & { readonly told: string[] } {
  const told: string[] = [];
  return {
    style: plain,
    interactive: false,
    plain: false,
    told,
    tell: (lines) => void told.push(...lines),
    progress: () => undefined,
    print: () => undefined,
  };
}
