/**
 * Tests that need programs say so when they are skipped:
 *
 *     judged('the quick start', () => { test(…) })
 *     judgedWithModules('the quick start', (modules) => { test(…, () => judge(dir, { modules })) })
 */
import { describe } from '@jest/globals';
import { moduleKinds, type ModuleKind } from './services.ts';
import { terraform } from './terraform.ts';

const NO_TERRAFORM = 'skipped: no terraform on the PATH, CREATE_IRSA_TERRAFORM names none';

/** A block of tests that need terraform. */
export function judged(name: string, tests: () => void): void {
  if (terraform === undefined) describe.skip(`${name} (${NO_TERRAFORM})`, tests);
  else describe(name, tests);
}

/** The same tests for each kind of module at hand; the name says which. */
export function judgedWithModules(name: string, tests: (modules: ModuleKind) => void): void {
  for (const kind of ['doubles', 'real'] as const) {
    if (moduleKinds.includes(kind)) judged(`${name}, ${kind === 'real' ? 'modules as published' : 'module doubles'}`, () => tests(kind));
    else
      describe.skip(`${name}, modules as published (skipped: CREATE_IRSA_MODULES names no folder of their repositories)`, () =>
        tests(kind));
  }
}
