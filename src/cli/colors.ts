/** Colours by Node itself: libraries look at the standard output first, and opening that takes a millisecond. */
import { styleText } from 'node:util';
import type { Colors } from '../wizard/look.ts';

const NAMES = ['bold', 'dim', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan'] as const;

/** @param wanted otherwise texts stay as they are */
export const colorsFor = (wanted: boolean): Colors =>
  Object.fromEntries(
    // Newer Nodes would ask a stream whether it wants colours: that is decided already.
    NAMES.map((name) => [name, (text: string) => (wanted ? styleText(name, text, { validateStream: false }) : text)]),
  ) as Colors;
