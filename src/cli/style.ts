/** How lines may look: decided once at the edge, handed to everything that makes lines. */
import type { Colors } from '../wizard/look.ts';
import { colorsFor } from './colors.ts';
import { knowsUnicode } from './signs.ts';

export interface Style {
  readonly colors: Colors;
  /** Columns that a line should keep within. */
  readonly width: number;
  /** Signs beyond ASCII may be used. */
  readonly unicode: boolean;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly isTTY: boolean;
  readonly columns?: number | undefined;
}

/** https://no-color.org, https://force-color.org; colours otherwise only in a terminal that is not dumb. */
export function styleFor({ env, platform, isTTY, columns }: Surroundings): Style {
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '' && env['FORCE_COLOR'] !== '0';
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['FORCE_COLOR'] === '0' || env['TERM'] === 'dumb';
  return {
    colors: colorsFor(!refused && (forced || isTTY)),
    width: Math.max(20, columns ?? 100),
    unicode: knowsUnicode(env, platform),
  };
}

export const plain: Style = { colors: colorsFor(false), width: 100, unicode: false };
