/** What a role of `assumeRoles` is called in the AWS config file of its pods. */
import { string, type Loose } from './loose.ts';

/** Said, or the name of the role, of which profiles take most characters. */
export const profileOf = (entry: Loose): string =>
  string(entry['profile']) ?? (string(entry['role']) ?? '').replace(/^.*\//, '').replaceAll(/[^\w.-]/g, '-');
