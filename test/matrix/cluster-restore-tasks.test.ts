import { expectSource } from './expect-source';
import {
  CLUSTER_RESTORE_KEEPS,
  CLUSTER_RESTORE_TASKS,
  CLUSTER_RESTORE_USUALLY,
} from '../../src/matrix/cluster-restore-tasks';

test('every task has an id of its own, sentences without a period, and a source', () => {
  const ids = CLUSTER_RESTORE_TASKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, task, why, source } of CLUSTER_RESTORE_TASKS) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const text of [task, why]) expect(text).toMatch(/^[A-Z].*[^.]$/);
    expectSource(source);
  }
  expectSource(CLUSTER_RESTORE_KEEPS.source);
  expectSource(CLUSTER_RESTORE_USUALLY.source);
});

test('what has to be chosen comes first, the way in before what leads there', () => {
  const effects = CLUSTER_RESTORE_TASKS.map(({ effect }) => effect);
  expect(effects.slice(0, 2)).toEqual(['choice', 'choice']);
  expect(effects.slice(2)).not.toContain('choice');
  const at = (id: string) => CLUSTER_RESTORE_TASKS.findIndex((task) => task.id === id);
  expect(at('network')).toBeLessThan(at('clients'));
  expect(at('lock')).toBeLessThan(at('clients'));
  expect(at('clients')).toBe(CLUSTER_RESTORE_TASKS.length - 1);
});

test('the four tasks of the page on restores are there', () => {
  const ids = CLUSTER_RESTORE_TASKS.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['network', 'logins', 'alerts', 'clients']));
});
