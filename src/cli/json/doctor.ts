/** What `doctor --json` answers. */
import * as z from 'zod/mini';
import { field, list, problems, version } from './parts.ts';

const cause = z.object({
  code: field('Stable: what scripts match on. docs/doctor.md explains each.', z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/))),
  severity: z.enum(['error', 'warning', 'note']),
  subject: field('namespace:name of a ServiceAccount or namespace/name of a pod; absent: about all.', z.optional(z.string())),
  message: field('What was found, in one sentence.', z.string()),
  evidence: field('What was seen.', list(z.string())),
  fix: field('How to mend it.', z.string()),
  commands: field('Command lines that do it, or look closer.', list(z.string())),
  link: field('Where AWS or the project says so.', z.string()),
});

const unseen = z.object({ what: z.string(), why: z.string() });

export const diagnosis = {
  version,
  subjects: field('Whom it looked at: namespace:name.', list(z.string())),
  findings: field('The worst first, else along the chain.', list(cause)),
  unseen: field('What could not be looked at, so that causes there are not ruled out.', list(unseen)),
};

export const doctor = z.union([z.object(diagnosis), z.object({ version, problems })]);
