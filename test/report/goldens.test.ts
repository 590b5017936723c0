import { readdirSync } from 'fs';
import { golden, GOLDEN_FOLDER, GOLDENS } from './kit';

test.each(GOLDENS)('$file is what was read and kept', ({ file, render }) => {
  expect(render()).toBe(golden(file));
});

test('every golden is held to', () => {
  expect(readdirSync(GOLDEN_FOLDER).sort()).toEqual(GOLDENS.map(({ file }) => file).sort());
});

test.each(GOLDENS)('$file ends in one line feed', ({ render }) => {
  expect(render()).toMatch(/[^\n]\n$/);
});
