/** A plan for another account than irsa.yaml gives is refused before anything is made. */
import { describe, expect, test } from '@jest/globals';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { judge, planOnly } from '../support/terraform/judge.ts';

const spec = (more = '') => `version: 1
clusters:
  production:
    region: us-east-1
    accountId: "111122223333"
    from: { literal: { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF" } }
apps:
  my-app: { namespace: shop, serviceAccount: { owner: none }, grants: [{ s3: { bucket: my-bucket, access: read } }] }
${more}`;

judgedWithModules('accountId', (modules) => {
  describe.each(['hcl', 'json'] as const)('in %s', (format) => {
    const planAs = async (account: string, more?: string) => {
      const dir = temporaryFolder();
      await generateInto(dir, { format, spec: spec(more) });
      return judge(dir, { ...planOnly, modules, account });
    };

    test('lets the account it names plan', async () => {
      expect((await planAs('111122223333')).failure).toBeUndefined();
    });

    test('refuses another account, and names both', async () => {
      const { failure } = await planAs('999900001111');
      expect(failure).toMatch(/^plan: /);
      expect(failure?.replace(/[\s│]+/g, ' ')).toContain(
        'Provider aws speaks for account 999900001111, and irsa.yaml says accountId 111122223333.',
      );
    });
  });
});
