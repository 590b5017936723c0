import { execFileSync } from 'child_process';
import { resolve } from 'path';
import { FORMATS, REPORTERS } from '../../src/report';

test('there is a reporter for each format, and no other', () => {
  expect(Object.keys(REPORTERS)).toEqual([...FORMATS]);
});

test('loads no format before it is asked for', () => {
  const root = resolve(__dirname, '../..');
  const script = `
    const { REPORTERS } = require('./src/report');
    const loaded = () => Object.keys(require.cache).map((file) => file.replace(/\\\\/g, '/'));
    console.log(loaded().filter((file) => /report\\/(?!index|formats)|node_modules\\/(xmlbuilder|node-sarif-builder)/.test(file)).length);
  `;
  const printed = execFileSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(printed.trim()).toBe('0');
});
