/** The other files of a spec: what it extends, and fragments with apps. */
import type { SpecCatalog } from '../catalog.ts';
import { path } from '../rules/path.ts';
import { choice, either, list, map, may, must, text } from './fields.ts';
import type { Schema } from './fields.ts';

export const extendsSchema = (): Schema => text('a file such as ../base.irsa.yaml', { code: 'invalid-path', rule: path });

const files = (): Schema => text('a file or a pattern such as apps/*.irsa.yaml', { code: 'invalid-path', rule: path });

/** Each entry: whose files, and what they may say. */
export function includeSchema({ grants }: SpecCatalog): Schema {
  const filled = (what: string) => ({
    filled: { message: `This list is empty, so that no ${what} would be allowed.`, fix: 'Leave it out to allow any.' },
    unique: true,
  });
  const limited = map(
    {
      files: must('A file, or a pattern with *, ?, ** and {a,b}, seen from this file.', files(), { examples: ['apps/*.irsa.yaml'] }),
      namespaces: may(
        'The namespaces that its apps may be in, * standing for any letters.',
        () => list(text('a namespace such as payments or payments-*'), 'a list such as [payments, payments-*]', filled('namespace')),
        { examples: [['payments', 'payments-*']] },
      ),
      grants: may(
        'The services that its apps may be granted; then neither managedPolicies nor statements nor policyFiles.',
        () => list(choice(grants.ids), 'a list such as [s3, sqs]', filled('grant')),
        { examples: [['s3', 'sqs']] },
      ),
      namePrefix: may(
        'What names of its apps, and role and policy names that it gives, begin with.',
        () => text('a prefix such as payments-'),
        {
          examples: ['payments-'],
        },
      ),
    },
    'a pattern, or a map such as { files: apps/*.irsa.yaml, namespaces: [payments] }',
  );
  return list(
    either([files(), limited], 'a pattern, or a map such as { files: apps/*.irsa.yaml, namespaces: [payments] }'),
    'a list such as [apps/*.irsa.yaml]',
    {
      filled: { message: 'include is empty.', fix: 'Name files, or leave include out.' },
    },
  );
}
