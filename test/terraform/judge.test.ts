import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { judgedWithModules } from '../support/terraform/available.ts';
import { judge } from '../support/terraform/judge.ts';

const by = (name: string) => fileURLToPath(new URL(`configurations/${name}/`, import.meta.url));

judgedWithModules('smoke', (modules) => {
  test.each(['iam5', 'iam6'])(
    '%s',
    async (name) => {
      const t = Date.now();
      const j = await judge(by(name), { apply: true, modules });
      console.log(
        Date.now() - t,
        j.steps.map((s) => `${s.name} ${s.ok} ${s.ms}`).join('\n'),
        j.failure,
        j.versions,
        JSON.stringify(j.plan?.resource_changes?.length),
      );
      expect(j.failure).toBeUndefined();
    },
    60000,
  );
});
