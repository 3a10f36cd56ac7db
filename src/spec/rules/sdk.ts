/** Releases of SDKs: numbers, or the date where there are none. */
import type { Rule } from './rule.ts';
import { quoted } from './rule.ts';

export const sdkReleasePattern = /^(\d{1,9}(\.\d{1,9}){1,3}|\d{4}-\d{2}-\d{2})$/;

export const sdkRelease: Rule = (literal) =>
  sdkReleasePattern.test(literal)
    ? undefined
    : {
        message: `${quoted(literal)} is no release of an SDK.`,
        fix: 'Write its number, such as "1.34.41", or its date where it has none, such as "2023-11-14".',
      };
