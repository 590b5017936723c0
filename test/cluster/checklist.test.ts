import { readFileSync } from 'fs';
import { join } from 'path';
import { CLUSTER } from '../../src/matrix/cluster';
import { CLUSTER_RESTORE_TASKS } from '../../src/matrix/cluster-restore-tasks';
import { SOURCES } from '../../src/matrix/source';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const CHECKLIST = CLUSTER_RESTORE_TASKS.map(({ task }, index) => `${index + 1}. ${task}.`);

test('the documentation of the construct prints the checklist of a restore, task by task', () => {
  const [docstring] = /\/\*\*(?:(?!\*\/)[^])*\*\/\nexport class GeoRedundantCluster/.exec(
    read('src/cluster/geo-redundant-cluster.ts'),
  )!;
  expect([...docstring.matchAll(/^ \* (\d+\. .*)$/gm)].map(([, line]) => line)).toEqual(CHECKLIST);
  expect(docstring).toContain(CLUSTER.retirement.date);
  expect(docstring).toContain(SOURCES.clusterRetirement.date);
});

test('so does the page on clusters', () => {
  const page = read('docs/clusters.md');
  expect([...page.matchAll(/^(\d+\. .*)$/gm)].map(([line]) => line)).toEqual(CHECKLIST);
  expect(page).toContain(CLUSTER.retirement.date);
});
