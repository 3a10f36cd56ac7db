import { describe, expect, test } from '@jest/globals';
import { addOns } from '../../../src/catalog/index.ts';
import { actionsOf, addOnsOf } from '../../../src/cli/migrate/node-role/add-on-of-policy.ts';
test('x', () => {
  for (const a of addOns.all()) {
    const { telling, all, managed } = actionsOf(a);
    console.log(a.id, telling.length, all.length, managed.join(' '), telling.slice(0, 4).join(' '));
    const m = addOnsOf({ name: 'x', statements: [{ allows: true, actions: all, resources: ['*'], conditions: {} }] }, []);
    console.log('   ->', m.map((x) => x.id + ' ' + x.missing).join('; '));
  }
});
