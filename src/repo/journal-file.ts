/** The record of a run that writes: every run asks whether one is there, and nearly always there is none. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';

export const JOURNAL = '.create-irsa.journal';

/** @returns also true where the disk does not say; who reads the journal then learns why */
export function hasJournal(base: string): boolean {
  try {
    return lstatSync(join(base, JOURNAL), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
