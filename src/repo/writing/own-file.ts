/** A file for the user alone, that was not there before. */
import { closeSync, openSync, writeFileSync } from 'node:fs';

/** Others who use the machine may not read it. */
const OWN = 0o600;

/** @throws NodeJS.ErrnoException, `EEXIST` if there is one */
export function writeOwnFile(path: string, text: string): void {
  const file = openSync(path, 'wx', OWN);
  try {
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}
